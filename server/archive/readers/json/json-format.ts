/** Reads the records of a JSON file by a profile. A list inside a record is a table too, whose rows see the record as `^`. */
import { ReaderUsageError, SourceError } from '../../reader.ts';
import type { Read, Source } from '../../reader.ts';
import { fileBytes } from '../bytes.ts';
import { eachFile, folderOf } from '../folder.ts';
import { tableFiles } from '../profile/files.ts';
import { countedTables } from '../profile/needs.ts';
import type { Format, Intake } from '../profile/reading.ts';
import { pushAll } from '../pushed.ts';
import { decoderFor } from '../../../text/charset.ts';
import { asciiCompatible } from '../../../text/transcode.ts';
import type { Decoder } from '../../../text/charset.ts';
import { JsonReader } from './values.ts';
import type { JsonHandler } from './values.ts';

export const jsonFormat: Format = { dates: 'iso', places: 'byte', take };

async function* take(source: Source, intake: Intake): AsyncGenerator<Read> {
  const { profile } = intake;
  const files = profile.json?.files;
  const folder = folderOf(source);
  if (!files && folder !== null)
    throw new ReaderUsageError(
      `${source.name} is a folder: the profile has to say which file is which table ("json": { "files": { "${profile.tickets.table}": "tickets*.json" } })`,
    );
  if (!files) return yield* takeFile(source, profile.tickets.table, source.name, intake);
  if (folder === null) throw new ReaderUsageError(`this profile reads a folder with the files ${Object.values(files).join(', ')}`);
  yield* eachFile(tableFiles(folder, files, intake), ([table, path]) => takeFile(fileBytes(path), table, path, intake));
}

async function* takeFile(source: AsyncIterable<Uint8Array>, table: string, name: string, intake: Intake): AsyncGenerator<Read> {
  const rows = new JsonRows(intake, table);
  const json = new JsonReader(rows, intake.profile.json?.lists ?? [], intake.longestRow);
  const chunks = asciiCompatible(source, intake.encoding, () => rows.isUtf8());
  const cut = yield* pushAll(chunks, (chunk) => json.push(chunk), rows.rejects);
  const end = json.end();
  yield* rows.rejects.splice(0);
  if (cut) throw cut;
  if (end !== null) throw new SourceError('cut-off', `${name} ends in the middle, at byte ${String(end)}`, { byte: end });
}

class JsonRows implements JsonHandler {
  readonly rejects: Read[] = [];
  readonly #intake: Intake;
  /** The table of records outside named lists. */
  readonly #table: string;
  readonly #unwrap: readonly string[];
  readonly #counted: ReadonlySet<string>;
  /** The child tables of each table: lists in its rows. */
  readonly #children = new Map<string, readonly string[]>();
  #decoder: Decoder;

  constructor(intake: Intake, table: string) {
    this.#intake = intake;
    this.#table = table;
    this.#unwrap = intake.profile.json?.unwrap ?? [];
    this.#counted = countedTables(intake.profile);
    this.#decoder = decoderFor(intake.encoding, intake.findings);
    intake.decodeAs('utf-8');
    for (const table of intake.tables.names) {
      const parent = table.slice(0, Math.max(0, table.lastIndexOf('.')));
      if (parent !== '') this.#children.set(parent, [...(this.#children.get(parent) ?? []), table]);
    }
  }

  isUtf8(): void {
    this.#decoder = decoderFor('utf-8', this.#intake.findings);
  }

  value(bytes: Buffer, list: string | null, byte: number): void {
    const table = list ?? this.#table;
    let value: unknown;
    try {
      value = JSON.parse(this.#decoder.decode(bytes));
    } catch {
      return this.reject('malformed-json', list, byte);
    }
    if (!isObject(value)) return this.reject('invalid', list, byte);
    if (list === null && Array.isArray(at(value, table)))
      this.#intake.findings.say(`the file is one object with a list "${table}": name it in the profile, "json": { "lists": ["${table}"] }`);
    this.#add(table, value, null, byte);
  }

  reject(code: string, list: string | null, byte: number): void {
    const table = list ?? this.#table;
    const rows = this.#counted.has(table) ? 1 : 0;
    this.#intake.counters.rows += rows;
    this.rejects.push({ reject: { code, table, byte, rows } });
  }

  #add(table: string, wrapped: object, parent: object | null, byte: number): void {
    const record = this.#unwrapped(wrapped);
    if (this.#intake.tables.wants(table)) {
      const cells = this.#intake.tables
        .columnsOf(table)
        .map((path) => cellOf(path.startsWith('^') ? at(parent, path.slice(1)) : at(record, path)));
      this.#intake.assembly.add(table, cells, byte);
    }
    for (const child of this.#children.get(table) ?? []) {
      const list = at(record, child.slice(table.length + 1));
      if (Array.isArray(list)) for (const one of list as unknown[]) if (isObject(one)) this.#add(child, one, record, byte);
    }
  }

  #unwrapped(record: object): object {
    for (const name of this.#unwrap) {
      const inner = at(record, name);
      if (isObject(inner)) return inner;
    }
    return record;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A property by its path, `via.source.address`; own properties only, so that `__proto__` is an ordinary name. */
function at(record: unknown, path: string): unknown {
  let value = record;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function cellOf(value: unknown): Buffer | null {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (typeof value === 'number' || typeof value === 'boolean') return Buffer.from(String(value));
  return null;
}
