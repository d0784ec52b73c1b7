/**
 * Splits an XML file of any size into records: elements named like a table, and inside them elements that are tables of their own.
 * Memory holds only the needed parts of one record.
 */
import { Parser } from 'htmlparser2';

export interface XmlTable {
  readonly name: string;
  /** Paths of elements below the record: `requester.email`; `@id` is an attribute, `.` the record's own text. */
  readonly columns: readonly string[];
}

export interface XmlRecord {
  readonly table: string;
  readonly line: number;
  readonly parent: XmlRecord | null;
  /** The values at each path. */
  readonly values: ReadonlyMap<string, readonly Buffer[]>;
}

export type XmlFault = 'malformed-xml' | 'too-deep' | 'too-long';

export interface XmlHandler {
  /** Called with a complete record, before the records inside it. */
  record(record: XmlRecord): void;
  reject(code: XmlFault, table: string, line: number): void;
}

/** Reading cannot continue: why, and at which line. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Deepest nesting; exports have ten levels at most. */
const deepest = 100;
const hopeless = 1_000;
/** Bytes counted for an element besides its text. */
const weight = 200;
const pieceSize = 64 * 1024;
/** Elements after which text inside markup starts a new line. */
const breaking = new Set(['br', 'p', 'div', 'li', 'tr']);

interface Opened {
  readonly table: string;
  readonly line: number;
  readonly parent: Opened | null;
  readonly values: Map<string, Buffer[]>;
  /** Records inside it, which follow it. */
  readonly inside: Opened[];
}

/** An open element of a record. */
interface Level {
  readonly record: Opened;
  readonly path: string;
  /** The list that its text is added to, or null. */
  readonly text: Buffer[] | null;
  readonly begins: boolean;
}

export class XmlRecords {
  readonly #handler: XmlHandler;
  readonly #longest: number;
  readonly #roots: ReadonlySet<string>;
  readonly #tables: ReadonlySet<string>;
  readonly #columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #parser: Parser;
  #levels: Level[] = [];
  /** Number of open elements around the record. */
  #around = 0;
  #size = 0;
  #fault: XmlFault | null = null;
  #ended = false;
  #openAtEnd = false;
  /** Characters fed to the parser, and how many when it last emitted something. */
  #fed = 0;
  #found = 0;
  /** Where the last opening tag ended. */
  #openedAt = -1;
  #piece = '';
  #pieceStart = 0;
  #counted = 0;
  #line = 1;
  /** Element names, for the error message when no record is found. */
  readonly names = new Set<string>();

