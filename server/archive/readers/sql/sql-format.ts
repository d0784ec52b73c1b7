/** Reads the rows of a dump of MySQL, MariaDB or PostgreSQL by a profile. */
import { SourceError } from '../../reader.ts';
import type { Read, Source } from '../../reader.ts';
import { countedTables } from '../profile/needs.ts';
import type { Format, Intake } from '../profile/reading.ts';
import { pushAll } from '../pushed.ts';
import { byteOrderMark, encodingNamed } from '../../../text/charset.ts';
import { isSqlite, sqliteMark, takeSqlite } from '../sqlite/sqlite-format.ts';
import { backslash } from './bytes.ts';
import { DumpReader } from './dump.ts';
import type { DumpHandler, DumpRow } from './dump.ts';
import { complainOf, Names, positionsOf, TableNames } from './names.ts';

export const sqlFormat: Format = { dates: ['sql', 'iso'], places: 'byte', take };

/** Reads a dump or a SQLite database. */
async function* take(source: Source, intake: Intake): AsyncGenerator<Read> {
  if (source.path !== null && isSqlite(source.path)) return yield* takeSqlite(source, source.path, intake);
  if (intake.profile.format === 'sqlite') return yield* refuseStream(source);
  const rows = new DumpRows(intake);
  const dump = new DumpReader(rows, { longestRow: intake.longestRow });
  const cut = yield* pushAll(unmarked(source), (chunk) => dump.push(chunk), rows.rejects);
  const end = dump.end();
  yield* rows.rejects.splice(0);
  rows.complain(source.name, cut !== null || end !== null);
  if (cut) throw cut;
  if (end !== null && rows.nothing)
    throw new SourceError('unreadable', `${source.name} is no dump: there is no CREATE TABLE and no INSERT in it`, { byte: 0 });
  if (end !== null)
    throw new SourceError('cut-off', `${source.name} ends in the middle, at byte ${String(end)}: the dump is not whole`, { byte: end });
}

/** Refuses a SQLite database that is compressed, in a pipe, encrypted, or not a database. */
async function* refuseStream(source: Source): AsyncGenerator<Read> {
  let head = Buffer.alloc(0);
  for await (const chunk of source) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= longestStart) break;
  }
  refuseArchive(head.toString('latin1'), source.name);
  throw new SourceError(
    'unreadable',
    `${source.name} is no SQLite database, or an encrypted one: whoever has its key can write it anew without ("ATTACH … KEY ''" and sqlcipher_export for SQLCipher)`,
    { byte: 0 },
  );
  yield* [];
}

/** Refuses dump formats that only their own program reads. */
function refuseArchive(head: string, name: string): void {
  if (head.startsWith(sqliteMark))
    throw new SourceError(
      'unreadable',
      `${name} is a SQLite database: unpack it, and give the file itself; it cannot be read from a pipe`,
      { byte: 0 },
    );
  if (head.startsWith('PGDMP') || (head.startsWith('toc.dat\0') && head.slice(257, 262) === 'ustar'))
    throw new SourceError(
      'unreadable',
      `${name} is a PostgreSQL dump in an archive format; "pg_restore --file dump.sql ${name}" makes a plain one of it, which is read`,
      { byte: 0 },
    );
}

/** Characters that tell the kind of a file. */
const longestStart = 512;

/** Skips the byte order mark of some editors. */
async function* unmarked(source: Source): AsyncGenerator<Uint8Array> {
  let first = true;
  let head = '';
  for await (const chunk of source) {
    if (head.length < longestStart) refuseArchive((head += Buffer.from(chunk.subarray(0, longestStart)).toString('latin1')), source.name);
    const mark = first ? byteOrderMark(chunk) : null;
    if ((mark?.encoding ?? 'utf-8') !== 'utf-8')
      throw new SourceError(
        'unreadable',
        `${source.name} is UTF-16: a dump saved by a Windows editor; save it as UTF-8, or ask for it again`,
        { byte: 0 },
      );
    yield mark ? chunk.subarray(mark.length) : chunk;
    first = false;
  }
}

