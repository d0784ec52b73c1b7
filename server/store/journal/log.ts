import { dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import type { Rows } from '../rows.ts';
import { ReadOnlyError, type Commit, type StoreHealth } from '../store.ts';
import type { CommitLog } from '../table-store.ts';
import { compact, newJournalPath } from './compaction.ts';
import { Encoder, type Prepared } from './encoder.ts';
import { JournalError, explainFault } from './errors.ts';
import { diskFiles, writeFully, type FileOps } from './files.ts';
import type { Ledger } from './ledger.ts';
import { encodeHeader } from './line.ts';
import type { JournalOptions } from './options.ts';
import type { FolderLock } from './lock.ts';
import { replay, type Replayed } from './replay.ts';
import { Writer } from './writer.ts';

export const journalName = 'journal.ndjson';

/** Bytes. Below this a journal is read in a blink, whatever garbage it holds. */
const smallJournal = 16 * 1024 * 1024;

/** What an opened journal works with. */
interface Parts {
  readonly rows: Rows;
  readonly ledger: Ledger;
  readonly encoder: Encoder;
  readonly writer: Writer;
  readonly damagedLines: number;
  readonly damageKept: boolean;
}

/** lowdb's adapter, where reading is replaying and writing is compacting, and the log that commits go to. */
export class JournalLog implements Adapter<Rows>, CommitLog {
  readonly #options: JournalOptions;
  readonly #files: FileOps;
  readonly #path: string;
  readonly #lock: FolderLock;
  readonly #closing = new AbortController();
  #opened: Parts | null = null;
  #compaction: Promise<void> | null = null;
  /** Bytes the journal must have reached before a failed compaction is tried again. */
  #retryFrom = 0;

  constructor(options: JournalOptions, lock: FolderLock) {
    this.#options = options;
    this.#files = options.files ?? diskFiles;
    this.#path = join(options.dir, journalName);
    this.#lock = lock;
  }

  /** @throws JournalError */
  async read(): Promise<Rows> {
    await this.#files.remove(newJournalPath(this.#path));
    if (!(await this.#files.exists(this.#path))) await this.#createFile();
    const fd = await this.#files.open(this.#path, 'existing');
    try {
      const found = await replay(this.#files, this.#path, fd);
      this.#report(found);
      const length = await this.#mend(fd, found);
      this.#opened = this.#assemble(found, fd, length);
      void found.rows.search.build(this.#closing.signal);
      return found.rows;
    } catch (error) {
      await this.#files.close(fd);
      throw error;
    }
  }

  /** Compacts; a compaction that is running already is waited for. @throws what the disk says */
  write(): Promise<void> {
    this.#compaction ??= this.#compact().finally(() => {
      this.#compaction = null;
    });
    return this.#compaction;
  }

  append(commit: Commit): Promise<void> {
    const { encoder, rows, writer } = this.#parts;
    const fault = this.#closing.signal.aborted ? 'the store is closed' : writer.fault;
    if (fault !== null) throw new ReadOnlyError(`nothing can be saved: ${fault}`);
    return writer.append(encoder.prepare(commit, rows.lastNumber));
  }

  health(): StoreHealth {
    const { writer, damagedLines } = this.#parts;
    const fault = this.#closing.signal.aborted ? 'the store is closed' : writer.fault;
    return { writable: fault === null, fault, damagedLines };
  }

  /** Writes what was taken, gives up a running compaction, and leaves the folder to others. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(new Error('the store is closing'));
    await this.#compaction?.catch(() => undefined);
    const { writer } = this.#parts;
    await writer.flush();
    await this.#files.close(writer.fd);
    await this.#lock.release();
  }

  get #parts(): Parts {
    if (this.#opened === null) throw new JournalError('the journal has not been read yet');
    return this.#opened;
  }

  #assemble(found: Replayed, fd: number, length: number): Parts {
    const { rows, ledger, damagedLines, damageKept } = found;
    const encoder = new Encoder(ledger, found.seq);
    const writer = new Writer({
      files: this.#files,
      path: this.#path,
      fd,
      length,
      onDurable: (batch) => {
        this.#settle(batch);
      },
      onFault: (fault) => {
        this.#options.log.error(`${fault}; nothing more is saved until the server is started again, reading goes on`);
      },
    });
    this.#lock.onLost(() => {
      writer.fail('another process has taken over the data folder');
    });
    return { rows, ledger, encoder, writer, damagedLines, damageKept };
  }

  /** A new file gets its name only once its first line is durable. */
  async #createFile(): Promise<void> {
    const fresh = newJournalPath(this.#path);
    const fd = await this.#files.open(fresh, 'create');
    try {
      await writeFully(this.#files, fd, encodeHeader(0, 0), 0);
      await this.#files.fdatasync(fd);
    } finally {
      await this.#files.close(fd);
    }
    await this.#files.rename(fresh, this.#path);
    await this.#files.syncFolder(dirname(this.#path));
  }

  /** Makes the file end in a whole line, and durable as it was read. Returns its length in bytes. */
  async #mend(fd: number, { length, lacksNewline, tornBytes }: Replayed): Promise<number> {
    const missing = length === 0 ? encodeHeader(0, 0) : Buffer.from(lacksNewline ? '\n' : '');
    if (tornBytes > 0) await this.#files.truncate(this.#path, length);
    if (missing.length > 0) await writeFully(this.#files, fd, missing, length);
    await this.#files.fdatasync(fd);
    return length + missing.length;
  }

  #report({ tornBytes, damagedLines, damageKept }: Replayed): void {
    const { log } = this.#options;
    if (tornBytes > 0) {
      log.warn(
        `${this.#path} ended in a write that never finished and was acknowledged to nobody; ${String(tornBytes)} bytes were cut off`,
      );
    }
    if (damagedLines === 0) return;
    log.error(`${this.#path} holds ${String(damagedLines)} damaged lines; everything else is served`);
    if (damageKept) log.error(`the damaged lines are kept in ${this.#path}.damaged`);
    else log.error(`the damaged lines could not be copied to ${this.#path}.damaged, so the journal is not compacted`);
  }

  #settle(batch: readonly Prepared[]): void {
    const { rows, ledger, encoder } = this.#parts;
    for (const { commit, changes } of batch) {
      rows.apply(commit);
      for (const change of changes) ledger.change(change);
      encoder.settle(changes);
    }
    if (this.#isWorthCompacting()) this.write().catch(() => undefined);
  }

  #isWorthCompacting(): boolean {
    const { writer, ledger, damageKept } = this.#parts;
    const from = Math.max(this.#options.compactFrom ?? smallJournal, this.#retryFrom);
    return this.#compaction === null && damageKept && writer.length >= from && writer.length > 2 * ledger.liveBytes;
  }

  async #compact(): Promise<void> {
    const { rows, ledger, encoder, writer, damageKept } = this.#parts;
    if (!damageKept) throw new JournalError('the journal holds damaged lines that could not be copied away');
    const before = writer.length;
    try {
      const { seq } = encoder;
      const { lastNumber } = rows;
      const signal = this.#closing.signal;
      await compact({ files: this.#files, path: this.#path, writer, ledger, seq, lastNumber, signal });
      this.#options.log.info(`the journal was compacted from ${String(before)} to ${String(writer.length)} bytes`);
    } catch (error) {
      this.#retryFrom = writer.length * 1.5;
      if (!this.#closing.signal.aborted) {
        this.#options.log.error(`${explainFault('compacting the journal', error)}; the journal is used as it was`);
      }
      throw error;
    }
  }
}
