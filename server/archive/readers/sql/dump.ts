/**
 * Reads dumps of MySQL, MariaDB and PostgreSQL chunk by chunk: rows of the wanted tables are parsed, everything else is skipped.
 * Bytes are collected until a unit (a statement's head, or one row) is complete, so a chunk may end anywhere.
 */
import {
  backslash,
  bang,
  carriageReturn,
  comma,
  dash,
  dot,
  fromBytes,
  hash,
  isDigit,
  isSpace,
  newline,
  open,
  semicolon,
  slash,
  star,
  statementEnd,
} from './bytes.ts';
import { copyHead, copyRow } from './copy.ts';
import { RowReader } from './row.ts';
import type { Cell } from './row.ts';
import { Skipper } from './skipper.ts';
import { createdTable, dollarQuoted, insertHead, settings } from './statements.ts';
import type { Column } from './statements.ts';

export interface DumpRow {
  readonly table: string;
  readonly columns: readonly string[];
  /** In the order of the columns, null for those not wanted. They are in a reused buffer: copy what has to be kept. */
  readonly cells: readonly Cell[];
  /** Offset of the row. */
  readonly byte: number;
}

export type RowProblem = 'non-literal' | 'column-count' | 'unknown-columns' | 'too-long' | 'unsupported-statement' | 'bad-sql';

export interface DumpHandler {
  /** The wanted columns of a table, or null for none. Called for every INSERT. */
  wants(table: string): ReadonlySet<string> | null;
  row(row: DumpRow): void;
  reject(problem: { readonly code: RowProblem; readonly table: string; readonly byte: number; readonly field?: string }): void;
  created?(table: string, columns: readonly Column[]): void;
  /** The settings of SET NAMES or SET TIME_ZONE, valid from here on. */
  set?(setting: { readonly charset?: string; readonly zone?: string }): void;
}

export interface DumpOptions {
  /** Bytes of the longest row; longer rows are skipped without being kept. */
  readonly longestRow?: number;
}

/** Bytes of the longest CREATE TABLE or head of an INSERT. */
const longestHead = 1024 * 1024;
const smallest = 64 * 1024;

type State = 'statement' | 'rows' | 'copy' | 'skip-statement' | 'skip-row' | 'skip-line' | 'skip-delimiter';

export class DumpReader {
  readonly #handler: DumpHandler;
  readonly #longestRow: number;
  #buffer = Buffer.allocUnsafe(4 * smallest);
  #length = 0;
  #at = 0;
  /** Offset of the buffer's first byte in the source. */
  #base = 0;
  /** A unit is incomplete: parsing is retried once the buffer has this many bytes. */
  #enough = 0;
  #state: State = 'statement';
  #ended = false;
  readonly #skipper = new Skipper();
  readonly #row = new RowReader();
  #afterComma = false;
  /** True between COPY and the end of its rows. */
  #copying = false;
  /** MySQL escapes quotes in column comments by backslashes, whatever the mode of strings. */
  #postgres = false;
  #table = '';
  #columns: readonly string[] | null = null;
  /** Whether each column is wanted, by position. */
  #wanted: readonly boolean[] | null = null;
  readonly #tables = new Map<string, readonly string[]>();
  #marks = { header: false, trailer: false, begun: false, committed: false };

