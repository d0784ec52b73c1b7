/** Decodes the literals of dumps to bytes; their charset depends on the column. */

const backslash = 0x5c;

/** Escapes such as `\0` and `\n`. Other escaped bytes stand for themselves, and `\%` and `\_` keep their backslash. */
const escapes = new Map([
  [0x30, 0x00],
  [0x62, 0x08],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x5a, 0x1a],
]);

/** The bytes of a string literal between its quotes. */
export function unescape(raw: Buffer, quote: number, backslashes: boolean): Buffer {
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  for (let i = 0; i < raw.length; i += 1) {
    let byte = raw[i] ?? 0;
    if (byte === backslash && backslashes) {
      i += 1;
      const next = raw[i] ?? backslash;
      if (next === 0x25 || next === 0x5f) out[length++] = backslash;
      byte = escapes.get(next) ?? next;
    } else if (byte === quote) i += 1;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

/** A value without quotes: its bytes, null for NULL, undefined when it is not a literal. */
export function bareLiteral(raw: Buffer): Buffer | null | undefined {
  if (raw[0] === 0x30 && (raw[1] === 0x78 || raw[1] === 0x58)) return fromHex(raw.toString('latin1', 2));
  if (raw.length > 100) return undefined;
  const text = raw.toString('latin1');
  if (/^null$/i.test(text)) return null;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return raw;
  if (/^true$/i.test(text)) return Buffer.from('1');
  if (/^false$/i.test(text)) return Buffer.from('0');
  return undefined;
}

/** A prefixed string: `_binary '…'`, `N'…'`, `x'…'`, `b'…'`; undefined for another prefix, such as a function's name. */
export function prefixedLiteral(prefix: string, content: Buffer): Buffer | undefined {
  if (/^(_[a-z0-9]+|n|e)$/i.test(prefix)) return content;
  const text = content.toString('latin1');
  if (/^x$/i.test(prefix)) return fromHex(text);
  if (/^b$/i.test(prefix) && /^[01]{1,53}$/.test(text)) return Buffer.from(String(Number.parseInt(text, 2)));
  return undefined;
}

/** Decodes hexadecimal blobs of any size; undefined for an invalid digit, at which Node's decoder stops silently. */
function fromHex(digits: string): Buffer | undefined {
  const bytes = Buffer.from(digits, 'hex');
  return bytes.length * 2 === digits.length ? bytes : undefined;
}
