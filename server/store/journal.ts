import { mkdir, stat } from 'node:fs/promises';
import { Low } from 'lowdb';
import { JournalError, explainFault, isSystemFault } from './journal/errors.ts';
import { takeFolder } from './journal/lock.ts';
import { JournalLog } from './journal/log.ts';
import type { JournalOptions } from './journal/options.ts';
import { Rows } from './rows.ts';
import type { Store } from './store.ts';
import { TableStore } from './table-store.ts';

export interface JournalStore extends Store {
  /** Rewrites the journal without what has been replaced, while requests go on. @throws what the disk says */
  compact(): Promise<void>;
}

/**
 * Opens the store on a folder: lowdb holds the rows in memory, an append-only journal makes them last.
 * @throws FolderInUseError when another process works on the folder
 * @throws JournalError when the folder cannot be used, or its journal cannot be read by this version
 */
export async function openJournalStore(options: JournalOptions): Promise<JournalStore> {
  try {
    return await open(options);
  } catch (error) {
    if (!isSystemFault(error)) throw error;
    throw new JournalError(explainFault(`opening the data folder ${options.dir}`, error), { cause: error });
  }
}

async function open(options: JournalOptions): Promise<JournalStore> {
  await makeFolder(options);
  const lock = await takeFolder(options.dir, { log: options.log });
  try {
    const journal = new JournalLog(options, lock);
    const low = new Low<Rows>(journal, new Rows());
    await low.read();
    return new JournalTables(low, journal);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

class JournalTables extends TableStore implements JournalStore {
  readonly #low: Low<Rows>;

  constructor(low: Low<Rows>, log: JournalLog) {
    super(low, log);
    this.#low = low;
  }

  compact(): Promise<void> {
    return this.#low.write();
  }
}

async function makeFolder({ dir, log }: JournalOptions): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const { mode } = await stat(dir);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    log.warn(`the data folder ${dir} can be entered by other users of this machine; \`chmod 700\` closes it`);
  }
}
