/** Numbers and bytes in pages: growing never copies what is there, so a million rows cost what they weigh. */

/** Rows a page holds. */
const pageRows = 4096;
const shift = 12;
const mask = pageRows - 1;

/** A list of unsigned 32-bit numbers, 0 where nothing was set. */
export class PagedNumbers {
  readonly #pages: Uint32Array[] = [];

  get(at: number): number {
    return this.#pages[at >>> shift]?.[at & mask] ?? 0;
  }

  set(at: number, value: number): void {
    const page = at >>> shift;
    while (this.#pages.length <= page) this.#pages.push(new Uint32Array(pageRows));
    (this.#pages[page] as Uint32Array)[at & mask] = value;
  }

  get bytes(): number {
    return this.#pages.length * pageRows * 4;
  }
}

/** Rows of the same length in bytes. */
export class PagedRows {
  readonly #rowBytes: number;
  readonly #pages: Buffer[] = [];
  #length = 0;

  constructor(rowBytes: number) {
    this.#rowBytes = rowBytes;
  }

  get length(): number {
    return this.#length;
  }

  push(row: Uint8Array): number {
    const at = this.#length++;
    const page = at >>> shift;
    if (page === this.#pages.length) this.#pages.push(Buffer.alloc(pageRows * this.#rowBytes));
    this.page(at).set(row, this.offset(at));
    return at;
  }

  /** The page that holds a row, and where in it the row begins: no object is made for a look at a row. */
  page(row: number): Buffer {
    return this.#pages[row >>> shift] as Buffer;
  }

  offset(row: number): number {
    return (row & mask) * this.#rowBytes;
  }

  copy(row: number): Buffer {
    const from = this.offset(row);
    return Buffer.from(this.page(row).subarray(from, from + this.#rowBytes));
  }

  get bytes(): number {
    return this.#pages.length * pageRows * this.#rowBytes;
  }
}
