import { archiveLimits } from '../../../ticket/archived.ts';
import type { Entry } from '../spool/entries.ts';
import type { SortedIndex } from '../spool/sorted-index.ts';

export interface Group {
  readonly entries: Entry[];
  /** Counts all rows, even those that are not held. */
  count: number;
  bytes: number;
}

/** Entries of an index, grouped by key. */
export class Groups {
  readonly #entries: Iterator<Entry>;
  #next: Entry | null;

  constructor(index: SortedIndex) {
    this.#entries = index[Symbol.iterator]();
    this.#next = this.#step();
  }

  get key(): string | null {
    return this.#next?.key ?? null;
  }

  take(): Group {
    const group: Group = { entries: [], count: 0, bytes: 0 };
    const key = this.#next?.key;
    for (let entry = this.#next; entry && entry.key === key; entry = this.#next) {
      group.count += 1;
      group.bytes += entry.length;
      if (group.entries.length <= archiveLimits.messages) group.entries.push(entry);
      this.#next = this.#step();
    }
    return group;
  }

  #step(): Entry | null {
    const { done, value } = this.#entries.next() as IteratorResult<Entry, undefined>;
    return done ? null : value;
  }
}
