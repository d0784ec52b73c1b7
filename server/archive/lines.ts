/** A line of bytes, without its end; `bytes` is null when it was longer than allowed and was not kept. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Offset of its first byte in the input, from 0. */
  readonly byte: number;
  readonly bytes: Buffer | null;
  /** True when a line feed ends it, false when the input ended within it. */
  readonly ended: boolean;
}

const lineFeed = 10;

/** Splits bytes into lines before decoding. Memory holds one chunk and one line of `longest` bytes at most. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Line> {
  let number = 1;
  let byte = 0;
  let length = 0;
  let parts: Buffer[] = [];
  const take = (part: Buffer): void => {
    length += part.length;
    if (length > longest) parts = [];
    else parts.push(part);
  };
  const finish = (ended: boolean): Line => {
    const line = { number, byte, bytes: length > longest ? null : Buffer.concat(parts), ended };
    number++;
    byte += length + 1;
    length = 0;
    parts = [];
    return line;
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
      take(bytes.subarray(from, at));
      yield finish(true);
      from = at + 1;
    }
    // The producer may reuse the chunk's buffer.
    if (from < bytes.length) take(Buffer.from(bytes.subarray(from)));
  }
  if (length > 0) yield finish(false);
}
