import { SourceError } from '../reader.ts';
import type { Read } from '../reader.ts';

/**
 * Hands on chunk after chunk, and yields the rejects that were found in each. Returns what says that the source was cut off,
 * for its reader to throw when it has dealt with what came before; null when it is whole.
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
