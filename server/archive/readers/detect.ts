/** Guesses what a file is, when `--from` is missing. The guess is only proposed to the user. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beginsWorkbook } from '../unpack.ts';
import { DumpReader } from './sql/dump.ts';
import { sqliteMark } from './sqlite/sqlite-format.ts';
import { byteOrderMark, decoderFor } from '../../text/charset.ts';

export interface Proposal {
  /** The value of `--from`, or null when nothing was recognised. */
  readonly from: string | null;
  /** Further options that are needed, as they would be typed. */
  readonly options: readonly string[];
  /** The reason, in a sentence. */
  readonly because: string;
}

/** Bytes of a dump that are searched: its tables are in alphabetical order. */
const enough = 256 * 1024 * 1024;

export function detectFolder(path: string): Proposal {
  const has = (name: string): boolean => existsSync(join(path, name));
  if (has('ticket_data.csv')) return { from: 'zendesk-csv', options: [], because: 'it holds ticket_data.csv' };
  const names = readdirSync(path);
  const mails = has('cur') || has('new') || names.some((name) => /\.eml(\.gz)?$/i.test(name));
  if (mails)
    return {
      from: 'maildir',
      options: ['--staff-domain example.com'],
      because: 'it holds mails (the domain is that of those who answered)',
    };
  if (names.some((name) => /^tickets\d*\.xml(\.gz)?$/i.test(name)))
    return {
      from: 'freshdesk-xml',
      options: [],
      because: 'it holds files named as Freshdesk names them, and nothing more is known of them',
    };
  for (const ending of ['xml', 'json', 'csv'] as const) {
    const files = names.filter((name) => new RegExp(`\\.${ending}(\\.gz)?$`, 'i').test(name));
    if (files.length > 0)
      return {
        from: ending,
        options: ['--profile profile.json'],
        because: `it holds ${files.sort().slice(0, 10).join(', ')}, of a system that is not known`,
      };
  }
  return { from: null, options: [], because: 'it holds neither mails nor tables that are known' };
}

export async function detect(bytes: AsyncIterable<Uint8Array>): Promise<Proposal> {
  const tables = new Tables();
  const start: Uint8Array[] = [];
  let head = '';
  let read = 0;
  for await (const chunk of bytes) {
    if (read < 64 * 1024) head = headOf(start, chunk);
    read += chunk.length;
    if (read >= 64 * 1024 && !looksLikeDump(head)) break;
    const known = tables.push(chunk);
    if (known) return known;
    if (read > enough) break;
  }
  const bytesRead = Buffer.concat(start);
  if (bytesRead.toString('latin1', 0, sqliteMark.length) === sqliteMark) return ofSqlite(bytesRead);
  if (beginsWorkbook(bytesRead))
    return { from: 'xlsx', options: ['--profile profile.json'], because: 'it is a zip file with the parts of a workbook' };
  const binary = ofBinary(bytesRead, head);
  if (binary) return binary;
  if (looksLikeDump(head))
    return {
      from: 'sql',
      options: ['--profile profile.json'],
      because: `it is a dump of a system that is not known, with the tables ${tables.names.slice(0, 20).join(', ')}`,
    };
  return ofText(head, bytesRead);
}

/** The first text. Old exports are windows-1252 as often as UTF-8, and the last character may be incomplete. */
function headOf(start: Uint8Array[], chunk: Uint8Array): string {
  start.push(chunk);
  const bytes = Buffer.concat(start).subarray(0, 64 * 1024);
  const line = bytes.indexOf(0x0a);
  const text = bytes.toString('utf8');
  return line < 0 ? text : decoderFor(null).decode(bytes.subarray(0, line + 1)) + bytes.subarray(line + 1).toString('utf8');
}

