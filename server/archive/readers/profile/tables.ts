/** Stores the rows that a profile needs on disk, to look them up by columns or to read them in the order of a key. */
import { Heap } from '../spool/heap.ts';
import { sortKey } from '../spool/keys.ts';
import { appendRecord, cellIn, placeIn } from '../spool/records.ts';
import type { Cells } from '../spool/records.ts';
import { SortedIndex } from '../spool/sorted-index.ts';
import type { Entry } from '../spool/entries.ts';
import type { Decoder } from '../../../text/charset.ts';
import { lookUpName } from './needs.ts';
import type { Needs } from './needs.ts';
import { join } from 'node:path';

/** A row, with the needed columns by name. */
export interface Row {
  readonly table: string;
  /** Byte or line in the source. */
  readonly place: number;
  /** The text of a column; null for NULL and for a missing column. */
  text(column: string): string | null;
  bytes(column: string): Buffer | null;
}

interface Held {
  /** Needed columns, in the order of the records. */
  readonly columns: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
  readonly lookUps: ReadonlyMap<string, { readonly at: readonly number[]; readonly index: SortedIndex }>;
  rows: number;
}

/** Rows cached per look-up: departments, statuses and people repeat. */
const remembered = 1_000;

export class Tables {
  readonly #heap: Heap;
  readonly #held = new Map<string, Held>();
  readonly #folder: string;
  readonly #indexes: SortedIndex[] = [];
  readonly #recent = new Map<string, readonly Row[]>();
  #decoder: Decoder;

  /** @param folder an empty folder, which the caller removes */
  constructor(folder: string, needs: Needs, decoder: Decoder) {
    this.#folder = folder;
    this.#heap = new Heap(join(folder, 'rows'));
    this.#decoder = decoder;
    for (const [table, { columns, lookUps }] of needs) {
      const list = [...columns];
      const positions = new Map(list.map((column, i) => [column, i]));
      const found = [...lookUps].map(
        ([name, match]) => [name, { at: match.map((column) => positions.get(column) ?? -1), index: this.newIndex() }] as const,
      );
      this.#held.set(table, { columns: list, positions, lookUps: new Map(found), rows: 0 });
    }
  }

  get names(): readonly string[] {
    return [...this.#held.keys()];
  }

  wants(table: string): boolean {
    return this.#held.has(table);
  }

  columnsOf(table: string): readonly string[] {
    return this.#held.get(table)?.columns ?? [];
  }

  /** Number of rows added to a table. */
  rowsOf(table: string): number {
    return this.#held.get(table)?.rows ?? 0;
  }

  get decoder(): Decoder {
    return this.#decoder;
  }

  decodeWith(decoder: Decoder): void {
    this.#decoder = decoder;
  }

  newIndex(): SortedIndex {
    const index = new SortedIndex(this.#folder, `index-${String(this.#indexes.length)}`);
    this.#indexes.push(index);
    return index;
  }

  /** @param cells in the order of `columnsOf` */
  add(table: string, cells: Cells, place: number): Omit<Entry, 'key'> {
    const held = this.#need(table);
    const at = this.#heap.size;
    const length = appendRecord(this.#heap, place, cells);
    held.rows += 1;
    for (const { at: columns, index } of held.lookUps.values()) {
      const values = columns.map((column) => cells[column] ?? null);
      if (values.every((value) => value !== null))
        index.add({ key: sortKey(values.map((value) => this.#decoder.decode(value))), at, length });
    }
    return { at, length };
  }

  /** Ends adding: from now on rows can be read. */
  seal(): void {
    for (const { lookUps } of this.#held.values()) for (const { index } of lookUps.values()) index.seal();
  }

  /** A row over the caller's cells. */
  rowOf(table: string, cells: Cells, place: number): Row {
    const { positions } = this.#need(table);
    const decoder = this.#decoder;
    const bytes = (column: string): Buffer | null => cells[positions.get(column) ?? -1] ?? null;
    return {
      table,
      place,
      bytes,
      text(column) {
        const cell = bytes(column);
        return cell === null ? null : decoder.decode(cell);
      },
    };
  }

  /** A stored row, whose cells are decoded when they are read. */
  read(table: string, { at, length }: Omit<Entry, 'key'>): Row {
    return this.#row(table, Buffer.from(this.#heap.read(at, length)));
  }

  /** @param record must not change while the row is used */
  #row(table: string, record: Buffer): Row {
    const { positions } = this.#need(table);
    const decoder = this.#decoder;
    const bytes = (column: string): Buffer | null => {
      const cell = cellIn(record, positions.get(column) ?? -1);
      return cell && record.subarray(cell.from, cell.from + cell.length);
    };
    return {
      table,
      place: placeIn(record),
      bytes,
      text(column) {
        const cell = bytes(column);
        return cell === null ? null : decoder.decode(cell);
      },
    };
  }

  /** The rows whose columns have these values, in the order of the source; at most `most`. */
  find(table: string, match: readonly string[], values: readonly string[], most = 1_000): readonly Row[] {
    const index = this.#held.get(table)?.lookUps.get(lookUpName(match))?.index;
    if (!index) return [];
    const key = sortKey(values);
    const name = `${table}\u0001${lookUpName(match)}\u0001${key}`;
    const known = this.#recent.get(name);
    if (known) return known;
    const entries = index.get(key).slice(0, most);
    // Large rows hold files and texts, which are read once: they are not cached.
    const worthIt = entries.length < 10 && entries.every(({ length }) => length < 4_096);
    const rows = entries.map((entry) =>
      worthIt ? this.#row(table, ownCopy(this.#heap.read(entry.at, entry.length))) : this.read(table, entry),
    );
    if (worthIt) {
      if (this.#recent.size >= remembered) this.#recent.delete(this.#recent.keys().next().value ?? '');
      this.#recent.set(name, rows);
    }
    return rows;
  }

  /** Where such rows are stored, for files joined from several rows. */
  places(table: string, match: readonly string[], values: readonly string[]): readonly Entry[] {
    return this.#held.get(table)?.lookUps.get(lookUpName(match))?.index.get(sortKey(values)) ?? [];
  }

  close(): void {
    this.#indexes.forEach((index) => index.close());
    this.#heap.close();
  }

  #need(table: string): Held {
    const held = this.#held.get(table);
    if (!held) throw new RangeError(`the profile does not need the table ${table}`);
    return held;
  }
}

/** A copy in a buffer of its own: a small buffer shares its block of memory and would keep all of it alive. */
function ownCopy(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
