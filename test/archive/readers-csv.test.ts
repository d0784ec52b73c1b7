import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { readTicket } from '../../server/ticket/archived.ts';
import type { ArchivedTicket } from '../../server/ticket/archived.ts';
import { CsvReader } from '../../server/archive/readers/csv/records.ts';
import { inFolder } from '../helpers/process.ts';
import { codes, readAll } from './reading.ts';

const dialect = { delimiter: 0x3b, quote: 0x22, escape: 0x22 };

function records(
  text: string,
  { chunk = 1 << 20, longest = 1 << 20, escape = dialect.escape } = {},
): { records: string[][]; lines: number[]; tooLong: number[]; unclosed: number | null } {
  const result = { records: [] as string[][], lines: [] as number[], tooLong: [] as number[] };
  const handler = {
    record(cells: readonly Buffer[], line: number) {
      result.records.push(cells.map((cell) => cell.toString('utf8')));
      result.lines.push(line);
    },
    tooLong: (line: number) => void result.tooLong.push(line),
    tooWide: (line: number) => void result.tooLong.push(line),
  };
  const reader = new CsvReader({ ...dialect, escape }, handler, longest);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(Uint8Array.from(bytes.subarray(at, at + chunk)));
  return { ...result, unclosed: reader.end() };
}

describe('the records of a CSV file', () => {
  it('come with their quotes, line ends and lines', () => {
    const { records: read, lines } = records('a;b\r\n1;"x ""y""\r\nz; "\n2;écran 24" cassé\r3;""\n4;"x"y\n;');
    assert.deepEqual(read, [
      ['a', 'b'],
      ['1', 'x "y"\r\nz; '],
      ['2', 'écran 24" cassé'],
      ['3', ''],
      ['4', '"x"y'],
      ['', ''],
    ]);
    assert.deepEqual(lines.slice(0, 3), [1, 2, 4]);
  });

  it('may escape their quotes with a backslash', () => {
    assert.deepEqual(records('1;"a \\"b\\" \\\\"\n', { escape: 0x5c }).records, [['1', 'a "b" \\']]);
  });

  it('survive any cells in chunks of any size', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ';', '\n', '\r\n', '""', '";"', ''));
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        (wanted, chunk) => {
          const text = wanted.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(';')).join('\n');
          assert.deepEqual(
            records(text, { chunk }).records,
            wanted.map((row) => row.map((value) => Buffer.from(value).toString('utf8'))),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that are too long are skipped, and those after them are not', () => {
    const { records: read, tooLong } = records(`1;a\n2;"${'x'.repeat(3_000)}\n""\n"\n3;b\n4;${'y'.repeat(3_000)}\n5;c\n`, {
      longest: 500,
      chunk: 64,
    });
    assert.deepEqual(
      [read.map(([id]) => id), tooLong],
      [
        ['1', '3', '5'],
        [2, 6],
      ],
    );
  });

  it('tell of a quote that nobody closed', () => {
    assert.equal(records('1;a\n2;"b\n3;c\n').unclosed, 2);
    assert.equal(records('1;a\n2;"b"').unclosed, null);
  });
});

/** What a French Excel saves, and who knows the file says of it. */
const profile = {
  format: 'csv',
  encoding: 'windows-1252',
  zone: 'Europe/Paris',
  dates: 'dd/MM/yyyy HH:mm',
  csv: { delimiter: ';' },
  tickets: {
    id: 'N° ticket',
    rows: 'message',
    subject: 'Objet',
    status: { col: 'État', map: { Ouvert: 'open', Clos: 'closed' }, else: 'unknown' },
    priority: { col: 'Priorité', map: { Haute: 'high' } },
    requester: { email: 'Email client', account: 'Compte' },
  },
  messages: [
    {
      text: 'Message',
      at: 'Date',
      name: 'Nom',
      kind: { col: 'Auteur', map: { client: 'customer', support: 'staff' }, else: 'drop' },
      private: { value: 'Interne', publicWhen: ['non'], privateWhen: ['oui'] },
    },
  ],
};
const header = 'N° ticket;Objet;État;Priorité;Email client;Compte;Date;Nom;Auteur;Interne;Message';
const line = (id: string, rest: Partial<Record<'subject' | 'email' | 'date' | 'author' | 'internal' | 'text', string>> = {}): string =>
  [
    id,
    rest.subject ?? 'Problème d’accès',
    'Clos',
    'Haute',
    rest.email ?? 'marie@example.fr',
    'C12',
    rest.date ?? '04/03/2009 14:05',
    'Marie',
    rest.author ?? 'Client',
    rest.internal ?? 'non',
    `"${rest.text ?? 'L’été, 12 €'}"`,
  ].join(';');
