/** Decodes an XML file in pieces: in the requested encoding, the one that its first line declares, or UTF-8. */
import type { Findings } from '../findings.ts';
import { decoderFor, encodingNamed, utf8 } from '../../../text/charset.ts';
import type { Decoder } from '../../../text/charset.ts';
import { asciiCompatible } from '../../../text/transcode.ts';

const opening = 0x3c;
/** Most bytes of an XML declaration. */
const longestDeclaration = 1_024;
/** Text without elements is cut after this many bytes. */
const longestPiece = 256 * 1024;

export async function* xmlText(bytes: AsyncIterable<Uint8Array>, asked: string | null, findings: Findings): AsyncGenerator<string> {
  let decoder: Decoder | null = null;
  let rest = Buffer.alloc(0);
  const turned = asciiCompatible(bytes, asked, () => (decoder = decoderFor('utf-8', findings)));
  for await (const chunk of turned) {
    rest = Buffer.concat([rest, chunk]);
    if (!decoder) {
      if (rest.length < longestDeclaration && !rest.includes(0x3e)) continue;
      decoder = declared(rest, asked, findings);
    }
    const end = cutAt(rest);
    if (end === 0) continue;
    yield* decoded(rest.subarray(0, end), decoder);
    rest = Buffer.from(rest.subarray(end));
  }
  if (rest.length > 0) yield* decoded(rest, decoder ?? declared(rest, asked, findings));
}

function declared(head: Buffer, asked: string | null, findings: Findings): Decoder {
  if (asked !== null) return decoderFor(asked, findings);
  const word = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']{1,40})["']/.exec(head.toString('latin1', 0, longestDeclaration))?.[1];
  const encoding = word === undefined ? null : encodingNamed(word);
  if (word !== undefined && encoding === null)
    findings.say(
      `the file says that it is in "${word.replace(/[^\w.-]/g, '')}", which is no encoding that can be read: --encoding says which it is`,
    );
  // Where UTF-8 is only declared, what is not UTF-8 is read as windows-1252 and counted.
  return decoderFor(encoding === 'utf-8' ? null : encoding, findings);
}

/** The position of the last element that begins: no character is split there, in any encoding. 0 to wait for more bytes. */
function cutAt(bytes: Buffer): number {
  const at = bytes.lastIndexOf(opening);
  if (at > 0 || bytes.length < longestPiece) return Math.max(at, 0);
  // Long text is cut at any ASCII character, or at the end.
  for (let i = bytes.length - 1; i > bytes.length - 64; i -= 1) if ((bytes[i] ?? 0xff) < 0x40) return i;
  return bytes.length;
}

function* decoded(bytes: Buffer, decoder: Decoder): Generator<string> {
  // Decodes the piece at once if it is UTF-8; otherwise each text by itself.
  const whole = decoder.encoding === 'utf-8' ? utf8(bytes) : decoder.decode(bytes);
  if (whole !== null) return yield whole;
  for (let from = 0; from < bytes.length; ) {
    const next = bytes.indexOf(opening, from + 1);
    const to = next < 0 ? bytes.length : next;
    yield decoder.decode(bytes.subarray(from, to));
    from = to;
  }
}
