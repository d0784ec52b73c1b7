/** Finds the customer's ticket that is most similar to a new title. Pure. */
import { isVague } from './title.ts';
import { contentWords } from './words.ts';

/** Light on purpose: endings of plurals, verbs and nouns made of verbs, in both languages. */
const stem = (word: string): string =>
  word.length < 5 ? word : word.replace(/(?:ements?|ations?|ings?|ions?|ees?|e[rszd]|e?nt|[esx])$/, '');

const stemsOf = (title: string): ReadonlySet<string> => new Set(contentWords(title).map(stem));
const numbersOf = (stems: ReadonlySet<string>): string =>
  [...stems]
    .filter((word) => /^\d+$/.test(word))
    .sort()
    .join();

/** Similarity between 0 and 1; it is 0 when both titles have numbers and these differ. */
function similarity(mine: ReadonlySet<string>, theirs: ReadonlySet<string>): number {
  const [a, b] = [numbersOf(mine), numbersOf(theirs)];
  if (a && b && a !== b) return 0;
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  const contained = shared > 1 && shared === Math.min(mine.size, theirs.size);
  const score = (2 * shared) / (mine.size + theirs.size);
  return contained || score >= 0.7 ? score : 0;
}

/** The most similar of `others`; `null` when none is similar enough. */
export function similarTo<T extends { readonly title: string }>(title: string, others: readonly T[]): T | null {
  if (isVague(title)) return null;
  const mine = stemsOf(title);
  let best: T | null = null;
  let most = 0;
  for (const other of others) {
    const score = similarity(mine, stemsOf(other.title));
    if (score > most) [best, most] = [other, score];
  }
  return best;
}
