/** Entries of an index, a key and a place in a heap, and their binary form. */

export interface Entry {
  /** Made by `sortKey`. */
  readonly key: string;
  /** Position of the record in the heap, and its length in bytes. */
  readonly at: number;
  readonly length: number;
}

/** Bytes before the key: key length (2), place (6), record length (4). */
export const fixed = 2 + 6 + 4;

export const byKey = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The entries with a key. */
export function equalIn(sorted: readonly Entry[], key: string): readonly Entry[] {
  const first = firstAtLeast(sorted.length, (i) => (sorted[i]?.key ?? '') < key);
  let end = first;
  while (sorted[end]?.key === key) end += 1;
  return sorted.slice(first, end);
}

/** The first index below `count` for which `isBefore` is false (binary search). */
export function firstAtLeast(count: number, isBefore: (i: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const scratch = Buffer.allocUnsafe(fixed + 0xffff);

/** Encodes into a reused buffer. */
export function encode({ key, at, length }: Entry): Buffer {
  scratch.writeUInt16LE(key.length, 0);
  scratch.writeUIntLE(at, 2, 6);
  scratch.writeUInt32LE(length, 8);
  scratch.write(key, fixed, 'latin1');
  return scratch.subarray(0, fixed + key.length);
}

export function decode(bytes: Buffer, at: number): Entry {
  const keyLength = bytes.readUInt16LE(at);
  return {
    key: bytes.toString('latin1', at + fixed, at + fixed + keyLength),
    at: bytes.readUIntLE(at + 2, 6),
    length: bytes.readUInt32LE(at + 8),
  };
}

/** Encoded entries in order, which take no more memory than their bytes. */
export class Block {
  readonly #bytes: Buffer;
  /** Offset of each entry. */
  readonly #starts: Uint32Array;

  /** @param bytes whole entries; they are copied */
  constructor(bytes: Buffer) {
    this.#bytes = Buffer.from(bytes);
    const starts: number[] = [];
    for (let at = 0; at < bytes.length; at += fixed + bytes.readUInt16LE(at)) starts.push(at);
    this.#starts = Uint32Array.from(starts);
  }

  *entries(): Generator<Entry> {
    for (const at of this.#starts) yield decode(this.#bytes, at);
  }

  /** The entries with a key, given as bytes. */
  get(key: Uint8Array): readonly Entry[] {
    const found: Entry[] = [];
    for (
      let i = firstAtLeast(this.#starts.length, (at) => this.#compare(at, key) < 0);
      i < this.#starts.length && this.#compare(i, key) === 0;
      i += 1
    )
      found.push(decode(this.#bytes, this.#starts[i] ?? 0));
    return found;
  }

  /** Whether the last entry sorts after the key, so that no later block has it. */
  endsAfter(key: Uint8Array): boolean {
    return this.#starts.length > 0 && this.#compare(this.#starts.length - 1, key) > 0;
  }

  #compare(i: number, key: Uint8Array): number {
    const at = this.#starts[i] ?? 0;
    return this.#bytes.compare(key, 0, key.length, at + fixed, at + fixed + this.#bytes.readUInt16LE(at));
  }
}
