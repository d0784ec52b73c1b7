/** Bytes to text, without guessing: strict UTF-8 first, then the charset that was declared, and a note that it was so. */
import iconv from 'iconv-lite';
import { own } from '../own.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What dumps, mails and people call the encodings that are read, and the name that iconv-lite knows. */
const aliases: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  utf8mb3: 'utf-8',
  utf8mb4: 'utf-8',
  ascii: 'utf-8',
  usascii: 'utf-8',
  // MySQL's latin1 is windows-1252, and so is what Western Windows called Latin-1 for thirty years.
  latin1: 'windows-1252',
  latin2: 'iso-8859-2',
  latin9: 'iso-8859-15',
  cp1252: 'windows-1252',
  cp1250: 'windows-1250',
  iso88591: 'windows-1252',
  ansi: 'windows-1252',
  mac: 'macintosh',
  utf16: 'utf-16le',
  ucs2: 'utf-16le',
};

/** The encoding that a word means, or null when nobody here reads it. `auto` is UTF-8 or else windows-1252. */
export function encodingNamed(word: string): string | null {
  const lower = word.trim().toLowerCase();
  const plain = lower.replace(/[^a-z0-9]/g, '');
  const known = own(aliases, plain) ?? (/^x?mac/.test(plain) ? plain.replace(/^x/, '') : lower);
  return iconv.encodingExists(known) ? known : null;
}

/** Bytes 0x80-0x9F in windows-1252; iconv-lite has no character for five of them, where MySQL and browsers keep the control. */
const upperHalf = Array.from({ length: 32 }, (_, i) => {
  const character = iconv.decode(Buffer.from([0x80 + i]), 'windows-1252');
  return character === '\ufffd' ? String.fromCharCode(0x80 + i) : character;
});

/** C1 controls are windows-1252 read as Latin-1: nobody ever typed one. */
export function mendControls(text: string): string {
  return /[\u0080-\u009f]/.test(text)
    ? text.replace(/[\u0080-\u009f]/g, (character) => upperHalf[character.charCodeAt(0) - 0x80] ?? '')
    : text;
}

/** One way to read the strings of a source. */
export interface Decoder {
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

export interface DecodeCounts {
  /** Strings that were not UTF-8 though nothing else was declared. */
  fallbacks: number;
}

const isAscii = (bytes: Uint8Array): boolean => {
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] ?? 0) > 0x7f) return false;
  return true;
};

const buffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @returns the text, or null where the bytes are not UTF-8 */
export function utf8(bytes: Uint8Array): string | null {
  // The quick way replaces what is broken; only then is it asked whether the sign of that was in the text itself.
  const text = buffer(bytes).toString('utf8');
  if (!text.includes('\ufffd')) return text;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * A decoder for a declared encoding, or for none: then UTF-8, and windows-1252 for each string that is not.
 * Bytes that the declared encoding has no character for become U+FFFD, which whoever makes messages counts as damaged.
 */
export function decoderFor(encoding: string | null, counts: DecodeCounts = { fallbacks: 0 }): Decoder {
  if (encoding !== null && encoding !== 'utf-8') return { encoding, decode: (bytes) => legacy(bytes, encoding) };
  return {
    encoding: 'utf-8',
    decode(bytes) {
      const text = utf8(bytes);
      if (text !== null) return text;
      counts.fallbacks += 1;
      return encoding === null ? legacy(bytes, 'windows-1252') : buffer(bytes).toString('utf8');
    },
  };
}

/** What stood until 1998 where the euro is since, which iconv-lite does not know: of each encoding of the Macintosh that has one. */
const beforeTheEuro: ReadonlyMap<string, string> = new Map([
  ...['macintosh', 'macroman', 'maccroatian', 'maciceland', 'macromania', 'maccyrillic', 'macukraine'].map(
    (encoding) => [encoding, '\u00a4'] as const,
  ),
  ['macgreek', '\u00ad'],
]);

function legacy(bytes: Uint8Array, encoding: string): string {
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be' && isAscii(bytes)) return buffer(bytes).toString('latin1');
  const before = beforeTheEuro.get(encoding);
  if (before !== undefined) return iconv.decode(buffer(bytes), encoding, { stripBOM: false }).replaceAll(before, '\u20ac');
  // Latin-1 and not windows-1252: iconv-lite would lose the five bytes that mean nothing there.
  return encoding === 'windows-1252'
    ? mendControls(buffer(bytes).toString('latin1'))
    : iconv.decode(buffer(bytes), encoding, { stripBOM: false });
}

const isPrinted = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

/** What a byte order mark at the start of a file says; without one, the zeros beside the first two letters of UTF-16 do. */
export function byteOrderMark(head: Uint8Array): { readonly encoding: string; readonly length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  const [a = 0, b = 0, c = 0, d = 0] = head;
  if (isPrinted(a) && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', length: 0 };
  if (a === 0 && isPrinted(b) && c === 0 && d !== 0) return { encoding: 'utf-16be', length: 0 };
  return null;
}

/** Whether bytes that were declared as a single-byte encoding are UTF-8 with accents, which hardly happens by chance. */
export const looksLikeUtf8 = (bytes: Uint8Array): boolean => !isAscii(bytes) && utf8(bytes) !== null;
