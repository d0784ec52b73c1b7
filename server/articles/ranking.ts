/**
 * Ranks pages that may answer a request while it is typed. A page has to share words that few other pages have, at least one of
 * them in its title or keywords. When no page does, the result is empty.
 */
import type { YieldToOthers } from './feed.ts';
import type { HelpPage } from './page.ts';
import { stemOf, meaningfulWords } from './stems.ts';

/** What a word weighs by where it stands; together no more than `most`. */
const weights = { title: 3, keywords: 1.9, excerpt: 1, most: 4 };
/** With fewer pages, how rare a word is says little: a word in three of five pages is not common. */
const fewPages = 30;
/** Most words of a text that are used; the first ones. */
const mostTerms = 24;
const shortestPrefix = 4;
/** The share of the query's weight that a page must match, for one word and for several. */
const share = { alone: 0.33, several: 0.25 };
/** A single word must be rare: in at most one of `pages` pages, or in at most `few` pages. */
const rarity = { pages: 12, few: 3 };
/** A further page must reach this share of the best page's score. */
const nearBest = 0.45;
const batch = 100;

interface Posting {
  readonly page: number;
  readonly weight: number;
}

export interface Index {
  readonly pages: readonly HelpPage[];
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  /** All stems in order, for search by prefix. */
  readonly stems: readonly string[];
}

export async function indexPages(pages: readonly HelpPage[], breathe: YieldToOthers): Promise<Index> {
  const postings = new Map<string, Posting[]>();
  for (const [number, page] of pages.entries()) {
    for (const [stem, weight] of weighWords(page)) {
      const list = postings.get(stem);
      if (list) list.push({ page: number, weight });
      else postings.set(stem, [{ page: number, weight }]);
    }
    if (number % batch === batch - 1) await breathe();
  }
  return { pages, postings, stems: [...postings.keys()].sort() };
}

function weighWords(page: HelpPage): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  for (const field of ['title', 'keywords', 'excerpt'] as const) {
    for (const stem of new Set(meaningfulWords(page[field]).map(stemOf))) {
      words.set(stem, Math.min(weights.most, (words.get(stem) ?? 0) + weights[field]));
    }
  }
  return words;
}

interface Term {
  readonly rarityWeight: number;
  /** Weight by page index. */
  readonly found: ReadonlyMap<number, number>;
}

interface Candidate {
  readonly page: number;
  score: number;
  /** The weight of the query's words that the page shares. */
  shared: number;
  terms: number;
  /** True when a shared word is in the title or the keywords. */
  named: boolean;
  /** The number of pages with the rarest such word. */
  fewest: number;
}

/** The best pages, best first. */
export function findPages(index: Index, query: string, most: number): readonly HelpPage[] {
  const terms = termsOf(index, query);
  const whole = terms.reduce((sum, { rarityWeight: rare, found }) => sum + (found.size > 0 ? rare : rare / 3), 0);
  const candidates = [...gather(terms).values()].filter((candidate) => mayAnswer(candidate, candidate.shared / whole, index));
  candidates.sort((a, b) => b.score - a.score || a.page - b.page);
  const best = candidates[0]?.score ?? 0;
  return candidates
    .filter(({ score }) => score >= best * nearBest)
    .slice(0, most)
    .flatMap(({ page }) => index.pages[page] ?? []);
}

function termsOf(index: Index, query: string): readonly Term[] {
  const words = meaningfulWords(query.slice(0, 2_000));
  const stems = [...new Set(words.map(stemOf))].slice(0, mostTerms);
  // The last word is still being typed, unless a separator follows it.
  const last = /[\p{L}\p{N}]$/u.test(query) ? words.at(-1) : undefined;
  const total = Math.max(index.pages.length, fewPages);
  return stems.map((stem) => {
    const found = matches(index, stem, last !== undefined && stemOf(last) === stem ? last : null);
    return { found, rarityWeight: Math.log(1 + (total - found.size + 0.5) / (found.size + 0.5)) };
  });
}

/** Pages with the word or with a word that it begins; the shorter the prefix, the lower the weight. */
function matches({ postings, stems }: Index, stem: string, typing: string | null): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const add = (word: string, closeness: number): void => {
    for (const { page, weight } of postings.get(word) ?? []) found.set(page, Math.max(found.get(page) ?? 0, weight * closeness));
  };
  add(stem, 1);
  const prefix = typing !== null && typing.length >= shortestStart ? typing : stem;
  if (prefix.length < (typing === null ? shortestPrefix : shortestStart)) return found;
  for (let at = firstFrom(stems, prefix); stems[at]?.startsWith(prefix) === true; at++) {
    const word = stems[at] ?? '';
    const closeness = prefix.length / word.length;
    if (typing !== null || closeness >= 0.6) add(word, Math.max(0.5, closeness));
  }
  return found;
}

const shortestStart = 3;

function firstFrom(sorted: readonly string[], word: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

function gather(terms: readonly Term[]): ReadonlyMap<number, Candidate> {
  const candidates = new Map<number, Candidate>();
  for (const { rarityWeight: rare, found } of terms) {
    for (const [page, weight] of found) {
      const candidate = candidates.get(page) ?? { page, score: 0, shared: 0, terms: 0, named: false, fewest: Infinity };
      candidates.set(page, candidate);
      candidate.score += rare * weight;
      candidate.shared += rare * Math.min(1, weight);
      candidate.terms++;
      if (weight <= weights.excerpt) continue;
      candidate.named = true;
      candidate.fewest = Math.min(candidate.fewest, found.size);
    }
  }
  return candidates;
}

function mayAnswer({ named, terms, fewest }: Candidate, part: number, { pages }: Index): boolean {
  if (!named) return false;
  const isRare = fewest <= Math.max(rarity.few, pages.length / rarity.pages);
  return terms > 1 ? part >= share.several : isRare && part >= share.alone;
}