  constructor(handler: DumpHandler, { longestRow = 64 * 1024 * 1024 }: DumpOptions = {}) {
    this.#handler = handler;
    this.#longestRow = longestRow;
  }

  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += 1024 * 1024) {
      this.#append(chunk.subarray(from, from + 1024 * 1024));
      if (this.#length - this.#at >= this.#enough) this.#run();
    }
  }

  /** @returns where the dump was cut off, or null when it is complete */
  end(): number | null {
    this.#ended = true;
    this.#run();
    const { header, trailer, begun, committed } = this.#marks;
    const open =
      this.#copying || (this.#state !== 'statement' && !(this.#state === 'rows' && !this.#afterComma && this.#at >= this.#length));
    const rest = this.#buffer.subarray(this.#at, this.#length).toString('latin1').trim();
    return open || rest !== '' || (header && !trailer) || (begun && !committed) ? this.#base + this.#at : null;
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#length - this.#at;
    const needed = kept + chunk.length;
    // Releases the memory of a very large row.
    const roomy = this.#buffer.length > 16 * smallest && needed < 4 * smallest;
    if (needed > this.#buffer.length || roomy) {
      let size = 4 * smallest;
      while (size < needed) size *= 2;
      // Grows to the limit at once: untouched memory costs nothing, while growing by copies would double the use.
      if (size > 8 * 1024 * 1024) size = Math.max(needed, Math.max(this.#longestRow, longestHead) + 2 * 1024 * 1024);
      const larger = Buffer.allocUnsafeSlow(size);
      this.#buffer.copy(larger, 0, this.#at, this.#length);
      this.#buffer = larger;
    } else if (this.#at > 0) this.#buffer.copyWithin(0, this.#at, this.#length);
    this.#base += this.#at;
    this.#at = 0;
    this.#buffer.set(chunk, kept);
    this.#length = needed;
  }

  #run(): void {
    this.#enough = 0;
    while (this.#at < this.#length) if (!this.#step()) return this.#wait();
  }

  /** Retries only when the bytes have doubled, so that the total work stays linear. */
  #wait(): void {
    const have = this.#length - this.#at;
    this.#enough = have * 2;
    if (this.#state === 'copy' && have > this.#longestRow) {
      this.#reject('too-long', this.#base + this.#at);
      this.#state = 'skip-line';
      this.#run();
    } else if (this.#state === 'rows' && have > this.#longestRow) {
      this.#reject('too-long', this.#base + this.#at);
      this.#skip('skip-row');
      this.#run();
    } else if (this.#state === 'statement' && have > longestHead) {
      if (/^(insert|replace)\b/i.test(this.#buffer.toString('latin1', this.#at, this.#at + 8)))
        this.#handler.reject({ code: 'too-long', table: '', byte: this.#base + this.#at });
      this.#skip('skip-statement');
      this.#run();
    } else if (this.#state === 'rows' || this.#state === 'copy') this.#enough = Math.min(this.#enough, this.#longestRow + 1);
  }

  /** @returns false when more bytes are needed */
  #step(): boolean {
    switch (this.#state) {
      case 'statement':
        return this.#statement();
      case 'rows':
        return this.#rows();
      case 'copy':
        return this.#copyLine();
      case 'skip-line':
        return this.#skipLine();
      case 'skip-delimiter':
        return this.#skipDelimiter();
      default:
        return this.#skipOn();
    }
  }

  #skip(state: 'skip-statement' | 'skip-row'): void {
    this.#state = state;
    this.#skipper.begin(state === 'skip-row' ? 'row' : 'statement');
  }

  /** Skips spaces and comments at `at`. @returns the position after them, or -1 for an incomplete comment */
  #gap(at: number): number {
    const buffer = this.#buffer;
    for (;;) {
      while (at < this.#length && isSpace(buffer[at])) at += 1;
      if (at >= this.#length) return at;
      const first = buffer[at];
      // Bytes beyond the length are of an earlier chunk.
      const cut = at + 2 >= this.#length;
      if (cut && !this.#ended && (first === slash || first === star || first === dash)) return -1;
      const second = at + 1 < this.#length ? buffer[at + 1] : 0;
      if (first === hash || (first === dash && second === dash)) {
        const end = buffer.subarray(at, this.#length).indexOf(newline);
        if (end < 0 && !this.#ended) return -1;
        this.#comment(buffer.toString('latin1', at, end < 0 ? this.#length : Math.min(at + end, at + 200)));
        at = end < 0 ? this.#length : at + end + 1;
      } else if (first === slash && second === star && (cut || buffer[at + 2] !== bang)) {
        const end = buffer.subarray(at, this.#length).indexOf('*/');
        if (end < 0) return -1;
        at += end + 2;
      } else if (first === slash && second === star && buffer[at + 2] === bang) {
        // MySQL runs comments with a version as statements, so they are read as such.
        at += 3;
        while (at < this.#length && isDigit(buffer[at])) at += 1;
        if (at >= this.#length) return -1;
      } else if (first === star && second === slash) at += 2;
      else return at;
    }
  }

  /** Recognises the first and last comment of a dump program: without them, a cut between two statements could not be noticed. */
  #comment(text: string): void {
    if (/^-- (MySQL|MariaDB) dump/.test(text)) this.#marks.header = true;
    if (/^-- Dump completed/.test(text)) this.#marks.trailer = true;
    const [, complete] = /^-- PostgreSQL database(?: cluster)? dump( complete)?\s*$/.exec(text) ?? [];
    if (complete !== undefined) this.#marks.trailer = true;
    else if (/^-- PostgreSQL database(?: cluster)? dump\s*$/.test(text)) {
      this.#marks.header = true;
      this.#postgres = true;
      // Since PostgreSQL 9.1, a backslash in a string is literal, unless the dump sets it otherwise.
      this.#row.backslashes = false;
    }
  }

  #statement(): boolean {
    const at = this.#gap(this.#at);
    if (at < 0) return false;
    this.#at = at;
    if (at >= this.#length) return true;
    if (this.#buffer[at] === semicolon) {
      this.#at += 1;
      return true;
    }
    // psql's own commands, such as \\connect and \\restrict, are one line each.
    if (this.#buffer[at] === backslash) {
      this.#state = 'skip-line';
      return true;
    }
    const head = this.#buffer.toString('latin1', at, Math.min(this.#length, at + 64));
    const whole = head.length === 64 || this.#ended || head.includes(';');
    if (/^(insert|replace)\b/i.test(head)) return this.#insert(at);
    if (/^delimiter[ \t]/i.test(head)) return this.#delimiter(at);
    if (/^copy\b/i.test(head)) return this.#copy(at);
    if (/^(create|set|start|commit|begin|do)\b/i.test(head)) return this.#declaration(at);
    if (!whole) return false;
    this.#skip('skip-statement');
    return true;
  }

  #insert(at: number): boolean {
    let end = Math.min(this.#length, at + 4096);
    let head = insertHead(this.#buffer.toString('latin1', at, end));
    while (!head && end < this.#length && end - at < longestHead) {
      end = Math.min(this.#length, at + (end - at) * 4);
      head = insertHead(this.#buffer.toString('latin1', at, end));
    }
    if (!head) return this.#insertWithoutRows(at);
    this.#table = fromBytes(head.table);
    this.#columns = head.columns?.map(fromBytes) ?? this.#tables.get(this.#table) ?? null;
    const wanted = this.#handler.wants(this.#table);
    this.#wanted = wanted === null ? null : (this.#columns?.map((column) => wanted.has(column)) ?? []);
    this.#at = at + head.length;
    this.#afterComma = true;
    this.#state = 'rows';
    if (this.#wanted === null) this.#skip('skip-statement');
    return true;
  }

  /** Handles INSERT … SELECT or SET, or an incomplete head. */
  #insertWithoutRows(at: number): boolean {
    const text = this.#buffer.toString('latin1', at, Math.min(this.#length, at + longestHead));
    const other = /^(?:insert|replace)[^(]*?\b(?:into\s+)?(?:`([^`]+)`|([\w$]+))\s*(?:\([^()]*\)\s*)?(?:select|set)\b/i.exec(text);
    const over = other ?? (text.includes(';') ? /^(?:insert|replace)\s+(?:into\s+)?(?:`([^`]+)`|([\w$]+))/i.exec(text) : null);
    if (!over && !this.#ended) return false;
    if (!over) return false;
    const table = fromBytes(over[1] ?? over[2] ?? '');
    if (this.#handler.wants(table))
      this.#handler.reject({ code: other ? 'unsupported-statement' : 'bad-sql', table, byte: this.#base + at });
    this.#skip('skip-statement');
    return true;
  }

  /** Reads short statements completely. */
  #declaration(at: number): boolean {
    const routine = dollarQuoted(this.#buffer.toString('latin1', at, Math.min(this.#length, at + longestHead)));
    if (routine === 'open') return false;
    if (routine !== null) {
      this.#at = at + routine;
      return true;
    }
    const end = statementEnd(this.#buffer, at, this.#length, this.#row.backslashes || !this.#postgres);
    if (end < 0) return false;
    const text = this.#buffer.toString('latin1', at, end);
    const created = createdTable(text, this.#row.backslashes || !this.#postgres);
    if (created) {
      const columns = created.columns.map((column) => ({ ...column, name: fromBytes(column.name) }));
      const table = fromBytes(created.table);
      this.#tables.set(
        table,
        columns.map((column) => column.name),
      );
      this.#handler.created?.(table, columns);
    } else if (/^set\b/i.test(text)) {
      const { backslashes, ...setting } = settings(text);
      if (backslashes !== undefined) this.#row.backslashes = backslashes;
      if (/\bstandard_conforming_strings\b/i.test(text)) this.#postgres = true;
      if (Object.keys(setting).length > 0) this.#handler.set?.(setting);
    } else if (/^start\s+transaction|^begin\b/i.test(text)) this.#marks.begun = true;
    else if (/^commit\b/i.test(text)) this.#marks.committed = true;
    this.#at = end;
    return true;
  }

  /** Reads `COPY t (…) FROM stdin;` and its rows, one per line. */
  #copy(at: number): boolean {
    const end = statementEnd(this.#buffer, at, this.#length, false);
    if (end < 0) return false;
    const head = copyHead(this.#buffer.toString('latin1', at, end));
    this.#at = end + 1;
    if (!head) return true;
    this.#table = fromBytes(head.table);
    this.#columns = head.columns?.map(fromBytes) ?? this.#tables.get(this.#table) ?? null;
    const wanted = this.#handler.wants(this.#table);
    this.#wanted = wanted === null ? null : (this.#columns?.map((column) => wanted.has(column)) ?? []);
    if (!head.plain && wanted !== null) {
      this.#reject('unsupported-statement', this.#base + at);
      this.#wanted = null;
    }
    // The rows begin on the next line.
    this.#state = 'skip-line';
    this.#copying = true;
    return true;
  }

  #copyLine(): boolean {
    const end = this.#buffer.subarray(this.#at, this.#length).indexOf(newline);
    if (end < 0) return false;
    const start = this.#at;
    this.#at = start + end + 1;
    const line = this.#buffer.subarray(start, start + end - (this.#buffer[start + end - 1] === carriageReturn && end > 0 ? 1 : 0));
    if (line.length === 2 && line[0] === backslash && line[1] === dot) {
      this.#state = 'statement';
      this.#copying = false;
    } else if (this.#wanted) {
      const cells = copyRow(line, this.#wanted);
      if (!this.#columns) this.#reject('unknown-columns', this.#base + start);
      else if (cells.length !== this.#columns.length) this.#reject('column-count', this.#base + start);
      else this.#handler.row({ table: this.#table, columns: this.#columns, cells, byte: this.#base + start });
    }
    return true;
  }

  /** Skips to the end of a line: a psql command, the rest of a COPY, or too long a row. */
  #skipLine(): boolean {
    const end = this.#buffer.subarray(this.#at, this.#length).indexOf(newline);
    this.#at = end < 0 ? this.#length : this.#at + end + 1;
    if (end < 0 && !this.#ended) return false;
    this.#state = this.#copying ? 'copy' : 'statement';
    return true;
  }

  /** Skips triggers and procedures between two DELIMITER lines. */
  #delimiter(at: number): boolean {
    const end = this.#buffer.subarray(at, this.#length).indexOf(newline);
    if (end < 0 && !this.#ended) return false;
    const word = this.#buffer
      .toString('latin1', at, end < 0 ? this.#length : at + end)
      .slice(10)
      .trim();
    this.#at = end < 0 ? this.#length : at + end + 1;
    if (word !== ';') this.#state = 'skip-delimiter';
    return true;
  }

  #skipDelimiter(): boolean {
    const found = this.#buffer.subarray(this.#at, this.#length).indexOf('\nDELIMITER ;');
    if (found < 0) {
      this.#at = Math.max(this.#at, this.#length - 12);
      return false;
    }
    this.#at += found + 1;
    this.#state = 'statement';
    return true;
  }

  #skipOn(): boolean {
    const end = this.#skipper.run(this.#buffer, this.#at, this.#length, this.#row.backslashes);
    this.#at = end < 0 ? this.#length : end;
    if (end < 0) return false;
    this.#state = this.#state === 'skip-row' ? 'rows' : 'statement';
    this.#afterComma = false;
    return true;
  }

  /** Reads separators between rows, then a row. */
  #rows(): boolean {
    const at = this.#gap(this.#at);
    if (at < 0 || at >= this.#length) {
      if (at >= this.#length && !this.#afterComma && this.#ended) this.#at = at;
      return false;
    }
    const byte = this.#buffer[at];
    if (byte === open && this.#afterComma) {
      this.#at = at;
      return this.#readRow();
    }
    this.#at = at + 1;
    if (byte === comma && !this.#afterComma) this.#afterComma = true;
    else if (byte === semicolon && !this.#afterComma) this.#state = 'statement';
    else this.#skip('skip-statement');
    return true;
  }

  #readRow(): boolean {
    const start = this.#at;
    const end = this.#row.read(this.#buffer, start, this.#length, this.#wanted ?? []);
    if (end < 0) return false;
    this.#at = end;
    this.#afterComma = false;
    this.#give(start + this.#base);
    return true;
  }

  #give(byte: number): void {
    const columns = this.#columns;
    const { cells, problem } = this.#row;
    if (!columns) return this.#reject('unknown-columns', byte);
    if (columns.length !== cells.length) return this.#reject('column-count', byte);
    if (problem >= 0) return this.#reject('non-literal', byte, columns[problem]);
    this.#handler.row({ table: this.#table, columns, cells, byte });
  }

  #reject(code: RowProblem, byte: number, field?: string): void {
    this.#handler.reject({ code, table: this.#table, byte, ...(field === undefined ? {} : { field }) });
  }
}
