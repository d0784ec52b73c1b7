import { wordsOf } from './fold.ts';

/** New words wait in a short list, which is searched through, until it is worth sorting them in. */
const freshLimit = 1000;

/**
 * Which documents hold a word that starts with a prefix. Each document has a slot, each word the slots it occurs in.
 * Text is only ever added to a slot: a document that lost text moves to a new slot and the old one stays empty, so that
 * nothing is found by words that are gone.
 */
export class WordIndex {
  readonly #slots = new Map<string, number>();
  #nextSlot = 0;
  /** For each word the number of its list. */
  readonly #words = new Map<string, number>();
  readonly #lists = new SlotLists();
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
    const words = this.#wordsFrom(prefix);
    if (words.length === 0) return () => false;
    const marked = new Uint8Array(this.#nextSlot);
    for (const word of words) {
      const list = this.#words.get(word);
      if (list !== undefined) this.#lists.mark(list, marked);
    }
    return (id) => {
      const slot = this.#slots.get(id);
      return slot !== undefined && marked[slot] === 1;
    };
  }

  #add(slot: number, texts: readonly string[]): void {
    for (const text of texts) {
      for (const word of wordsOf(text)) {
        const list = this.#words.get(word) ?? this.#addWord(word);
        this.#lists.add(list, slot);
      }
    }
  }

  #addWord(word: string): number {
    const list = this.#lists.create();
    this.#words.set(word, list);
    this.#fresh.push(word);
    return list;
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

/** Numbers in a block: the block before it in its list, then slots. One block is one cache line. */
const blockSize = 16;
const chunkBlocks = 8192;
const none = -1;

/**
 * Many lists of slots in blocks of shared memory: filled three times as quickly as an array per word, in half the
 * memory, and nothing to collect.
 */
class SlotLists {
  /** For each list its newest block, and the place of its last slot there. */
  readonly #heads: number[] = [];
  readonly #lasts: number[] = [];
  readonly #chunks: Int32Array[] = [];
  #blocks = 0;

  create(): number {
    this.#heads.push(none);
    this.#lasts.push(blockSize - 1);
    return this.#heads.length - 1;
  }

  add(list: number, slot: number): void {
    const head = this.#heads[list] as number;
    const last = this.#lasts[list] as number;
    // A word said twice in a document meets its own slot here.
    if (head !== none && this.#chunkOf(head)[offsetOf(head) + last] === slot) return;
    const full = last === blockSize - 1;
    const block = full ? this.#addBlock(list, head) : head;
    const place = full ? 1 : last + 1;
    this.#chunkOf(block)[offsetOf(block) + place] = slot;
    this.#lasts[list] = place;
  }

  mark(list: number, marked: Uint8Array): void {
    let last = this.#lasts[list] as number;
    for (let block = this.#heads[list] as number; block !== none; ) {
      const [chunk, offset] = [this.#chunkOf(block), offsetOf(block)];
      for (let i = 1; i <= last; i += 1) marked[chunk[offset + i] as number] = 1;
      block = chunk[offset] as number;
      last = blockSize - 1;
    }
  }

  #addBlock(list: number, before: number): number {
    const block = this.#blocks++;
    if (block % chunkBlocks === 0) this.#chunks.push(new Int32Array(chunkBlocks * blockSize));
    this.#chunkOf(block)[offsetOf(block)] = before;
    this.#heads[list] = block;
    return block;
  }

  #chunkOf(block: number): Int32Array {
    return this.#chunks[(block / chunkBlocks) | 0] as Int32Array;
  }
}

function offsetOf(block: number): number {
  return (block % chunkBlocks) * blockSize;
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
