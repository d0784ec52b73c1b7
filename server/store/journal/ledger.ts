import type { TableName, Tables } from '../store.ts';
import { tableNames } from '../tables.ts';

/** What the journal knows of a row's newest durable version. */
export interface Entry {
  readonly row: Tables[TableName];
  /** The commit that wrote it. */
  readonly seq: number;
  /** About how many bytes the row takes when written whole. */
  size: number;
  /** Bytes of patches written since it was last written whole. */
  loose: number;
}

/** What one commit does to one row; null drops it. */
export interface Change {
  readonly table: TableName;
  readonly id: string;
  readonly entry: Entry | null;
}

/** For every row: which commit wrote it, and how much of the journal is still needed. */
export class Ledger {
  readonly #tables = new Map(tableNames.map((table) => [table, new Map<string, Entry>()]));
  #liveBytes = 0;

  /** About how long the journal would be if it were compacted now. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  get(table: TableName, id: string): Entry | undefined {
    return this.#table(table).get(id);
  }

  change({ table, id, entry }: Change): void {
    const entries = this.#table(table);
    this.#liveBytes += weightOf(entry) - weightOf(entries.get(id) ?? null);
    if (entry === null) entries.delete(id);
    else entries.set(id, entry);
  }

  /** Notes that a row stands whole in the newest file, in `size` bytes; nothing to note if it has changed since. */
  writtenWhole(table: TableName, entry: Entry, size: number): void {
    if (this.get(table, entry.row.id) !== entry) return;
    this.#liveBytes += size - entry.size;
    entry.size = size;
    entry.loose = 0;
  }

  /** All rows as they are at this moment; later changes do not show in it. */
  snapshot(): readonly { readonly table: TableName; readonly entries: readonly Entry[] }[] {
    return tableNames.map((table) => ({ table, entries: Array.from(this.#table(table).values()) }));
  }

  #table(table: TableName): Map<string, Entry> {
    return this.#tables.get(table) as Map<string, Entry>;
  }
}

/** Bytes of brackets, sequence number and checksum around a row. */
export const lineOverhead = 70;

function weightOf(entry: Entry | null): number {
  return entry === null ? 0 : entry.size + lineOverhead;
}
