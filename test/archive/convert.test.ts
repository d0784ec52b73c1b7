import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { profileJsonSchema } from '../../server/archive/readers/profile/json-schema.ts';
import { readers } from '../../server/archive/registry.ts';
import { inFolder, support } from '../helpers/process.ts';
import { readAll } from './reading.ts';

const profile = {
  format: 'csv',
  csv: { delimiter: ';' },
  zone: 'Europe/Paris',
  dates: 'dd/MM/yyyy',
  tickets: { id: 'id', subject: 'objet', requester: { email: 'mail' } },
  messages: [{ text: 'texte', at: 'le', kind: { const: 'customer' }, private: { value: 'prive', publicWhen: ['0'], privateWhen: ['1'] } }],
};
const csv =
  'id;objet;mail;texte;le;prive\n1;Un;a@example.fr;Bonjour;04/03/2009;0\n2;Deux;a@example.fr;CANARY;04/03/2009;1\n3;Trois;a@example.fr;SECRET;hier;0\n';
const args = ['--from', 'csv', '--profile', 'profile.json', '--brand', 'nuxit'];

const prepared = <T>(work: (dir: string) => Promise<T>): Promise<T> =>
  inFolder(async (dir) => {
    await writeFile(join(dir, 'profile.json'), JSON.stringify(profile));
    await writeFile(join(dir, 'old.csv'), csv);
    return work(dir);
  });

