/** The tickets of earlier systems, as their users see the place that keeps them: nothing in it is ever changed by a customer. */
import type { ArchivedTicket } from '../ticket/archived.ts';
import type { Instant } from '../ticket/model.ts';

/** What the index knows of a ticket. */
export interface ArchiveEntry {
  /** Opaque; follows from brand, source and the old id. */
  readonly id: string;
  readonly brand: string;
  /** The same for tickets of the same old account and address: whose one is, the other is too. */
  readonly requester: string;
  /** Milliseconds since the epoch; whole seconds. */
  readonly createdAt: number;
  /** The last thing that is known to have happened. */
  readonly updatedAt: number;
}

/** A file of an archived ticket, kept under the SHA-256 of its bytes. */
export interface ArchivedFile {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Files by the `ref` of their attachments. */
export type ArchivedFiles = Readonly<Record<string, ArchivedFile>>;

export interface ArchivedRecord {
  readonly ticket: ArchivedTicket;
  readonly files: ArchivedFiles;
}

/** "Tickets of this old account, or with this address, are of this customer": what a mapping file says. */
export interface Mapping {
  readonly brand: string;
  /** Exactly one of the two. */
  readonly account?: string;
  readonly email?: string;
  /** The site's own id of the customer, the token's `sub`. */
  readonly customer: string;
}

/** One run of an import: what can be undone in one go. */
export interface Batch {
  readonly id: string;
  readonly brand: string;
  readonly source: string;
  readonly at: Instant;
  /** What it replaced is gone for good: it cannot be taken back. */
  readonly final?: boolean;
}

export interface BatchState extends Batch {
  /** Tickets of it that are there now. */
  readonly tickets: number;
  readonly undone: boolean;
}

/** What became of a ticket that was put. `conflict`: the same run holds another ticket of this identity. */
export type PutOutcome = 'new' | 'unchanged' | 'updated' | 'conflict';

/** What the customers' routes ask. */
export interface ArchiveReading {
  /** All tickets of an old account, of an address, or mapped to a customer. May hold a stranger's, ever so rarely: the record decides. */
  entriesOfAccount(brand: string, account: string): readonly ArchiveEntry[];
  entriesOfEmail(email: string): readonly ArchiveEntry[];
  mappingsOf(customer: string): readonly Mapping[];
  /** Whom a mapping file names for an account, or else for an address. */
  mappedCustomer(brand: string, requester: ArchivedTicket['requester']): string | undefined;
  /** Undefined when there is none, or when its line is damaged. */
  record(id: string): Promise<ArchivedRecord | undefined>;
  /** Whether tickets of any brand are there at all. */
  readonly size: number;
  batches(): readonly BatchState[];
  openFile(file: ArchivedFile): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** How tickets come to their customers. Counts tickets. */
export interface MatchCounts {
  tickets: number;
  mapped: number;
  account: number;
  email: number;
  /** Several customers have the account or the address: nobody is shown the ticket. */
  ambiguous: number;
  /** Nobody yet; the ticket appears when its customer does. */
  unmatched: number;
  /** Of those, the tickets that name neither an address nor an account: only a mapping could find their customer. */
  nameless: number;
}

/** Everybody who may own archived tickets; ids are `sub`s. */
export interface Claimants {
  accounts(): Iterable<{ readonly brand: string; readonly account: string; readonly customer: string }>;
  /** Verified addresses only; none where matching by e-mail is switched off. */
  emails(): Iterable<{ readonly email: string; readonly customer: string }>;
}

/** A run of an import. Nothing is in the archive before `commit` has resolved; then it is on disk. */
export interface ArchiveRun {
  put(record: ArchivedRecord): PutOutcome;
  map(mappings: readonly Mapping[]): void;
  /** @throws ReadOnlyError when the disk refuses */
  commit(): Promise<void>;
  /** Forgets what was put since the last commit, and lets others begin. */
  end(): void;
}

export interface ArchiveHealth {
  readonly tickets: number;
  /** Lines found damaged, at the start or when they were read. */
  readonly damagedLines: number;
  /** Why writing stopped; null: it has not. */
  readonly fault: string | null;
  /** Bytes that the index takes in memory. */
  readonly indexBytes: number;
  /** Bytes on disk: all of the content, and the part of it that counts. */
  readonly contentBytes: number;
  readonly livingBytes: number;
  /** Whether the index was found on disk, or the content had to be read through at the start. */
  readonly index: 'read' | 'made-anew';
}

/** What a compaction has done. */
export interface Compaction {
  /** Bytes of the content. */
  readonly before: number;
  readonly after: number;
  /** Files of attachments that no ticket has any more. */
  readonly files: number;
  /** Lines that could not be read, and were set aside. */
  readonly damaged: number;
}

export interface ArchiveStore extends ArchiveReading {
  /** One run at a time. With `dryRun`, everything is found out and nothing is kept. @throws ArchiveBusyError */
  begin(batch: Batch, how?: { readonly dryRun?: boolean }): ArchiveRun;
  /**
   * Takes back what a run has added, changed and mapped. Returns how many tickets that concerned; undefined: there is no
   * such batch. @throws ArchiveRefusal for one that is final
   */
  undo(batch: string): Promise<number | undefined>;
  match(brand: string | null, claimants: Claimants): Promise<MatchCounts>;
  /** Every ticket that is there, always in the same order, whatever the way they came. */
  all(brand?: string): AsyncIterable<ArchivedRecord>;
  health(): ArchiveHealth;
  /**
   * Drops what does not count any more: versions that were replaced or taken back, and their files. A run that replaced any
   * of it is final from then on. Reading goes on. @throws ArchiveBusyError, ReadOnlyError, what the disk says
   */
  compact(): Promise<Compaction>;
  close(): Promise<void>;
}

/** What was asked for cannot be done, and the message says why. */
export class ArchiveRefusal extends Error {
  override readonly name: string = 'ArchiveRefusal';
}

export class ArchiveBusyError extends ArchiveRefusal {
  override readonly name = 'ArchiveBusyError';

  constructor() {
    super('an import is running, or the archive is being compacted; wait for its end');
  }
}

export const finalBatch = (id: string): ArchiveRefusal =>
  new ArchiveRefusal(`${id} cannot be taken back: the tickets that it replaced are gone since the archive was compacted`);
