/** Detects a note for the team in a reply to the customer. Pure. */

/** Words of letters and digits only, folded, since pasting and retyping change spaces, quotes and accents. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const span = 3;
/** The fewest words for a comparison; shorter texts such as "see with infra" are too common. */
const fewest = 4;
/** The share of common runs from which two texts are similar. */
const most = 0.6;

/** Every run of three words. */
function runsOf(text: string): Set<string> {
  const words = wordsOf(text);
  return new Set(words.slice(span - 1).map((_, i) => words.slice(i, i + span).join(' ')));
}

const share = (runs: ReadonlySet<string>, within: ReadonlySet<string>): number => {
  let found = 0;
  for (const run of runs) if (within.has(run)) found++;
  return runs.size ? found / runs.size : 0;
};

/**
 * Whether most of the note is in the reply, or most of the reply in the note. Runs of known public texts are ignored, since a
 * note and a reply may both quote the customer.
 */
export function resembles(reply: string, note: string, known: readonly string[]): boolean {
  if (wordsOf(note).length < fewest || wordsOf(reply).length < fewest) return false;
  const read = new Set(known.flatMap((text) => [...runsOf(text)]));
  const [ours, theirs] = [reply, note].map((text) => new Set([...runsOf(text)].filter((run) => !read.has(run)))) as [
    Set<string>,
    Set<string>,
  ];
  return (theirs.size > 1 && share(theirs, ours) >= most) || (ours.size > 1 && share(ours, theirs) >= most);
}
