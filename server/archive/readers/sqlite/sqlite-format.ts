/** Reads the rows of a SQLite database by a profile: in place, page by page, without writing to it. */
import { closeSync, copyFileSync, openSync, readSync, statSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import type { Database as Connection } from 'node-sqlite3-wasm';
import { SourceError } from '../../reader.ts';
import type { Read, Source } from '../../reader.ts';
import { countedTables } from '../profile/needs.ts';
import type { Intake } from '../profile/reading.ts';
import { complainOf, positionsOf, TableNames } from '../sql/names.ts';

export const sqliteMark = 'SQLite format 3\0';
/** Bytes of the database header. */
const headSize = 100;

function headOf(path: string): Buffer {
  const head = Buffer.alloc(headSize);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head, 0, headSize, 0));
  } finally {
    closeSync(file);
  }
}

/** @returns false also for an unreadable file, whose error the reader reports */
export function isSqlite(path: string): boolean {
  try {
    return statSync(path).isFile() && headOf(path).toString('latin1').startsWith(sqliteMark);
  } catch {
    return false;
  }
}

export async function* takeSqlite(source: Source, path: string, intake: Intake): AsyncGenerator<Read> {
  // A first pass over the file, for its checksum and the progress.
  for await (const chunk of source) void chunk;
  intake.placedBy('line');
  const opened = open(path, source.name, intake);
  try {
    yield* new SqliteRows(opened, source.name, intake).read();
  } finally {
    quietly(() => opened.database.close());
  }
}

interface Opened {
  readonly database: Connection;
  readonly inUtf8: boolean;
}

/** Ignores errors while closing a damaged database, which was reported before. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // It holds only memory, which the process frees.
  }
}

/**
 * The library creates a lock folder beside the file, so it opens a link in a temporary folder. It cannot open a database in WAL
 * mode:
 * that one is copied, and the copy is marked as an ordinary one.
 */
function open(path: string, name: string, { scratch, findings }: Intake): Opened {
  const head = headOf(path);
  const refuse = (message: string): SourceError => new SourceError('unreadable', `${name} ${message}`, { byte: 0 });
  if (head.length < headSize) throw refuse('is no whole SQLite database');
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (log && log.size > 0)
    throw refuse(
      `has changes that are not in it yet, in ${name}-wal; sqlite3 ${name} "PRAGMA wal_checkpoint(TRUNCATE)" writes them into it`,
    );
  if (isHot(`${path}-journal`))
    throw refuse(`was left in the middle of a change, which ${name}-journal takes back; sqlite3 ${name} "PRAGMA schema_version" does so`);
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
  // The page count in the header is valid only if it was written with the last change.
  const expected = head.readUInt32BE(24) === head.readUInt32BE(92) ? pageSize * head.readUInt32BE(28) : 0;
  const { size } = statSync(path);
  if (size < expected) throw refuse(`is not whole: it should have ${String(expected)} bytes, and has ${String(size)}`);
  const link = join(scratch, 'database');
  if (head[18] === 2 || head[19] === 2) {
    findings.say(
      `${name} keeps changes in a file of its own until they are written into it (${name}-wal): what was in that and is not beside it is not there`,
    );
    copyFileSync(path, link);
    const copy = openSync(link, 'r+');
    writeSync(copy, Buffer.from([1, 1]), 0, 2, 18);
    closeSync(copy);
  } else linkOrCopy(path, link);
  try {
    const database = new sqlite.Database(link, { readOnly: true, fileMustExist: true });
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -4000');
    return { database, inUtf8: head.readUInt32BE(56) <= 1 };
  } catch (error) {
    throw refuse(`cannot be read: ${said(error)}`);
  }
}

/** Windows may forbid symbolic links. */
function linkOrCopy(path: string, link: string): void {
  try {
    symlinkSync(path, link);
  } catch {
    copyFileSync(path, link);
  }
}

