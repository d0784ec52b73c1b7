/** Files of archived tickets, each under the hash of its bytes: the same file is kept once, and none is ever changed. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { ArchivedFile } from '../archive-store.ts';

export function pathOfFile(dir: string, sha256: string): string {
  return join(dir, 'files', sha256.slice(0, 2), sha256);
}

/** Undefined when the file is missing or incomplete. */
export async function openArchivedFile(dir: string, { sha256, size }: ArchivedFile): Promise<ReadableStream<Uint8Array> | undefined> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  const path = pathOfFile(dir, sha256);
  const found = await stat(path).catch(() => null);
  if (found?.size !== size) return undefined;
  return Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
}

/**
 * Copies a file of the folder `from` into the archive at `dir`. Null when it is not there, or when a link leads out of
 * the folder. @throws what the disk says
 */
export async function keepFile(dir: string, from: string, ref: string): Promise<ArchivedFile | null> {
  const source = await fileBelow(from, ref);
  if (source === null) return null;
  const fresh = join(dir, 'files', `new-${randomBytes(9).toString('base64url')}`);
  await mkdir(dirname(fresh), { recursive: true, mode: 0o700 });
  try {
    const file = await copy(source, fresh);
    const path = pathOfFile(dir, file.sha256);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(fresh, path);
    await syncFolder(dirname(path));
    return file;
  } finally {
    await rm(fresh, { force: true });
  }
}

/** What the file would be kept as, without keeping it. */
export async function describeFile(from: string, ref: string): Promise<ArchivedFile | null> {
  const source = await fileBelow(from, ref);
  return source === null ? null : copy(source, null);
}

/** Deletes files whose hash is not in `wanted`, and unfinished copies. Returns how many. @throws the disk's error */
export async function sweepFiles(dir: string, wanted: ReadonlySet<string>): Promise<number> {
  const top = join(dir, 'files');
  let dropped = 0;
  for (const name of await readdir(top).catch(() => [])) {
    if (name.startsWith('new-')) await rm(join(top, name), { force: true });
    if (!/^[0-9a-f]{2}$/.test(name)) continue;
    for (const sha256 of await readdir(join(top, name))) {
      if (wanted.has(sha256)) continue;
      await rm(join(top, name, sha256), { force: true });
      dropped++;
    }
  }
  return dropped;
}

async function fileBelow(from: string, ref: string): Promise<string | null> {
  try {
    const folder = await realpath(from);
    const path = await realpath(join(folder, ...ref.split('/')));
    return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`) && (await stat(path)).isFile() ? path : null;
  } catch {
    return null;
  }
}

async function copy(source: string, to: string | null): Promise<ArchivedFile> {
  const sum = createHash('sha256');
  const target = to === null ? null : await open(to, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of createReadStream(source) as AsyncIterable<Buffer>) {
      sum.update(chunk);
      size += chunk.length;
      await target?.writeFile(chunk);
    }
    await target?.sync();
  } finally {
    await target?.close();
  }
  return { sha256: sum.digest('hex'), size };
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
