import { Low, Memory } from 'lowdb';
import { Rows } from './rows.ts';
import { ReadOnlyError, type Commit, type Store, type StoreHealth } from './store.ts';
import { TableStore, type CommitLog } from './table-store.ts';

/** A store that forgets everything when the process ends: for tests and for trying things out. */
export function createMemoryStore(): Store {
  const low = new Low(new Memory<Rows>(), new Rows());
  void low.data.search.build();
  return new TableStore(low, new MemoryLog(low));
}

/** Takes every commit at once. Frozen rows make a test fail that changes one in place. */
class MemoryLog implements CommitLog {
  readonly #low: Low<Rows>;
  #open = true;

  constructor(low: Low<Rows>) {
    this.#low = low;
  }

  append(commit: Commit): Promise<void> {
    if (!this.#open) throw new ReadOnlyError('the store is closed');
    this.#low.data.apply(freeze(commit));
    return Promise.resolve();
  }

  health(): StoreHealth {
    return { writable: this.#open, fault: this.#open ? null : 'the store is closed', damagedLines: 0 };
  }

  close(): Promise<void> {
    this.#open = false;
    return Promise.resolve();
  }
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  return value;
}
