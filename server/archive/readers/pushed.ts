import { SourceError } from '../reader.ts';
import type { Read } from '../reader.ts';

/**
 * Feeds chunks to a parser and yields the rejects found in each. Returns the error of a source that was cut off, which the reader
 * throws after the tickets before it; null when the source is complete.
 */
export async function* pushAll(
  chunks: AsyncIterable<Uint8Array>,
  push: (chunk: Uint8Array) => void,
  rejects: Read[],
): AsyncGenerator<Read, SourceError | null> {
  try {
    for await (const chunk of chunks) {
      push(chunk);
      yield* rejects.splice(0);
    }
    return null;
  } catch (error) {
    if (!(error instanceof SourceError) || error.code !== 'cut-off') throw error;
    return error;
  }
}
