import { backslash, backtick, close, comma, doubleQuote, isSpace, open, quote } from './bytes.ts';
import { bareLiteral, prefixedLiteral, unescape } from './literals.ts';

export type Cell = Buffer | null;

/** Whether the string is PostgreSQL's `E'…'`, in which backslashes always escape. */
export function isEscapeString(buffer: Buffer, at: number): boolean {
  const [letter, before] = [buffer[at - 1], buffer[at - 2]];
  if (letter !== 0x45 && letter !== 0x65) return false;
  return before === undefined || before === open || before === comma || isSpace(before);
}

/** PostgreSQL's casts of a literal, one or several: `::character varying(255)[]`, `::public."Status"::text`. */
const cast = /^(?:\s*::\s*[a-z_"][\w".]*(?: [a-z]+)*(?:\(\d+(?:\s*,\s*\d+)?\))?(?: with(?:out)? time zone)?(?:\[\d*\])*)+\s*$/i;

/** Parses one row, `(1,'text',NULL)`. Its cells are valid until the next row. */
export class RowReader {
  /** In the order of the columns, null for those not wanted. They are slices of the given buffer. */
  readonly cells: Cell[] = [];
  /** Position of the first cell that is an expression, or -1. */
  problem = -1;
  /** Whether backslashes escape; NO_BACKSLASH_ESCAPES turns that off. */
  backslashes = true;
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;

  /** @param wanted by position. @returns the position after the row that opens at `start`, or -1 when it is incomplete */
  read(buffer: Buffer, start: number, length: number, wanted: readonly boolean[]): number {
    this.#buffer = buffer;
    this.#length = length;
    const { cells } = this;
    cells.length = 0;
    this.problem = -1;
    let at = start + 1;
    for (;;) {
      while (at < length && isSpace(buffer[at])) at += 1;
      if (at >= length) return -1;
      const byte = buffer[at];
      let cell: Cell | undefined;
      if (byte === quote || byte === doubleQuote) {
        const end = this.#stringEnd(at);
        if (end < 0) return -1;
        cell = wanted[cells.length] ? this.#string(at, end) : null;
        at = end + 1;
      } else {
        const end = this.#bareEnd(at);
        if (end < 0) return -1;
        cell = wanted[cells.length] ? this.#bare(at, end) : null;
        at = end;
      }
      while (at < length && isSpace(buffer[at])) at += 1;
      if (at >= length) return -1;
      if (buffer[at] !== comma && buffer[at] !== close) {
        const end = this.#bareEnd(at);
        if (end < 0) return -1;
        // A cast changes the type alone: 'text'::character varying. Any other expression, 'a' 'b' or 'a' + 1, is skipped.
        if (!cast.test(buffer.toString('latin1', at, end))) cell = wanted[cells.length] ? undefined : null;
        at = end;
      }
      if (cell === undefined && this.problem < 0) this.problem = cells.length;
      cells.push(cell ?? null);
      const after = buffer[at];
      at += 1;
      if (after === close) return at;
    }
  }

  /** Position of the closing quote of the string at `at`, or -1. */
  #stringEnd(at: number): number {
    const [buffer, length] = [this.#buffer, this.#length];
    const backslashes = this.backslashes || isEscapeString(buffer, at);
    const mark = buffer[at];
    let i = at + 1;
    while (i < length) {
      const byte = buffer[i];
      if (byte === mark) {
        if (i + 1 >= length) return -1;
        if (buffer[i + 1] !== mark) return i;
        i += 2;
      } else i += byte === backslash && backslashes ? 2 : 1;
    }
    return -1;
  }

  #string(at: number, end: number): Buffer {
    const raw = this.#buffer.subarray(at + 1, end);
    const mark = this.#buffer[at] ?? quote;
    const backslashes = this.backslashes || isEscapeString(this.#buffer, at);
    return (backslashes && raw.includes(backslash)) || raw.includes(mark) ? unescape(raw, mark, backslashes) : raw;
  }

  /** Position of the comma or parenthesis after an unquoted value, or -1. */
  #bareEnd(at: number): number {
    let depth = 0;
    for (let i = at; i < this.#length; i += 1) {
      const byte = this.#buffer[i];
      if (byte === quote || byte === doubleQuote || byte === backtick) {
        i = this.#stringEnd(i);
        if (i < 0) return -1;
      } else if (byte === open) depth += 1;
      else if (depth === 0 && (byte === comma || byte === close)) return i;
      else if (byte === close) depth -= 1;
    }
    return -1;
  }

  /** The end of the value before its cast: `NULL::text`, `E'…'::bytea`. */
  #withoutCast(at: number, end: number): number {
    const value = this.#buffer.subarray(at, end);
    const colons = value.indexOf('::', Math.max(value.lastIndexOf(quote), 0));
    return colons > 0 && cast.test(value.toString('latin1', colons)) ? at + colons : end;
  }

  #bare(at: number, end: number): Cell | undefined {
    end = this.#withoutCast(at, end);
    while (end > at && isSpace(this.#buffer[end - 1])) end -= 1;
    const mark = this.#buffer.subarray(at, end).indexOf(quote);
    if (mark < 0) return bareLiteral(this.#buffer.subarray(at, end));
    if (this.#stringEnd(at + mark) !== end - 1 && at + mark !== end - 1) return undefined;
    const prefix = this.#buffer.toString('latin1', at, at + mark).trim();
    return prefixedLiteral(prefix, this.#string(at + mark, end - 1));
  }
}
