/** Bytes of SQL syntax. */

export const [quote, doubleQuote, backtick, backslash] = [0x27, 0x22, 0x60, 0x5c] as const;
export const [open, close, comma, semicolon, newline] = [0x28, 0x29, 0x2c, 0x3b, 0x0a] as const;
export const [carriageReturn, dot] = [0x0d, 0x2e] as const;
export const [star, slash, dash, hash, bang] = [0x2a, 0x2f, 0x2d, 0x23, 0x21] as const;

export const isSpace = (byte: number | undefined): boolean => byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** A name read as Latin-1, decoded again: most names are ASCII, and the others are UTF-8 or nearly. */
export const fromBytes = (name: string): string => (/[\u0080-\u00ff]/.test(name) ? Buffer.from(name, 'latin1').toString('utf8') : name);

/** Position of the semicolon that ends the statement at `at`, or -1. */
export function statementEnd(buffer: Buffer, at: number, length: number, backslashes: boolean): number {
  let inQuote = 0;
  for (let i = at; i < length; i += 1) {
    const byte = buffer[i];
    if (inQuote !== 0) {
      if (byte === inQuote) inQuote = 0;
      else if (byte === backslash && backslashes && inQuote !== backtick) i += 1;
    } else if (byte === quote || byte === doubleQuote || byte === backtick) inQuote = byte ?? 0;
    else if (byte === semicolon) return i;
  }
  return -1;
}
