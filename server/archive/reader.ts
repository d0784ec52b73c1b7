/**
 * What a reader of an old system gives: tickets and rejects, one after the other, and a count of every row it saw.
 * `convert` writes them down as an archive file, `import` loads them; neither knows which system they come from.
 */
import type { Instant } from '../ticket/model.ts';
import type { ArchivedTicket } from '../ticket/archived.ts';

/** Where in the source something stands. Lines and bytes count from 1 and 0. */
export interface Place {
  readonly line?: number;
  readonly byte?: number;
  readonly table?: string;
}

/** Something the reader could not make a ticket of. It never carries text of a message outside `record`. */
export interface Reject extends Place {
  /** The ticket's id in the old system, where it is known. */
  readonly legacyId?: string;
  /** It is a row that belongs to no ticket: no ticket is lost with it. */
  readonly strayRow?: true;
  /** A stable kebab-case word. */
  readonly code: string;
  /** A column, or a dotted path in the format. */
  readonly field?: string;
  /** Source rows that are lost with it; 1 unless said otherwise. */
  readonly rows?: number;
  /** The ticket in the archive format as far as it could be made, so that it can be mended: only written when asked for. */
  readonly record?: unknown;
}

/**
 * One thing read. A ticket need not be valid yet: whoever takes it checks it (`readTicket`), and counts it as a reject
 * if it is not. `rows`: the source rows it was made of; 1 unless said otherwise.
 */
export type Read = { readonly ticket: ArchivedTicket; readonly at?: Place; readonly rows?: number } | { readonly reject: Reject };

/** Why a row is in no ticket though nothing is wrong with it. The two first are counted by message too. */
export type DropReason = 'private' | 'unknown-visibility' | 'deleted' | 'merged' | 'empty' | 'not-a-ticket';

/**
 * Grows while the source is read. When it is at its end:
 * `rows` = rows of tickets + rows of rejects + all of `dropped`.
 */
export interface ReadCounters {
  /** Source rows that were looked at: lines of an archive, records of a CSV, rows of the wanted tables, mails. */
  rows: number;
  /** Rows left out on purpose, by reason. */
  readonly dropped: Partial<Record<DropReason, number>>;
  /** Strings whose encoding was mended. */
  repaired: number;
  /** Strings with characters that could not be read (U+FFFD). */
  damaged: number;
  /** Local times that did not exist, and that happened twice, when clocks changed. */
  dstGaps: number;
  dstOverlaps: number;
  /** Dates that were missing or zero and were taken from elsewhere. */
  assumedDates: number;
  /** Attachments that the source names and does not hold. */
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
  /** What else whoever runs it should know, in sentences; complete at its end. */
  readonly findings?: { readonly remarks: readonly string[]; readonly repairs: readonly unknown[] };
}

/** The bytes to read, already decompressed. */
export interface Source extends AsyncIterable<Uint8Array> {
  /** As messages name it: a path, or `-`. */
  readonly name: string;
  /** The file or folder itself, absolute; null for the standard input. A reader of folders takes nothing else. */
  readonly path: string | null;
}

/** What the command line says. */
export interface ReadOptions {
  readonly brand: string;
  /** The `source` of the tickets: the reader's name unless `--source` said otherwise. */
  readonly source: string;
  /** The reader's own options, by their names. */
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** An empty folder of the reader's own, removed when the reading is over. */
  readonly scratch: string;
  readonly now: Instant;
}

export interface ReaderOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** One line for `--help`, such as `<file>  what the columns mean`. */
  readonly help: string;
}

/** Knows one kind of old system. */
export interface Reader {
  /** The word for `--from`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  readonly options: Readonly<Record<string, ReaderOption>>;
  /** Whether it reads a folder instead of a file (maildir, joined CSVs); `either`: its profile says. */
  readonly folder?: boolean | 'either';
  /** It reads the file where it lies, a zip file too, and takes its bytes only to sum them up. */
  readonly asItLies?: boolean;
  /** Memory stays flat whatever the size of the source. @throws ReaderUsageError */
  open(source: Source, options: ReadOptions): Reading | Promise<Reading>;
}

/** The reader was called wrongly: a profile or an option; the message says what to do. */
export class ReaderUsageError extends Error {
  override readonly name = 'ReaderUsageError';
}

/** The source cannot be read on: it was cut off, or is not what it was said to be. What came before it counts. */
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
