import type { Commit } from './store.ts';
import { mapTables, tableNames } from './tables.ts';
import type { TableName, Tables } from './tables.ts';

/** The version of a row that is on its way to the disk; null while the row is being dropped. */
export interface Staged<Row> {
  readonly row: Row | null;
  readonly durable: Promise<void>;
}

type StagedTables = { readonly [T in TableName]: Map<string, Staged<Tables[T]>> };

/** The rows of commits that were taken and are not durable yet. */
export class Staging {
  readonly #tables = mapTables<StagedTables>(() => new Map());

  get<T extends TableName>(table: T, id: string): Staged<Tables[T]> | undefined {
    const staged: Map<string, Staged<Tables[T]>> = this.#tables[table];
    return staged.get(id);
  }

  /** Keeps the rows of a commit until it is durable or has failed. */
  add(commit: Commit, durable: Promise<void>): void {
    for (const table of tableNames) this.#addTo(table, commit, durable);
  }

  #addTo<T extends TableName>(table: T, { put, drop }: Commit, durable: Promise<void>): void {
    const staged: Map<string, Staged<Tables[T]>> = this.#tables[table];
    const rows: readonly Tables[T][] = put?.[table] ?? [];
    const added = new Map<string, Staged<Tables[T]>>(rows.map((row) => [row.id, { row, durable }]));
    for (const id of drop?.[table] ?? []) added.set(id, { row: null, durable });
    if (added.size === 0) return;
    for (const [id, version] of added) staged.set(id, version);
    const settle = (): void => {
      for (const [id, version] of added) if (staged.get(id) === version) staged.delete(id);
    };
    durable.then(settle, settle);
  }
}