const cp1252 = (...lines: readonly string[]): Buffer => iconv.encode([header, ...lines].join('\r\n'), 'windows-1252');

describe('a CSV file with a profile of one’s own', () => {
  it('gives tickets with their threads, in the file’s own encoding and time', async () => {
    const { tickets, rejects } = await readAll({
      from: 'csv',
      profile,
      input: cp1252(
        line('7'),
        line('7', { date: '05/03/2009 09:00', author: 'support', text: 'Œuvre — c’est ""fait""' }),
        line('3', { date: '31/03/2019 02:30' }),
      ),
    });
    assert.deepEqual(rejects, []);
    assert.deepEqual(
      tickets.map(({ id, messages }) => [id, messages.map(({ kind, at, atNote, text }) => [kind, at, atNote, text])]),
      [
        ['3', [['customer', '2019-03-31T01:30:00.000Z', 'dst-gap', 'L’été, 12 €']]],
        [
          '7',
          [
            ['customer', '2009-03-04T13:05:00.000Z', undefined, 'L’été, 12 €'],
            ['staff', '2009-03-05T08:00:00.000Z', undefined, 'Œuvre — c’est "fait"'],
          ],
        ],
      ],
    );
    const [, seven] = tickets;
    assert.deepEqual(
      [seven?.subject, seven?.status, seven?.statusRaw, seven?.priority, seven?.requester],
      ['Problème d’accès', 'closed', 'Clos', 'high', { email: 'marie@example.fr', account: 'C12' }],
    );
    assert.deepEqual([seven?.createdAt, seven?.updatedAt], ['2009-03-04T13:05:00.000Z', '2009-03-05T08:00:00.000Z']);
  });

  it('keeps every private row out, and every row whose marker it does not know', async () => {
    const outcome = await readAll({
      from: 'csv',
      profile,
      input: cp1252(
        line('1'),
        line('1', { internal: 'oui', text: 'CANARY' }),
        line('1', { internal: 'peut-être', text: 'CANARY' }),
        line('1', { internal: '', text: 'CANARY' }),
        line('1', { author: 'robot', text: 'CANARY' }),
        line('2', { internal: 'oui', text: 'CANARY', subject: 'CANARY' }),
      ),
    });
    assert.doesNotMatch(JSON.stringify([outcome.tickets, outcome.rejects]), /CANARY/);
    assert.deepEqual(
      outcome.tickets.map(({ id }) => id),
      ['1'],
      'of a ticket that is all private, nothing is left',
    );
    assert.deepEqual(outcome.counters.dropped, { private: 2, 'unknown-visibility': 3 });
    assert.match(outcome.remarks.join('\n'), /"peut-être" \(1\)/);
  });

  it('refuses bad rows one by one, with their line and never their text', async () => {
    const outcome = await readAll({
      from: 'csv',
      profile,
      input: cp1252(
        line('1'),
        '2;trop;court',
        line('', { text: 'SECRET' }),
        line('4', { date: '2009-03-04', text: 'SECRET' }),
        line('5'),
        line('5', { email: 'autre@example.fr', text: 'SECRET' }),
        '',
        line('6'),
      ),
    });
    assert.deepEqual(
      outcome.tickets.map(({ id }) => id),
      ['1', '6'],
    );
    assert.deepEqual(
      outcome.rejects.map(({ code, line: at, field }) => [code, at, field]),
      [
        ['column-count', 3, undefined],
        ['required', 4, 'id'],
        ['bad-date', 5, 'messages.0.at'],
        ['conflict', 6, 'requester.email'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(outcome.rejects.map((reject) => ({ ...reject, record: undefined }))), /SECRET/);
  });

  it('refuses the whole ticket for one bad message, unless that was private anyway', async () => {
    const bad = { date: 'hier', text: 'x' };
    assert.deepEqual(codes(await readAll({ from: 'csv', profile, input: cp1252(line('1'), line('1', bad)) })), ['bad-date']);
    assert.equal(
      (await readAll({ from: 'csv', profile, input: cp1252(line('1'), line('1', { ...bad, internal: 'oui' })) })).tickets.length,
      1,
    );
  });

  it('is the same at every size of what is read at once, and as UTF-16', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => line(String(i % 900), { text: `n°${String(i)} — «été»\r\n""x""` }));
    const whole = await readAll({ from: 'csv', profile, input: cp1252(...lines) });
    assert.deepEqual([whole.tickets.length, whole.tickets.reduce((sum, { messages }) => sum + messages.length, 0)], [900, 3_000]);
    for (const chunk of [64, 1_000, 1 << 20])
      assert.deepEqual((await readAll({ from: 'csv', profile, input: cp1252(...lines), chunk })).tickets, whole.tickets);
    for (const encoding of ['utf-16le', 'utf-16be'])
      for (const addBOM of [true, false])
        assert.deepEqual(
          (await readAll({ from: 'csv', profile, input: iconv.encode([header, ...lines].join('\r\n'), encoding, { addBOM }), chunk: 777 }))
            .tickets,
          whole.tickets,
          `${encoding} ${String(addBOM)}`,
        );
    assert.deepEqual(
      (await readAll({ from: 'csv', profile, input: Buffer.from(`\ufeff${[header, ...lines].join('\n').replaceAll('\r', '')}`) })).tickets
        .length,
      900,
    );
  });

  it('mends what was saved in the wrong encoding only when asked, and says so otherwise', async () => {
    const input = cp1252(line('1', { text: 'Ã©tÃ© Ã\u00a0 la mÃªme', subject: 'MÃªme' }));
    const asked = await readAll({ from: 'csv', profile, input, values: { 'repair-mojibake': true } });
    assert.deepEqual(
      [asked.tickets[0]?.messages[0]?.text, asked.tickets[0]?.subject, asked.counters.repaired],
      ['été à la même', 'Même', 2],
    );
    const not = await readAll({ from: 'csv', profile, input });
    assert.equal(not.tickets[0]?.messages[0]?.text, 'Ã©tÃ© Ã\u00a0 la mÃªme');
    assert.match(not.remarks.join('\n'), /2 texts look garbled .*--repair-mojibake/);
  });

  it('that is cut inside quotes gives what was whole, and says that it was cut', async () => {
    const input = cp1252(line('1'), line('2').slice(0, -1));
    const { tickets, fault, rejects } = await readAll({ from: 'csv', profile, input });
    assert.deepEqual(
      [tickets.map(({ id }) => id), fault?.code, rejects.map(({ code, line: at }) => [code, at])],
      [['1'], 'cut-off', [['unclosed-quote', 3]]],
    );
  });

  it('that is cut in a row says that it was cut too, and a short row in the middle does not', async () => {
    const input = cp1252(line('1'), line('2').slice(0, 40));
    const { tickets, fault, rejects } = await readAll({ from: 'csv', profile, input });
    assert.deepEqual(
      [tickets.map(({ id }) => id), fault?.code, rejects.map(({ code, line: at }) => [code, at])],
      [['1'], 'cut-off', [['column-count', 3]]],
    );
    for (const whole of [cp1252(line('2').slice(0, 40), line('1')), cp1252(line('1'), `${line('2').slice(0, 40)}\n`)])
      assert.deepEqual(
        [(await readAll({ from: 'csv', profile, input: whole })).fault, codes(await readAll({ from: 'csv', profile, input: whole }))],
        [null, ['column-count']],
      );
  });

  it('refuses a ticket with everything that was public in it, so that none of it is lost when it is mended', async () => {
    const input = cp1252(
      line('1', { text: 'Deux' }),
      line('1', { date: 'hier', text: 'Un' }),
      line('1', { date: 'hier', internal: 'oui', text: 'CANARY' }),
      line('1', { date: '05/03/2009 09:00', author: 'support', text: 'Trois' }),
    );
    const { rejects } = await readAll({ from: 'csv', profile, input });
    assert.deepEqual(
      rejects.map(({ code, field, legacyId }) => [code, field, legacyId]),
      [['bad-date', 'messages.1.at', '1']],
    );
    const record = rejects[0]?.record as ArchivedTicket;
    assert.deepEqual(
      record.messages.map(({ at, text }) => [at, text]),
      [
        ['2009-03-04T13:05:00.000Z', 'Deux'],
        ['hier', 'Un'],
        ['2009-03-05T08:00:00.000Z', 'Trois'],
      ],
    );
    assert.deepEqual(readTicket(record), { fault: { field: 'messages.1.at', code: 'invalid' } }, 'as it is, it is refused again');
    const mended = readTicket({
      ...record,
      messages: record.messages.map((message) => ({ ...message, at: message.at.replace('hier', '2009-03-03T10:00:00Z') })),
    });
    assert.equal('ticket' in mended && mended.ticket.messages.length, 3);
  });

  it('refuses a ticket without any date with its messages', async () => {
    const { rejects } = await readAll({
      from: 'csv',
      profile,
      input: cp1252(line('1', { date: '' }), line('2', { date: '00/00/0000 00:00', text: 'Seul' })),
    });
    assert.deepEqual(
      rejects.map(({ record }) => (record as ArchivedTicket).messages.map(({ text }) => text)),
      [['L’été, 12 €'], ['Seul']],
    );
    for (const { record } of rejects)
      assert.ok('fault' in readTicket({ ...(record as object), createdAt: '2009-03-03T10:00:00Z' }), 'not without a date for its message');
  });

  it('takes names such as __proto__ for what they are', async () => {
    const { tickets } = await readAll({
      from: 'csv',
      profile,
      input: cp1252(line('__proto__', { author: '__proto__' }), line('constructor', { author: 'client' })),
    });
    assert.deepEqual(
      tickets.map(({ id }) => id),
      ['constructor'],
    );
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
  });
});

