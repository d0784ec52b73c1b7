/** Decompresses input, recognised by its first bytes, whatever its name. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { SourceError } from './reader.ts';

/** Highest compression ratio. Text by people compresses less; zip bombs compress more. */
export const largestRatio = 250;
export const unsuspicious = 256 * 1024 * 1024;

/** Other archive formats, by their first bytes. */
const others = [
  ['a zip file', [0x50, 0x4b, 0x03, 0x04]],
  ['packed with bzip2', [0x42, 0x5a, 0x68]],
  ['packed with xz', [0xfd, 0x37, 0x7a, 0x58]],
  ['packed with zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a 7z file', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a rar file', [0x52, 0x61, 0x72, 0x21]],
] as const;

/** Bytes that tell the kind of a file. */
export const beginning = 64 * 1024;

/** Whether the bytes contain the part names of a workbook. */
export function beginsWorkbook(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, beginning)).toString('latin1');
  return text.startsWith('PK\x03\x04') && /xl\/(workbook|worksheets|sharedStrings|styles|theme|_rels)/i.test(text);
}

/** @throws SourceError for compressed data that is cut off, damaged or a zip bomb */
export async function* unpacked(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let first: Uint8Array = new Uint8Array();
  // A pipe may give one byte at a time.
  while (first.length < 4) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    first = Buffer.concat([first, value]);
  }
  const packed = others.find(([, start]) => start.every((byte, i) => first[i] === byte));
  if (beginsWorkbook(first)) throw new SourceError('unreadable', `${name} is a workbook (.xlsx), which --from xlsx reads`, { byte: 0 });
  if (packed)
    throw new SourceError('unreadable', `${name} is ${packed[0]}: unpack it, and give what is in it (gzip alone is read as it is)`, {
      byte: 0,
    });
  const rest: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => iterator };
  if (first[0] === 0x1f && first[1] === 0x8b) yield* gunzipped(first, rest, name);
  else {
    if (first.length > 0) yield first;
    yield* rest;
  }
}

async function* gunzipped(first: Uint8Array, rest: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let packed = 0;
  async function* whole(): AsyncGenerator<Uint8Array> {
    packed += first.length;
    yield first;
    for await (const chunk of rest) {
      packed += chunk.length;
      yield chunk;
    }
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  // Errors are thrown by the loop below.
  pipeline(Readable.from(whole()), gunzip).catch(() => undefined);
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > unsuspicious && size > packed * largestRatio)
        throw new SourceError('unreadable', `${name} unpacks to more than ${String(largestRatio)} times its size: that is no export`, {
          byte: size,
        });
      yield chunk;
    }
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'Z_BUF_ERROR') throw new SourceError('cut-off', `${name} ends in the middle of its compressed data`, { byte: size });
    throw new SourceError('unreadable', `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      byte: size,
    });
  }
}
