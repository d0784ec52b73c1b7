import { isEscapeString } from './row.ts';
import { backslash, backtick, close, doubleQuote, open, quote, semicolon } from './bytes.ts';

/** Skips to the end of a statement or a row without keeping bytes; can stop and resume at any byte. */
export class Skipper {
  #until: 'statement' | 'row' = 'statement';
  /** The open quote, whether the next byte is escaped, and the depth of parentheses. */
  #quote = 0;
  #escaped = false;
  /** Whether backslashes escape in the open string, whatever the mode. */
  #escapes = false;
  #depth = 0;

  begin(until: 'statement' | 'row'): void {
    this.#until = until;
    this.#quote = 0;
    this.#escaped = false;
    this.#depth = 0;
  }

  /** @returns the position after the end, or -1 when it is beyond `length` */
  run(buffer: Buffer, from: number, length: number, backslashes: boolean): number {
    const row = this.#until === 'row';
    let at = from;
    let inQuote = this.#quote;
    let depth = this.#depth;
    if (this.#escaped && at < length) {
      at += 1;
      this.#escaped = false;
    }
    for (; at < length; at += 1) {
      const byte = buffer[at];
      if (inQuote !== 0) {
        if (byte === inQuote) inQuote = 0;
        else if (byte === backslash && (backslashes || this.#escapes) && inQuote !== backtick) at += 1;
      } else if (byte === quote || byte === doubleQuote || byte === backtick) {
        inQuote = byte;
        this.#escapes = isEscapeString(buffer, at);
      } else if (byte === open) depth += 1;
      else if (byte === close) {
        depth -= 1;
        if (row && depth === 0) return at + 1;
      } else if (byte === semicolon && !row) return at + 1;
    }
    this.#escaped = at > length;
    this.#quote = inQuote;
    this.#depth = depth;
    return -1;
  }
}