const looksLikeDump = (head: string): boolean =>
  /^\s*(--|\/\*|#|SET |COPY |DROP TABLE|CREATE TABLE|INSERT INTO|START TRANSACTION)/i.test(head) &&
  /\b(CREATE TABLE|INSERT INTO)\b|^-- (MySQL|MariaDB|phpMyAdmin)|^-- PostgreSQL database|^COPY \S+ .*FROM stdin;/im.test(head);

/** A SQLite file begins with its schema, the last table first, unless there are many tables. */
function ofSqlite(bytes: Buffer): Proposal {
  const tables = [...bytes.toString('latin1').matchAll(/CREATE TABLE (?:IF NOT EXISTS )?["'`[]?([\w$]+)/gi)]
    .map(([, name = '']) => name)
    .reverse();
  for (const table of tables) {
    const known = markOf(table);
    if (known) return { ...known, because: `it is a SQLite database, and ${known.because}` };
  }
  const names = [...new Set(tables)].slice(0, 20).join(', ');
  return {
    from: 'sqlite',
    options: ['--profile profile.json'],
    because: names === '' ? 'it is a SQLite database' : `it is a SQLite database of a system that is not known, with the tables ${names}`,
  };
}

/** Binary formats by their first bytes. Other files with control characters are not text. */
function ofBinary(bytes: Buffer, head: string): Proposal | null {
  const what = binaries.find(([begin]) => bytes.subarray(0, begin.length).equals(Buffer.from(begin, 'latin1')))?.[1];
  if (what !== undefined) return { from: null, options: [], because: what };
  if (byteOrderMark(bytes)) return null;
  const odd = bytes.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 27) ? 1 : 0), 0);
  return odd * 100 > bytes.length && !looksLikeDump(head)
    ? { from: null, options: [], because: 'it is no text: it holds control characters' }
    : null;
}

const binaries = [
  [
    '\xd0\xcf\x11\xe0',
    'it is a file of Outlook or an old Office (.msg, .xls), or a workbook with a password, which is not read; save mails as .eml, and tables as .xlsx or CSV',
  ],
  ['PK\x03\x04', 'it is a zip file, which is not read; unpack it, and give what is in it'],
  ['!BDN', 'it is an Outlook data file (.pst), which is not read; save its mails as .eml or mbox'],
  ['PGDMP', 'it is a PostgreSQL dump in its archive format; "pg_restore --file dump.sql FILE" makes a plain one of it, for --from sql'],
  ['%PDF', 'it is a PDF, which is not read'],
] as const;

function ofText(head: string, start: Buffer): Proposal {
  const text = head.replace(/^\ufeff/, '').trimStart();
  if (/^\{"v":1,"archive":/.test(text)) return { from: 'archive', options: [], because: 'its first line is that of an archive' };
  if (/^[[{]/.test(text)) return ofJson(text);
  if (text.startsWith('<')) return ofXml(text);
  if (/^From \S|^([A-Za-z][A-Za-z0-9-]{1,40}:[ \t].*\r?\n([ \t].*\r?\n)*){2}/.test(text))
    return {
      from: 'mbox',
      options: ['--staff-domain example.com'],
      because: 'it begins as a mail does (the domain is that of those who answered)',
    };
  const [first = ''] = text.split(/\r?\n/, 1);
  const wide = byteOrderMark(start)?.encoding.startsWith('utf-16') ?? false;
  const delimiter = [';', '\t', ','].find((one) => first.includes(one));
  if (delimiter === undefined && !wide) return { from: null, options: [], because: 'it looks like nothing that is known' };
  const shown = delimiter === '\t' ? 'tabs' : `"${delimiter ?? ','}"`;
  return {
    from: 'csv',
    options: ['--profile profile.json'],
    because: wide ? 'it is UTF-16, as spreadsheets save it' : `its first line has columns between ${shown}: ${first.slice(0, 200)}`,
  };
}

function ofJson(text: string): Proposal {
  if (/"(helpdesk_ticket|display_id|fr_escalated)"/.test(text))
    return { from: 'freshdesk', options: [], because: 'its fields have the names of Freshdesk' };
  if (/"requester_id"/.test(text) && /"(is_public|via|submitter_id|comments|audit_id)"/.test(text))
    return { from: 'zendesk', options: [], because: 'its fields have the names of Zendesk' };
  return { from: 'json', options: ['--profile profile.json'], because: 'it is JSON of a system that is not known' };
}

function ofXml(text: string): Proposal {
  if (/^<(!DOCTYPE )?html/i.test(text)) return { from: null, options: [], because: 'it is a page of a web site (HTML), which is not read' };
  if (/<helpdesk-ticket[\s>]/.test(text))
    return { from: 'freshdesk-xml', options: [], because: 'its elements have the names of Freshdesk' };
  if (/<ticket id="\d+"[^>]*>\s*<displayid>/.test(text))
    return { from: 'kayako-xml', options: [], because: 'its elements have the names of Kayako' };
  if (/<pma_xml_export|<mysqldump/.test(text))
    return { from: null, options: [], because: 'it is a database written as XML by phpMyAdmin or mysqldump; ask for it as SQL' };
  const names = [...new Set([...text.matchAll(/<([A-Za-z_][\w:.-]*)/g)].map(([, name]) => name))].slice(0, 20);
  if (names.length === 0) return { from: null, options: [], because: 'it looks like nothing that is known' };
  return {
    from: 'xml',
    options: ['--profile profile.json'],
    because: `it is XML of a system that is not known, with the elements ${names.join(', ')}`,
  };
}

/** Tables of one system only: the suffix of their name, the system, and its usual prefix. */
const marks = [
  ['tbltickets', 'whmcs-sql', ''],
  ['thread_entry', 'osticket-sql', 'ost_'],
  ['_ticket_thread', 'osticket-16-sql', 'ost'],
  ['reply_drafts', 'hesk-sql', 'hesk_'],
  ['itilfollowups', 'glpi-sql', 'glpi_'],
  ['article_data_mime', 'otrs-sql', ''],
  ['article_type', 'otrs-5-sql', ''],
  ['cachedgroupmembers', 'rt-sql', ''],
  ['conversation_folder', 'freescout-sql', ''],
  ['settings_alert_notice', 'faveo-sql', ''],
  ['uv_thread', 'uvdesk-sql', ''],
] as const;

/** Tables recognised by their columns: name, required columns, one that must be absent, and the system. */
const shapes = [
  ['threads', ['conversation_id', 'source_via'], '', 'freescout-sql'],
  ['ticket_thread', ['is_internal', 'poster'], '', 'faveo-sql'],
  ['swticketposts', ['creator', 'isthirdparty'], '', 'kayako-sql'],
  ['swticketposts', ['creator'], 'isthirdparty', 'kayako-3-sql'],
  ['transactions', ['objecttype', 'objectid'], '', 'rt-sql'],
] as const;

function shapeOf(table: string, columns: readonly string[]): Proposal | null {
  const small = columns.map((column) => column.toLowerCase());
  const shape = shapes.find(
    ([name, has, lacks]) => table.toLowerCase() === name && has.every((column) => small.includes(column)) && !small.includes(lacks),
  );
  return shape ? { from: shape[3], options: [], because: `it has the table ${table}, with the columns ${shape[1].join(', ')}` } : null;
}

function markOf(table: string): Proposal | null {
  const mark = marks.find(([name, , prefix]) => (prefix === '' ? table.toLowerCase() === name : table.endsWith(name)));
  if (!mark) return null;
  const [name, from, usual] = mark;
  const prefix = table.slice(0, table.length - name.replace(/^_/, '').length);
  const asUsual = usual.endsWith('_') || usual === '' ? usual : `${usual}_`;
  const options = prefix === asUsual ? [] : [`--table-prefix ${/^\w+$/.test(prefix) ? prefix : `'${prefix.replaceAll("'", "'\\''")}'`}`];
  return { from, options, because: `it has the table ${table}` };
}

class Tables {
  readonly names: string[] = [];
  readonly #dump = new DumpReader({
    wants: (table) => {
      this.#see(table);
      return null;
    },
    created: (table, columns) => {
      this.#see(table);
      this.#found ??= shapeOf(
        table,
        columns.map(({ name }) => name),
      );
    },
    row: () => undefined,
    reject: () => undefined,
  });
  #found: Proposal | null = null;

  push(chunk: Uint8Array): Proposal | null {
    this.#dump.push(chunk);
    return this.#found;
  }

  #see(table: string): void {
    if (this.names.at(-1) === table) return;
    this.names.push(table);
    this.#found ??= markOf(table);
  }
}