describe('a profile', () => {
  const faulty = (change: (copy: typeof profile) => unknown): Promise<string> =>
    readAll({ from: 'csv', profile: change(structuredClone(profile)), input: cp1252(line('1')) }).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );

  it('must say how private messages are told, or why there are none', async () => {
    const without = (value?: unknown) => faulty((copy) => ({ ...copy, messages: [{ ...copy.messages[0], private: value }] }));
    assert.match(await without(), /messages\.0\.private/);
    assert.match(await without({ none: 'no' }), /messages\.0\.private/);
    assert.match(await without({ value: 'Interne', publicWhen: [] }), /messages\.0\.private/);
    assert.equal(await without({ none: 'the export has public messages only' }), 'accepted');
  });

  it('is told what is wrong with it, and where', async () => {
    assert.match(await faulty((copy) => ({ ...copy, colour: 'red' })), /an unknown key/);
    assert.match(await faulty((copy) => ({ ...copy, format: 'xls' })), /format: expected "csv", "sql", "sqlite", "json", "xml" or "xlsx"/);
    assert.match(await faulty((copy) => ({ ...copy, encoding: 'klingon' })), /no encoding/);
    assert.match(await faulty((copy) => ({ ...copy, zone: 'Mars/Olympus' })), /no time zone "Mars\/Olympus"/);
    assert.match(
      await faulty((copy) => ({ ...copy, tickets: { ...copy.tickets, subject: 'Sujet' } })),
      /has no column "Sujet"\. It has "N° ticket", "Objet"/,
    );
  });
});

