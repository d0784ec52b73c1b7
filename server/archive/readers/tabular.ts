/** Reads rows under a header, from CSV files and sheets, by a profile. */
import { ReaderUsageError } from '../reader.ts';
import type { Read } from '../reader.ts';
import { countedTables } from './profile/needs.ts';
import type { Intake } from './profile/reading.ts';
import type { CellLists } from './profile/schema.ts';

export interface TabularOptions {
  readonly table: string;
  /** The name in messages. */
  readonly name: string;
  readonly intake: Intake;
  /** Whether rejects name their table. */
  readonly named: boolean;
  /** Names of columns, when the file has no header. */
  readonly columns: readonly string[] | undefined;
  /** Columns whose cells contain rows of another table. */
  readonly lists: CellLists | undefined;
}

/** A table inside the cells of another table's rows. */
interface Inner {
  readonly table: string;
  readonly list: CellLists[string] | undefined;
  readonly places: readonly number[];
  /** Position of each wanted column: in its own row, or in the enclosing row. */
  readonly from: readonly { readonly around: boolean; readonly places: readonly number[] }[];
  readonly counted: boolean;
}

export class TabularRows {
  readonly rejects: Read[] = [];
  readonly #options: TabularOptions;
  readonly #counted: ReadonlySet<string>;
  #header: readonly string[] | null = null;
  /** Positions of the wanted columns. */
  #positions: readonly (readonly number[])[] = [];
  #inner: readonly Inner[] = [];

  constructor(options: TabularOptions) {
    this.#options = options;
    this.#counted = countedTables(options.intake.profile);
    if (options.columns) this.takeHeader(options.columns);
  }

  get header(): readonly string[] | null {
    return this.#header;
  }

  /** @throws ReaderUsageError for missing columns that the profile uses */
  takeHeader(names: readonly string[]): void {
    const { table, name, intake, named } = this.#options;
    this.#header = names;
    const wanted = intake.tables.columnsOf(table);
    const prefix = `${table}.`;
    const inner = intake.tables.names
      .filter((one) => one.startsWith(prefix))
      .map((one) => ({ table: one, column: one.slice(prefix.length), wanted: intake.tables.columnsOf(one) }));
    const around = inner.flatMap((one) => [
      one.column,
      ...one.wanted.filter((column) => column.startsWith('^')).map((column) => column.slice(1)),
    ]);
    const missing = [...new Set([...wanted, ...around])].filter((column) => !names.includes(column));
    const shown = names.slice(0, 40).map((one) => `"${one.slice(0, 40)}"`);
    // A column of the profile that does not exist is probably a typing error, unless the profile is for several versions of a
    // system.
    if (missing.length > 0 && !named)
      throw new ReaderUsageError(
        `${name} has no column ${missing.map((column) => `"${column}"`).join(', ')}. It has ${shown.join(', ')}. Is the delimiter right?`,
      );
    if (missing.length > 0)
      intake.findings.say(`${name} has no column ${missing.map((column) => `"${column}"`).join(', ')}: taken as empty`);
    const placesOf = (column: string): readonly number[] => names.flatMap((one, i) => (one === column ? [i] : []));
    this.#positions = wanted.map(placesOf);
    for (const [i, places] of this.#positions.entries())
      if (places.length > 1)
        intake.findings.say(
          `${name} has ${String(places.length)} columns "${wanted[i] ?? ''}": what they hold is put together, in their order`,
        );
    this.#inner = inner.map((one) => {
      const list = this.#options.lists?.[one.column];
      const parts = list?.columns ?? ['text'];
      const unknown = one.wanted.filter((column) => !column.startsWith('^') && !parts.includes(column));
      if (unknown.length > 0)
        throw new ReaderUsageError(
          `the cells of "${one.column}" have no ${unknown.map((column) => `"${column}"`).join(', ')}: the profile says what is in them (${intake.profile.format}.cells), or "text" is all that is in one, or "^${unknown[0] ?? ''}" is a column beside it`,
        );
      const from = one.wanted.map((column) =>
        column.startsWith('^') ? { around: true, places: placesOf(column.slice(1)) } : { around: false, places: [parts.indexOf(column)] },
      );
      return { table: one.table, list, places: placesOf(one.column), from, counted: this.#counted.has(one.table) };
    });
  }

  add(cells: readonly Buffer[], line: number): void {
    const { table, intake } = this.#options;
    if (intake.tables.wants(table))
      intake.assembly.add(
        table,
        this.#positions.map((places) => together(places, cells)),
        line,
      );
    for (const inner of this.#inner)
      for (const place of inner.places)
        for (const piece of pieces(cells[place], inner.list?.between)) this.#addInner(inner, piece, cells, line);
  }

  #addInner({ table, list, from, counted }: Inner, piece: Buffer, cells: readonly Buffer[], line: number): void {
    const parts = partsOf(piece, list);
    if (!parts) {
      const rows = counted ? 1 : 0;
      this.#options.intake.counters.rows += rows;
      return void this.rejects.push({ reject: { code: 'column-count', line, rows, table } });
    }
    this.#options.intake.assembly.add(
      table,
      from.map(({ around, places }) => (around ? together(places, cells) : (parts[places[0] ?? -1] ?? null))),
      line,
    );
  }

  reject(code: string, line: number): void {
    const { table, intake, named } = this.#options;
    const rows = this.#counted.has(table) ? 1 : 0;
    intake.counters.rows += rows;
    this.rejects.push({ reject: { code, line, rows, ...(named ? { table } : {}) } });
  }
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);

/** The values of a cell: none, one, or several with a separator. */
function pieces(cell: Buffer | undefined, between: string | undefined): readonly Buffer[] {
  if (cell === undefined || isBlank(cell)) return [];
  if (between === undefined) return [cell];
  const found: Buffer[] = [];
  for (let from = 0; from <= cell.length; ) {
    const next = cell.indexOf(between, from);
    const end = next < 0 ? cell.length : next;
    found.push(cell.subarray(from, end));
    from = end + Buffer.byteLength(between);
  }
  return found.filter((piece) => !isBlank(piece));
}

/** Splits `date;author;text`: the last part takes the rest; null when there are too few parts. */
function partsOf(piece: Buffer, list: CellLists[string] | undefined): readonly Buffer[] | null {
  if (!list?.columns) return [piece];
  const separator = list.separator ?? ';';
  const parts: Buffer[] = [];
  let from = 0;
  while (parts.length < list.columns.length - 1) {
    const next = piece.indexOf(separator, from);
    if (next < 0) return null;
    parts.push(piece.subarray(from, next));
    from = next + Buffer.byteLength(separator);
  }
  return [...parts, piece.subarray(from)];
}

/** Trackers export comments as several columns of one name: their different cells are joined. */
function together(places: readonly number[], cells: readonly Buffer[]): Buffer | null {
  const [first = -1] = places;
  if (places.length < 2) return cells[first] ?? null;
  const filled = places.map((place) => cells[place]).filter((cell) => cell !== undefined && cell.length > 0);
  const different = filled.filter((cell, i) => filled.findIndex((other) => other?.equals(cell ?? Buffer.alloc(0))) === i);
  return Buffer.concat(different.flatMap((cell, i) => (cell === undefined ? [] : i === 0 ? [cell] : [Buffer.from('\n\n'), cell])));
}
