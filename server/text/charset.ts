/** Decodes bytes without guessing: strict UTF-8 first, then the declared charset. The caller learns which one was used. */
import iconv from 'iconv-lite';
import { own } from '../own.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Names of encodings in dumps and mails, and the name that iconv-lite knows. */
const aliases: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  utf8mb3: 'utf-8',
  utf8mb4: 'utf-8',
  ascii: 'utf-8',
  usascii: 'utf-8',
  // MySQL's latin1 is windows-1252, and Windows programs call windows-1252 Latin-1.
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

/** The encoding that a name means, or null for an unsupported one. `auto` means UTF-8, or windows-1252 for what is not UTF-8. */
export function encodingNamed(word: string): string | null {
  const lower = word.trim().toLowerCase();
  const plain = lower.replace(/[^a-z0-9]/g, '');
  const known = own(aliases, plain) ?? (/^x?mac/.test(plain) ? plain.replace(/^x/, '') : lower);
  return iconv.encodingExists(known) ? known : null;
}

/** Bytes 0x80-0x9F in windows-1252. iconv-lite has no character for five of them, where MySQL and browsers keep the control. */
const windows1252Controls = Array.from({ length: 32 }, (_, i) => {
  const character = iconv.decode(Buffer.from([0x80 + i]), 'windows-1252');
  return character === '\ufffd' ? String.fromCharCode(0x80 + i) : character;
});

/** Replaces C1 controls, which come from windows-1252 read as Latin-1: people do not type them. */
export function mendControls(text: string): string {
  return /[\u0080-\u009f]/.test(text)
    ? text.replace(/[\u0080-\u009f]/g, (character) => windows1252Controls[character.charCodeAt(0) - 0x80] ?? '')
    : text;
}

/** Decodes the strings of a source. */
export interface Decoder {
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

export interface DecodeCounts {
  /** Strings decoded as windows-1252 because they were not UTF-8 and no encoding was declared. */
  fallbacks: number;
}

const isAscii = (bytes: Uint8Array): boolean => {
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] ?? 0) > 0x7f) return false;
  return true;
};

const buffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @returns the text, or null when the bytes are not UTF-8 */
export function utf8(bytes: Uint8Array): string | null {
  // Buffer decoding is fast but replaces broken bytes by U+FFFD. Only a text with U+FFFD is decoded again, strictly.
  const text = buffer(bytes).toString('utf8');
  if (!text.includes('\ufffd')) return text;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * A decoder for a declared encoding. Without one it reads UTF-8, and windows-1252 for each string that is not UTF-8.
 * Bytes without a character in the declared encoding become U+FFFD, which message readers count as damaged.
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

/** The character that iconv-lite decodes at the place where Mac OS has put the euro sign since 1998, by Macintosh encoding. */
const euroPlaceholders: ReadonlyMap<string, string> = new Map([
  ...['macintosh', 'macroman', 'maccroatian', 'maciceland', 'macromania', 'maccyrillic', 'macukraine'].map(
    (encoding) => [encoding, '\u00a4'] as const,
  ),
  ['macgreek', '\u00ad'],
]);

function legacy(bytes: Uint8Array, encoding: string): string {
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be' && isAscii(bytes)) return buffer(bytes).toString('latin1');
  const placeholder = euroPlaceholders.get(encoding);
  if (placeholder !== undefined) return iconv.decode(buffer(bytes), encoding, { stripBOM: false }).replaceAll(placeholder, '\u20ac');
  // Decodes as Latin-1, not windows-1252: iconv-lite would lose the five bytes that windows-1252 leaves undefined.
  return encoding === 'windows-1252'
    ? mendControls(buffer(bytes).toString('latin1'))
    : iconv.decode(buffer(bytes), encoding, { stripBOM: false });
}

const isPrinted = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

/** The encoding that a byte order mark tells. Without a mark, UTF-16 is recognised by the zero bytes of its first two letters. */
export function byteOrderMark(head: Uint8Array): { readonly encoding: string; readonly length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  const [a = 0, b = 0, c = 0, d = 0] = head;
  if (isPrinted(a) && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', length: 0 };
  if (a === 0 && isPrinted(b) && c === 0 && d !== 0) return { encoding: 'utf-16be', length: 0 };
  return null;
}

/** Whether bytes declared as a single-byte encoding are UTF-8 with accents, which other encodings rarely are by chance. */
export const looksLikeUtf8 = (bytes: Uint8Array): boolean => !isAscii(bytes) && utf8(bytes) !== null;
