/** Exports as people send them: not quite what a profile or a format says, and never read without a word. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { detect } from '../../server/archive/readers/detect.ts';
import { decoderFor, encodingNamed } from '../../server/text/charset.ts';
import { dateFormat } from '../../server/text/dates.ts';
import { Zone } from '../../server/text/zones.ts';
import { readProfile } from '../../server/archive/readers/profile/schema.ts';
import { inFolder, support } from '../helpers/process.ts';
import { readAll } from './reading.ts';

const message = { text: 'texte', at: 'le', kind: { const: 'customer' }, private: { none: 'nothing here is private' } };
const profile = {
  format: 'csv',
  csv: { delimiter: ';' },
  zone: 'Europe/Paris',
  dates: 'dd/MM/yyyy',
  tickets: { id: 'id', subject: 'objet', requester: { email: 'mail' } },
  messages: [message],
};
const head = 'id;objet;mail;texte;le\n';
const row = (id: number, text = 'Bonjour'): string => `${String(id)};Objet;a@example.fr;${text};04/03/2009\n`;
const folderProfile = {
  ...profile,
  csv: { delimiter: ';', files: { tickets: 'tickets.csv', messages: 'messages.csv' } },
  tickets: { id: 'id', subject: 'objet', createdAt: 'le', requester: { email: 'mail' } },
  messages: [{ ...message, table: 'messages', ticket: 'ticket' }],
};

async function* bytesOf(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(input));
}

describe('a CSV export', () => {
  it('may be a folder of several files, and messages without a ticket are no refused tickets', () =>
    inFolder(async (dir) => {
      await mkdir(join(dir, 'old'));
      await writeFile(join(dir, 'profile.json'), JSON.stringify(folderProfile));
      await writeFile(join(dir, 'old/tickets.csv'), 'id;objet;mail;le\n1;Un;a@example.fr;04/03/2009\n');
      await writeFile(join(dir, 'old/messages.csv'), `ticket;texte;le\n1;Bonjour;04/03/2009\n${'9;Perdu;04/03/2009\n'.repeat(5)}`);
      const { code, out, err } = await support(dir, ['import', 'old', '--from', 'csv', '--profile', 'profile.json', '--brand', 'nuxit']);
      assert.equal(code, 1, err);
      assert.match(out, /1 new, 0 updated, 0 unchanged, 0 refused/);
      assert.match(out, /5 orphan/);
      await writeFile(join(dir, 'profile.json'), JSON.stringify(profile));
      const refused = await support(dir, [
        'convert',
        'old',
        '--from',
        'csv',
        '--profile',
        'profile.json',
        '--brand',
        'nuxit',
        '--out',
        'x',
      ]);
      assert.deepEqual([refused.code, /is a folder: the profile has to say/.test(refused.err)], [2, true], refused.err);
    }));

  it('with fewer columns than the profile uses is refused with a sentence, with --out too', () =>
    inFolder(async (dir) => {
      await writeFile(join(dir, 'profile.json'), JSON.stringify({ ...profile, csv: { delimiter: ';', columns: ['id', 'mail'] } }));
      await writeFile(join(dir, 'old.csv'), row(1));
      for (const how of [['--out', 'x.ndjson'], ['--sample'], []]) {
        const { code, err } = await support(dir, [
          'convert',
          'old.csv',
          '--from',
          'csv',
          '--profile',
          'profile.json',
          '--brand',
          'nuxit',
          ...how,
        ]);
        assert.deepEqual([code, /has no column "objet"/.test(err), /\bat .*:\d+:\d+/.test(err)], [2, true, false], err);
      }
    }));

  it('has all that stands in columns of one name', async () => {
    const { tickets, remarks } = await readAll({
      from: 'csv',
      profile,
      input: 'id;objet;mail;texte;le;texte;texte\n1;Un;a@example.fr;Un;04/03/2009;Deux;\n',
    });
    assert.equal(tickets[0]?.messages[0]?.text, 'Un\n\nDeux');
    assert.match(remarks.join('\n'), /3 columns "texte"/);
  });

  it('is refused by the line where a record has more cells than any, and goes on behind it', async () => {
    const { tickets, rejects } = await readAll({ from: 'csv', profile, input: `${head}${row(1)}${';'.repeat(100_000)}\n${row(3)}` });
    assert.deepEqual([tickets.map(({ id }) => id), rejects.map(({ code, line }) => [code, line])], [['1', '3'], [['too-many', 3]]]);
    const { fault } = await readAll({ from: 'csv', profile, input: `${';'.repeat(100_000)}\n${row(3)}` });
    assert.match(fault?.message ?? '', /line 1 should name the columns/);
  });

  it('with a row of no text leaves it out as empty, and with no rows at all is not a success', async () => {
    const { counters, rejects } = await readAll({ from: 'csv', profile, input: `${head}${row(1, '')}` });
    assert.deepEqual([counters.dropped, rejects], [{ empty: 1 }, []]);
    assert.match((await readAll({ from: 'csv', profile, input: head })).fault?.message ?? '', /nothing was read of it/);
  });

  it('names the markers that no profile knows, in whatever capitals, with how often', async () => {
    const strict = { ...profile, messages: [{ ...message, private: { value: 'vu', publicWhen: ['Public'] } }] };
    const { remarks } = await readAll({
      from: 'csv',
      profile: strict,
      input: 'id;objet;mail;texte;le;vu\n1;U;a@example.fr;T;04/03/2009;public\n2;U;a@example.fr;T;04/03/2009;public\n',
    });
    assert.match(remarks.join('\n'), /"public" \(2\)/);
  });

  it('says so where a table for look-ups is not there', async () => {
    const looking = { ...profile, tickets: { ...profile.tickets, department: { col: 'id', from: 'services', match: 'id', take: 'nom' } } };
    assert.match((await readAll({ from: 'csv', profile: looking, input: head + row(1) })).remarks.join('\n'), /no row of services/);
  });
});

describe('a profile', () => {
  it('may have hours to twelve, and names the key of a format that means nothing', () => {
    const read = dateFormat('dd/MM/yyyy h:mm a').read('04/03/2009 2:05 PM', new Zone('UTC'));
    assert.equal(typeof read === 'string' ? read : new Date(read.time).toISOString(), '2009-03-04T14:05:00.000Z');
    for (const dates of [
      'DD/MM/yyyy',
      'dd/MM/YYYY',
      'EEE dd/MM/yyyy',
      'dd/MM/yyyy h:mm',
      'dd dd/MM/yyyy',
      'HH:mm',
      'toString',
      'constructor',
      '__proto__',
      ['sql', 'QQ'],
    ]) {
      const outcome = readProfile(JSON.stringify({ ...profile, dates }));
      assert.ok('faults' in outcome && outcome.faults[0]?.startsWith('dates: '), JSON.stringify(outcome));
    }
    const inside = readProfile(JSON.stringify({ ...profile, messages: [{ ...message, at: { col: 'le', format: 'DD/MM/YYYY' } }] }));
    assert.ok('faults' in inside && /^messages\.0\.at.*DD/.test(inside.faults[0] ?? ''), JSON.stringify(inside));
    const zoned = readProfile(JSON.stringify({ ...profile, zone: 'Europe/Nowhere' }));
    assert.ok('faults' in zoned && /^zone: /.test(zoned.faults[0] ?? ''), JSON.stringify(zoned));
  });

  it('is refused for a status or a priority that there is not', () => {
    for (const [field, rule] of [
      ['status', { col: 'e', map: { O: 'opened' } }],
      ['status', { const: 'done' }],
      ['priority', { col: 'e', map: {}, else: 'medium' }],
    ] as const) {
      const outcome = readProfile(JSON.stringify({ ...profile, tickets: { ...profile.tickets, [field]: rule } }));
      assert.ok('faults' in outcome && outcome.faults[0]?.startsWith(`tickets.${field}`), JSON.stringify(outcome));
    }
  });
});

describe('mails', () => {
  const mail = (headers: string, body = 'Bonjour'): string => `${headers}\nContent-Type: text/plain\n\n${body}\n`;
  const values = { 'staff-domain': ['nuxit.example'] };

  it('that a form sent in the name of the team belong to whom Reply-To names', async () => {
    const input = mail(
      'From: support@nuxit.example\nReply-To: Marie <marie@example.fr>\nTo: support@nuxit.example\nSubject: Panne\nDate: Wed, 04 Mar 2009 14:05:06 +0100\nMessage-ID: <1@x>',
    );
    const { tickets } = await readAll({ from: 'mbox', input, values });
    assert.deepEqual([tickets[0]?.requester.email, tickets[0]?.messages[0]?.kind], ['marie@example.fr', 'customer']);
  });

  it('are copies only if they are the same', async () => {
    const one = (who: string, day: string): string =>
      `From x@example.fr Wed Mar 04 14:05:06 2009\n${mail(`From: ${who}@example.fr\nTo: support@nuxit.example\nSubject: De ${who}\nDate: Wed, ${day} Mar 2009 14:05:06 +0100\nMessage-ID: <same@x>`)}\n`;
    const { tickets, counters } = await readAll({ from: 'mbox', input: one('a', '04') + one('b', '11') + one('a', '04'), values });
    assert.deepEqual(
      [tickets.map(({ requester }) => requester.email).sort(), counters.dropped],
      [['a@example.fr', 'b@example.fr'], { merged: 1 }],
    );
  });

  it('are found in folders of folders', () =>
    inFolder(async (dir) => {
      await mkdir(join(dir, 'a/b'), { recursive: true });
      await writeFile(
        join(dir, 'a/b/x.eml'),
        mail('From: a@example.fr\nTo: s@nuxit.example\nSubject: S\nDate: Wed, 04 Mar 2009 14:05:06 +0100'),
      );
      assert.equal((await readAll({ from: 'maildir', path: dir, values })).tickets.length, 1);
    }));
});

describe('what a file is', () => {
  it('is said only where it is known', async () => {
    for (const [input, because] of [
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Outlook/],
      [Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7_919) % 251)), /no text/],
      ['PGDMP\x01\x0e', /pg_restore/],
    ] as const) {
      const proposal = await detect(bytesOf(input));
      assert.deepEqual([proposal.from, because.test(proposal.because)], [null, true], proposal.because);
    }
    const faveo = await detect(bytesOf('CREATE TABLE `ticket_thread` (`id` int);\nINSERT INTO `ticket_thread` VALUES (1);\n'));
    assert.equal(faveo.from, 'sql');
    const bare = await detect(bytesOf('CREATE TABLE `thread_entry` (`id` int);\n'));
    assert.deepEqual(bare.options, ["--table-prefix ''"]);
    assert.deepEqual((await detect(bytesOf('CREATE TABLE `ost_ticket_thread` (`id` int);\n'))).options, []);
  });

  it('of PostgreSQL is taken for a dump', async () => {
    for (const input of [
      '--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.tickets (id int);\n',
      'COPY public.tickets (id, s) FROM stdin;\n1\tx\n\\.\n',
    ])
      assert.equal((await detect(bytesOf(input))).from, 'sql', input);
  });
});

describe('the places around an import', () => {
  it('of the Macintosh keep their euro', () => {
    for (const word of ['macintosh', 'mac', 'Mac-Roman', 'x-mac-roman', 'maccroatian', 'x-mac-croatian', 'maciceland', 'macromania'])
      assert.equal(decoderFor(encodingNamed(word)).decode(Buffer.from([0xdb, 0x8e])), '€é', word);
    assert.deepEqual(
      [
        decoderFor('maccyrillic').decode(Buffer.from([0xff])),
        decoderFor('macgreek').decode(Buffer.from([0x9c])),
        decoderFor('macturkish').decode(Buffer.from([0xdb])),
      ],
      ['€', '€', 'ğ'],
    );
  });

  it('that are no plain files are written to and stay what they are', () =>
    inFolder(async (dir) => {
      await writeFile(join(dir, 'profile.json'), JSON.stringify(profile));
      await writeFile(join(dir, 'old.csv'), head + row(1));
      execFileSync('mkfifo', [join(dir, 'pipe')]);
      const cat = spawn('sh', ['-c', 'cat pipe > got'], { cwd: dir });
      const ended = new Promise((resolve) => cat.once('exit', resolve));
      const { code, err } = await support(dir, [
        'convert',
        'old.csv',
        '--from',
        'csv',
        '--profile',
        'profile.json',
        '--brand',
        'nuxit',
        '--out',
        'pipe',
      ]);
      await ended;
      assert.deepEqual([code, (await lstat(join(dir, 'pipe'))).isFIFO()], [0, true], err);
      assert.match(await readFile(join(dir, 'got'), 'utf8'), /"end":true/);
    }));
});
