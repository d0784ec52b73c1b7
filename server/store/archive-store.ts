/** The interface of the archive: tickets of earlier systems, which customers only read. */
import type { ArchivedTicket } from '../ticket/archived.ts';
import type { Instant } from '../ticket/model.ts';

/** What the index holds of a ticket. */
export interface ArchiveEntry {
  /** Opaque; follows from brand, source and the old id. */
  readonly id: string;
  readonly brand: string;
  /** Equal for tickets of the same old account and address: they belong to the same customer. */
  readonly requester: string;
  /** Milliseconds since the epoch; whole seconds. */
  readonly createdAt: number;
  /** When the last known event happened. */
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

/** Assigns the tickets of an old account, or of an address, to a customer: a line of a mapping file. */
export interface Mapping {
  readonly brand: string;
  /** Exactly one of the two. */
  readonly account?: string;
  readonly email?: string;
  /** The site's own id of the customer, the token's `sub`. */
  readonly customer: string;
}

/** One import, which can be undone as a whole. */
export interface Batch {
  readonly id: string;
  readonly brand: string;
  readonly source: string;
  readonly at: Instant;
  /** True when the versions it replaced were removed: it can no longer be undone. */
  readonly final?: boolean;
}

export interface BatchState extends Batch {
  /** Tickets of it that are present. */
  readonly tickets: number;
  readonly undone: boolean;
}

/** The result of putting a ticket. `conflict`: the same run holds another ticket of this identity. */
export type PutOutcome = 'new' | 'unchanged' | 'updated' | 'conflict';

/** What the customers' routes read. */
export interface ArchiveReading {
  /** Tickets of an account, an address or a mapped customer. A hash may collide, so the record decides. */
  entriesOfAccount(brand: string, account: string): readonly ArchiveEntry[];
  entriesOfEmail(email: string): readonly ArchiveEntry[];
  mappingsOf(customer: string): readonly Mapping[];
  /** Whom a mapping file names for an account, or else for an address. */
  mappedCustomer(brand: string, requester: ArchivedTicket['requester']): string | undefined;
  /** Undefined when there is no such ticket, or when its line is damaged. */
  record(id: string): Promise<ArchivedRecord | undefined>;
  /** Number of tickets of all brands. */
  readonly size: number;
  batches(): readonly BatchState[];
  openFile(file: ArchivedFile): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** How many tickets are matched to customers, and how. */
export interface MatchCounts {
  tickets: number;
  mapped: number;
  account: number;
  email: number;
  /** Several customers have the account or the address, so no customer sees the ticket. */
  ambiguous: number;
  /** No customer yet; the ticket appears when its customer does. */
  unmatched: number;
  /** Of these, tickets without an address and an account: only a mapping can find their customer. */
  nameless: number;
}

/** All possible owners of archived tickets; ids are `sub`s. */
export interface Claimants {
  accounts(): Iterable<{ readonly brand: string; readonly account: string; readonly customer: string }>;
  /** Verified addresses only; none where matching by e-mail is switched off. */
  emails(): Iterable<{ readonly email: string; readonly customer: string }>;
}

/** A run of an import. Nothing is in the archive before `commit` resolves; then it is on disk. */
export interface ArchiveRun {
  put(record: ArchivedRecord): PutOutcome;
  map(mappings: readonly Mapping[]): void;
  /** @throws ReadOnlyError when the disk refuses */
  commit(): Promise<void>;
  /** Discards what was put since the last commit, and lets another run begin. */
  end(): void;
}

export interface ArchiveHealth {
  readonly tickets: number;
  /** Lines found damaged, at the start or when they were read. */
  readonly damagedLines: number;
  /** Why writing stopped; null while it works. */
  readonly fault: string | null;
  /** Bytes that the index takes in memory. */
  readonly indexBytes: number;
  /** Bytes on disk: all content, and the part of it that is live. */
  readonly contentBytes: number;
  readonly livingBytes: number;
  /** Whether the index was found on disk, or the content had to be read through at the start. */
  readonly index: 'read' | 'made-anew';
}

/** The result of a compaction. */
export interface Compaction {
  /** Bytes of the content. */
  readonly before: number;
  readonly after: number;
  /** Files of attachments that no ticket has any more. */
  readonly files: number;
  /** Unreadable lines that were set aside. */
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
   * Removes versions that were replaced or undone, and their files. A run that replaced any of them is final from then on.
   * Reading goes on. @throws ArchiveBusyError, ReadOnlyError, the disk's error
   */
  compact(): Promise<Compaction>;
  close(): Promise<void>;
}

/** The request cannot be met; the message says why. */
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
