/** Rows found by a hash that stands in them: an open-addressed table of row numbers, about eight bytes a key. */
export interface HashedRows {
  /** The first 32 bits of a row's hash. */
  spread(row: number): number;
  matches(row: number, hash: Uint8Array): boolean;
}

const smallest = 1024;

export class Heads {
  readonly #rows: HashedRows;
  /** Row number + 1; 0: free. */
  #slots = new Uint32Array(smallest);
  #used = 0;

  constructor(rows: HashedRows) {
    this.#rows = rows;
  }

  /** The row last put under a hash, or -1. */
  get(hash: Buffer): number {
    return (this.#slots[this.#find(hash)] ?? 0) - 1;
  }

  /** Puts a row in the place of the one with the same hash, which is returned; -1 when there was none. */
  put(hash: Buffer, row: number): number {
    const slot = this.#find(hash);
    const before = (this.#slots[slot] ?? 0) - 1;
    this.#slots[slot] = row + 1;
    if (before < 0 && ++this.#used * 3 > this.#slots.length * 2) this.#grow();
    return before;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  #find(hash: Buffer): number {
    const mask = this.#slots.length - 1;
    let slot = hash.readUInt32LE(0) & mask;
    for (let row = this.#slots[slot]; row !== 0 && row !== undefined; row = this.#slots[slot]) {
      if (this.#rows.matches(row - 1, hash)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    const next = new Uint32Array(old.length * 2);
    const mask = next.length - 1;
    for (const row of old) {
      if (row === 0) continue;
      let slot = this.#rows.spread(row - 1) & mask;
      while (next[slot] !== 0) slot = (slot + 1) & mask;
      next[slot] = row;
    }
    this.#slots = next;
  }
}
