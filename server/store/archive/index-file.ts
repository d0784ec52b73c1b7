/**
 * The index on disk, so that a start need not read the content: blocks of a head in JSON and rows as they are in memory.
 * It follows from the content and may be thrown away; a block that is torn or damaged ends it.
 */
import { crc32 } from 'node:zlib';
import { writeFully } from '../journal/files.ts';
import type { FileOps } from '../journal/files.ts';
import type { Batch, Mapping } from '../archive-store.ts';
import { rowBytes } from './row.ts';

/** What a block adds, in this order: batches, rows, mappings, undone batches. */
export interface Block {
  readonly archive: string;
  /** Bytes of the content that this block and those before it speak of, and the checksum of the last line there. */
  readonly end: number;
  readonly sum: string;
  /** Damaged lines met in the content so far. */
  readonly damaged: number;
  readonly begins: readonly Batch[];
  readonly maps: readonly { readonly mappings: readonly Mapping[]; readonly batch: string }[];
  readonly undos: readonly string[];
}

const magic = 0x31414953;
const headBytes = 16;
/** Bytes. No block of ours is larger. */
const largest = 512 * 1024 * 1024;

export class IndexFile {
  readonly #files: FileOps;
  readonly #path: string;
  #fd: number | null = null;
  #length = 0;

  constructor(files: FileOps, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** Reads the blocks that are whole; what comes after them is cut off by the next that is written. */
  async *blocks(): AsyncGenerator<{ readonly block: Block; readonly rows: Buffer }> {
    if (!(await this.#files.exists(this.#path))) return;
    this.#fd = await this.#files.open(this.#path, 'existing');
    for (;;) {
      const next = await this.#read(this.#fd, this.#length);
      if (!next) return;
      this.#length += next.bytes;
      yield next;
    }
  }

  async append(block: Block, rows: readonly Buffer[]): Promise<void> {
    this.#fd ??= await this.#files.open(this.#path, 'create');
    const head = Buffer.from(JSON.stringify(block));
    const body = Buffer.concat([head, ...rows]);
    const lead = Buffer.alloc(headBytes);
    lead.writeUInt32LE(magic, 0);
    lead.writeUInt32LE(head.length, 4);
    lead.writeUInt32LE(rows.length, 8);
    lead.writeUInt32LE(crc32(body), 12);
    const bytes = Buffer.concat([lead, body]);
    await this.#files.truncate(this.#path, this.#length);
    await writeFully(this.#files, this.#fd, bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Starts anew. */
  async clear(): Promise<void> {
    await this.close();
    this.#length = 0;
    await this.#files.remove(this.#path);
  }

  async close(): Promise<void> {
    if (this.#fd === null) return;
    await this.#files.close(this.#fd);
    this.#fd = null;
  }

  async #read(fd: number, position: number): Promise<{ block: Block; rows: Buffer; bytes: number } | null> {
    const lead = await this.#take(fd, headBytes, position);
    if (!lead || lead.readUInt32LE(0) !== magic) return null;
    const head = lead.readUInt32LE(4);
    const length = head + lead.readUInt32LE(8) * rowBytes;
    if (length > largest) return null;
    const body = await this.#take(fd, length, position + headBytes);
    if (!body || crc32(body) !== lead.readUInt32LE(12)) return null;
    return { block: JSON.parse(body.toString('utf8', 0, head)) as Block, rows: body.subarray(head), bytes: headBytes + length };
  }

  async #take(fd: number, length: number, position: number): Promise<Buffer | null> {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const count = await this.#files.read(fd, bytes.subarray(done), position + done);
      if (count === 0) return null;
      done += count;
    }
    return bytes;
  }
}
