/**
 * An index sorted by key and then by insertion (external merge sort): sorted runs go to disk and are merged into one file. Memory
 * holds only the first key of each block.
 */
import { join } from 'node:path';
import { Block, byKey, decode, encode, equalIn, firstAtLeast, fixed } from './entries.ts';
import type { Entry } from './entries.ts';
import { Heap } from './heap.ts';

/** Entries sorted in memory at once, some 2 MB. */
const runSize = 20_000;
/** Runs merged in one pass. */
const widest = 64;
const blockSize = 8 * 1024;
/** Most cached blocks. */
const mostBlocks = 256;
/** Bytes of a run's read buffer during a merge; more than the largest entry. */
const cursorSize = 32 * 1024;

interface Run {
  readonly from: number;
  readonly to: number;
}

export class SortedIndex {
  readonly #path: string;
  #entries: Entry[] = [];
  #runs: Run[] = [];
  #spill: Heap | null = null;
  #file: Heap | null = null;
  /** The first key and the offset of each block in the file. */
  #blockKeys: string[] = [];
  #blockStarts: number[] = [];
  #end = 0;
  #files = 0;
  #count = 0;
  readonly #cache = new Map<number, Block>();

  /** @param folder for temporary files, which are unlinked at once */
  constructor(folder: string, name: string) {
    this.#path = join(folder, name);
  }

  get count(): number {
    return this.#count;
  }

  add(entry: Entry): void {
    this.#count += 1;
    this.#entries.push(entry);
    if (this.#entries.length >= runSize) this.#spillRun();
  }

  /** Ends adding: from now on entries can be read. */
  seal(): void {
    if (this.#runs.length === 0) {
      this.#entries.sort(byKey);
      return;
    }
    this.#spillRun();
    while (this.#runs.length > widest) this.#mergeOnce();
    const merged = this.#newHeap();
    for (const entry of this.#merge(this.#runs)) this.#place(entry, merged);
    this.#end = merged.size;
    this.#spill?.close();
    this.#spill = null;
    this.#file = merged;
  }

  /** All entries in order. */
  *[Symbol.iterator](): Generator<Entry> {
    if (!this.#file) return yield* this.#entries;
    for (let block = 0; block < this.#blockStarts.length; block += 1) yield* this.#readBlock(block).entries();
  }

  /** The entries of a key, in the order of insertion. */
  get(key: string): readonly Entry[] {
    if (!this.#file) return equalIn(this.#entries, key);
    const found: Entry[] = [];
    const wanted = Buffer.from(key, 'latin1');
    for (let block = this.#firstBlock(key); block < this.#blockStarts.length; block += 1) {
      if (found.length > 0 && (this.#blockKeys[block] ?? '') > key) break;
      const held = this.#cached(block);
      found.push(...held.get(wanted));
      if (held.endsAfter(wanted)) break;
    }
    return found;
  }

  close(): void {
    this.#spill?.close();
    this.#file?.close();
  }

  #newHeap(): Heap {
    this.#files += 1;
    return new Heap(`${this.#path}.${String(this.#files)}`);
  }

  #spillRun(): void {
    if (this.#entries.length === 0) return;
    this.#spill ??= this.#newHeap();
    this.#entries.sort(byKey);
    const from = this.#spill.size;
    for (const entry of this.#entries) this.#spill.append(encode(entry));
    this.#runs.push({ from, to: this.#spill.size });
    this.#entries = [];
  }

  /** Merges the first `widest` runs into one, which takes their place. */
  #mergeOnce(): void {
    const heap = this.#spill ?? this.#newHeap();
    const from = heap.size;
    for (const entry of this.#merge(this.#runs.slice(0, widest))) heap.append(encode(entry));
    this.#runs = [{ from, to: heap.size }, ...this.#runs.slice(widest)];
  }

  *#merge(runs: readonly Run[]): Generator<Entry> {
    const heap = this.#spill;
    if (!heap) return;
    const cursors = runs.map((run) => new Cursor(heap, run)).filter((cursor) => cursor.entry !== null);
    while (cursors.length > 0) {
      let least = 0;
      for (let i = 1; i < cursors.length; i += 1) if ((cursors[i]?.entry?.key ?? '') < (cursors[least]?.entry?.key ?? '')) least = i;
      const cursor = cursors[least];
      if (!cursor?.entry) return;
      yield cursor.entry;
      cursor.next();
      if (cursor.entry === null) cursors.splice(least, 1);
    }
  }

  #place(entry: Entry, file: Heap): void {
    if (file.size - (this.#blockStarts.at(-1) ?? -blockSize) >= blockSize) {
      this.#blockKeys.push(entry.key);
      this.#blockStarts.push(file.size);
    }
    file.append(encode(entry));
  }

  /** The last block whose first key is before the key: the key's first entry may be at its end. */
  #firstBlock(key: string): number {
    const next = firstAtLeast(this.#blockKeys.length, (block) => (this.#blockKeys[block] ?? '') < key);
    return Math.max(0, next - 1);
  }

  #cached(block: number): Block {
    const known = this.#cache.get(block);
    if (known) return known;
    if (this.#cache.size >= mostBlocks) this.#cache.delete(this.#cache.keys().next().value ?? 0);
    const read = this.#readBlock(block);
    this.#cache.set(block, read);
    return read;
  }

  #readBlock(block: number): Block {
    const from = this.#blockStarts[block] ?? 0;
    const to = this.#blockStarts[block + 1] ?? this.#end;
    return new Block(this.#file?.read(from, to - from) ?? Buffer.alloc(0));
  }
}

/** Reads a run block by block. */
class Cursor {
  entry: Entry | null = null;
  readonly #heap: Heap;
  readonly #to: number;
  #at: number;
  readonly #space = Buffer.allocUnsafe(cursorSize);
  #block = this.#space.subarray(0, 0);
  #blockAt = 0;

  constructor(heap: Heap, { from, to }: Run) {
    this.#heap = heap;
    this.#at = from;
    this.#to = to;
    this.next();
  }

  next(): void {
    if (this.#at >= this.#to) {
      this.entry = null;
      return;
    }
    if (!this.#holds(fixed) || !this.#holds(fixed + this.#block.readUInt16LE(this.#at - this.#blockAt))) this.#load();
    this.entry = decode(this.#block, this.#at - this.#blockAt);
    this.#at += fixed + this.entry.key.length;
  }

  #holds(bytes: number): boolean {
    return this.#at + bytes <= this.#blockAt + this.#block.length;
  }

  #load(): void {
    const length = Math.min(cursorSize, this.#to - this.#at);
    this.#block = this.#space.subarray(0, length);
    this.#heap.read(this.#at, length).copy(this.#block);
    this.#blockAt = this.#at;
  }
}
