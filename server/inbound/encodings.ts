/**
 * Decodes a mail's bytes, whose declared charset is often wrong: valid UTF-8 is read as UTF-8; otherwise the declared encoding
 * is used if the bytes fit it, and windows-1252 if not.
 */
import iconv from 'iconv-lite';
import { byteOrderMark, mendControls, utf8 } from '../text/charset.ts';

const westernNames =
  /^(?:|utf-?8|us-?ascii|ascii|ansi.*|iso[-_]?8859-?1(?:[:-].*)?|latin-?1|l1|(?:windows-|cp-?)1252|unknown(?:-8bit)?|x-unknown|default|8bit|none)$/;
const beyondAscii = /[\u0080-\uffff]/;
// eslint-disable-next-line no-control-regex -- they are what tells it
const japanese = /\x1b(?:\$[@B]|\(J|\(I|\$\(D)/;

/** Whether the declared charset is one that nothing here decodes: its bytes would be shown as meaningless characters. */
export function isUndecodable(bytes: Uint8Array, label: string): boolean {
  const name = label.trim().toLowerCase();
  if (!/^(?:iso-?2022-(?!jp|kr)|(?:x-)?euc-?tw|(?:x-)?johab|ebcdic|ibm-?037|cp-?037|scsu|bocu)/.test(name)) return false;
  // In ISO-2022 the other characters follow an escape sequence or a shift; text without them is ASCII, whatever its label says.
  return bytes.some((byte) => byte > 0x7f || byte === 0x1b || byte === 0x0e);
}

/**
 * Seven-bit encodings that iconv-lite lacks. HZ writes GB 2312 between `~{` and `~}`, ISO-2022-KR writes KS X 1001 between
 * shift-out and shift-in: with the high bits set, these are the bytes of gb2312 and euc-kr. Null for any other name.
 */
function decodeSevenBit(buffer: Buffer, name: string): string | null {
  const text = buffer.toString('latin1');
  if (/^hz(?:-?gb-?2312)?$/.test(name))
    return text.replace(/~~|~\r?\n|~\{((?:[\x21-\x7d][\x21-\x7e])*)(?:~\})?/g, (found, pairs: string | undefined) =>
      pairs === undefined ? (found === '~~' ? '~' : '') : iconv.decode(withHighBits(pairs), 'gb2312'),
    );
  if (!/^(?:cs)?iso-?2022-?kr$/.test(name)) return null;
  // eslint-disable-next-line no-control-regex -- the encoding is made of control characters
  const shifted = /\x0e([^\x0f\r\n]*)\x0f?/g;
  return text.replaceAll('\x1b$)C', '').replace(shifted, (_, pairs: string) => iconv.decode(withHighBits(pairs), 'euc-kr'));
}

const withHighBits = (pairs: string): Buffer => Buffer.from(pairs, 'latin1').map((byte) => (byte > 0x20 ? byte | 0x80 : byte)) as Buffer;

/** @param label the declared charset */
export function decodeBytes(bytes: Uint8Array, label: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = byteOrderMark(bytes);
  if (mark) return iconv.decode(buffer.subarray(mark.length), mark.encoding);
  const name = label
    .trim()
    .toLowerCase()
    .replace(/^"|"$|\*.*$/g, '');
  const sevenBit = decodeSevenBit(buffer, name);
  if (sevenBit !== null) return sevenBit;
  const wide = utf16Of(buffer, name);
  if (wide !== null) return iconv.decode(buffer, wide);
  const text = utf8(buffer);
  if (text !== null) {
    if (text.includes('\x1b') && japanese.test(text)) return decodeNamed(buffer, 'iso-2022-jp') ?? text;
    return /^(?:utf-?7|unicode-1-1-utf-7)$/.test(name) && !beyondAscii.test(text) ? iconv.decode(buffer, 'utf-7') : text;
  }
  const named = westernNames.test(name) ? null : decodeNamed(buffer, name);
  return named ?? decodeMixed(buffer);
}

const utf16Name = /^(?:utf-?16|ucs-?2|iso-10646-ucs-2|unicode)/;
/** Characters that are frequent in texts of any script: Latin letters and line ends, kana, East Asian blanks and stops. */
const commonCharacters = /[\n\r\t -~\u3000-\u30ff\uff00-\uff65]/g;

/** UTF-16 without a byte order mark: European scripts have a zero in every second byte; other scripts need the declared name. */
function utf16Of(buffer: Buffer, name: string): 'utf-16le' | 'utf-16be' | null {
  const head = buffer.subarray(0, 4_096);
  if (buffer.length < 2) return null;
  const zeros = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  const isNamed = utf16Name.test(name);
  if (isNamed ? zeros === 0 && utf8(buffer) !== null : zeros * 3 < head.length) return null;
  const [big, little] = (['utf-16be', 'utf-16le'] as const).map((one) => (iconv.decode(head, one).match(commonCharacters) ?? []).length);
  if (big === little) return name.endsWith('be') ? 'utf-16be' : 'utf-16le';
  return (big ?? 0) > (little ?? 0) ? 'utf-16be' : 'utf-16le';
}

/** Null when the name is unknown or the bytes do not fit the encoding. */
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

/** UTF-8 sequences beyond ASCII, in bytes read as Latin-1. */
const utf8Sequences = /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e1-\u00ef][\u0080-\u00bf]{2}|[\u00f1-\u00f3][\u0080-\u00bf]{3}/g;

/** Decodes a mixture: UTF-8 with a few windows-1252 bytes when most bytes beyond ASCII are valid UTF-8, else windows-1252. */
function decodeMixed(buffer: Buffer): string {
  const text = buffer.toString('latin1');
  const characters = text.match(utf8Sequences) ?? [];
  const inThem = characters.reduce((sum, one) => sum + one.length, 0);
  const beyond = (text.match(/[\u0080-\u00ff]/g) ?? []).length;
  if (inThem * 2 <= beyond) return mendControls(text);
  let out = '';
  let at = 0;
  for (const found of text.matchAll(utf8Sequences)) {
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

/** Adjacent encoded words in one encoding: a character may be split between two of them. */
const neighbours = /=\?([^?\s]{1,60})\?([QqBb])\?[^?\r\n]*\?=(?:\r?\n?[ \t]+=\?\1\?\2\?[^?\r\n]*\?=)*/g;

function mendWords(header: string): string {
  return header.replace(neighbours, (run, label: string) => {
    const bytes = Buffer.concat([...run.matchAll(encodedWord)].map(([, , kind = '', text = '']) => bytesOfWord(kind, text)));
    // What cannot stand in a header stays as it is written.
    return `=?utf-8?B?${Buffer.from(decodeBytes(bytes, label), 'utf8').toString('base64')}?=`;
  });
}

/** Parameters of RFC 2231: name*=label'language'%E9, in one piece or in several. */
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

/** The mail with every header, of the mail and of its parts, in UTF-8. */
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

/** A block whose first line has no header name is text (it may begin with dashes) and stays as it is. */
function mended(header: Buffer): Uint8Array {
  if (!/^[\w-]{1,80}[ \t]*:/.test(header.toString('latin1', 0, 100))) return header;
  const lines = header.toString('latin1').split(/(?<=\n)(?![ \t])/);
  const read = lines.map((line) =>
    /[\u0080-\u00ff]/.test(line) || line.includes('\x1b') ? decodeBytes(Buffer.from(line, 'latin1'), '') : line,
  );
  return Buffer.from(mendParameters(mendWords(read.join(''))), 'utf8');
}

function endOfHeaders(mail: Buffer, start: number): number {
  // A part may have no headers.
  if (mail[start] === 0x0a || mail[start] === 0x0d) return start;
  // Limited to the longest allowed headers: a mail may have no empty line at all.
  const head = mail.subarray(start, start + longestHeaders + 4);
  const ends = [head.indexOf('\n\n'), head.indexOf('\n\r\n')].filter((at) => at >= 0);
  return start + (ends.length === 0 ? head.length : Math.min(...ends) + 1);
}
