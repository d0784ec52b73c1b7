/** Workbooks: what their cells hold as a person reads it, and what is no workbook. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { detect } from '../../server/archive/readers/detect.ts';
import { dateOf, numberFormat, plainNumber } from '../../server/archive/readers/xlsx/values.ts';
import { readAll } from './reading.ts';
import type { Outcome } from './reading.ts';
import { partsOf, textRow, workbook, zip } from './workbook.ts';

const profile = {
  format: 'xlsx',
  zone: 'Europe/Paris',
  tickets: { id: 'N°', subject: 'Objet', requester: { email: 'Client' } },
  messages: [
    { at: 'Date', kind: { const: 'customer' }, text: 'Texte', private: { value: 'Interne', publicWhen: ['0', 'non'], privateWhen: ['1'] } },
  ],
};
const head = textRow('N°', 'Objet', 'Client', 'Date', 'Texte', 'Interne');

async function inFile(bytes: Buffer, work: (path: string) => Promise<Outcome>): Promise<Outcome> {
  const dir = await mkdtemp(join(tmpdir(), 'support-xlsx-'));
  try {
    const path = join(dir, 'old.xlsx');
    await writeFile(path, bytes);
    return await work(path);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const read = (bytes: Buffer, asked: unknown = profile): Promise<Outcome> =>
  inFile(bytes, (path) => readAll({ from: 'xlsx', profile: asked, path }));

describe('a workbook', () => {
  it('gives shared, rich and inline texts, dates by their formats, and numbers without noise', async () => {
    const outcome = await read(
      workbook({
        shared: [
          '<t>Site &amp; mail</t>',
          '<r><rPr><b/></rPr><t>Bonjour, </t></r><r><t xml:space="preserve">ça ne va pas._x000D_\nMerci</t></r><rPh sb="0" eb="1"><t>CANARY</t></rPh>',
          '<t>marie@example.fr</t>',
        ],
        formats: ['dd/mm/yyyy\\ hh:mm', 22, '00000', '[$-40C]d mmmm yyyy', '#,##0.00 "heures"'],
        sheets: {
          Demandes: `${head}<row r="2"><c r="A2" s="3"><v>42</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" s="1"><v>39876.586805555555</v></c><c r="E2" t="s"><v>1</v></c><c r="F2" t="b"><v>0</v></c></row>
<row r="3"><c r="A3"><v>1.1000000000000001</v></c><c r="B3" t="inlineStr"><is><r><t>Deux</t></r></is></c><c r="C3" t="str"><v>a@example.fr</v></c><c r="D3" s="2"><v>39876</v></c><c r="E3" t="e"><v>#N/A</v></c><c r="F3"><v>0</v></c></row>
<row r="4"/><row r="5"><c r="A5"><v>12345678</v></c><c r="B5" t="str"><v>Trois</v></c><c r="D5" t="inlineStr"><is><t>04/03/2009 14:05</t></is></c><c r="E5" s="5"><v>2.5</v></c><c r="F5" t="b"><v>0</v></c></row>
<row r="6"><c r="A6"><v>7</v></c><c r="B6" t="str"><v>CANARY</v></c><c r="D6" s="1"><v>39876</v></c><c r="E6" t="str"><v>CANARY</v></c><c r="F6" t="b"><v>1</v></c></row>`,
        },
      }),
      { ...profile, dates: 'dd/MM/yyyy HH:mm' },
    );
    assert.deepEqual(
      outcome.tickets.map(({ id, subject, requester, createdAt, messages }) => [
        id,
        subject,
        requester.email,
        createdAt,
        messages[0]?.text,
      ]),
      [
        ['12345678', 'Trois', undefined, '2009-03-04T13:05:00.000Z', '2.5'],
        ['00042', 'Site & mail', 'marie@example.fr', '2009-03-04T13:05:00.000Z', 'Bonjour, ça ne va pas.\nMerci'],
      ],
    );
    assert.deepEqual(outcome.counters.dropped, { empty: 1, private: 1 });
    assert.doesNotMatch(JSON.stringify(outcome), /CANARY/);
  });

  it('has dates that count from 1900 or from 1904, with the day that Lotus invented', () => {
    assert.deepEqual(
      [
        dateOf('59', false),
        dateOf('61', false),
        dateOf('39876.5', false),
        dateOf('38414.5', true),
        dateOf('0.5', false),
        dateOf('39876.0000115741', false),
        dateOf('-1', false),
        dateOf('', false),
      ],
      ['1900-02-28', '1900-03-01', '2009-03-04 12:00:00', '2009-03-04 12:00:00', '12:00:00', '2009-03-04 00:00:01', '-1', ''],
    );
    assert.deepEqual(
      ['0.1', '1.1000000000000001', '0.30000000000000004', '1E+20', '1.2345E7', '-5', 'x', '123456789012345678'].map(plainNumber),
      ['0.1', '1.1', '0.3', '100000000000000000000', '12345000', '-5', 'x', '123456789012346000'],
    );
    const kinds = [
      'General',
      '0.00',
      '#,##0 "jours"',
      '[Red]0',
      '0.00E+00',
      '\\d0',
      'yyyy-mm-dd',
      '[h]:mm',
      '[$-F800]dddd',
      '"le" d/m/yy',
      '000',
    ].map((code) => numberFormat(200, code).kind);
    assert.deepEqual(kinds, ['number', 'number', 'number', 'number', 'number', 'number', 'date', 'date', 'date', 'date', 'padded']);
  });

  it('in the system of 1904 is read as such', async () => {
    const { tickets } = await read(
      workbook({
        from1904: true,
        formats: [14],
        sheets: {
          A: `${head}<row><c><v>1</v></c><c t="str"><v>S</v></c><c/><c s="1"><v>38414.5</v></c><c t="str"><v>T</v></c><c><v>0</v></c></row>`,
        },
      }),
    );
    assert.equal(tickets[0]?.createdAt, '2009-03-04T11:00:00.000Z');
  });

  it('of several sheets is read by their names; with one table, of the others it says that they are there', async () => {
    const clients = `${textRow('id', 'mail')}${textRow('7', 'marie@example.fr')}`;
    const tickets = `${head}${textRow('1', 'S', '7', '2009-03-04 14:05:00', 'T', 'non')}`;
    const asked = {
      ...profile,
      xlsx: { sheets: { tickets: 'demandes', clients: 'Clients' } },
      tickets: { ...profile.tickets, requester: { email: { col: 'Client', from: 'clients', match: 'id', take: 'mail' } } },
    };
    const outcome = await read(workbook({ sheets: { Clients: clients, Demandes: tickets } }), asked);
    assert.deepEqual([outcome.tickets[0]?.requester.email, outcome.remarks], ['marie@example.fr', []]);
    await assert.rejects(read(workbook({ sheets: { Clients: clients } }), asked), /no sheet "demandes"\. It has "Clients"/);
    assert.match(
      (await read(workbook({ sheets: { Demandes: tickets, Clients: clients } }))).remarks.join('\n'),
      /only the sheet "Demandes" was read; there are "Clients" too/,
    );
    await assert.rejects(read(workbook({ sheets: { Demandes: clients } })), /has no column "N°"/);
  });

  it('with elements that have prefixes, as some programs write them, is the same', async () => {
    const parts = Object.entries(
      partsOf({ sheets: { A: `${head}${textRow('1', 'S', 'a@example.fr', '2009-03-04 14:05:00', 'T', 'non')}` } }),
    );
    const prefixed = parts.map(([name, xml]) => [
      name,
      name.startsWith('xl/w') ? xml.replace(/<(\/?)([a-zA-Z])/g, '<$1x:$2').replace('<?x:xml', '<?xml') : xml,
    ]);
    assert.equal((await read(zip(Object.fromEntries(prefixed) as Record<string, string>))).tickets.length, 1);
  });

  it('is refused where it bursts, is cut off, is endless, or is something else', async () => {
    const good = partsOf({ sheets: { A: head } });
    const bomb = await read(
      zip({ ...good, 'xl/sharedStrings.xml': Buffer.concat([Buffer.from('<sst>'), Buffer.alloc(270 * 1024 * 1024, 0x20)]) }),
    );
    assert.match(bomb.fault?.message ?? '', /unpacks to more than 250 times its size/);
    assert.match((await read(zip(good).subarray(0, -30))).fault?.message ?? '', /no workbook \(\.xlsx\), or not a whole one/);
    assert.match((await read(Buffer.from('id;texte\n'))).fault?.message ?? '', /no workbook/);
    assert.match((await read(zip({ 'content.xml': '<x/>', mimetype: 'x' }))).fault?.message ?? '', /OpenDocument/);
    assert.match((await read(zip({ 'a.txt': 'x' }))).fault?.message ?? '', /a zip file with a\.txt/);
    assert.match(
      (await read(zip({ ...good, 'xl/worksheets/sheet1.xml': '<a>'.repeat(1_000) }))).fault?.message ?? '',
      /no workbook that can be read/,
    );
    const cut = await read(
      zip({
        ...good,
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${head}${textRow('1', 'S', 'a@example.fr', '2009-03-04 14:05:00', 'T', 'non')}<row>`,
      }),
    );
    assert.deepEqual([cut.fault?.code, cut.tickets.length], ['cut-off', 1]);
    assert.match((await readAll({ from: 'xlsx', profile, input: zip(good) })).fault?.message ?? '', /cannot be read from a pipe/);
  });

  it('given to another reader is sent to the right one', async () => {
    const csv = { ...profile, format: 'csv' };
    const { fault } = await inFile(workbook({ sheets: { A: head } }), (path) => readAll({ from: 'csv', profile: csv, path }));
    assert.match(fault?.message ?? '', /is a workbook \(\.xlsx\), which --from xlsx reads/);
  });

  it('is recognised among zip files', async () => {
    const what = async (bytes: Buffer): Promise<string | null> => (await detect([bytes] as unknown as AsyncIterable<Uint8Array>)).from;
    assert.deepEqual([await what(workbook({ sheets: { A: head } })), await what(zip({ 'a.csv': 'id' }))], ['xlsx', null]);
  });
});

describe('cells that are messages', () => {
  const lists = {
    tickets: { id: 'Clé', subject: 'Résumé', requester: { email: 'Client' } },
    zone: 'Europe/Paris',
    dates: 'dd/MMM/yy h:mm a',
  };
  const message = {
    table: 'tickets.Commentaire',
    ticket: '^Clé',
    at: 'date',
    kind: { col: 'auteur', map: { marie: 'customer', zoe: 'staff' } },
    text: 'texte',
    private: { value: 'visible', publicWhen: ['public'], privateWhen: ['interne'] },
  };
  const cells = { Commentaire: { columns: ['date', 'auteur', 'visible', 'texte'] } };
  const line = [
    'S-1',
    'Panne',
    'marie@example.fr',
    '04/mars/09 2:05 PM;marie;public;Bonjour; ça ne va pas',
    '04/mars/09 2:06 PM;zoe;interne;CANARY',
    '04/mars/09 3:05 PM;zoe;public;Fait',
    '',
  ];
  const columns = ['Clé', 'Résumé', 'Client', 'Commentaire', 'Commentaire', 'Commentaire', 'Commentaire'];

  it('are a table of their own, of a CSV file as of a sheet, and each is accounted for', async () => {
    const csv = [columns, line, ['S-2', 'Vide', 'a@example.fr', 'sans séparateur', '', '', '']]
      .map((row) => row.map((cell) => `"${cell}"`).join(','))
      .join('\n');
    const sheet = workbook({
      sheets: { A: `${textRow(...columns)}${textRow(...line)}${textRow('S-2', 'Vide', 'a@example.fr', 'sans séparateur')}` },
    });
    for (const outcome of [
      await readAll({ from: 'csv', profile: { ...lists, format: 'csv', csv: { cells }, messages: [message] }, input: `${csv}\n` }),
      await read(sheet, { ...lists, format: 'xlsx', xlsx: { cells }, messages: [message] }),
    ]) {
      assert.deepEqual(
        outcome.tickets.map(({ id, messages }) => [id, ...messages.map(({ kind, at, text }) => `${kind} ${at}: ${text}`)]),
        [['S-1', 'customer 2009-03-04T13:05:00.000Z: Bonjour; ça ne va pas', 'staff 2009-03-04T14:05:00.000Z: Fait']],
      );
      assert.deepEqual(
        [outcome.counters.dropped, outcome.rejects.map(({ code, line: at }) => [code, at])],
        [
          { private: 1 },
          [
            ['column-count', 3],
            ['zero-date', 3],
          ],
        ],
      );
      assert.doesNotMatch(JSON.stringify(outcome), /CANARY/);
    }
  });

  it('may stand several in one cell, or be nothing but text', async () => {
    const plain = {
      ...message,
      at: { col: '^Créé', format: 'sql' },
      kind: { const: 'customer' },
      private: { none: 'nothing in this test is private' },
    };
    const input = 'Clé,Résumé,Client,Créé,Commentaire,Commentaire\nS-1,Panne,a@example.fr,2009-03-04 14:05:00,"Un\n---\nDeux",Trois\n';
    const { tickets } = await readAll({
      from: 'csv',
      profile: { ...lists, format: 'csv', csv: { cells: { Commentaire: { between: '---' } } }, messages: [{ ...plain, text: 'text' }] },
      input,
    });
    assert.deepEqual(
      tickets[0]?.messages.map(({ text }) => text),
      ['Un', 'Deux', 'Trois'],
    );
    await assert.rejects(
      readAll({ from: 'csv', profile: { ...lists, format: 'csv', messages: [{ ...plain, text: 'texte' }] }, input }),
      /the cells of "Commentaire" have no "texte"/,
    );
  });
});
