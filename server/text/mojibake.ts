/**
 * Text that was UTF-8, was read as a Windows code page and saved again: `Ã©` for é, `ĂŞ` for ê. Broken and whole letters
 * stand side by side in real files, so it is mended sequence by sequence, never as a whole, and only into characters
 * that people write: an É before a » is a valid sequence too, and must stay what it is.
 */
import iconv from 'iconv-lite';

export interface Mended {
  readonly text: string;
  /** Sequences that were replaced. */
  readonly count: number;
}

/** Which byte a character stood for, per code page; C1 controls stand for themselves, as where a page has no character. */
const pages = ['windows-1252', 'windows-1250', 'iso-8859-1'].map((encoding) => {
  const bytes = new Map<string, number>();
  for (let byte = 0x80; byte <= 0xff; byte += 1) {
    const character = encoding === 'iso-8859-1' ? String.fromCharCode(byte) : iconv.decode(Buffer.from([byte]), encoding);
    if (character !== '\ufffd') bytes.set(character, byte);
    if (byte < 0xa0) bytes.set(String.fromCharCode(byte), byte);
  }
  return bytes;
});

/** Â Ã Å â ï ð, and what windows-1250 shows in their place: a sequence starts with one of these. */
const starts = /[\u00c2\u00c3\u00c5\u00e2\u00ef\u00f0\u0102\u0139\u010f\u0111]/;
const allStarts = new RegExp(starts, 'g');

/** What such text is mended into: Latin letters and signs, œ and its like, punctuation, symbols, emoji. */
const written = /^(?:[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2000-\u2bff\u{1f000}-\u{1faff}]|\ufe0f|\ufeff)$/u;

/** A word in capitals may end in Â, before the quotation mark that closes. */
const innocent = (text: string, at: number): boolean => text[at] === 'Â' && text[at + 1] === '»' && /\p{Lu}/u.test(text[at - 1] ?? '');

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
  /** UTF-16 units that it takes the place of. */
  readonly length: number;
}

function sequenceAt(text: string, at: number): Sequence | null {
  for (const page of pages) {
    const lead = page.get(text[at] ?? '');
    if (lead === undefined || innocent(text, at)) continue;
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const bytes = [...text.slice(at, at + length)].map((character) => page.get(character));
    if (bytes.length !== length || !bytes.every((byte, i) => byte !== undefined && (i === 0 || (byte & 0xc0) === 0x80))) continue;
    const character = Buffer.from(bytes as number[]).toString('utf8');
    if (written.test(character)) return { character, length };
  }
  return null;
}

/**
 * à is C3 A0, and A0 alone is a no-break space, which trimmers take away. Only this letter, only at the end of a word
 * that could end in it: with any other lead byte, `sécurité”` at a line's end would turn into a Chinese character.
 */
function lostSpaceAt(text: string, at: number): Sequence | null {
  if (text[at] !== '\u00c3' && text[at] !== '\u0102') return null;
  const before = text[at - 1] ?? ' ';
  const after = text[at + 1] ?? '\n';
  return /[\s\p{Ll}('’"«-]/u.test(before) && /[\s.,;:!?)]/.test(after) ? { character: 'à', length: 1 } : null;
}
