import { dirname } from 'node:path';
import { wholeLine } from './encoder.ts';
import { explainFault } from './errors.ts';
import { writeFully, type FileOps } from './files.ts';
import { lineOverhead, type Ledger } from './ledger.ts';
import { encodeHeader } from './line.ts';
import type { Writer } from './writer.ts';

export interface CompactionOptions {
  readonly files: FileOps;
  /** The journal; the new one is written beside it first. */
  readonly path: string;
  readonly writer: Writer;
  readonly ledger: Ledger;
  /** Commits written so far, and the highest ticket number given out. */
  readonly seq: number;
  readonly lastNumber: number;
  /** Ends the compaction early; the old journal stays. */
  readonly signal: AbortSignal;
}

/** A slice of work ends here, and requests get their turn: bytes, and milliseconds. */
const sliceBytes = 128 * 1024;
const sliceTime = 1;
/** Bytes that commits may wait for while the new file takes over. */
const lastStretch = 64 * 1024;

export function newJournalPath(path: string): string {
  return `${path}.new`;
}

/**
 * Writes all rows whole into a new file, then what was committed meanwhile, and puts it in the journal's place.
 * Requests go on; only the last stretch makes commits wait. On failure the new file is deleted and the old one stays.
 * @throws what the disk says, or the signal's reason
 */
export async function compact(options: CompactionOptions): Promise<void> {
  const { files, path, writer } = options;
  const fresh = newJournalPath(path);
  const fd = await files.open(fresh, 'create');
  const copy = new Copy(options, fd);
  try {
    await copy.writeRows();
    while (copy.behind > lastStretch) await copy.catchUp();
    // Most of the file is made durable here, while commits still go on.
    await files.fdatasync(fd);
    while (copy.behind > lastStretch) await copy.catchUp();
    await writer.whilePaused(() => copy.takeOver(fresh));
  } catch (error) {
    if (!copy.inPlace) {
      await files.close(fd).catch(() => undefined);
      await files.remove(fresh).catch(() => undefined);
    }
    throw error;
  }
}

class Copy {
  readonly #options: CompactionOptions;
  readonly #fd: number;
  readonly #snapshot: ReturnType<Ledger['snapshot']>;
  /** How far the old file has been copied. Rows and length are read in one turn, so they agree. */
  #from: number;
  #length = 0;
  #sliceStart = performance.now();
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  inPlace = false;

  constructor(options: CompactionOptions, fd: number) {
    this.#options = options;
    this.#fd = fd;
    this.#snapshot = options.ledger.snapshot();
    this.#from = options.writer.length;
  }

  /** Bytes of the old file that the new one lacks. */
  get behind(): number {
    return this.#options.writer.length - this.#from;
  }

  async writeRows(): Promise<void> {
    const { seq, lastNumber } = this.#options;
    this.#add(encodeHeader(seq, lastNumber));
    for (const { table, entries } of this.#snapshot) {
      for (const entry of entries) {
        const line = wholeLine(table, entry, lastNumber);
        this.#add(line);
        this.#options.ledger.writtenWhole(table, entry, line.length - lineOverhead);
        if (this.#sliceIsFull()) await this.#writeSlice();
      }
    }
    await this.#writeSlice();
  }

  async catchUp(): Promise<void> {
    const { files, writer } = this.#options;
    const end = writer.length;
    const chunk = Buffer.allocUnsafe(sliceBytes);
    while (this.#from < end) {
      const want = chunk.subarray(0, Math.min(chunk.length, end - this.#from));
      const count = await files.read(writer.fd, want, this.#from);
      if (count === 0) throw new Error('the journal is shorter than what was written to it');
      this.#add(want.subarray(0, count));
      this.#from += count;
      await this.#writeSlice();
    }
  }

  async takeOver(fresh: string): Promise<void> {
    const { files, path, writer } = this.#options;
    await this.catchUp();
    await files.fdatasync(this.#fd);
    if (writer.fault !== null) throw new Error('writing has stopped');
    this.#options.signal.throwIfAborted();
    await files.rename(fresh, path);
    this.inPlace = true;
    const old = writer.fd;
    writer.switchTo(this.#fd, this.#length);
    await files.close(old).catch(() => undefined);
    await files.syncFolder(dirname(path)).catch((error: unknown) => {
      // After a power cut the old file could be back, without what would be written now.
      writer.fail(explainFault('putting the compacted journal in place', error));
      throw error;
    });
  }

  #add(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  #sliceIsFull(): boolean {
    return this.#pendingBytes >= sliceBytes || performance.now() - this.#sliceStart >= sliceTime;
  }

  async #writeSlice(): Promise<void> {
    const bytes = Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    if (bytes.length > 0) await writeFully(this.#options.files, this.#fd, bytes, this.#length);
    this.#length += bytes.length;
    await new Promise((resolve) => setImmediate(resolve));
    this.#options.signal.throwIfAborted();
    this.#sliceStart = performance.now();
  }
}
