import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isFileId, TooManyBytesError, type AttachmentFiles, type FileFacts, type Incoming, type StoredFile } from '../attachments.ts';
import { explainFault, isSystemFault, JournalError } from '../journal/errors.ts';
import { diskFiles } from '../journal/files.ts';
import { ReadOnlyError } from '../store.ts';

/** Inside the data folder. */
export const attachmentFolder = 'attachments';

/** Suffix of uploads without an id; those found at the start are left from a crash. */
const partSuffix = '.part';

/** Symbolic links are not followed; Windows has no such flag. */
const noFollow = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;

/**
 * One file per attachment, named by its id alone, for the owner of the process only. To be opened by whoever holds the
 * folder's lock.
 * @throws JournalError when the folder cannot be used
 */
export async function openAttachmentFolder(dataDir: string): Promise<AttachmentFiles> {
  const dir = join(dataDir, attachmentFolder);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    if (!(await lstat(dir)).isDirectory()) throw new JournalError(`${dir} is not a folder; move it away`);
    for (const name of await readdir(dir)) if (name.endsWith(partSuffix)) await rm(join(dir, name), { force: true });
  } catch (error) {
    if (!isSystemFault(error)) throw error;
    throw new JournalError(explainFault(`opening the folder of attachments ${dir}`, error), { cause: error });
  }
  return new DiskFiles(dir);
}

class DiskFiles implements AttachmentFiles {
  readonly #dir: string;
  /** The last in the queue of syncs. */
  #lastSync: Promise<unknown> = Promise.resolve();

  constructor(dir: string) {
    this.#dir = dir;
  }

  async receive(source: AsyncIterable<Uint8Array>, most: number): Promise<Incoming> {
    const path = join(this.#dir, `${randomUUID()}${partSuffix}`);
    const handle = await refusable(open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | noFollow, 0o600));
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const chunk of source) {
        if (size + chunk.length > most) throw new TooManyBytesError();
        hash.update(chunk);
        await refusable(handle.writeFile(chunk));
        size += chunk.length;
      }
    } catch (error) {
      await handle.close().catch(() => undefined);
      await rm(path, { force: true });
      throw error;
    }
    return new DiskIncoming(this.#dir, path, handle, size, hash.digest('hex'), (work) => this.#inTurn(work));
  }

  async open(id: string): Promise<StoredFile | undefined> {
    const handle = await this.#handle(id);
    if (handle === undefined) return undefined;
    const { size } = await handle.stat();
    const stream = Readable.toWeb(handle.createReadStream({ highWaterMark: 64 * 1024 }));
    return { size, stream: stream as ReadableStream<Uint8Array> };
  }

  async remove(id: string): Promise<void> {
    if (isFileId(id)) await refusable(rm(join(this.#dir, id), { force: true }));
  }

  async list(): Promise<readonly string[]> {
    return (await readdir(this.#dir)).filter(isFileId);
  }

  async look(id: string): Promise<FileFacts | undefined> {
    if (!isFileId(id)) return undefined;
    const found = await lstat(join(this.#dir, id)).catch(absent);
    return found?.isFile() === true ? { size: found.size, writtenAt: found.mtimeMs } : undefined;
  }

  /** One sync at a time: Node has four threads for files, and the journal must not wait for many large ones. */
  #inTurn(sync: () => Promise<void>): Promise<void> {
    const turn = this.#lastSync.then(sync);
    this.#lastSync = turn.catch(() => undefined);
    return turn;
  }

  async #handle(id: string): Promise<FileHandle | undefined> {
    if (!isFileId(id)) return undefined;
    const handle = await open(join(this.#dir, id), constants.O_RDONLY | noFollow).catch(absent);
    // A folder can be opened too.
    if (handle === undefined || (await handle.stat()).isFile()) return handle;
    await handle.close();
    return undefined;
  }
}

type InTurn = (sync: () => Promise<void>) => Promise<void>;

class DiskIncoming implements Incoming {
  readonly size: number;
  readonly sha256: string;
  readonly #dir: string;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #inTurn: InTurn;
  #open = true;

  constructor(dir: string, path: string, handle: FileHandle, size: number, sha256: string, inTurn: InTurn) {
    this.#dir = dir;
    this.#path = path;
    this.#handle = handle;
    this.size = size;
    this.sha256 = sha256;
    this.#inTurn = inTurn;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const into = new Uint8Array(Math.max(0, Math.min(length, this.size - position)));
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.#handle.read(into, done, into.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return into.subarray(0, done);
  }

  async keep(id: string): Promise<void> {
    if (!isFileId(id)) throw new TypeError('an attachment is named by its id, and this is none');
    await refusable(this.#keep(join(this.#dir, id)));
  }

  async discard(): Promise<void> {
    if (!this.#open) return;
    await this.#close();
    await rm(this.#path, { force: true });
  }

  async #keep(path: string): Promise<void> {
    // The bytes first: after a power cut a name must not stand for half of them.
    await this.#inTurn(() => this.#handle.sync());
    await rename(this.#path, path);
    await this.#close();
    await diskFiles.syncFolder(this.#dir);
  }

  async #close(): Promise<void> {
    this.#open = false;
    await this.#handle.close().catch(() => undefined);
  }
}

/** Reports the disk's errors as ReadOnlyError: reading goes on, and a retry makes sense. */
async function refusable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isSystemFault(error)) throw error;
    throw new ReadOnlyError(explainFault('keeping an attachment', error), { cause: error });
  }
}

function absent(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  // ELOOP: a symbolic link is in the place of the file.
  if (code === 'ENOENT' || code === 'ELOOP' || code === 'EISDIR') return undefined;
  throw error;
}
