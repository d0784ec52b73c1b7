import type { ArchivedTicket } from '../archive/format.ts';
import { ArchiveBusyError } from './archive-store.ts';
import type {
  ArchivedFile,
  ArchivedRecord,
  ArchiveEntry,
  ArchiveHealth,
  ArchiveRun,
  ArchiveStore,
  Batch,
  BatchState,
  Claimants,
  Mapping,
  MatchCounts,
} from './archive-store.ts';
import { identityOf, idOf } from './archive/identity.ts';
import { ArchiveIndex } from './archive/index.ts';
import { Mappings } from './archive/mappings.ts';
import { matchAll } from './archive/match.ts';
import { place } from './archive/row.ts';
import { Run } from './archive/run.ts';

/** The archive without a disk: for tests, and for a server whose rows are in memory too. Its files are what it was given. */
export class MemoryArchive implements ArchiveStore {
  readonly #index = new ArchiveIndex();
  readonly #mappings = new Mappings();
  /** By the position that their rows name. */
  readonly #records: ArchivedRecord[] = [];
  readonly #files: ReadonlyMap<string, Uint8Array>;
  #running = false;

  /** `files` by the SHA-256 of their bytes. */
  constructor(files: ReadonlyMap<string, Uint8Array> = new Map<string, Uint8Array>()) {
    this.#files = files;
  }

  get size(): number {
    return this.#index.size;
  }

  entriesOfAccount(brand: string, account: string): readonly ArchiveEntry[] {
    return this.#index.ofAccount(brand, account);
  }

  entriesOfEmail(email: string): readonly ArchiveEntry[] {
    return this.#index.ofEmail(email);
  }

  mappingsOf(customer: string): readonly Mapping[] {
    return this.#mappings.of(customer);
  }

  mappedCustomer(brand: string, requester: ArchivedTicket['requester']): string | undefined {
    return this.#mappings.customerOf(brand, requester);
  }

  record(id: string): Promise<ArchivedRecord | undefined> {
    const found = this.#living().find(({ ticket }) => idOf(identityOf(ticket)) === id);
    return Promise.resolve(found);
  }

  openFile({ sha256 }: ArchivedFile): Promise<ReadableStream<Uint8Array> | undefined> {
    const bytes = this.#files.get(sha256);
    return Promise.resolve(bytes && (new Blob([bytes as Uint8Array<ArrayBuffer>]).stream() as ReadableStream<Uint8Array>));
  }

  begin(batch: Batch, { dryRun = false } = {}): ArchiveRun {
    if (this.#running) throw new ArchiveBusyError();
    this.#running = true;
    let own = -1;
    return new Run({
      batch,
      dryRun,
      index: this.#index,
      isOwn: (row) => own >= 0 && this.#index.batchOf(row) === own,
      isMapped: (mapping) => this.#mappings.has(mapping),
      write: ({ rows, mappings }) => {
        own = own < 0 ? this.#index.begin(batch) : own;
        for (const { row, record } of rows) {
          place(row, { position: this.#records.push(record) - 1, length: 0 }, own);
          this.#index.add(row);
        }
        this.#mappings.add(mappings, batch.id);
        return Promise.resolve();
      },
      onEnd: () => {
        this.#running = false;
      },
    });
  }

  batches(): readonly BatchState[] {
    return this.#index.batches.map((batch) => ({ ...batch }));
  }

  undo(batch: string): Promise<number | undefined> {
    this.#mappings.undo(batch);
    return Promise.resolve(this.#index.undo(batch));
  }

  match(brand: string | null, claimants: Claimants): Promise<MatchCounts> {
    return matchAll(this.#index, this.#mappings, brand, claimants);
  }

  async *all(brand?: string): AsyncGenerator<ArchivedRecord> {
    for (const record of this.#living()) {
      await Promise.resolve();
      if (brand === undefined || record.ticket.brand === brand) yield record;
    }
  }

  health(): ArchiveHealth {
    return { tickets: this.size, damagedLines: 0, fault: null, indexBytes: this.#index.bytes };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #living(): ArchivedRecord[] {
    return Array.from(this.#index.sorted(), (row) => this.#records[this.#index.placeOf(row).position] as ArchivedRecord);
  }
}
