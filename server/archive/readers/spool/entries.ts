/** A key and a place in a heap, and how they are written down. */

export interface Entry {
  /** As `sortKey` made it. */
  readonly key: string;
  /** Where the record lies in the heap, and its bytes. */
  readonly at: number;
  readonly length: number;
}

/** Bytes before the key: its length, the place (6 bytes), the record's length. */
export const fixed = 2 + 6 + 4;

export const byKey = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The entries of one key. */
export function equalIn(sorted: readonly Entry[], key: string): readonly Entry[] {
  const first = firstAtLeast(sorted.length, (i) => (sorted[i]?.key ?? '') < key);
  let end = first;
  while (sorted[end]?.key === key) end += 1;
  return sorted.slice(first, end);
}

/** The first of so many, in order, that `isBefore` says no to. */
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

/** Into a buffer that is used again. */
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

/** Entries in order, as they were written: hundreds of them weigh what their bytes weigh. */
export class Block {
  readonly #bytes: Buffer;
  /** Where each begins. */
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

  /** The entries of a key, given as its bytes. */
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

  /** Whether its last entry comes after the key: no other block has any of it then. */
  endsAfter(key: Uint8Array): boolean {
    return this.#starts.length > 0 && this.#compare(this.#starts.length - 1, key) > 0;
  }

  #compare(i: number, key: Uint8Array): number {
    const at = this.#starts[i] ?? 0;
    return this.#bytes.compare(key, 0, key.length, at + fixed, at + fixed + this.#bytes.readUInt16LE(at));
  }
}