describe('a folder with a table called __proto__', () => {
  it('is read as with any other name', async () => {
    await inFolder(async (dir) => {
      await writeFile(join(dir, 't.csv'), 'id,subject\n1,Hello\n');
      await writeFile(join(dir, 'p.csv'), 'ticket,text,kind\n1,It is down,customer\n');
      const named = (table: string): unknown =>
        JSON.parse(
          JSON.stringify({
            format: 'csv',
            zone: 'Europe/Paris',
            csv: { files: { t: 't.csv', TABLE: 'p.csv' } },
            tickets: {
              table: 't',
              id: 'id',
              subject: 'subject',
              status: { const: 'closed' },
              createdAt: { const: '2019-01-01 10:00:00' },
              requester: {},
            },
            messages: [
              { table: 'TABLE', ticket: 'ticket', private: { none: 'the export holds public messages only' }, kind: 'kind', text: 'text' },
            ],
          }).replaceAll('TABLE', table),
        );
      const outcome = await readAll({ from: 'csv', path: dir, profile: named('__proto__') });
      const other = await readAll({ from: 'csv', path: dir, profile: named('posts') });
      assert.deepEqual([outcome.fault, outcome.tickets], [null, other.tickets]);
      assert.equal(outcome.tickets[0]?.messages[0]?.text, 'It is down');
    });
  });
});
