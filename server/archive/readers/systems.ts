/** Systems that can be read: known ones by the profiles in `server/archive/profiles/`, others by a profile of the user's, and mailboxes. */
import { resolve } from 'node:path';
import { ReaderUsageError } from '../reader.ts';
import type { Reader, ReaderOption } from '../reader.ts';
import { csvFormat } from './csv/csv-format.ts';
import { jsonFormat } from './json/json-format.ts';
import { readMailbox, readMailFolder } from './mail/reading.ts';
import { readByProfile } from './profile/reading.ts';
import type { Format } from './profile/reading.ts';
import { readProfile } from './profile/schema.ts';
import type { Profile } from './profile/schema.ts';
import { sqlFormat } from './sql/sql-format.ts';
import { xlsxFormat } from './xlsx/xlsx-format.ts';
import { xmlFormat } from './xml/xml-format.ts';
import { readTextFile } from '../../text/text-file.ts';

const formats: Readonly<Record<Profile['format'], Format>> = {
  csv: csvFormat,
  sql: sqlFormat,
  sqlite: sqlFormat,
  json: jsonFormat,
  xml: xmlFormat,
  xlsx: xlsxFormat,
};

const texts = {
  encoding: { type: 'string', help: '<name>        of the file: utf-8, windows-1252, utf-16 (found out unless given)' },
  zone: { type: 'string', help: '<zone>            of times without an offset, such as Europe/Paris' },
  'repair-mojibake': { type: 'boolean', help: '       mends é that was saved as Ã© or Ă©, and counts it' },
} as const satisfies Record<string, ReaderOption>;

const own = { profile: { type: 'string', help: '<json>         what its columns mean (docs/import.md)' } } as const satisfies Record<
  string,
  ReaderOption
>;
const prefix = {
  'table-prefix': { type: 'string', help: '<word>    what its table names begin with, if not as usual' },
} as const satisfies Record<string, ReaderOption>;
const team = {
  'staff-domain': { type: 'string', multiple: true, help: '<domain>  or address, of those who answered; once for each' },
} as const satisfies Record<string, ReaderOption>;

/** The folder is beside `dist/`, in a checkout and in the package. */
const shipped = (name: string): URL => new URL(`../../../../server/archive/profiles/${name}.json`, import.meta.url);

/** @throws ReaderUsageError naming the fault and its path */
export function loadProfile(path: string | URL, shown = String(path)): Profile {
  let text: string;
  try {
    text = readTextFile(path);
  } catch {
    throw new ReaderUsageError(`the profile ${shown} cannot be read`);
  }
  const read = readProfile(text);
  if ('faults' in read)
    throw new ReaderUsageError(`the profile ${shown} is not right:\n${read.faults.map((fault) => `  ${fault}`).join('\n')}`);
  return read.profile;
}

/** SQLite databases and dumps have the same tables, so a profile is good for both. */
const databases: readonly Profile['format'][] = ['sql', 'sqlite'];

function byOwnProfile(format: Profile['format'], summary: string): Reader {
  const isDatabase = databases.includes(format);
  return {
    name: format,
    summary,
    options: { ...own, ...texts, ...(isDatabase ? prefix : {}) },
    ...(format === 'xlsx' ? { asItLies: true } : isDatabase ? {} : { folder: 'either' as const }),
    open(source, options) {
      const { profile: path } = options.values;
      if (typeof path !== 'string')
        throw new ReaderUsageError(
          `--profile is missing: the file that says what the columns mean (docs/import.md shows how to write one)`,
        );
      const profile = loadProfile(resolve(path), path);
      if (profile.format !== format && !(isDatabase && databases.includes(profile.format)))
        throw new ReaderUsageError(`the profile ${path} is for --from ${profile.format}`);
      return readByProfile({ ...profile, format }, formats[format], source, options);
    },
  };
}

function byShippedProfile(name: string, summary: string, { folder = false }: { readonly folder?: boolean | 'either' } = {}): Reader {
  return {
    name,
    summary,
    options: { ...texts, ...(name.endsWith('-sql') ? prefix : {}) },
    folder,
    open(source, options) {
      const profile = loadProfile(shipped(name), name);
      return readByProfile(profile, formats[profile.format], source, options);
    },
  };
}

export const systems: readonly Reader[] = [
  byShippedProfile('whmcs-sql', 'WHMCS, a MySQL dump'),
  byShippedProfile('osticket-sql', 'osTicket 1.10 and later, a MySQL dump'),
  byShippedProfile('osticket-16-sql', 'osTicket 1.6 to 1.9, a MySQL dump'),
  byShippedProfile('hesk-sql', 'HESK, a MySQL dump'),
  byShippedProfile('glpi-sql', 'GLPI 9.4 and later, a MySQL dump'),
  byShippedProfile('otrs-sql', 'OTRS 6, Znuny and OTOBO, a MySQL dump'),
  byShippedProfile('otrs-5-sql', 'OTRS 5 and before, a MySQL dump'),
  byShippedProfile('rt-sql', 'Request Tracker, a dump or its SQLite file'),
  byShippedProfile('freescout-sql', 'FreeScout, a dump'),
  byShippedProfile('faveo-sql', 'Faveo Helpdesk, a MySQL dump'),
  byShippedProfile('uvdesk-sql', 'UVdesk, a MySQL dump'),
  byShippedProfile('kayako-sql', 'Kayako 4 (Classic), a MySQL dump'),
  byShippedProfile('kayako-3-sql', 'Kayako SupportSuite 3, a MySQL dump'),
  byShippedProfile('kayako-xml', 'Kayako 4, tickets of its API in XML: a file, or a folder', { folder: 'either' }),
  byShippedProfile('zendesk', 'Zendesk, JSON: one ticket per line, or one list'),
  byShippedProfile('zendesk-csv', 'Zendesk, a folder of CSV files', { folder: true }),
  byShippedProfile('freshdesk', 'Freshdesk, JSON'),
  byShippedProfile('freshdesk-xml', 'Freshdesk, the XML export: a file, or the folder of them', { folder: 'either' }),
  byOwnProfile('csv', 'any CSV file, or a folder of them'),
  byOwnProfile('sql', 'any dump of MySQL, MariaDB or PostgreSQL'),
  byOwnProfile('sqlite', 'any SQLite database'),
  byOwnProfile('xlsx', 'any workbook of Excel and the like (.xlsx)'),
  byOwnProfile('json', 'any JSON file, or a folder of them'),
  byOwnProfile('xml', 'any XML file, or a folder of them'),
  {
    name: 'mbox',
    summary: 'mails in one file: mbox, or a single .eml',
    options: { ...team, zone: texts.zone, 'repair-mojibake': texts['repair-mojibake'] },
    open: readMailbox,
  },
  {
    name: 'maildir',
    summary: 'mails in a folder: maildir, or .eml files',
    options: { ...team, zone: texts.zone, 'repair-mojibake': texts['repair-mojibake'] },
    folder: true,
    open: readMailFolder,
  },
];
