/** Reads the records of XML files by a profile. A table is an element; a table inside a record sees the record as `^`. */
import { ReaderUsageError, SourceError } from '../../reader.ts';
import type { Read, Source } from '../../reader.ts';
import { fileBytes } from '../bytes.ts';
import { eachFile, filesNamed, folderOf } from '../folder.ts';
import { countedTables } from '../profile/needs.ts';
import type { Format, Intake } from '../profile/reading.ts';
import { xmlText } from './text.ts';
import { XmlError, XmlRecords } from './records.ts';
import type { XmlFault, XmlHandler, XmlRecord } from './records.ts';

export const xmlFormat: Format = { dates: 'iso', places: 'line', take };

async function* take(source: Source, intake: Intake): AsyncGenerator<Read> {
  intake.decodeAs('utf-8');
  const names = new Set<string>();
  const folder = folderOf(source);
  if (folder === null) yield* takeFile(source, source.name, intake, names);
  else {
    const patterns = intake.profile.xml?.files ?? ['*.xml'];
    const files = [...new Set(patterns.flatMap((pattern) => filesNamed(folder, pattern)))];
    if (files.length === 0)
      throw new ReaderUsageError(
        `${source.name} is a folder without ${patterns.join(', ')}; the profile says which files to read ("xml": { "files": [ "Tickets*.xml" ] })`,
      );
    yield* eachFile(files, (path) => takeFile(fileBytes(path), path, intake, names));
  }
  const { table } = intake.profile.tickets;
  if (intake.tables.rowsOf(table) === 0 && intake.counters.rows === 0 && names.size > 0)
    throw new SourceError(
      'unreadable',
      `${source.name} has no element ${table}. It has ${[...names].slice(0, 30).join(', ')}. Another system?`,
    );
}

async function* takeFile(bytes: AsyncIterable<Uint8Array>, name: string, intake: Intake, names: Set<string>): AsyncGenerator<Read> {
  const rows = new XmlRows(intake);
  const tables = intake.tables.names.map((table) => ({ name: table, columns: intake.tables.columnsOf(table) }));
  const xml = new XmlRecords(rows, tables, intake.longestRow);
  let cut: SourceError | null = null;
  try {
    for await (const text of xmlText(bytes, intake.encoding, intake.findings)) {
      xml.push(text);
      yield* rows.rejects.splice(0);
    }
  } catch (error) {
    if (error instanceof XmlError) throw new SourceError('unreadable', `${name}: ${error.message}`, { line: error.line });
    if (!(error instanceof SourceError) || error.code !== 'cut-off') throw error;
    cut = error;
  }
  const end = xml.end();
  xml.names.forEach((one) => names.add(one));
  yield* rows.rejects.splice(0);
  if (cut) throw cut;
  if (end !== null)
    throw new SourceError('cut-off', `${name} ends in the middle, at line ${String(end)}: an element is not closed`, { line: end });
}

class XmlRows implements XmlHandler {
  readonly rejects: Read[] = [];
  readonly #intake: Intake;
  readonly #counted: ReadonlySet<string>;

  constructor(intake: Intake) {
    this.#intake = intake;
    this.#counted = countedTables(intake.profile);
  }

  record(record: XmlRecord): void {
    const cells = this.#intake.tables
      .columnsOf(record.table)
      .map((path) => (path.startsWith('^') ? cellOf(record.parent, path.slice(1)) : cellOf(record, path)));
    this.#intake.assembly.add(record.table, cells, record.line);
  }

  reject(code: XmlFault, table: string, line: number): void {
    const rows = this.#counted.has(table) ? 1 : 0;
    this.#intake.counters.rows += rows;
    this.rejects.push({ reject: { code, table, line, rows } });
  }
}

function cellOf(record: XmlRecord | null, path: string): Buffer | null {
  const pieces = record?.values.get(path);
  return pieces === undefined ? null : pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}
