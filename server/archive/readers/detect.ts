/** What a file looks like, for whoever does not say: a proposal, never a decision. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DumpReader } from './sql/dump.ts';
import { byteOrderMark, decoderFor } from './text/charset.ts';

export interface Proposal {
  /** The word for `--from`, or null: nothing is recognised. */
  readonly from: string | null;
  /** Other options that are needed, as they would be typed. */
  readonly options: readonly string[];
  /** Why, in a sentence. */
  readonly because: string;
}

/** Bytes of a dump that are looked at: tables come in the order of their names. */
const enough = 256 * 1024 * 1024;

export function detectFolder(path: string): Proposal {
  const has = (name: string): boolean => existsSync(join(path, name));
  if (has('ticket_data.csv')) return { from: 'zendesk-csv', options: [], because: 'it holds ticket_data.csv' };
  const mails = has('cur') || has('new') || readdirSync(path).some((name) => /\.eml(\.gz)?$/i.test(name));
  if (mails) return { from: 'maildir', options: ['--staff-domain <domain of those who answered>'], because: 'it holds mails' };
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
  if (looksLikeDump(head)) return { from: 'sql', options: ['--profile <file>'], because: `it is a dump of a system that is not known, with the tables ${tables.names.slice(0, 20).join(', ')}` };
  return ofText(head, Buffer.concat(start));
}

/** The text so far; old exports are windows-1252 as often as UTF-8, and the last character may not be whole yet. */
function headOf(start: Uint8Array[], chunk: Uint8Array): string {
  start.push(chunk);
  const bytes = Buffer.concat(start).subarray(0, 64 * 1024);
  const line = bytes.indexOf(0x0a);
  const text = bytes.toString('utf8');
  return line < 0 ? text : decoderFor(null).decode(bytes.subarray(0, line + 1)) + bytes.subarray(line + 1).toString('utf8');
}

const looksLikeDump = (head: string): boolean => /^\s*(--|\/\*|#|SET |DROP TABLE|CREATE TABLE|INSERT INTO|START TRANSACTION)/i.test(head) && /\b(CREATE TABLE|INSERT INTO)\b|^-- (MySQL|MariaDB|phpMyAdmin)/i.test(head);

function ofText(head: string, start: Buffer): Proposal {
  const text = head.replace(/^\ufeff/, '').trimStart();
  if (/^\{"v":1,"archive":/.test(text)) return { from: 'archive', options: [], because: 'its first line is that of an archive' };
  if (/^[[{]/.test(text)) return ofJson(text);
  if (/^From \S|^([A-Za-z][A-Za-z0-9-]{1,40}:[ \t].*\r?\n([ \t].*\r?\n)*){2}/.test(text)) return { from: 'mbox', options: ['--staff-domain <domain of those who answered>'], because: 'it begins as a mail does' };
  const [first = ''] = text.split(/\r?\n/, 1);
  const wide = byteOrderMark(start)?.encoding.startsWith('utf-16') ?? head.startsWith('\ufffd\ufffd');
  const delimiter = [';', '\t', ','].find((one) => first.includes(one));
  if (delimiter === undefined && !wide) return { from: null, options: [], because: 'it looks like nothing that is known' };
  const shown = delimiter === '\t' ? 'tabs' : `"${delimiter ?? ','}"`;
  return { from: 'csv', options: ['--profile <file>'], because: wide ? 'it is UTF-16, as spreadsheets save it' : `its first line has columns between ${shown}: ${first.slice(0, 200)}` };
}

function ofJson(text: string): Proposal {
  if (/"(helpdesk_ticket|display_id|fr_escalated)"/.test(text)) return { from: 'freshdesk', options: [], because: 'its fields have the names of Freshdesk' };
  if (/"requester_id"/.test(text) && /"(is_public|via|submitter_id|comments|audit_id)"/.test(text)) return { from: 'zendesk', options: [], because: 'its fields have the names of Zendesk' };
  return { from: 'json', options: ['--profile <file>'], because: 'it is JSON of a system that is not known' };
}

/** Tables that only one system has: the end of their name, what they tell, and the prefix they usually have. */
const marks = [
  ['tbltickets', 'whmcs-sql', ''],
  ['thread_entry', 'osticket-sql', 'ost_'],
  ['ticket_thread', 'osticket-16-sql', 'ost_'],
  ['reply_drafts', 'hesk-sql', 'hesk_'],
  ['itilfollowups', 'glpi-sql', 'glpi_'],
  ['article_data_mime', 'otrs-sql', ''],
  ['article_type', 'otrs-5-sql', ''],
] as const;

class Tables {
  readonly names: string[] = [];
  readonly #dump = new DumpReader({
    wants: (table) => {
      this.#see(table);
      return null;
    },
    created: (table) => this.#see(table),
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
    const mark = marks.find(([name, , prefix]) => (prefix === '' ? table === name : table.endsWith(name)));
    if (!mark || this.#found) return;
    const [name, from, usual] = mark;
    const prefix = table.slice(0, table.length - name.length);
    this.#found = { from, options: prefix === usual ? [] : [`--table-prefix ${prefix}`], because: `it has the table ${table}` };
  }
}
