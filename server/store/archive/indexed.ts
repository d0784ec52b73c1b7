import type { ArchivedTicket } from '../../ticket/archived.ts';
import { ArchiveBusyError } from '../archive-store.ts';
import type { ArchiveEntry, ArchiveRun, Batch, BatchState, Claimants, Mapping, MatchCounts } from '../archive-store.ts';
import { ArchiveIndex } from './index.ts';
import { Mappings } from './mappings.ts';
import { matchAll } from './match.ts';
import { Run } from './run.ts';
import type { Pending } from './run.ts';

/** What an archive answers from its index and its mappings alone, wherever its tickets lie. */
export abstract class IndexedArchive {
  protected index = new ArchiveIndex();
  protected mappings = new Mappings();
  /** A run that has begun and not ended. */
  #running = false;

  get size(): number {
    return this.index.size;
  }

  entriesOfAccount(brand: string, account: string): readonly ArchiveEntry[] {
    return this.index.ofAccount(brand, account);
  }

  entriesOfEmail(email: string): readonly ArchiveEntry[] {
    return this.index.ofEmail(email);
  }

  mappingsOf(customer: string): readonly Mapping[] {
    return this.mappings.of(customer);
  }

  mappedCustomer(brand: string, requester: ArchivedTicket['requester']): string | undefined {
    return this.mappings.customerOf(brand, requester);
  }

  batches(): readonly BatchState[] {
    return this.index.batches.map((batch) => ({ ...batch }));
  }

  match(brand: string | null, claimants: Claimants): Promise<MatchCounts> {
    return matchAll(this.index, this.mappings, brand, claimants);
  }

  begin(batch: Batch, { dryRun = false } = {}): ArchiveRun {
    this.occupy();
    let own = -1;
    return new Run({
      batch,
      dryRun,
      index: this.index,
      isOwn: (row) => own >= 0 && this.index.batchOf(row) === own,
      isMapped: (mapping) => this.mappings.has(mapping),
      write: async (pending) => {
        own = await this.keep(pending, batch, own);
      },
      onEnd: () => {
        this.vacate();
      },
    });
  }

  /** Keeps what a run has put; `own` is its batch's number, -1 the first time. Returns that number. */
  protected abstract keep(pending: Pending, batch: Batch, own: number): Promise<number>;

  /** @throws ArchiveBusyError */
  protected occupy(): void {
    if (this.#running) throw new ArchiveBusyError();
    this.#running = true;
  }

  protected vacate(): void {
    this.#running = false;
  }
}
