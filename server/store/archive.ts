import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finalBatch } from './archive-store.ts';
import type { ArchivedFile, ArchivedRecord, ArchiveHealth, ArchiveStore, Batch, Compaction } from './archive-store.ts';
import { dropUnfinished, writeCompacted } from './archive/compaction.ts';
import { ContentFile } from './archive/content.ts';
import { openArchivedFile, sweepFiles } from './archive/files.ts';
import { identityIn, identityOf } from './archive/identity.ts';
import { IndexFile } from './archive/index-file.ts';
import type { ArchiveIndex } from './archive/index.ts';
import { KeptIndex } from './archive/kept-index.ts';
import { encode } from './archive/lines.ts';
import { place } from './archive/row.ts';
import type { Pending } from './archive/run.ts';
import { explainFault } from './journal/errors.ts';
import { diskFiles } from './journal/files.ts';
import type { FileOps } from './journal/files.ts';
import type { StoreLog } from './journal/options.ts';
import { ReadOnlyError } from './store.ts';

export interface ArchiveOptions {
  /** The data folder, whose lock the caller holds. */
  readonly dir: string;
  readonly log: StoreLog;
  readonly files?: FileOps;
}

/** Below the data folder. */
export const archiveFolder = 'archive';
export const contentName = 'content.ndjson';
export const indexName = 'index.bin';

/**
 * The archive on disk. Content is written once and stays there; memory holds an index, which is read from its own file
 * and caught up with whatever content came after it. @throws JournalError when the files cannot be used
 */
export async function openArchiveStore({ dir, log, files = diskFiles }: ArchiveOptions): Promise<ArchiveStore> {
  const folder = join(dir, archiveFolder);
  const opened = new DiskArchive(folder, files, log);
  await opened.read();
  return opened;
}

class DiskArchive extends KeptIndex implements ArchiveStore {
  readonly #dir: string;
  readonly #files: FileOps;
  /** Of the content. */
  readonly #path: string;
  #damagedWhenRead = new Set<string>();
  #fault: string | null = null;
  #work: Promise<unknown> = Promise.resolve();

  constructor(dir: string, files: FileOps, log: StoreLog) {
    const path = join(dir, contentName);
    super(new ContentFile(files, path), new IndexFile(files, join(dir, indexName)), log);
    this.#dir = dir;
    this.#files = files;
    this.#path = path;
  }

  async read(): Promise<void> {
    if (!(await this.content.open())) return;
    await dropUnfinished(this.#files, this.#path);
    await this.readIndex();
    const { tornBytes, damagedLines } = this.content;
    const path = this.#path;
    if (tornBytes > 0)
      this.log.warn(
        `${path} ended in a write that never finished; ${String(tornBytes)} bytes were cut off, and the import can be run again`,
      );
    if (damagedLines > 0)
      this.log.error(`${path} holds ${String(damagedLines)} damaged lines, kept in ${path}.damaged; everything else is served`);
  }

  async record(id: string): Promise<ArchivedRecord | undefined> {
    const identity = identityIn(id);
    const row = identity === null ? -1 : this.index.find(identity);
    if (row < 0) return undefined;
    const record = await recordAt(this.content, this.index, row);
    if (record && identity && identityOf(record.ticket).equals(identity)) return record;
    if (!this.#damagedWhenRead.has(id))
      this.log.error(`the archive's line at ${String(this.index.placeOf(row).position)} is damaged; its ticket cannot be shown`);
    this.#damagedWhenRead.add(id);
    return undefined;
  }

  openFile(file: ArchivedFile): Promise<ReadableStream<Uint8Array> | undefined> {
    return openArchivedFile(this.#dir, file);
  }

  undo(batch: string): Promise<number | undefined> {
    return this.#alone(async () => {
      const known = this.index.batches.find(({ id }) => id === batch);
      if (!known || known.undone) return known && 0;
      if (known.final === true) throw finalBatch(batch);
      await this.#append([encode({ undo: batch })]);
      const concerned = this.takeBack(batch);
      await this.saveIndex({ undos: [batch] }, []);
      return concerned;
    });
  }

  async *all(brand?: string): AsyncGenerator<ArchivedRecord> {
    // A compaction may replace the files meanwhile.
    const [content, index] = [this.content, this.index];
    const letGo = content.hold();
    try {
      for (const row of index.sorted()) {
        if (brand !== undefined && index.brandOf(row) !== brand) continue;
        const record = await recordAt(content, index, row);
        if (record) yield record;
      }
    } finally {
      await letGo();
    }
  }

  async compact(): Promise<Compaction> {
    this.occupy();
    return this.#alone(() => this.#compact()).finally(() => this.vacate());
  }

  health(): ArchiveHealth {
    return {
      tickets: this.index.size,
      damagedLines: this.content.damagedLines + this.#damagedWhenRead.size,
      fault: this.#fault,
      indexBytes: this.index.bytes,
      contentBytes: this.content.length,
      livingBytes: this.index.livingBytes,
      index: this.indexWas,
    };
  }

  async close(): Promise<void> {
    await this.#work.catch(() => undefined);
    this.#fault ??= 'the archive is closed';
    await this.content.close();
    await this.indexFile.close();
  }

  /** Runs changes one after the other. */
  #alone<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#work.catch(() => undefined).then(change);
    this.#work = done;
    return done;
  }

