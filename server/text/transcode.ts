/** A file's bytes as UTF-8 or another encoding that keeps ASCII: UTF-16 is turned, a byte order mark is taken away. */
import iconv from 'iconv-lite';
import { byteOrderMark } from './charset.ts';

/** @param said told once, before the first bytes, when the file itself says what it is */
export async function* asciiCompatible(
  bytes: AsyncIterable<Uint8Array>,
  declared: string | null,
  said: (encoding: string) => void,
): AsyncGenerator<Uint8Array> {
  let turn: ((chunk: Uint8Array) => Uint8Array) | null = null;
  let flush = (): string => '';
  let head = Buffer.alloc(0);
  const begin = (): Uint8Array => {
    const mark = byteOrderMark(head);
    const encoding = mark?.encoding ?? declared;
    const wide = encoding === 'utf-16le' || encoding === 'utf-16be';
    if (mark || wide) said('utf-8');
    if (wide) {
      const decoder = iconv.getDecoder(encoding);
      turn = (chunk) => Buffer.from(decoder.write(Buffer.from(chunk)), 'utf8');
      flush = () => decoder.end() ?? '';
    } else turn = (chunk) => chunk;
    return turn(head.subarray(mark?.length ?? 0));
  };
  for await (const chunk of bytes) {
    if (turn) yield (turn as (chunk: Uint8Array) => Uint8Array)(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length >= 4) yield begin();
    }
  }
  if (!turn && head.length > 0) yield begin();
  const rest = flush();
  if (rest !== '') yield Buffer.from(rest, 'utf8');
}
