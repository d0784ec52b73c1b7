import { wordsOf } from './fold.ts';

/** New words wait in a short list, which is searched through, until it is worth sorting them in. */
const freshLimit = 1000;

/** The slots a word occurs in; a lone number for the many words that occur once. */
type Posting = number | SlotList;

/**
 * Which documents hold a word that starts with a prefix. Each document has a slot, each word the slots it occurs in.
 * Text is only ever added to a slot: a document that lost text moves to a new slot and the old one stays empty, so that
 * nothing is found by words that are gone.
 */
export class WordIndex {
  readonly #slots = new Map<string, number>();
  #nextSlot = 0;
  readonly #postings = new Map<string, Posting>();
  #sorted: string[] = [];
  #fresh: string[] = [];

  has(id: string): boolean {
    return this.#slots.has(id);
  }

  /** `before` holds the texts the document had when it was last given here, if it was. */
  set(id: string, before: readonly string[], after: readonly string[]): void {
    const grown = this.has(id) && before.length <= after.length && before.every((text, index) => text === after[index]);
    if (!grown) this.#slots.set(id, this.#nextSlot++);
    this.#add(this.#slots.get(id) as number, grown ? after.slice(before.length) : after);
  }

  delete(id: string): void {
    this.#slots.delete(id);
  }

  /** Tells of a document whether one of its words starts with the prefix. */
  find(prefix: string): (id: string) => boolean {
    const marked = new Uint8Array(this.#nextSlot);
    for (const word of this.#wordsFrom(prefix)) {
      const posting = this.#postings.get(word);
      if (typeof posting === 'number') marked[posting] = 1;
      else posting?.mark(marked);
    }
    return (id) => {
      const slot = this.#slots.get(id);
      return slot !== undefined && marked[slot] === 1;
    };
  }

  #add(slot: number, texts: readonly string[]): void {
    // A word said twice meets its own slot at the end of its list, so no set of words is needed.
    for (const text of texts) for (const word of wordsOf(text)) this.#post(word, slot);
  }

  #post(word: string, slot: number): void {
    const posting = this.#postings.get(word);
    if (posting === undefined) {
      this.#postings.set(word, slot);
      this.#fresh.push(word);
    } else if (typeof posting !== 'number') posting.add(slot);
    else if (posting !== slot) this.#postings.set(word, new SlotList(posting, slot));
  }

  #wordsFrom(prefix: string): readonly string[] {
    if (this.#fresh.length > freshLimit) this.#sortIn();
    const words = this.#fresh.filter((word) => word.startsWith(prefix));
    for (let i = lowerBound(this.#sorted, prefix); this.#sorted[i]?.startsWith(prefix) === true; i += 1) {
      words.push(this.#sorted[i] as string);
    }
    return words;
  }

  #sortIn(): void {
    // Two sorted stretches one after the other: the sort recognises them and only merges.
    this.#sorted = [...this.#sorted, ...this.#fresh.sort()].sort();
    this.#fresh = [];
  }
}

/** A list that grows, at half the memory of an array of numbers. */
class SlotList {
  #slots = new Uint32Array(4);
  #length = 2;

  constructor(first: number, second: number) {
    this.#slots[0] = first;
    this.#slots[1] = second;
  }

  add(slot: number): void {
    if (this.#slots[this.#length - 1] === slot) return;
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[this.#length] = slot;
    this.#length += 1;
  }

  mark(marked: Uint8Array): void {
    for (let i = 0; i < this.#length; i += 1) marked[this.#slots[i] as number] = 1;
  }

  #grow(): void {
    const grown = new Uint32Array(this.#length * 2);
    grown.set(this.#slots);
    this.#slots = grown;
  }
}

function lowerBound(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
