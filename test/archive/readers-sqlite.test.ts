/** SQLite databases: read as they lie there, and refused where what is in the file is not everything. */
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import sqlite from 'node-sqlite3-wasm';
import { detect } from '../../server/archive/readers/detect.ts';
import { readAll } from './reading.ts';
import type { Outcome } from './reading.ts';

const profile = {
  format: 'sqlite',
  zone: 'Europe/Paris',
  tickets: {
    table: 'Demandes',
    id: 'id',
    subject: 'objet',
    createdAt: 'le',
    requester: { email: { col: 'client', from: 'clients', match: 'id', take: 'mail' } },
  },
  messages: [
    { kind: { const: 'customer' }, text: 'texte', private: { none: 'the opening message is the customer’s own' } },
    {
      table: 'echanges',
      ticket: 'demande',
      id: 'id',
      at: 'le',
      kind: { const: 'staff' },
      text: 'texte',
      private: { value: 'visible', publicWhen: ['1'], privateWhen: ['0'] },
    },
  ],
};

function make(path: string, ...statements: readonly string[]): void {
  const database = new sqlite.Database(path);
  for (const statement of statements) database.exec(statement);
  database.close();
}

const schema = [
  'CREATE TABLE clients (id INTEGER PRIMARY KEY, mail TEXT)',
  'CREATE TABLE demandes (id INTEGER PRIMARY KEY, client INT, Objet TEXT, texte TEXT, le TEXT)',
  'CREATE TABLE echanges (id INTEGER PRIMARY KEY, demande INT, texte TEXT, le TEXT, visible INT)',
];
const rows = [
  `INSERT INTO clients VALUES (7, 'marie@example.fr')`,
  `INSERT INTO demandes VALUES (1, 7, 'Accès à l’été', 'Ça coûte 12 €', '2009-03-04 14:05:00'), (2, 7, CAST(x'c974e9' AS TEXT), 'Deux', '2009-03-04T14:05:00+01:00')`,
  `INSERT INTO echanges VALUES (1, 1, 'C’est fait', '2009-03-04 15:05:00', 1), (2, 1, 'CANARY', '2009-03-04 15:05:00', 0)`,
];

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'support-sqlite-'));
  try {
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const threads = ({ tickets }: Outcome): readonly unknown[] =>
  tickets.map(({ id, subject, createdAt, messages }) => [id, subject, createdAt, ...messages.map(({ text }) => text)]);
const expected = [
  ['1', 'Accès à l’été', '2009-03-04T13:05:00.000Z', 'Ça coûte 12 €', 'C’est fait'],
  ['2', 'Été', '2009-03-04T13:05:00.000Z', 'Deux'],
];

describe('a SQLite database', () => {
  it('is read in UTF-8 and in UTF-16, and nothing is left beside it', () =>
    inFolder(async (dir) => {
      const path = join(dir, 'old.db');
      make(path, ...schema, ...rows);
      const outcome = await readAll({ from: 'sqlite', profile, path });
      assert.deepEqual([threads(outcome), outcome.counters.dropped], [expected, { private: 1 }]);
      assert.doesNotMatch(JSON.stringify(outcome), /CANARY/);
      assert.deepEqual(readdirSync(dir), ['old.db']);
      assert.deepEqual(
        threads(await readAll({ from: 'sql', profile: { ...profile, format: 'sql' }, path })),
        expected,
        'by a profile for dumps too',
      );
      const wide = join(dir, 'wide.db');
      make(wide, `PRAGMA encoding = 'UTF-16le'`, ...schema, ...rows.map((row) => row.replace(/CAST\(.*?TEXT\)/, `'Été'`)));
      assert.deepEqual(threads(await readAll({ from: 'sqlite', profile, path: wide })), expected);
    }));

  it('finds its tables under another prefix, and says what is missing', () =>
    inFolder(async (dir) => {
      const path = join(dir, 'old.db');
      make(path, ...schema.map((one) => one.replace('TABLE ', 'TABLE x_')), ...rows.map((one) => one.replace('INTO ', 'INTO x_')));
      assert.deepEqual(threads(await readAll({ from: 'sqlite', profile, path, values: { 'table-prefix': 'x_' } })), expected);
      assert.match(
        (await readAll({ from: 'sqlite', profile, path })).fault?.message ?? '',
        /no table Demandes\. It has x_clients, x_demandes/,
      );
      const bare = join(dir, 'bare.db');
      make(bare, 'CREATE TABLE demandes (id INT, objet TEXT, texte TEXT)', `INSERT INTO demandes VALUES (1, 'S', 'T')`);
      assert.match((await readAll({ from: 'sqlite', profile, path: bare })).remarks.join('\n'), /no column "le", "client"/);
    }));

  it('whose journal is a log is read where the log is written in, and refused where it is not', () =>
    inFolder(async (dir) => {
      const path = join(dir, 'old.db');
      make(path, ...schema, ...rows);
      const bytes = readFileSync(path);
      bytes[18] = bytes[19] = 2;
      writeFileSync(path, bytes);
      const outcome = await readAll({ from: 'sqlite', profile, path });
      assert.deepEqual(threads(outcome), expected);
      assert.match(outcome.remarks.join('\n'), /old\.db-wal/);
      writeFileSync(`${path}-wal`, 'changes');
      assert.match((await readAll({ from: 'sqlite', profile, path })).fault?.message ?? '', /wal_checkpoint/);
      await rm(`${path}-wal`);
      writeFileSync(`${path}-journal`, 'changes');
      assert.match((await readAll({ from: 'sqlite', profile, path })).fault?.message ?? '', /in the middle of a change/);
    }));

  it('is refused where it is cut off, damaged, encrypted or in a pipe; what was read of a damaged one counts', () =>
    inFolder(async (dir) => {
      const path = join(dir, 'old.db');
      const many = Array.from(
        { length: 2_000 },
        (_, i) => `INSERT INTO demandes VALUES (${String(i)}, 7, 'S', '${'x'.repeat(300)}', '2009-03-04 14:05:00')`,
      );
      make(path, ...schema, 'BEGIN', ...many, 'COMMIT');
      const short = join(dir, 'short.db');
      copyFileSync(path, short);
      truncateSync(short, 40_000);
      assert.match(
        (await readAll({ from: 'sqlite', profile, path: short })).fault?.message ?? '',
        /is not whole: it should have \d+ bytes, and has 40000/,
      );
      const bytes = readFileSync(path);
      bytes.fill(0xff, 300_000, 310_000);
      writeFileSync(short, bytes);
      const damaged = await readAll({ from: 'sqlite', profile, path: short });
      assert.deepEqual(
        [damaged.fault?.code, damaged.tickets.length > 0, damaged.tickets.length < 2_000],
        ['cut-off', true, true],
        damaged.fault?.message,
      );
      writeFileSync(short, Buffer.from(Array.from({ length: 4_096 }, (_, i) => (i * 7_919) % 251)));
      assert.match(
        (await readAll({ from: 'sqlite', profile, path: short })).fault?.message ?? '',
        /no SQLite database, or an encrypted one/,
      );
      assert.match(
        (await readAll({ from: 'sqlite', profile, input: readFileSync(path) })).fault?.message ?? '',
        /cannot be read from a pipe/,
      );
      assert.match((await readAll({ from: 'whmcs-sql', input: readFileSync(path) })).fault?.message ?? '', /is a SQLite database/);
    }));

  it('is recognised, with its tables', () =>
    inFolder(async (dir) => {
      const path = join(dir, 'old.db');
      make(path, ...schema);
      const proposal = await detect([readFileSync(path)] as unknown as AsyncIterable<Uint8Array>);
      assert.deepEqual(
        [proposal.from, /with the tables clients, demandes, echanges/.test(proposal.because)],
        ['sqlite', true],
        proposal.because,
      );
      make(path, 'CREATE TABLE tbltickets (id INT)');
      assert.equal((await detect([readFileSync(path)] as unknown as AsyncIterable<Uint8Array>)).from, 'whmcs-sql');
    }));
});
