/** Turns UTF-16 into UTF-8 and removes a byte order mark; other encodings contain ASCII as it is and pass unchanged. */
import iconv from 'iconv-lite';
import { byteOrderMark } from './charset.ts';

/** @param onEncoding called once, before the first bytes, when the file's own bytes tell its encoding */
export async function* asciiCompatible(
  bytes: AsyncIterable<Uint8Array>,
  declared: string | null,
  onEncoding: (encoding: string) => void,
): AsyncGenerator<Uint8Array> {
  let convert: ((chunk: Uint8Array) => Uint8Array) | null = null;
  let flush = (): string => '';
  let head = Buffer.alloc(0);
  const begin = (): Uint8Array => {
    const mark = byteOrderMark(head);
    const encoding = mark?.encoding ?? declared;
    const wide = encoding === 'utf-16le' || encoding === 'utf-16be';
    if (mark || wide) onEncoding('utf-8');
    if (wide) {
      const decoder = iconv.getDecoder(encoding);
      convert = (chunk) => Buffer.from(decoder.write(Buffer.from(chunk)), 'utf8');
      flush = () => decoder.end() ?? '';
    } else convert = (chunk) => chunk;
    return convert(head.subarray(mark?.length ?? 0));
  };
  for await (const chunk of bytes) {
    if (convert) yield (convert as (chunk: Uint8Array) => Uint8Array)(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length >= 4) yield begin();
    }
  }
  if (!convert && head.length > 0) yield begin();
  const rest = flush();
  if (rest !== '') yield Buffer.from(rest, 'utf8');
}
