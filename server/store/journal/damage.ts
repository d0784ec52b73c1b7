import { crc32 } from 'node:zlib';
import { dirname } from 'node:path';
import { writeFully, type FileOps } from './files.ts';
import { readLines } from './line-reader.ts';

/**
 * The file beside the journal that keeps damaged lines as they were found. A line that is there already is not
 * written again: until the next compaction every start finds it anew.
 */
export class DamageFile {
  readonly #files: FileOps;
  readonly #path: string;
  #fd: number | null = null;
  #length = 0;
  #endsOpen = false;
  readonly #known = new Set<string>();

  constructor(files: FileOps, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** @throws what the disk says */
  async keep(bytes: Buffer): Promise<void> {
    this.#fd ??= await this.#open();
    if (this.#known.has(keyOf(bytes))) return;
    this.#known.add(keyOf(bytes));
    const start = this.#endsOpen ? Buffer.from('\n') : Buffer.alloc(0);
    const whole = Buffer.concat([start, bytes]);
    await writeFully(this.#files, this.#fd, whole, this.#length);
    this.#length += whole.length;
    this.#endsOpen = bytes[bytes.length - 1] !== 10;
  }

  /** Makes what was kept durable. @throws what the disk says */
  async close(): Promise<void> {
    if (this.#fd === null) return;
    await this.#files.fdatasync(this.#fd);
    await this.#files.close(this.#fd);
    await this.#files.syncFolder(dirname(this.#path));
    this.#fd = null;
  }

  async #open(): Promise<number> {
    if (!(await this.#files.exists(this.#path))) return this.#files.open(this.#path, 'create');
    const fd = await this.#files.open(this.#path, 'existing');
    for await (const lines of readLines(this.#files, fd)) {
      for (const { bytes } of lines) {
        this.#known.add(keyOf(bytes));
        this.#length += bytes.length;
        this.#endsOpen = bytes[bytes.length - 1] !== 10;
      }
    }
    return fd;
  }
}

function keyOf(bytes: Buffer): string {
  const end = bytes[bytes.length - 1] === 10 ? bytes.length - 1 : bytes.length;
  return `${String(crc32(bytes.subarray(0, end)))}:${String(end)}`;
}
