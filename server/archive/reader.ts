/**
 * The interface of readers of old systems: a stream of tickets and rejects, and a count of every source row.
 * `convert` writes the stream to an archive file, `import` stores it; neither knows which system it comes from.
 */
import type { Instant } from '../ticket/model.ts';
import type { ArchivedTicket } from '../ticket/archived.ts';

/** A position in the source: lines count from 1, bytes from 0. */
export interface Place {
  readonly line?: number;
  readonly byte?: number;
  readonly table?: string;
}

/** A row or ticket that cannot be read. It contains text of messages only in `record`. */
export interface Reject extends Place {
  /** The ticket's id in the old system, if known. */
  readonly legacyId?: string;
  /** True for a row without a ticket: no ticket is lost with it. */
  readonly strayRow?: true;
  /** A stable kebab-case code. */
  readonly code: string;
  /** A column, or a dotted path in the archive format. */
  readonly field?: string;
  /** Source rows that are lost with it; 1 by default. */
  readonly rows?: number;
  /** The ticket as far as it could be read, in the archive format, so that it can be repaired. Written only on request. */
  readonly record?: unknown;
}

/**
 * One result of reading. The ticket may be invalid: the consumer checks it (`readTicket`) and counts an invalid one as a reject.
 * `rows`: the source rows it was made of; 1 by default.
 */
export type Read = { readonly ticket: ArchivedTicket; readonly at?: Place; readonly rows?: number } | { readonly reject: Reject };

/** Why a row is omitted though it is not faulty. The first two are also counted per message. */
export type DropReason = 'private' | 'unknown-visibility' | 'deleted' | 'merged' | 'empty' | 'not-a-ticket';

/**
 * Grows while the source is read. At its end:
 * `rows` = rows of tickets + rows of rejects + the sum of `dropped`.
 */
export interface ReadCounters {
  /** Source rows read: lines of an archive, records of a CSV, rows of the tables used, mails. */
  rows: number;
  /** Rows omitted on purpose, by reason. */
  readonly dropped: Partial<Record<DropReason, number>>;
  /** Strings whose encoding was repaired. */
  repaired: number;
  /** Strings with unreadable characters (U+FFFD). */
  damaged: number;
  /** Local times that a clock change skipped, and those that it repeated. */
  dstGaps: number;
  dstOverlaps: number;
  /** Missing or zero dates that were taken from another field. */
  assumedDates: number;
  /** Attachments that the source names without holding them. */
  missingAttachments: number;
}

export const newCounters = (): ReadCounters => ({
  rows: 0,
  dropped: {},
  repaired: 0,
  damaged: 0,
  dstGaps: 0,
  dstOverlaps: 0,
  assumedDates: 0,
  missingAttachments: 0,
});

export function countDropped(counters: ReadCounters, reason: DropReason, rows = 1): void {
  counters.dropped[reason] = (counters.dropped[reason] ?? 0) + rows;
}

/** A source being read: once, from start to end. @throws SourceError while iterating */
export interface Reading extends AsyncIterable<Read> {
  readonly counters: ReadCounters;
  /** Further findings for the operator, in sentences; complete once the reading has ended. */
  readonly findings?: { readonly remarks: readonly string[]; readonly repairs: readonly unknown[] };
}

/** The decompressed bytes. */
export interface Source extends AsyncIterable<Uint8Array> {
  /** The name in messages: a path, or `-`. */
  readonly name: string;
  /** The absolute path of the file or folder; null for the standard input. Readers of folders use only this. */
  readonly path: string | null;
}

/** The options of the command line. */
export interface ReadOptions {
  readonly brand: string;
  /** The `source` of the tickets: `--source`, or the reader's name. */
  readonly source: string;
  /** The reader's own options, by name. */
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** An empty folder for temporary files, removed after the reading. */
  readonly scratch: string;
  readonly now: Instant;
}

export interface ReaderOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** One line for `--help`, such as `<file>  what the columns mean`. */
  readonly help: string;
}

/** Reads one kind of old system. */
export interface Reader {
  /** The value of `--from`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  readonly options: Readonly<Record<string, ReaderOption>>;
  /** Whether it reads a folder (maildir, joined CSVs) instead of a file; `either` when its profile decides. */
  readonly folder?: boolean | 'either';
  /** True when it opens the file by its path, even inside a zip file, and reads the bytes only for the checksum. */
  readonly asItLies?: boolean;
  /** Memory use does not grow with the source. @throws ReaderUsageError */
  open(source: Source, options: ReadOptions): Reading | Promise<Reading>;
}

/** A wrong profile or option; the message says what to do. */
export class ReaderUsageError extends Error {
  override readonly name = 'ReaderUsageError';
}

/** The source breaks off or is of another kind. The tickets before that are good. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: 'cut-off' | 'unreadable';
  readonly at: Place;

  constructor(code: SourceError['code'], message: string, at: Place = {}) {
    super(message);
    this.code = code;
    this.at = at;
  }
}