/** Whether the rollback journal has a header: the last transaction was interrupted. */
function isHot(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return (
    found !== undefined &&
    found.size > 0 &&
    headOf(path)
      .subarray(0, 8)
      .some((byte) => byte !== 0)
  );
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

class SqliteRows {
  readonly #database: Connection;
  readonly #name: string;
  readonly #intake: Intake;
  readonly #names: TableNames;
  readonly #counted: ReadonlySet<string>;
  /** Texts are read as bytes, so that invalid UTF-8 is noticed; those of a UTF-16 database as characters. */
  readonly #asBytes: boolean;

  constructor({ database, inUtf8 }: Opened, name: string, intake: Intake) {
    this.#database = database;
    this.#asBytes = inUtf8;
    this.#name = name;
    this.#intake = intake;
    this.#names = new TableNames(intake);
    this.#counted = countedTables(intake.profile);
  }

  *read(): Generator<Read> {
    const tables = this.#ask(() =>
      this.#database
        .all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
        .map(({ name }) => String(name)),
    );
    if (!this.#asBytes) this.#intake.decodeAs('utf-8');
    for (const table of tables) {
      const name = this.#names.of(table);
      if (name !== null) yield* this.#table(table, name);
    }
    complainOf(this.#names, this.#name, this.#intake);
  }

  *#table(table: string, name: string): Generator<Read> {
    const { tables, findings, assembly, longestRow, counters } = this.#intake;
    const there = this.#ask(() => this.#database.all(`PRAGMA table_xinfo(${quoted(table)})`).map((column) => String(column['name'])));
    const wanted = tables.columnsOf(name);
    const positions = positionsOf(wanted, there);
    const missing = wanted.filter((_, i) => positions[i] === -1);
    if (missing.length > 0) findings.say(`${name} has no column ${missing.map((column) => `"${column}"`).join(', ')}: taken as empty`);
    const columns = [...new Set(positions.filter((position) => position >= 0).map((position) => quoted(there[position] ?? '')))];
    const size = columns.map((column) => `coalesce(octet_length(${column}), 0)`).join(' + ') || '0';
    const cells = columns.map(
      (column, i) => `CASE WHEN ${size} > ${String(longestRow)} THEN NULL ELSE ${this.#cell(column)} END AS c${String(i)}`,
    );
    const at = positions.map((position) => (position < 0 ? -1 : columns.indexOf(quoted(there[position] ?? ''))));
    let place = 0;
    const statement = this.#ask(() => this.#database.prepare(`SELECT ${[`${size} AS size`, ...cells].join(', ')} FROM ${quoted(table)}`));
    try {
      const rows = statement.iterate();
      for (;;) {
        const { done, value: row } = this.#ask(() => rows.next(), place > 0 || counters.rows > 0);
        if (done === true) break;
        place += 1;
        if (Number(row['size']) > longestRow) {
          const lost = this.#counted.has(name) ? 1 : 0;
          counters.rows += lost;
          yield { reject: { code: 'too-long', table: name, line: place, rows: lost } };
        } else
          assembly.add(
            name,
            at.map((i) => (i < 0 ? null : bytesOf(row[`c${String(i)}`]))),
            place,
          );
      }
    } finally {
      quietly(() => statement.finalize());
    }
  }

  /** Selects numbers as text, and texts and blobs as they are. */
  #cell(column: string): string {
    return this.#asBytes ? `CAST(${column} AS BLOB)` : `CASE typeof(${column}) WHEN 'blob' THEN ${column} ELSE CAST(${column} AS TEXT) END`;
  }

  /** @throws SourceError for an error of SQLite; rows read before are good */
  #ask<T>(work: () => T, some = false): T {
    try {
      return work();
    } catch (error) {
      throw new SourceError(
        some ? 'cut-off' : 'unreadable',
        `${this.#name} is damaged: ${said(error)}; sqlite3 ${this.#name} .recover saves what can be saved`,
      );
    }
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function bytesOf(value: unknown): Buffer | null {
  if (value === null || value === undefined) return null;
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.from(String(value));
}
