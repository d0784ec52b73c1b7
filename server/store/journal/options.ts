import type { FileOps } from './files.ts';

/** Where the store tells the operator what it found and did. */
export interface StoreLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface JournalOptions {
  /** The data folder; made if it is not there, for its owner only. */
  readonly dir: string;
  readonly log: StoreLog;
  /** Bytes below which a journal is never compacted. Default: 16 MiB. */
  readonly compactFrom?: number;
  readonly files?: FileOps;
}
