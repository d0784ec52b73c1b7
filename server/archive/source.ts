/** The bytes to import, from a file, a folder or the standard input: decompressed, hashed and counted as they are read. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { ReaderUsageError, SourceError } from './reader.ts';
import type { Reader, Source } from './reader.ts';
import { beginning, beginsWorkbook, unpacked } from './unpack.ts';

export interface OpenedSource extends Source {
  /** Bytes of the file on disk; null when unknown. */
  readonly total: number | null;
  /** Bytes read so far. */
  taken(): number;
  /** The hash of the bytes read from disk, in lower-case hexadecimal; null for a folder. */
  sha256(): string | null;
}

/** `-` is the standard input. @throws ReaderUsageError for a missing file, or a folder where a file is expected */
export async function openSource(
  name: string,
  stdin: () => AsyncIterable<Uint8Array>,
  { folder = false, asItLies = false }: Pick<Reader, 'folder' | 'asItLies'> = {},
): Promise<OpenedSource> {
  if (name === '-') return counted(name, null, null, stdin, asItLies);
  const path = resolve(name);
  const found = await stat(path).catch(() => null);
  if (!found) throw new ReaderUsageError(`there is no ${path}`);
  const isFolder = found.isDirectory();
  if (folder !== 'either' && isFolder !== folder)
    throw new ReaderUsageError(folder ? `${path} is a file, and a folder is needed` : `${path} is a folder, and a file is needed`);
  if (isFolder) return { ...counted(name, path, null, () => Readable.from([]), asItLies), sha256: () => null };
  return counted(name, path, found.size, () => createReadStream(path, { highWaterMark: 256 * 1024 }), asItLies);
}

/** Whether a file is a workbook (.xlsx), by the part names at its beginning; other readers unpack a zip file. */
export async function isWorkbook(name: string): Promise<boolean> {
  if (name === '-') return false;
  const file = await open(resolve(name)).catch(() => null);
  const head = await file?.read(Buffer.alloc(beginning), 0, beginning, 0).catch(() => null);
  await file?.close();
  return head ? beginsWorkbook(head.buffer.subarray(0, head.bytesRead)) : false;
}

function counted(
  name: string,
  path: string | null,
  total: number | null,
  begin: () => AsyncIterable<Uint8Array>,
  asItLies: boolean,
): OpenedSource {
  const sum = createHash('sha256');
  let taken = 0;
  async function* count(): AsyncGenerator<Uint8Array> {
    for await (const chunk of begin()) {
      sum.update(chunk);
      taken += chunk.length;
      yield chunk;
    }
  }
  return {
    name,
    path,
    total,
    taken: () => taken,
    sha256: () => sum.copy().digest('hex'),
    [Symbol.asyncIterator]: () => guarded(name, asItLies ? count() : unpacked(count(), name))[Symbol.asyncIterator](),
  };
}

async function* guarded(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError('unreadable', `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The same source; `look` is called for each chunk, because some readers yield nothing before the end. */
export function watched(source: OpenedSource, look: () => void): OpenedSource {
  async function* watch(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      look();
      yield chunk;
    }
  }
  return { ...source, [Symbol.asyncIterator]: watch };
}