describe('support-ticket convert', { concurrency: 2 }, () => {
  it('writes an archive that can be imported, with numbers that add up and rejects without text', () =>
    prepared(async (dir) => {
      const ended = await support(dir, [
        'convert',
        'old.csv',
        ...args,
        '--out',
        'out.ndjson',
        '--report',
        'report.json',
        '--rejects',
        'rejects.ndjson',
      ]);
      assert.equal(ended.code, 1, ended.err);
      assert.match(ended.err, /3 read = 1 kept \+ 1 left out \+ 1 refused/);
      const [out, report, rejects] = await Promise.all(
        ['out.ndjson', 'report.json', 'rejects.ndjson'].map((name) => readFile(join(dir, name), 'utf8')),
      );
      assert.doesNotMatch(`${out ?? ''}${report ?? ''}${rejects ?? ''}${ended.err}${ended.out}`, /CANARY|SECRET/);
      assert.deepEqual(
        (out ?? '')
          .trimEnd()
          .split('\n')
          .map((text) => (JSON.parse(text) as { id?: string; end?: boolean }).id ?? 'none'),
        ['none', '1', 'none'],
      );
      assert.match(rejects ?? '', /\{"reject":\{"line":4,"legacyId":"3","code":"bad-date","field":"messages.0.at"\}\}/);
      const imported = await support(dir, ['import', 'out.ndjson', '--brand', 'nuxit', '--from', 'archive']);
      assert.deepEqual([imported.code, /1 new/.test(imported.out)], [0, true], imported.err);
      const direct = await support(dir, ['import', 'old.csv', ...args, '--source', 'csv', '--max-rejects', '1']);
      assert.deepEqual([direct.code, /1 refused/.test(direct.out)], [1, true], direct.err);
      assert.deepEqual((await readdir(dir)).sort(), ['data', 'old.csv', 'out.ndjson', 'profile.json', 'rejects.ndjson', 'report.json']);
    }));

  it('refuses dates that cannot be, as the import does, and tells where', () =>
    prepared(async (dir) => {
      await writeFile(
        join(dir, 'old.csv'),
        'id;objet;mail;texte;le;prive\n1;Un;a@example.fr;Bonjour;04/03/2009;0\n2;Deux;a@example.fr;SECRET;04/03/0209;0\n3;Trois;a@example.fr;SECRET;04/03/2909;0\n',
      );
      const ended = await support(dir, [
        'convert',
        'old.csv',
        ...args,
        '--out',
        'out.ndjson',
        '--rejects',
        'rejects.ndjson',
        '--rejects-with-data',
      ]);
      assert.equal(ended.code, 1, ended.err);
      assert.match(
        ended.err,
        /refused +2 date-out-of-range \(a date before 1990 or after tomorrow\): line 3, ticket 2 \(createdAt\); line 4, ticket 3 \(createdAt\)/,
      );
      const [out, rejects] = await Promise.all(['out.ndjson', 'rejects.ndjson'].map((name) => readFile(join(dir, name), 'utf8')));
      assert.match(out ?? '', /"end":true,"tickets":1/);
      const mended = (rejects ?? '').replaceAll(/\b(?:0209|2909)-/g, '2009-');
      await writeFile(join(dir, 'mended.ndjson'), mended);
      const again = await support(dir, ['import', 'mended.ndjson', '--brand', 'nuxit', '--from', 'archive', '--source', 'csv']);
      assert.deepEqual([again.code, /2 new/.test(again.out)], [0, true], again.err);
      assert.match((await support(dir, ['convert', 'old.csv', ...args, '--sample'])).err, /refused: date-out-of-range createdAt line 3/);
    }));

  it('reads the standard input, compressed or not, and writes the standard output', () =>
    prepared(async (dir) => {
      const plain = await support(dir, ['convert', '-', ...args], { input: csv });
      assert.match(plain.out, /^\{"v":1,"archive":"support-ticket"[^]*"end":true,"tickets":1\}\n$/);
      await writeFile(join(dir, 'old.csv.gz'), gzipSync(csv));
      const packed = await support(dir, ['convert', 'old.csv.gz', ...args]);
      assert.equal(packed.out, plain.out);
    }));

  it('leaves out the last line when its input was cut off, and ends with 4', () =>
    prepared(async (dir) => {
      const packed = gzipSync(
        csv +
          csv
            .split('\n')
            .slice(1)
            .join('\n')
            .replace(/^\d/gm, (digit) => `1${digit}`)
            .repeat(400),
      );
      await writeFile(join(dir, 'cut.csv.gz'), packed.subarray(0, packed.length - 20));
      const ended = await support(dir, ['convert', 'cut.csv.gz', ...args, '--out', 'out.ndjson']);
      assert.equal(ended.code, 4, ended.err);
      assert.match(ended.err, /ends in the middle of its compressed data/);
      assert.doesNotMatch(await readFile(join(dir, 'out.ndjson'), 'utf8'), /"end":true/);
      assert.equal((await support(dir, ['import', 'out.ndjson', '--brand', 'nuxit', '--from', 'archive'])).code, 4);
    }));

  it('stops at a file that is made to burst', () =>
    prepared(async (dir) => {
      await writeFile(join(dir, 'bomb.gz'), gzipSync(Buffer.alloc(300 << 20, 'a')));
      const ended = await support(dir, ['convert', 'bomb.gz', ...args]);
      assert.equal(ended.code, 4, ended.err);
      assert.match(ended.err, /unpacks to more than 250 times its size/);
    }));

  it('shows what the first tickets become, and writes nothing', () =>
    prepared(async (dir) => {
      const { out, err, code } = await support(dir, ['convert', 'old.csv', ...args, '--sample']);
      assert.equal(code, 0, err);
      assert.equal((JSON.parse(out.slice(0, out.indexOf('\n}') + 2)) as { subject: string }).subject, 'Un');
      assert.match(err, /refused: bad-date messages.0.at line 4/);
      assert.doesNotMatch(out + err, /CANARY|SECRET/);
      assert.deepEqual((await readdir(dir)).sort(), ['old.csv', 'profile.json']);
    }));

  it('says what a file looks like when nobody says what it is', () =>
    prepared(async (dir) => {
      const looks = async (name: string, content: string | Buffer): Promise<string> => {
        await writeFile(join(dir, name), content);
        const { code, err } = await support(dir, ['convert', name, '--brand', 'nuxit']);
        assert.equal(code, 2);
        return err;
      };
      assert.match(await looks('a', csv), /--from csv --profile profile\.json/);
      assert.match(
        await looks('b', '-- MySQL dump\nCREATE TABLE `sav_thread` (`id` int);\nCREATE TABLE `sav_thread_entry` (`id` int);\n'),
        /--from osticket-sql --table-prefix sav_/,
      );
      assert.match(await looks('c', gzipSync('INSERT INTO `tbltickets` VALUES (1);\n')), /--from whmcs-sql/);
      assert.match(await looks('d', 'CREATE TABLE `demandes` (`id` int);\n'), /--from sql --profile profile\.json/);
      assert.match(await looks('e', '{"id":1,"requester_id":2,"comments":[]}'), /--from zendesk/);
      assert.match(await looks('f', 'Return-Path: <a@b.fr>\nFrom: a@b.fr\n\nx'), /--from mbox --staff-domain/);
      assert.match(await looks('g', '{"v":1,"archive":"support-ticket"}\n'), /--from archive/);
      assert.match(await looks('h', 'nothing at all'), /cannot be told/);
      assert.match(await looks('i', iconv.encode('N° ticket;Été\n1;été\n', 'windows-1252')), /: N° ticket;Été\. So/);
      assert.match(await looks('j', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(60)])), /j is a zip file: unpack it/);
    }));

  it('says that a zip file must be unpacked, and that a CSV file is no dump', () =>
    prepared(async (dir) => {
      await writeFile(join(dir, 'old.zip'), Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(60)]));
      const packed = await support(dir, ['convert', 'old.zip', ...args]);
      assert.deepEqual([packed.code, /old\.zip is a zip file: unpack it/.test(packed.err)], [4, true], packed.err);
      const other = await support(dir, ['convert', 'old.csv', '--from', 'whmcs-sql', '--brand', 'nuxit']);
      assert.deepEqual([other.code, /old\.csv is no dump/.test(other.err)], [4, true], other.err);
    }));

  it('looks at where it is to write before it reads, and never writes over what it reads', () =>
    prepared(async (dir) => {
      for (const command of ['convert', 'import'])
        for (const [option, place, message] of [
          ['--report', 'none/report.json', /--report: there is no folder .*none/],
          ['--rejects', '.', /--rejects: .* is a folder/],
          ['--rejects', './old.csv', /--rejects: .*old\.csv is the file that is read/],
        ] as const) {
          const { code, err } = await support(dir, [command, 'old.csv', ...args, option, place]);
          assert.deepEqual([code, message.test(err)], [2, true], err);
        }
      const twice = await support(dir, ['convert', 'old.csv', ...args, '--out', 'x', '--rejects', 'x']);
      assert.deepEqual([twice.code, /--rejects: .*x is that of --out too/.test(twice.err)], [2, true], twice.err);
      assert.equal(await readFile(join(dir, 'old.csv'), 'utf8'), csv);
      assert.deepEqual((await readdir(dir)).sort(), ['old.csv', 'profile.json'], 'and nothing was imported');
    }));

  it('is called wrongly with an end of 2 and a sentence that helps', () =>
    prepared(async (dir) => {
      const said = async (...more: readonly string[]): Promise<string> => {
        const { code, err } = await support(dir, ['convert', ...more]);
        assert.equal(code, 2, err);
        return err;
      };
      assert.match(await said('old.csv', '--from', 'csv', '--brand', 'nuxit'), /--profile is missing/);
      assert.match(await said('old.csv', ...args.slice(0, -1), 'Nuxit SA'), /--brand must be a word/);
      assert.match(await said('none.csv', ...args), /there is no/);
      assert.match(await said('old.csv', '--from', 'excel', '--brand', 'nuxit'), /--from "excel" is unknown: archive, whmcs-sql/);
      await writeFile(
        join(dir, 'profile.json'),
        JSON.stringify({ ...profile, messages: [{ ...profile.messages[0], private: undefined }] }),
      );
      assert.match(await said('old.csv', ...args), /the profile profile.json is not right:\n {2}messages\.0\.private/);
    }));
});

