/**
 * The folder of attachments. Files that the old system kept beside its database are found in it, and files inside the source are
 * written to it, named by their hash, never by a name from the source.
 */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, lstatSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Hash } from 'node:crypto';
import { dirname, join, resolve, sep } from 'node:path';
import type { ReadOptions } from '../reader.ts';

export interface StoredFile {
  readonly ref: string;
  /** Bytes. */
  readonly size: number;
}

export class AttachmentFolder {
  readonly #dir: string | null;
  readonly #writes: boolean;

  /** @param dir null without a folder: every file is missing then; `writes` false: files are only measured */
  constructor(dir: string | null, { writes = true } = {}) {
    this.#dir = dir === null ? null : resolve(dir);
    this.#writes = writes;
  }

  /** From the command line's options; a dry run writes nothing. */
  static from(values: ReadOptions['values']): AttachmentFolder {
    const dir = typeof values['attachments'] === 'string' ? values['attachments'] : null;
    return new AttachmentFolder(dir, { writes: values['dry-run'] !== true && values['sample'] !== true });
  }

  get given(): boolean {
    return this.#dir !== null;
  }

  /** The file at a path of the old system, if it is a regular file inside this folder. */
  find(path: string): StoredFile | null {
    const parts = path
      .replace(/\\/g, '/')
      .split('/')
      .filter((part) => part !== '' && part !== '.');
    // eslint-disable-next-line no-control-regex
    if (this.#dir === null || parts.length === 0 || parts.includes('..') || /[\u0000-\u001f:]/.test(path)) return null;
    const file = join(this.#dir, ...parts);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found?.isFile()) return null;
    // A symbolic link in the path would lead out of the folder.
    const inside = realpathSync(file).startsWith(realpathSync(this.#dir) + sep);
    return inside ? { ref: parts.join('/'), size: found.size } : null;
  }

  /** Writes a file given in pieces; null without a folder. */
  put(pieces: Iterable<Uint8Array>): StoredFile | null {
    if (this.#dir === null) return null;
    if (!this.#writes) return measured(pieces);
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
    const part = join(this.#dir, `.part-${randomBytes(8).toString('hex')}`);
    const file = openSync(part, 'wx', 0o600);
    const hash = createHash('sha256');
    let size = 0;
    try {
      for (const piece of pieces) {
        hash.update(piece);
        for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done);
        size += piece.length;
      }
      fsyncSync(file);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
    const ref = refOf(hash);
    const target = join(this.#dir, ref);
    if (existsSync(target)) rmSync(part);
    else {
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      renameSync(part, target);
    }
    return { ref, size };
  }
}

function measured(pieces: Iterable<Uint8Array>): StoredFile {
  const hash = createHash('sha256');
  let size = 0;
  for (const piece of pieces) {
    hash.update(piece);
    size += piece.length;
  }
  return { ref: refOf(hash), size };
}

/** Subfolders by the first two characters, so that none grows too large. */
function refOf(hash: Hash): string {
  const digest = hash.digest('hex');
  return `${digest.slice(0, 2)}/${digest.slice(2)}`;
}