/** Converts PostgreSQL's booleans (letters) and bytes (hexadecimal) to numbers and bytes, as profiles expect them. */
function plainCell(cell: Buffer | null, type: string | undefined): Buffer | null {
  if (cell === null || (type !== 'boolean' && type !== 'bool' && type !== 'bytea')) return cell;
  if (type !== 'bytea')
    return cell.length === 1 && (cell[0] === 0x74 || cell[0] === 0x66) ? Buffer.from(cell[0] === 0x74 ? '1' : '0') : cell;
  return cell[0] === backslash && cell[1] === 0x78 ? Buffer.from(cell.toString('latin1', 2), 'hex') : cell;
}

class DumpRows implements DumpHandler {
  readonly rejects: Read[] = [];
  readonly #intake: Intake;
  readonly #names: TableNames;
  readonly #types = new Map<string, ReadonlyMap<string, string>>();
  readonly #columns = new Map<string, ReadonlySet<string>>();
  /** The positions of the wanted columns, by list of columns. */
  readonly #positions = new WeakMap<readonly string[], readonly number[]>();
  readonly #counted: ReadonlySet<string>;
  #zone: string | null = null;

  constructor(intake: Intake) {
    this.#intake = intake;
    this.#names = new TableNames(intake);
    this.#counted = countedTables(intake.profile);
    intake.zoneOf((table, column) => (this.#types.get(table)?.get(column.toLowerCase()) === 'timestamp' ? this.#zone : null));
  }

  /** True when no table was found. */
  get nothing(): boolean {
    return this.#names.seen.size === 0;
  }

  wants(table: string): ReadonlySet<string> | null {
    const name = this.#names.of(table);
    if (name === null) return null;
    let columns = this.#columns.get(name);
    if (!columns) this.#columns.set(name, (columns = new Names(this.#intake.tables.columnsOf(name))));
    return columns;
  }

  row({ table, columns, cells, byte }: DumpRow): void {
    const name = this.#names.of(table);
    if (name === null) return;
    let positions = this.#positions.get(columns);
    if (!positions) {
      positions = positionsOf(this.#intake.tables.columnsOf(name), columns);
      this.#positions.set(columns, positions);
    }
    this.#intake.assembly.add(
      name,
      positions.map((position) => plainCell(cells[position] ?? null, this.#types.get(name)?.get(columns[position]?.toLowerCase() ?? ''))),
      byte,
    );
  }

  reject({ code, table, byte, field }: Parameters<DumpHandler['reject']>[0]): void {
    const name = this.#names.of(table) ?? table;
    const rows = table === '' || this.#counted.has(name) ? 1 : 0;
    this.#intake.counters.rows += rows;
    this.rejects.push({ reject: { code, table: name, byte, rows, ...(field === undefined ? {} : { field }) } });
  }

  created(table: string, columns: readonly { readonly name: string; readonly type: string }[]): void {
    const name = this.#names.of(table);
    if (name === null) return;
    this.#types.set(name, new Map(columns.map((column) => [column.name.toLowerCase(), column.type])));
    const there = new Names(columns.map((column) => column.name));
    const missing = this.#intake.tables.columnsOf(name).filter((column) => !there.has(column));
    if (missing.length > 0)
      this.#intake.findings.say(`${name} has no column ${missing.map((column) => `"${column}"`).join(', ')}: taken as empty`);
  }

  set({ charset, zone }: { readonly charset?: string; readonly zone?: string }): void {
    if (zone !== undefined && /^([+-]\d{2}:\d{2}|[A-Za-z_]+\/[A-Za-z_/]+|UTC)$/.test(zone)) this.#zone ??= zone;
    if (charset === undefined || this.#intake.encoding !== null) return;
    const encoding = encodingNamed(charset);
    // Where UTF-8 is only declared, a string that is not UTF-8 is read as windows-1252 and counted.
    if (encoding !== null) this.#intake.decodeAs(encoding === 'utf-8' ? null : encoding);
  }

  complain(source: string, cut: boolean): void {
    if (!cut) complainOf(this.#names, source, this.#intake);
  }
}
