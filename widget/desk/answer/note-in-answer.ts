/** Whether a text for the customer holds what was meant for the team. Pure. */

/** Letters and digits alone, folded: pasting changes spaces and quotes, and people retype the rest. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const span = 3;
/** Shorter ones are said every day: "see with infra" proves nothing. */
const fewest = 4;
/** Of the shorter text's runs of words. */
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
 * Most of the note stands in the reply, or most of the reply in the note. What everybody has read already does not count:
 * a note that quotes the customer forbids nobody to quote them too.
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
