/** Reads the records of one CSV file, or of one file per table in a folder, by a profile. */
import { ReaderUsageError, SourceError } from '../../reader.ts';
import type { Read, Source } from '../../reader.ts';
import { fileBytes } from '../bytes.ts';
import { eachFile, folderOf } from '../folder.ts';
import { tableFiles } from '../profile/files.ts';
import type { Format, Intake } from '../profile/reading.ts';
import { pushAll } from '../pushed.ts';
import { TabularRows } from '../tabular.ts';
import { asciiCompatible } from '../../../text/transcode.ts';
import { CsvReader, widest } from './records.ts';

export const csvFormat: Format = { dates: 'sql', places: 'line', take };

async function* take(source: Source, intake: Intake): AsyncGenerator<Read> {
  const { profile } = intake;
  const files = profile.csv?.files;
  const folder = folderOf(source);
  if (!files && folder !== null)
    throw new ReaderUsageError(
      `${source.name} is a folder: the profile has to say which file is which table ("csv": { "files": { "${profile.tickets.table}": "tickets.csv" } })`,
    );
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
  if (rows.cutAt !== null)
    throw new SourceError('cut-off', `${name} ends in the middle of the record at line ${String(rows.cutAt)}`, { line: rows.cutAt });
  if (unclosed === null) return;
  rows.reject('unclosed-quote', unclosed);
  yield* rows.rejects.splice(0);
  throw new SourceError('cut-off', `${name} ends inside the quotes of the record at line ${String(unclosed)}`, { line: unclosed });
}

class CsvRows {
  /** The line of an incomplete last record, or null. */
  cutAt: number | null = null;
  readonly #name: string;
  readonly #intake: Intake;
  readonly #rows: TabularRows;
  /** The line of a header that was too long, or null. */
  #withoutHeader: number | null = null;

  constructor(table: string, name: string, intake: Intake) {
    const { csv } = intake.profile;
    this.#name = name;
    this.#intake = intake;
    this.#rows = new TabularRows({ table, name, intake, named: csv?.files !== undefined, columns: csv?.columns, lists: csv?.cells });
  }

  get rejects(): Read[] {
    return this.#rows.rejects;
  }

  record(cells: readonly Buffer[], line: number, open: boolean): void {
    if (cells.length === 1 && cells[0]?.length === 0) return;
    const { header } = this.#rows;
    if (!header) {
      this.checkHeader();
      this.#rows.takeHeader(cells.map((cell) => this.#intake.tables.decoder.decode(cell).trim()));
      return;
    }
    if (open && cells.length < header.length) this.cutAt = line;
    const surplus = cells.slice(header.length);
    if (cells.length < header.length || surplus.some((cell) => cell.length > 0)) return this.reject('column-count', line);
    this.#rows.add(cells, line);
  }

  tooLong(line: number): void {
    this.#needHeader(line);
    if (this.#rows.header) this.reject('too-long', line);
  }

  tooWide(line: number): void {
    this.#needHeader(line);
    if (this.#rows.header) this.reject('too-many', line);
  }

  #needHeader(line: number): void {
    if (!this.#rows.header) this.#withoutHeader ??= line;
  }

  /** @throws SourceError when the header was skipped */
  checkHeader(): void {
    const line = this.#withoutHeader;
    if (line !== null)
      throw new SourceError(
        'unreadable',
        `${this.#name}: line ${String(line)} should name the columns, and is larger than any such line (${String(widest)} columns at most). Is it a CSV file?`,
        { line },
      );
  }

  reject(code: string, line: number): void {
    this.#rows.reject(code, line);
  }
}
