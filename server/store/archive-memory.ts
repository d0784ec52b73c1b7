import type { ArchivedFile, ArchivedRecord, ArchiveHealth, ArchiveStore, Batch, Compaction } from './archive-store.ts';
import { identityOf, idOf } from './archive/identity.ts';
import { IndexedArchive } from './archive/indexed.ts';
import { place } from './archive/row.ts';
import type { Pending } from './archive/run.ts';

/** The archive in memory: for tests, and for a server whose rows are in memory too. Its files are passed in. */
export class MemoryArchive extends IndexedArchive implements ArchiveStore {
  /** By the position that their rows name. */
  readonly #records: ArchivedRecord[] = [];
  readonly #files: ReadonlyMap<string, Uint8Array>;

  /** `files` by the SHA-256 of their bytes. */
  constructor(files: ReadonlyMap<string, Uint8Array> = new Map<string, Uint8Array>()) {
    super();
    this.#files = files;
  }

  record(id: string): Promise<ArchivedRecord | undefined> {
    const found = this.#living().find(({ ticket }) => idOf(identityOf(ticket)) === id);
    return Promise.resolve(found);
  }

  openFile({ sha256 }: ArchivedFile): Promise<ReadableStream<Uint8Array> | undefined> {
    const bytes = this.#files.get(sha256);
    return Promise.resolve(bytes && (new Blob([bytes as Uint8Array<ArrayBuffer>]).stream() as ReadableStream<Uint8Array>));
  }

  undo(batch: string): Promise<number | undefined> {
    this.mappings.undo(batch);
    return Promise.resolve(this.index.undo(batch));
  }

  async *all(brand?: string): AsyncGenerator<ArchivedRecord> {
    for (const record of this.#living()) {
      await Promise.resolve();
      if (brand === undefined || record.ticket.brand === brand) yield record;
    }
  }

  health(): ArchiveHealth {
    return {
      tickets: this.size,
      damagedLines: 0,
      fault: null,
      indexBytes: this.index.bytes,
      contentBytes: 0,
      livingBytes: 0,
      index: 'read',
    };
  }

  /** Nothing is stored on disk. */
  compact(): Promise<Compaction> {
    return Promise.resolve({ before: 0, after: 0, files: 0, damaged: 0 });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  protected keep({ rows, mappings }: Pending, batch: Batch, own: number): Promise<number> {
    const number = own < 0 ? this.index.begin(batch) : own;
    for (const { row, record } of rows) {
      place(row, { position: this.#records.push(record) - 1, length: 0 }, number);
      this.index.add(row);
    }
    this.mappings.add(mappings, batch.id);
    return Promise.resolve(number);
  }

  #living(): ArchivedRecord[] {
    return Array.from(this.index.sorted(), (row) => this.#records[this.index.placeOf(row).position] as ArchivedRecord);
  }
}