  constructor(handler: XmlHandler, tables: readonly XmlTable[], longest: number) {
    this.#handler = handler;
    this.#longest = longest;
    this.#tables = new Set(tables.map(({ name }) => name));
    this.#roots = new Set(tables.filter(({ name }) => parentTable(name, this.#tables) === null).map(({ name }) => name));
    const columns = new Map(tables.map(({ name }) => [name, new Set<string>()]));
    for (const { name, columns: wanted } of tables) {
      const parent = parentTable(name, this.#tables);
      for (const column of wanted) {
        if (!column.startsWith('^')) columns.get(name)?.add(column);
        else if (parent !== null) columns.get(parent)?.add(column.slice(1));
      }
    }
    this.#columns = columns;
    const seen = (): void => void (this.#found = this.#fed);
    this.#parser = new Parser(
      {
        onopentag: (name, attributes) => {
          seen();
          this.#openedAt = this.#parser.endIndex;
          this.#open(name, attributes);
        },
        ontext: (text) => {
          seen();
          this.#text(text);
        },
        onclosetag: (name, implied) => {
          seen();
          // <br/> closes where it opens; the parser reports it like an element closed by another's end.
          this.#close(name, implied && (this.#ended || this.#parser.endIndex !== this.#openedAt));
        },
        oncomment: seen,
        onprocessinginstruction: seen,
      },
      { xmlMode: true, decodeEntities: true },
    );
  }

  /** @throws XmlError */
  push(text: string): void {
    for (let from = 0; from < text.length; from += pieceSize) {
      this.#piece = text.slice(from, from + pieceSize);
      this.#fed += this.#piece.length;
      this.#parser.write(this.#piece);
      this.#countLines(this.#piece.length);
      this.#pieceStart += this.#piece.length;
      this.#counted = 0;
      // The parser emits text at once, but buffers a tag, a comment or a CDATA section until it is complete.
      if (this.#fed - this.#found > this.#longest)
        throw new XmlError(
          `what begins before line ${String(this.#line)} (a tag, a comment or a CDATA section) is larger than ${String(Math.round(this.#longest / 1024 / 1024))} MB`,
          this.#line,
        );
    }
  }

  /** @returns the line at which the file was cut off, or null */
  end(): number | null {
    this.#ended = true;
    this.#openAtEnd = false;
    this.#parser.end();
    return this.#openAtEnd || this.#found < this.#fed - 1 ? this.#line : null;
  }

  #countLines(to: number): void {
    for (let at = this.#piece.indexOf('\n', this.#counted); at >= 0 && at < to; at = this.#piece.indexOf('\n', this.#counted)) {
      this.#line += 1;
      this.#counted = at + 1;
    }
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.names.size < 30) this.names.add(name);
    if (this.#around + this.#levels.length > hopeless)
      throw new XmlError(`more than ${String(hopeless)} elements are open at line ${String(this.#line)}: that is no export`, this.#line);
    const level = this.#levels.at(-1);
    if (!level) {
      if (!this.#roots.has(name)) return void (this.#around += 1);
      this.#size = 0;
      this.#fault = null;
      return this.#begin(name, null, attributes);
    }
    this.#size += weight;
    if (this.#levels.length > deepest) this.#fault ??= 'too-deep';
    if (this.#size > this.#longest) this.#fault ??= 'too-long';
    const path = level.path === '' ? name : `${level.path}.${name}`;
    const table = `${level.record.table}.${path}`;
    if (this.#fault === null && this.#tables.has(table)) return this.#begin(table, level.record, attributes);
    this.#levels.push({ record: level.record, path, text: this.#textAt(level.record, path) ?? level.text, begins: false });
    this.#attributes(level.record, `${path}.`, attributes);
  }

  #begin(table: string, parent: Opened | null, attributes: Readonly<Record<string, string>>): void {
    this.#countLines(this.#parser.startIndex - this.#pieceStart);
    const record: Opened = { table, line: this.#line, parent, values: new Map(), inside: [] };
    parent?.inside.push(record);
    this.#levels.push({ record, path: '', text: this.#textAt(record, '.'), begins: true });
    this.#attributes(record, '', attributes);
  }

  #attributes(record: Opened, prefix: string, attributes: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(attributes)) {
      this.#size += value.length;
      const text = this.#size > this.#longest ? null : this.#textAt(record, `${prefix}@${name}`);
      text?.push(Buffer.from(value));
    }
  }

  /** Begins a value of a column, if the column is wanted. */
  #textAt(record: Opened, path: string): Buffer[] | null {
    if (this.#fault !== null || !(this.#columns.get(record.table)?.has(path) ?? false)) return null;
    const before = record.values.get(path);
    // A second element of the same name begins a new paragraph.
    if (before && before.length > 0 && before.at(-1) !== paragraph) before.push(paragraph);
    const text = before ?? [];
    record.values.set(path, text);
    return text;
  }

  #text(text: string): void {
    const level = this.#levels.at(-1);
    if (!level?.text || this.#fault !== null) return;
    this.#size += text.length;
    if (this.#size > this.#longest) this.#fault = 'too-long';
    else level.text.push(Buffer.from(text));
  }

  #close(name: string, implied: boolean): void {
    if (implied && this.#ended) {
      this.#openAtEnd = true;
      return;
    }
    const level = this.#levels.pop();
    if (!level) return void (this.#around = Math.max(0, this.#around - 1));
    // An element was closed by another's end: the structure is unreliable from here on.
    if (implied) this.#fault ??= 'malformed-xml';
    if (level.text && !level.begins && breaking.has(name) && this.#levels.at(-1)?.text === level.text) level.text.push(lineEnd);
    if (this.#levels.length > 0) return;
    const { record } = level;
    if (this.#fault !== null) this.#handler.reject(this.#fault, record.table, record.line);
    else this.#hand(record);
  }

  #hand(record: Opened): void {
    this.#handler.record(record);
    record.inside.forEach((one) => this.#hand(one));
  }
}

const paragraph = Buffer.from('\n\n');
const lineEnd = Buffer.from('\n');

/** The enclosing table: the one with the longest path that is a prefix of this one's. */
export function parentTable(name: string, tables: ReadonlySet<string>): string | null {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1))
    if (tables.has(name.slice(0, dot))) return name.slice(0, dot);
  return null;
}