describe('docs/import.md', () => {
  const blocks = async (language: string): Promise<readonly string[]> => {
    const text = await readFile(new URL('../../../docs/import.md', import.meta.url), 'utf8');
    return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
  };

  it('shows a CSV file and a profile that work together', async () => {
    const [example = ''] = await blocks('csv');
    const [written = '{}'] = await blocks('json');
    const { tickets, counters } = await readAll({
      from: 'csv',
      profile: JSON.parse(written),
      input: iconv.encode(example, 'windows-1252'),
    });
    assert.deepEqual(
      tickets.map(({ id, status, messages }) => [id, status, messages.map(({ kind, at, text }) => `${at} ${kind}: ${text}`)]),
      [
        [
          '1042',
          'closed',
          ['2009-03-04T13:05:00.000Z customer: Bonjour,\nmon site ne répond plus.', '2009-03-04T14:30:00.000Z staff: C’est rétabli.'],
        ],
      ],
    );
    assert.deepEqual(counters.dropped, { private: 1 });
  });

  it('shows tables and a profile that work together', async () => {
    const [tables = ''] = await blocks('sql');
    const [, written = '{}'] = await blocks('json');
    const rows =
      "INSERT INTO clients VALUES ('C1','marie@example.fr','Marie','Dupont');INSERT INTO demandes VALUES (1,'C1','Objet','Bonjour','F',1236171906);INSERT INTO echanges VALUES (1,1,7,'Fait','2009-03-05 10:00:00',1),(2,1,7,'CANARY','2009-03-05 10:00:00',0);";
    const { tickets } = await readAll({ from: 'sql', profile: JSON.parse(written), input: tables + rows });
    assert.deepEqual(
      tickets.map(({ requester, messages }) => [requester.name, messages.map(({ kind, text }) => `${kind}: ${text}`)]),
      [['Marie Dupont', ['customer: Bonjour', 'staff: Fait']]],
    );
  });

  it('names every system that can be read', async () => {
    const text = await readFile(new URL('../../../docs/import.md', import.meta.url), 'utf8');
    for (const { name } of readers) assert.ok(text.includes(`\`${name}\``), name);
  });
});

describe('docs/archive-profile.schema.json', () => {
  it('is what profiles are read by today (node dist/server/archive/readers/profile/write-schema.js writes it anew)', async () => {
    assert.equal(await readFile(new URL('../../../docs/archive-profile.schema.json', import.meta.url), 'utf8'), profileJsonSchema());
  });
});
