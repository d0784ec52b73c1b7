/**
 * Splits CSV bytes into records, chunk by chunk. A parser of our own, because too long a record has to be skipped and reported:
 * libraries stop there, or lose the records after it.
 */

export interface CsvDialect {
  readonly delimiter: number;
  readonly quote: number;
  /** The byte that escapes a quote inside quotes: another quote, or a backslash. */
  readonly escape: number;
}

export interface CsvHandler {
  /** The cells share a reused buffer. `open`: the file ended within the record, without a line end. */
  record(cells: readonly Buffer[], line: number, open: boolean): void;
  tooLong(line: number): void;
  /** The record has more than `widest` cells. */
  tooWide(line: number): void;
}

const [newline, carriageReturn] = [0x0a, 0x0d] as const;
/** Most columns of a record. */
export const widest = 5_000;
const smallest = 256 * 1024;

export class CsvReader {
  readonly #dialect: CsvDialect;
  readonly #handler: CsvHandler;
  readonly #longest: number;
  #buffer = Buffer.allocUnsafe(smallest);
  #length = 0;
  #at = 0;
  /** The record is incomplete: parsing is retried once the buffer has this many bytes. */
  #enough = 0;
  #ended = false;
  #line = 1;
  /** While skipping too long a record: the state for the next byte. */
  #skipping: 'no' | 'start' | 'bare' | 'quoted' | 'quote-in-quotes' | 'escaped' = 'no';
  #cells: Buffer[] = [];

  constructor(dialect: CsvDialect, handler: CsvHandler, longest: number) {
    this.#dialect = dialect;
    this.#handler = handler;
    this.#longest = longest;
  }

  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += smallest) {
      this.#append(chunk.subarray(from, from + smallest));
      if (this.#length - this.#at >= this.#enough) this.#run();
    }
  }

  /** @returns the line of an unclosed quote, or null */
  end(): number | null {
    this.#ended = true;
    this.#enough = 0;
    this.#run();
    return this.#skipping === 'quoted' || this.#at < this.#length ? this.#line : null;
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#length - this.#at;
    const needed = kept + chunk.length;
    const roomy = this.#buffer.length > 4 * smallest && needed < smallest;
    if (needed > this.#buffer.length || roomy) {
      let size = smallest;
      while (size < needed) size *= 2;
      if (size > 8 * 1024 * 1024) size = this.#longest + 2 * smallest;
      const larger = Buffer.allocUnsafeSlow(size);
      this.#buffer.copy(larger, 0, this.#at, this.#length);
      this.#buffer = larger;
    } else if (this.#at > 0) this.#buffer.copyWithin(0, this.#at, this.#length);
    this.#at = 0;
    this.#buffer.set(chunk, kept);
    this.#length = needed;
  }

  #run(): void {
    while (this.#at < this.#length) {
      if (this.#skipping !== 'no') this.#skip();
      else if (!this.#record()) {
        const have = this.#length - this.#at;
        this.#enough = Math.min(have * 2, this.#longest + 1);
        if (have <= this.#longest) return;
        this.#handler.tooLong(this.#line);
        this.#skipping = 'start';
      }
    }
    this.#enough = 0;
  }

  /** @returns false when the record is incomplete */
  #record(): boolean {
    const { buffer, length } = { buffer: this.#buffer, length: this.#length };
    const { delimiter, quote } = this.#dialect;
    const cells = this.#cells;
    cells.length = 0;
    let at = this.#at;
    for (;;) {
      const start = at;
      let cell: Buffer | null = null;
      if (at < length && buffer[at] === quote) {
        const end = this.#quotedEnd(at + 1);
        if (end === -1) return false;
        const after = end + 1 < length ? buffer[end + 1] : undefined;
        if (after === undefined && !this.#ended) return false;
        if (after === undefined || after === delimiter || after === newline || after === carriageReturn) {
          cell = this.#unquoted(start + 1, end);
          at = end + 1;
        }
      }
      // A cell that is not quoted correctly is taken literally.
      if (cell === null) at = this.#bareEnd(at);
      if (at === -1) return false;
      cells.push(cell ?? buffer.subarray(start, at));
      const stop = at < length ? buffer[at] : undefined;
      if (stop === delimiter) {
        at += 1;
        if (cells.length < widest) continue;
        this.#handler.tooWide(this.#line);
        for (let i = this.#buffer.indexOf(newline, this.#at); i >= 0 && i < at; i = this.#buffer.indexOf(newline, i + 1)) this.#line += 1;
        this.#at = at;
        this.#skipping = 'start';
        return true;
      }
      if (stop === carriageReturn) {
        if (at + 1 >= length && !this.#ended) return false;
        at += at + 1 < length && buffer[at + 1] === newline ? 2 : 1;
      } else if (stop === newline) at += 1;
      this.#give(at, stop === undefined);
      return true;
    }
  }

  #unquoted(start: number, end: number): Buffer {
    const raw = this.#buffer.subarray(start, end);
    const { escape, quote } = this.#dialect;
    if (!raw.includes(escape)) return raw;
    const out = Buffer.allocUnsafe(raw.length);
    let size = 0;
    for (let i = 0; i < raw.length; i += 1) {
      if (raw[i] === escape && (escape !== quote || raw[i + 1] === quote)) i += 1;
      out[size++] = raw[i] ?? escape;
    }
    return out.subarray(0, size);
  }

  #give(at: number, open: boolean): void {
    const line = this.#line;
    for (let i = this.#buffer.indexOf(newline, this.#at); i >= 0 && i < at; i = this.#buffer.indexOf(newline, i + 1)) this.#line += 1;
    this.#at = at;
    this.#handler.record(this.#cells, line, open);
  }

  /** Position of the closing quote, or -1. */
  #quotedEnd(at: number): number {
    const { buffer, length } = { buffer: this.#buffer, length: this.#length };
    const { quote, escape } = this.#dialect;
    for (let i = at; i < length; i += 1) {
      const byte = buffer[i];
      if (byte === escape && escape !== quote) i += 1;
      else if (byte === quote) {
        if (escape !== quote || i + 1 >= length || buffer[i + 1] !== quote) return i;
        i += 1;
      }
    }
    return -1;
  }

  /** Position of the delimiter, the line end or the end of the file, or -1. */
  #bareEnd(at: number): number {
    const { buffer, length } = { buffer: this.#buffer, length: this.#length };
    const { delimiter } = this.#dialect;
    for (let i = at; i < length; i += 1) {
      const byte = buffer[i];
      if (byte === delimiter || byte === newline || byte === carriageReturn) return i;
    }
    return this.#ended ? length : -1;
  }

  #skip(): void {
    const { delimiter, quote, escape } = this.#dialect;
    let state = this.#skipping;
    let at = this.#at;
    for (; at < this.#length && state !== 'no'; at += 1) {
      const byte = this.#buffer[at];
      if (byte === newline) this.#line += 1;
      if (state === 'quoted') state = byte === escape && escape !== quote ? 'escaped' : byte === quote ? 'quote-in-quotes' : state;
      else if (state === 'escaped') state = 'quoted';
      else if (state === 'quote-in-quotes' && byte === quote) state = 'quoted';
      else if (byte === newline) state = 'no';
      else if (byte === delimiter) state = 'start';
      else state = state === 'start' && byte === quote ? 'quoted' : 'bare';
    }
    this.#at = at;
    this.#skipping = state;
  }
}
