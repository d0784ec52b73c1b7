/** A temporary file of records, appended and read by position, for data larger than memory. */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';

const blockSize = 128 * 1024;

export class Heap {
  readonly #file: number;
  readonly #block = Buffer.allocUnsafe(blockSize);
  /** Bytes of records in the block that are not in the file yet. */
  #filled = 0;
  #written = 0;
  /** The part of the file that was read last: neighbours are mostly read together. */
  readonly #window = Buffer.allocUnsafe(64 * 1024);
  #windowAt = 0;
  #windowLength = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'wx+', 0o600);
    // The file holds personal data: it is unlinked at once, so that a crash leaves none.
    if (process.platform !== 'win32') rmSync(path);
  }

  /** The position of the next record. */
  get size(): number {
    return this.#written + this.#filled;
  }

  append(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > blockSize) this.#flush();
    if (bytes.length > blockSize) {
      this.#written += writeAll(this.#file, bytes, this.#written);
      return;
    }
    this.#block.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  /** The bytes of a record, in a reused buffer. */
  read(at: number, length: number): Buffer {
    if (at + length > this.#written) this.#flush();
    if (length > this.#window.length) {
      const bytes = Buffer.allocUnsafe(length);
      readAll(this.#file, bytes, at, length);
      return bytes;
    }
    if (at < this.#windowAt || at + length > this.#windowAt + this.#windowLength) {
      // A random read fetches little more than the record; a sequential one reads ahead.
      const ahead = at >= this.#windowAt && at < this.#windowAt + 4 * this.#window.length;
      const wanted = Math.min(ahead ? this.#window.length : Math.max(length, 4 * 1024), this.#written - at);
      readAll(this.#file, this.#window, at, wanted);
      this.#windowAt = at;
      this.#windowLength = wanted;
    }
    return this.#window.subarray(at - this.#windowAt, at - this.#windowAt + length);
  }

  #flush(): void {
    if (this.#filled === 0) return;
    const at = this.#written;
    this.#written += writeAll(this.#file, this.#block.subarray(0, this.#filled), at);
    this.#filled = 0;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function writeAll(file: number, bytes: Uint8Array, at: number): number {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, at + done);
  return done;
}

function readAll(file: number, into: Buffer, at: number, length: number): void {
  let done = 0;
  while (done < length) {
    const read = readSync(file, into, done, length - done, at + done);
    if (read === 0) throw new RangeError('the spool is shorter than what was written to it');
    done += read;
  }
}
