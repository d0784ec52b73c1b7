import { ReadOnlyError } from '../store.ts';
import type { Prepared } from './encoder.ts';
import { explainFault } from './errors.ts';
import { writeFully, type FileOps } from './files.ts';

interface Waiting {
  readonly prepared: Prepared;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export interface WriterOptions {
  readonly files: FileOps;
  readonly path: string;
  readonly fd: number;
  /** Bytes in the file. */
  readonly length: number;
  /** Called with commits that have become durable, in order, before those who wait for them hear of it. */
  readonly onDurable: (batch: readonly Prepared[]) => void;
  readonly onFault: (fault: string) => void;
}

/** Bytes written before an fsync at most, so that the first of a long queue does not wait for the last. */
const batchBytes = 4 * 1024 * 1024;

/**
 * Writes lines in the order given. While one fdatasync runs the next lines gather, and share the following one.
 * The first failure ends all writing: after a failed fsync nobody knows what the disk holds.
 */
export class Writer {
  readonly #options: WriterOptions;
  #fd: number;
  #length: number;
  #queue: Waiting[] = [];
  #working: Promise<void> = Promise.resolve();
  #busy = false;
  #paused = false;
  #fault: string | null = null;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#fd = options.fd;
    this.#length = options.length;
  }

  get fd(): number {
    return this.#fd;
  }

  /** Durable bytes. */
  get length(): number {
    return this.#length;
  }

  /** Why writing stopped. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Resolves once the line is durable. Rejects with ReadOnlyError. */
  append(prepared: Prepared): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ prepared, resolve, reject });
      this.#start();
    });
  }

  /** Stops writing for good. */
  fail(fault: string): void {
    if (this.#fault !== null) return;
    this.#fault = fault;
    this.#options.onFault(fault);
    this.#refuse(this.#queue.splice(0));
  }

  /** Runs `work` between two batches; commits wait meanwhile. */
  async whilePaused<T>(work: () => Promise<T>): Promise<T> {
    this.#paused = true;
    await this.#working;
    try {
      return await work();
    } finally {
      this.#paused = false;
      this.#start();
    }
  }

  /** Goes on in another file, which holds the same commits. Only while paused. */
  switchTo(fd: number, length: number): void {
    this.#fd = fd;
    this.#length = length;
  }

  /** Waits until everything taken is durable or refused. */
  async flush(): Promise<void> {
    while (this.#busy) await this.#working;
  }

  #start(): void {
    if (this.#busy || this.#paused || this.#fault !== null || this.#queue.length === 0) return;
    this.#busy = true;
    this.#working = this.#work();
  }

  async #work(): Promise<void> {
    // All commits of this turn of the event loop share the first fsync.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#paused && this.#fault === null) await this.#writeBatch(this.#takeBatch());
    this.#busy = false;
    this.#start();
  }

  #takeBatch(): readonly Waiting[] {
    let bytes = 0;
    const end = this.#queue.findIndex(({ prepared }) => (bytes += prepared.line.length) > batchBytes);
    return this.#queue.splice(0, end === -1 ? this.#queue.length : Math.max(end, 1));
  }

  async #writeBatch(batch: readonly Waiting[]): Promise<void> {
    const { files, onDurable } = this.#options;
    const bytes = joinLines(batch);
    try {
      await this.#try('writing to the journal', writeFully(files, this.#fd, bytes, this.#length));
      await this.#try('flushing the journal to the disk', files.fdatasync(this.#fd));
    } catch {
      this.#refuse(batch);
      await this.#cutBack();
      return;
    }
    this.#length += bytes.length;
    onDurable(batch.map(({ prepared }) => prepared));
    for (const { resolve } of batch) resolve();
  }

  async #try(doing: string, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.fail(explainFault(doing, error));
      throw error;
    }
  }

  /** Removes the refused bytes, so that the next start does not read them, if the disk still allows it. */
  async #cutBack(): Promise<void> {
    await this.#options.files.truncate(this.#options.path, this.#length).catch(() => undefined);
  }

  #refuse(batch: readonly Waiting[]): void {
    for (const { reject } of batch) reject(new ReadOnlyError(`nothing was saved: ${this.#fault ?? 'writing has stopped'}`));
  }
}

function joinLines(batch: readonly Waiting[]): Uint8Array {
  const [only] = batch;
  if (batch.length === 1 && only !== undefined) return only.prepared.line;
  return Buffer.concat(batch.map(({ prepared }) => prepared.line));
}