  protected keep(pending: Pending, batch: Batch, own: number): Promise<number> {
    return this.#alone(() => this.#write(pending, batch, own));
  }

  /** Writes what a run has put; the first time its batch too. Returns the batch's number. */
  async #write({ rows, mappings }: Pending, batch: Batch, own: number): Promise<number> {
    const isFirst = own < 0;
    const lines = [...(isFirst ? [encode({ begin: batch })] : []), ...rows.map(({ record }) => encode({ ...record, batch: batch.id }))];
    if (mappings.length > 0) lines.push(encode({ map: mappings, batch: batch.id }));
    const start = await this.#append(lines);
    const number = isFirst ? this.index.begin(batch) : own;
    let position = start + (isFirst ? (lines[0]?.length ?? 0) : 0);
    rows.forEach(({ row }, i) => {
      const { length } = lines[i + (isFirst ? 1 : 0)] as Buffer;
      place(row, { position, length }, number);
      position += length;
      this.index.add(row);
    });
    this.mappings.add(mappings, batch.id);
    const block = { begins: isFirst ? [batch] : [], maps: mappings.length > 0 ? [{ mappings, batch: batch.id }] : [] };
    await this.saveIndex(
      block,
      rows.map(({ row }) => row),
    );
    return number;
  }

  /** Where the lines begin, once they are on disk. After a failure nothing more is written. */
  async #append(lines: readonly Buffer[]): Promise<number> {
    if (this.#fault !== null) throw new ReadOnlyError(`nothing can be archived: ${this.#fault}`);
    try {
      if (this.content.length === 0) await this.#create();
      const start = this.content.length;
      await this.content.append(lines);
      return start;
    } catch (error) {
      this.#fault = explainFault('writing the archive', error);
      this.log.error(`${this.#fault}; nothing more is archived until the next start, reading goes on`);
      throw new ReadOnlyError(this.#fault, { cause: error });
    }
  }

  async #create(): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    await this.indexFile.clear();
    this.archive = newName();
    await this.content.create(this.archive);
  }

  async #compact(): Promise<Compaction> {
    if (this.#fault !== null) throw new ReadOnlyError(`nothing can be archived: ${this.#fault}`);
    const before = this.content.length;
    if (before === 0) return { before, after: 0, files: 0, damaged: 0 };
    const archive = newName();
    const old = this.content;
    const { content, index, mappings, fileSums, damaged } = await writeCompacted({
      files: this.#files,
      path: this.#path,
      archive,
      content: old,
      index: this.index,
      mappings: this.mappings,
    });
    this.content = content;
    [this.archive, this.index, this.mappings, this.#damagedWhenRead] = [archive, index, mappings, new Set()];
    await old.giveUp();
    try {
      await this.#files.syncFolder(this.#dir);
    } catch (error) {
      this.#fault = explainFault('compacting the archive', error);
      throw new ReadOnlyError(this.#fault, { cause: error });
    }
    await this.writeIndexAnew();
    return { before, after: content.length, files: await sweepFiles(this.#dir, fileSums), damaged };
  }
}

async function recordAt(content: ContentFile, index: ArchiveIndex, row: number): Promise<ArchivedRecord | null> {
  const line = await content.read(index.placeOf(row));
  return line && 'ticket' in line ? { ticket: line.ticket, files: line.files } : null;
}

const newName = (): string => randomBytes(12).toString('base64url');
