/**
 * What bytes of a mail mean, whatever they are said to be: sound UTF-8 is UTF-8, a known encoding that fits is what was
 * meant, and the rest was made by the Windows of Western Europe.
 */
import iconv from 'iconv-lite';
import { byteOrderMark, mendControls, utf8 } from '../text/charset.ts';

const western =
  /^(?:|utf-?8|us-?ascii|ascii|ansi.*|iso[-_]?8859-?1(?:[:-].*)?|latin-?1|l1|(?:windows-|cp-?)1252|unknown(?:-8bit)?|x-unknown|default|8bit|none)$/;
const beyondAscii = /[\u0080-\uffff]/;
// eslint-disable-next-line no-control-regex -- they are what tells it
const japanese = /\x1b(?:\$[@B]|\(J|\(I|\$\(D)/;

/** @param label what they are said to be */
export function decodeBytes(bytes: Uint8Array, label: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = byteOrderMark(bytes);
  if (mark) return iconv.decode(buffer.subarray(mark.length), mark.encoding);
  const name = label
    .trim()
    .toLowerCase()
    .replace(/^"|"$|\*.*$/g, '');
  const wide = wideOf(buffer, name);
  if (wide !== null) return iconv.decode(buffer, wide);
  const text = utf8(buffer);
  if (text !== null) {
    if (text.includes('\x1b') && japanese.test(text)) return decodeNamed(buffer, 'iso-2022-jp') ?? text;
    return /^(?:utf-?7|unicode-1-1-utf-7)$/.test(name) && !beyondAscii.test(text) ? iconv.decode(buffer, 'utf-7') : text;
  }
  const named = western.test(name) ? null : decodeNamed(buffer, name);
  return named ?? byPieces(buffer);
}

const wideName = /^(?:utf-?16|ucs-?2|iso-10646-ucs-2|unicode)/;
/** What most texts hold much of, in any script: Latin letters and line ends, kana, and the blank and the stops of East Asia. */
const usual = /[\n\r\t -~\u3000-\u30ff\uff00-\uff65]/g;

/** UTF-16 without its mark has a zero in every second place in the scripts of Europe; in others only its name tells. */
function wideOf(buffer: Buffer, name: string): 'utf-16le' | 'utf-16be' | null {
  const head = buffer.subarray(0, 4_096);
  if (buffer.length < 2) return null;
  const zeros = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  const isNamed = wideName.test(name);
  if (isNamed ? zeros === 0 && utf8(buffer) !== null : zeros * 3 < head.length) return null;
  const [big, little] = (['utf-16be', 'utf-16le'] as const).map((one) => (iconv.decode(head, one).match(usual) ?? []).length);
  if (big === little) return name.endsWith('be') ? 'utf-16be' : 'utf-16le';
  return (big ?? 0) > (little ?? 0) ? 'utf-16be' : 'utf-16le';
}

/** Null: nobody here knows the name, or the bytes do not fit it. */
function decodeNamed(buffer: Buffer, name: string): string | null {
  for (const one of [name, name.replace(/^x-/, ''), name.replace(/^cs/, '')]) {
    const text = tryNamed(buffer, one);
    if (text !== null) return text.includes('\ufffd') ? null : mendControls(text);
  }
  return null;
}

function tryNamed(buffer: Buffer, name: string): string | null {
  if (iconv.encodingExists(name) && !/^(?:base64|hex|binary|internal|ucs2|utf)/.test(name.replace(/[^a-z0-9]/g, '')))
    return iconv.decode(buffer, name);
  try {
    return new TextDecoder(name).decode(buffer);
  } catch {
    return null;
  }
}

/** Characters of UTF-8 beyond ASCII, among bytes that are written as Latin-1. */
const sound = /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e1-\u00ef][\u0080-\u00bf]{2}|[\u00f1-\u00f3][\u0080-\u00bf]{3}/g;

/** Text that is UTF-8 but for a few bytes, as where two programs wrote into one mail, and else Windows. */
function byPieces(buffer: Buffer): string {
  const text = buffer.toString('latin1');
  const characters = text.match(sound) ?? [];
  const inThem = characters.reduce((sum, one) => sum + one.length, 0);
  const beyond = (text.match(/[\u0080-\u00ff]/g) ?? []).length;
  if (inThem * 2 <= beyond) return mendControls(text);
  let out = '';
  let at = 0;
  for (const found of text.matchAll(sound)) {
    out += mendControls(text.slice(at, found.index)) + Buffer.from(found[0], 'latin1').toString('utf8');
    at = found.index + found[0].length;
  }
  return out + mendControls(text.slice(at));
}

const encodedWord = /=\?([^?\s]{1,60})\?([QqBb])\?([^?\r\n]*)\?=/g;

const bytesOfWord = (kind: string, text: string): Buffer =>
  kind.toLowerCase() === 'b'
    ? Buffer.from(text, 'base64')
    : Buffer.from(
        text.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );

/** Encoded words that stand side by side in one encoding may share a character. */
const neighbours = /=\?([^?\s]{1,60})\?([QqBb])\?[^?\r\n]*\?=(?:\r?\n?[ \t]+=\?\1\?\2\?[^?\r\n]*\?=)*/g;

function mendWords(header: string): string {
  return header.replace(neighbours, (run, label: string) => {
    const bytes = Buffer.concat([...run.matchAll(encodedWord)].map(([, , kind = '', text = '']) => bytesOfWord(kind, text)));
    // What cannot stand in a header stays as it is written.
    return `=?utf-8?B?${Buffer.from(decodeBytes(bytes, label), 'utf8').toString('base64')}?=`;
  });
}

/** The parameters of RFC 2231: name*=label'language'%E9, in one piece or in several. */
function mendParameters(header: string): string {
  return header.replace(
    /(\*(?:0\*)?=)([\w.:-]{0,40})'([\w-]{0,20})'([^\r\n;]*)/g,
    (all, start: string, label: string, language: string, value: string) => {
      const bytes = Buffer.from(
        value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );
      if (start === '*0*=' || !/%[89a-f]/i.test(value)) return all;
      return `${start}utf-8'${language}'${encodeURIComponent(decodeBytes(bytes, label)).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`;
    },
  );
}

/** Headers of a mail and of its parts, as bytes in which everything is UTF-8. */
export function mendHeaders(bytes: Uint8Array): Uint8Array {
  const mail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Uint8Array[] = [];
  let done = 0;
  let start = 0;
  for (let count = 0; count < mostHeaders && start >= 0 && start < mail.length; count += 1) {
    const end = endOfHeaders(mail, start);
    const header = mail.subarray(start, end);
    if (end - start <= longestHeaders && needsMending(header)) {
      pieces.push(mail.subarray(done, start), mended(header));
      done = end;
    }
    start = mail.indexOf('\n--', Math.max(end - 1, 0));
    if (start >= 0) start = mail.indexOf('\n', start + 1) + 1 || mail.length;
  }
  return done === 0 ? bytes : Buffer.concat([...pieces, mail.subarray(done)]);
}

const mostHeaders = 2_000;
const longestHeaders = 256 * 1024;

const needsMending = (header: Buffer): boolean =>
  header.some((byte) => byte > 0x7f || byte === 0x1b) || header.includes('=?') || header.includes("'");

/** A block that is no header, as a line of dashes in a text begins, has no name in its first line, and is left alone. */
function mended(header: Buffer): Uint8Array {
  if (!/^[\w-]{1,80}[ \t]*:/.test(header.toString('latin1', 0, 100))) return header;
  const lines = header.toString('latin1').split(/(?<=\n)(?![ \t])/);
  const read = lines.map((line) =>
    /[\u0080-\u00ff]/.test(line) || line.includes('\x1b') ? decodeBytes(Buffer.from(line, 'latin1'), '') : line,
  );
  return Buffer.from(mendParameters(mendWords(read.join(''))), 'utf8');
}

function endOfHeaders(mail: Buffer, start: number): number {
  // A part may have none.
  if (mail[start] === 0x0a || mail[start] === 0x0d) return start;
  // No further than they may go: a mail may have no empty line at all.
  const head = mail.subarray(start, start + longestHeaders + 4);
  const ends = [head.indexOf('\n\n'), head.indexOf('\n\r\n')].filter((at) => at >= 0);
  return start + (ends.length === 0 ? head.length : Math.min(...ends) + 1);
}
