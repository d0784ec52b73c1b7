/** Records of one CSV file, or of one per table in a folder, for a profile. */
import { ReaderUsageError, SourceError } from '../../reader.ts';
import type { Read, Source } from '../../reader.ts';
import { fileBytes } from '../bytes.ts';
import { eachFile, folderOf } from '../folder.ts';
import { tableFiles } from '../profile/files.ts';
import { countedTables } from '../profile/needs.ts';
import type { Format, Intake } from '../profile/reading.ts';
import { pushAll } from '../pushed.ts';
import { asciiCompatible } from '../text/transcode.ts';
import { CsvReader, widest } from './records.ts';

export const csvFormat: Format = { dates: 'sql', places: 'line', take };

async function* take(source: Source, intake: Intake): AsyncGenerator<Read> {
  const { profile } = intake;
  const files = profile.csv?.files;
  const folder = folderOf(source);
  if (!files && folder !== null) throw new ReaderUsageError(`${source.name} is a folder: the profile has to say which file is which table ("csv": { "files": { "${profile.tickets.table}": "tickets.csv" } })`);
  if (!files) return yield* takeFile(source, profile.tickets.table, source.name, intake);
  if (folder === null) throw new ReaderUsageError(`this profile reads a folder with the files ${Object.values(files).join(', ')}`);
  yield* eachFile(tableFiles(folder, files, intake), ([table, path]) => takeFile(fileBytes(path), table, path, intake));
}

async function* takeFile(bytes: AsyncIterable<Uint8Array>, table: string, name: string, intake: Intake): AsyncGenerator<Read> {
  const rows = new CsvRows(table, name, intake);
  const { delimiter = ',', quote = '"', escape = quote } = intake.profile.csv ?? {};
  const dialect = { delimiter: delimiter.charCodeAt(0), quote: quote.charCodeAt(0), escape: escape.charCodeAt(0) };
  const csv = new CsvReader(dialect, rows, intake.longestRow);
  const cut = yield* pushAll(asciiCompatible(bytes, intake.encoding, intake.decodeAs), (chunk) => csv.push(chunk), rows.rejects);
  if (cut) throw cut;
  const unclosed = csv.end();
  rows.checkHeader();
  yield* rows.rejects.splice(0);
  if (rows.cutAt !== null) throw new SourceError('cut-off', `${name} ends in the middle of the record at line ${String(rows.cutAt)}`, { line: rows.cutAt });
  if (unclosed === null) return;
  rows.reject('unclosed-quote', unclosed);
  yield* rows.rejects.splice(0);
  throw new SourceError('cut-off', `${name} ends inside the quotes of the record at line ${String(unclosed)}`, { line: unclosed });
}

class CsvRows {
  readonly rejects: Read[] = [];
  /** The line of a last record that lacks columns and its line end, or null. */
  cutAt: number | null = null;
  readonly #table: string;
  readonly #name: string;
  readonly #intake: Intake;
  readonly #counted: boolean;
  #header: readonly string[] | null;
  /** The line that should have named the columns and was too large, or null. */
  #withoutHeader: number | null = null;
  /** Where the wanted columns stand. */
  #positions: readonly (readonly number[])[] = [];

  constructor(table: string, name: string, intake: Intake) {
    this.#table = table;
    this.#name = name;
    this.#intake = intake;
    this.#counted = countedTables(intake.profile).has(table);
    this.#header = null;
    const columns = intake.profile.csv?.columns;
    if (columns) this.#takeHeader(columns);
  }

  record(cells: readonly Buffer[], line: number, open: boolean): void {
    if (cells.length === 1 && cells[0]?.length === 0) return;
    if (!this.#header) {
      this.checkHeader();
      this.#takeHeader(cells.map((cell) => this.#intake.tables.decoder.decode(cell).trim()));
      return;
    }
    if (open && cells.length < this.#header.length) this.cutAt = line;
    const surplus = cells.slice(this.#header.length);
    if (cells.length < this.#header.length || surplus.some((cell) => cell.length > 0)) return this.reject('column-count', line);
    this.#intake.assembly.add(
      this.#table,
      this.#positions.map((places) => together(places, cells)),
      line,
    );
  }

  tooLong(line: number): void {
    this.#needHeader(line);
    if (this.#header) this.reject('too-long', line);
  }

  tooWide(line: number): void {
    this.#needHeader(line);
    if (this.#header) this.reject('too-many', line);
  }

  #needHeader(line: number): void {
    if (!this.#header) this.#withoutHeader ??= line;
  }

  /** @throws SourceError where the line of the columns was passed over */
  checkHeader(): void {
    const line = this.#withoutHeader;
    if (line !== null) throw new SourceError('unreadable', `${this.#name}: line ${String(line)} should name the columns, and is larger than any such line (${String(widest)} columns at most). Is it a CSV file?`, { line });
  }

  reject(code: string, line: number): void {
    const rows = this.#counted ? 1 : 0;
    this.#intake.counters.rows += rows;
    this.rejects.push({ reject: { code, line, rows, ...(this.#intake.profile.csv?.files ? { table: this.#table } : {}) } });
  }

  #takeHeader(names: readonly string[]): void {
    this.#header = names;
    const wanted = this.#intake.tables.columnsOf(this.#table);
    const missing = wanted.filter((column) => !names.includes(column));
    const shown = names.slice(0, 40).map((one) => `"${one.slice(0, 40)}"`);
    // A word of the profile that no column has is a slip of the pen, unless the profile is for many versions of a system.
    if (missing.length > 0 && !this.#intake.profile.csv?.files)
      throw new ReaderUsageError(`${this.#name} has no column ${missing.map((column) => `"${column}"`).join(', ')}. It has ${shown.join(', ')}. Is the delimiter right?`);
    if (missing.length > 0) this.#intake.findings.say(`${this.#name} has no column ${missing.map((column) => `"${column}"`).join(', ')}: taken as empty`);
    this.#positions = wanted.map((column) => names.flatMap((name, i) => (name === column ? [i] : [])));
    for (const [i, places] of this.#positions.entries())
      if (places.length > 1) this.#intake.findings.say(`${this.#name} has ${String(places.length)} columns "${wanted[i] ?? ''}": what they hold is put together, in their order`);
  }
}

/** Trackers export comments as columns of one name: what differs among their cells is put together. */
function together(places: readonly number[], cells: readonly Buffer[]): Buffer | null {
  const [first = -1] = places;
  if (places.length < 2) return cells[first] ?? null;
  const filled = places.map((place) => cells[place]).filter((cell) => cell !== undefined && cell.length > 0);
  const different = filled.filter((cell, i) => filled.findIndex((other) => other?.equals(cell ?? Buffer.alloc(0))) === i);
  return Buffer.concat(different.flatMap((cell, i) => (cell === undefined ? [] : i === 0 ? [cell] : [Buffer.from('\n\n'), cell])));
}
