/**
 * Repairs text that was UTF-8, was read as a Windows code page and saved again: `Ã©` for é, `ĂŞ` for ê. Broken and sound letters
 * are mixed in real files, so each sequence is repaired by itself, and only into characters that people write: an É before » is
 * a valid sequence too, and must stay.
 */
import iconv from 'iconv-lite';

export interface Mended {
  readonly text: string;
  /** Number of sequences replaced. */
  readonly count: number;
}

/** The byte that each character came from, per code page. Bytes without a character map to the C1 control of the same number. */
const pages = ['windows-1252', 'windows-1250', 'iso-8859-1'].map((encoding) => {
  const bytes = new Map<string, number>();
  for (let byte = 0x80; byte <= 0xff; byte += 1) {
    const character = encoding === 'iso-8859-1' ? String.fromCharCode(byte) : iconv.decode(Buffer.from([byte]), encoding);
    if (character !== '\ufffd') bytes.set(character, byte);
    if (byte < 0xa0) bytes.set(String.fromCharCode(byte), byte);
  }
  return bytes;
});

/** First characters of a broken sequence: Â Ã Å â ï ð, and what windows-1250 shows for their bytes. */
const starts = /[\u00c2\u00c3\u00c5\u00e2\u00ef\u00f0\u0102\u0139\u010f\u0111]/;
const allStarts = new RegExp(starts, 'g');

/** Characters that a sequence may be repaired into: Latin letters and signs, punctuation, symbols, emoji. */
const repairable = /^(?:[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2000-\u2bff\u{1f000}-\u{1faff}]|\ufe0f|\ufeff)$/u;

/** A word in capitals may end in Â before a closing quotation mark. */
const isClosingCapital = (text: string, at: number): boolean =>
  text[at] === 'Â' && text[at + 1] === '»' && /\p{Lu}/u.test(text[at - 1] ?? '');

export function mendMojibake(text: string): Mended {
  if (!starts.test(text)) return { text, count: 0 };
  let count = 0;
  let mended = '';
  let from = 0;
  allStarts.lastIndex = 0;
  for (let found = allStarts.exec(text); found; found = allStarts.exec(text)) {
    const sequence = sequenceAt(text, found.index) ?? lostSpaceAt(text, found.index);
    if (!sequence) continue;
    mended += text.slice(from, found.index) + sequence.character;
    from = found.index + sequence.length;
    allStarts.lastIndex = from;
    count += 1;
  }
  return { text: mended + text.slice(from), count };
}

interface Sequence {
  readonly character: string;
  /** UTF-16 units that the sequence occupies. */
  readonly length: number;
}

function sequenceAt(text: string, at: number): Sequence | null {
  for (const page of pages) {
    const lead = page.get(text[at] ?? '');
    if (lead === undefined || isClosingCapital(text, at)) continue;
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const bytes = [...text.slice(at, at + length)].map((character) => page.get(character));
    if (bytes.length !== length || !bytes.every((byte, i) => byte !== undefined && (i === 0 || (byte & 0xc0) === 0x80))) continue;
    const character = Buffer.from(bytes as number[]).toString('utf8');
    if (repairable.test(character)) return { character, length };
  }
  return null;
}

/**
 * à is C3 A0, and a trimmer may have removed A0 (a no-break space). Only à is restored, and only at the end of a word that may end
 * in it: with other lead bytes, `sécurité”` at the end of a line would become a Chinese character.
 */
function lostSpaceAt(text: string, at: number): Sequence | null {
  if (text[at] !== '\u00c3' && text[at] !== '\u0102') return null;
  const before = text[at - 1] ?? ' ';
  const after = text[at + 1] ?? '\n';
  return /[\s\p{Ll}('’"«-]/u.test(before) && /[\s.,;:!?)]/.test(after) ? { character: 'à', length: 1 } : null;
}
