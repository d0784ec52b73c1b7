import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { endLine, headerLine, ticketLine } from '../../server/ticket/archived.ts';
import type { ArchivedTicket } from '../../server/ticket/archived.ts';
import type { Report } from '../../server/archive/report.ts';
import { testSecret } from '../helpers/tokens.ts';
import { inFolder, serve, support } from '../helpers/process.ts';
import type { Ended } from '../helpers/process.ts';
import { archived, said } from './samples.ts';

const archiveOf = (...tickets: readonly unknown[]): string =>
  headerLine() +
  tickets.map((ticket) => (typeof ticket === 'string' ? `${ticket}\n` : ticketLine(ticket as ArchivedTicket))).join('') +
  endLine(tickets.length);

/** Imports a text as a file of that name, from the archive format into nuxit. */
async function importText(dir: string, text: string | Buffer, ...more: readonly string[]): Promise<Ended> {
  await writeFile(join(dir, 'old.ndjson'), text);
  return support(dir, [
    'import',
    'old.ndjson',
    '--brand',
    'nuxit',
    '--from',
    'archive',
    '--report',
    'report.json',
    '--rejects',
    'rejects.ndjson',
    ...more,
  ]);
}

const reportIn = async (dir: string): Promise<Report> => JSON.parse(await readFile(join(dir, 'report.json'), 'utf8')) as Report;
const exportOf = async (dir: string): Promise<string> => (await support(dir, ['archive', 'export'])).out;

describe('support-ticket import', { concurrency: 2 }, () => {
  it('brings an archive in, says so in numbers that add up, and changes nothing the second time', () =>
    inFolder(async (dir) => {
      const text = archiveOf(archived({ id: '1' }), archived({ id: '2', createdAt: '2014-01-02T00:00:00.000Z' }));
      const first = await importText(dir, text);
      assert.equal(first.code, 0, first.err);
      assert.match(first.out, /2 new, 0 updated, 0 unchanged, 0 refused/);
      const report = await reportIn(dir);
      assert.deepEqual(report.rows, { read: 2, kept: 2, dropped: {}, rejected: 0, reconciled: true });
      assert.deepEqual(report.messages, { kept: 4, customer: 2, staff: 2, system: 0 });
      assert.deepEqual([report.dates.from, report.input.bytes], ['2014-01-02T00:00:00.000Z', Buffer.byteLength(text)]);
      const content = join(dir, 'data', 'archive', 'content.ndjson');
      const before = await readFile(content);
      assert.match((await importText(dir, text)).out, /0 new, 0 updated, 2 unchanged/);
      assert.deepEqual(await readFile(content), before, 'not a byte was written');
      const exported = await exportOf(dir);
      assert.equal(exported.split('\n').length, 5);
      assert.equal((await importText(dir, exported)).code, 0, 'what is exported can be imported');
      assert.deepEqual(await readFile(content), before);
    }));

  it('refuses single tickets with their place, goes on, and takes them once they are mended', () =>
    inFolder(async (dir) => {
      const secretText = 'the text of a message';
      const wrong = { ...archived({ id: '3', messages: [said('m1', 'staff', secretText)] }), note: 'internal' };
      const text = archiveOf(
        archived({ id: '1' }),
        '{"v":1,',
        wrong,
        archived({ id: '4', brand: 'phpnet' }),
        archived({ id: '5', createdAt: '1900-01-01T00:00:00.000Z' }),
        archived({ id: '1', subject: 'Twin' }),
        archived({ id: '7', updatedAt: '2126-01-01T00:00:00.000Z' }),
      );
      const ended = await importText(dir, text, '--max-rejects', '6');
      assert.equal(ended.code, 1);
      const report = await reportIn(dir);
      assert.deepEqual(report.rows, { read: 7, kept: 1, dropped: {}, rejected: 6, reconciled: true });
      assert.deepEqual(
        Object.entries(report.rejects).map(([code, { first }]) => [code, first[0]?.line, first[0]?.field]),
        [
          ['malformed-json', 3, undefined],
          ['unknown-key', 4, 'note'],
          ['other-brand', 5, 'brand'],
          ['date-out-of-range', 6, 'createdAt'],
          ['duplicate-id', 7, 'id'],
        ],
      );
      const listed = await readFile(join(dir, 'rejects.ndjson'), 'utf8');
      assert.ok(!listed.includes(secretText), 'no text of a message unless it is asked for');
      assert.equal((await importText(dir, text, '--max-rejects', '100%', '--rejects-with-data')).code, 1);
      const withData = await readFile(join(dir, 'rejects.ndjson'), 'utf8');
      assert.ok(withData.includes(secretText));
      const mended = withData.replace(',"note":"internal"', '').replace('"1900-', '"2010-').replace('"brand":"phpnet"', '"brand":"nuxit"');
      await importText(dir, mended, '--max-rejects', '100%');
      const after = await reportIn(dir);
      assert.deepEqual(
        [after.tickets.new, after.tickets.rejected],
        [3, 3],
        'the mended are in, the others are refused again, the twin without another id too',
      );
      assert.equal(after.rejects['malformed-json']?.count, 1);
    }));

  it('stops at too many refused tickets, and keeps nothing after the last batch', () =>
    inFolder(async (dir) => {
      const good = Array.from({ length: 600 }, (_, i) => archived({ id: `g${String(i)}` }));
      const bad = Array.from({ length: 200 }, () => '{}');
      const ended = await importText(dir, archiveOf(...good, ...bad));
      assert.equal(ended.code, 3);
      assert.match(ended.err, /200 of 800 tickets were refused/);
      assert.match((await support(dir, ['archive', 'list'])).out, /\t500 tickets/);
    }));

  it('keeps what came before a cut, and says that it was cut', () =>
    inFolder(async (dir) => {
      const whole = archiveOf(archived({ id: '1' }), archived({ id: '2' }));
      const cuts: Readonly<Record<string, string | Buffer>> = {
        'without a last line': whole.slice(0, whole.lastIndexOf('{"end"')),
        'in the middle of a ticket': whole.slice(0, whole.length - 200),
        'with another count': whole.replace('"tickets":2', '"tickets":3'),
        'in compressed data': gzipSync(whole).subarray(0, -20),
      };
      for (const [name, text] of Object.entries(cuts)) {
        const ended = await importText(dir, text);
        assert.equal(ended.code, 4, `${name}: ${ended.err}`);
      }
      assert.match((await support(dir, ['archive', 'list'])).out, /\t2 tickets\n$|\t1 tickets/);
      for (const nothing of ['', 'not an archive\n', '{"v":2,"archive":"support-ticket"}\n'])
        assert.equal((await importText(dir, nothing)).code, 4);
      assert.equal((await importText(dir, gzipSync(whole))).code, 0, 'gzip is known by its bytes');
    }));

  it('bears hostile lines: endless, bottomless, not UTF-8, born names', () =>
    inFolder(async (dir) => {
      const deep = `{"v":1,"brand":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      const endless = `{"v":1,"subject":"${'x'.repeat(17 * 1024 * 1024)}"}`;
      const born = JSON.stringify(archived({ id: '9' })).replace('{', '{"__proto__":{"brand":"nuxit"},');
      const latin = Buffer.concat([
        Buffer.from(JSON.stringify(archived({ subject: 'PLACE' })).split('PLACE')[0] ?? ''),
        Buffer.from([0xe9]),
        Buffer.from('"}\n'),
      ]);
      const text = Buffer.concat([
        Buffer.from(headerLine() + [deep, endless, born, 'null', '7', '[]'].join('\n') + '\n'),
        latin,
        Buffer.from(ticketLine(archived()) + endLine(8)),
      ]);
      assert.equal((await importText(dir, text, '--max-rejects', '7', '--rejects-with-data')).code, 1);
      const { rejects, tickets } = await reportIn(dir);
      assert.deepEqual(Object.fromEntries(Object.entries(rejects).map(([code, { count }]) => [code, count])), {
        invalid: 3,
        'too-long': 1,
        'unknown-key': 1,
        required: 1,
        'not-utf-8': 1,
      });
      assert.equal(tickets.new, 1);
    }));

  it('checks everything in a dry run, twins included, and keeps nothing', () =>
    inFolder(async (dir) => {
      await mkdir(join(dir, 'files'));
      await writeFile(join(dir, 'files', 'a.txt'), 'bytes');
      const withFile = archived({ messages: [{ ...said('m', 'customer', 'see'), attachments: [{ name: 'a.txt', ref: 'a.txt' }] }] });
      const ended = await importText(
        dir,
        archiveOf(withFile, archived({ subject: 'Twin' })),
        '--dry-run',
        '--max-rejects',
        '1',
        '--attachments',
        'files',
      );
      assert.equal(ended.code, 1);
      assert.match(ended.out, /would import/);
      const { tickets, attachments, customers } = await reportIn(dir);
      assert.deepEqual([tickets.new, tickets.rejected, attachments, customers], [1, 1, { kept: 1, missing: 0 }, null]);
      assert.equal((await support(dir, ['archive', 'list'])).out, '');
      await assert.rejects(readFile(join(dir, 'data', 'archive', 'content.ndjson')));
    }));

  it('says in its first line when it stopped, and what is kept; a dry run finds all that is wrong', () =>
    inFolder(async (dir) => {
      const wrong = Array.from({ length: 600 }, (_, i) => archived({ id: `w${String(i)}`, createdAt: '1900-01-01T00:00:00.000Z' }));
      const text = archiveOf(archived({ id: '1' }), ...wrong, archived({ id: '2' }));
      const tried = await importText(dir, text, '--dry-run');
      assert.equal(tried.code, 3);
      assert.match(tried.out, /^would stop importing old\.ndjson into the archive of nuxit; nothing is kept\n/);
      assert.match(tried.out, /2 new, 0 updated, 0 unchanged, 600 refused\n/);
      assert.match(
        tried.out,
        /600 date-out-of-range \(a date before 1990 or after tomorrow\): line 3, ticket w0 \(createdAt\); line 4.*; …\n/,
      );
      const ended = await importText(dir, text);
      assert.equal(ended.code, 3);
      assert.match(ended.out, /^stopped importing old\.ndjson into the archive of nuxit \(batch [^)]*\): no ticket is kept\n/);
      assert.deepEqual((await reportIn(dir)).stopped, { why: 'refusals', kept: 0 });
      assert.equal((await support(dir, ['archive', 'list'])).out, '');
      const many = Array.from({ length: 600 }, (_, i) => archived({ id: `g${String(i)}` }));
      const later = await importText(dir, archiveOf(...many, ...wrong));
      assert.match(later.out, /: 500 of 600 tickets are kept\n/);
      assert.match((await support(dir, ['archive', 'list'])).out, /\t500 tickets$/m);
    }));

  it('keeps files of attachments by their bytes, and follows no link out of their folder', () =>
    inFolder(async (dir) => {
      await mkdir(join(dir, 'files', '4711'), { recursive: true });
      await writeFile(join(dir, 'files', '4711', 'log.txt'), 'one and the same');
      await writeFile(join(dir, 'secret.txt'), 'secret');
      await symlink(join(dir, 'secret.txt'), join(dir, 'files', '4711', 'link.txt'));
      const attachments = ['4711/log.txt', '4711/link.txt', '4711/none.txt', '4711'].map((ref) => ({ name: ref, ref }));
      const ended = await importText(
        dir,
        archiveOf(archived({ messages: [{ ...said('m', 'customer', 'see'), attachments }] })),
        '--attachments',
        'files',
      );
      assert.equal(ended.code, 0, ended.err);
      assert.deepEqual((await reportIn(dir)).attachments, { kept: 1, missing: 3 });
      const content = await readFile(join(dir, 'data', 'archive', 'content.ndjson'), 'utf8');
      const { sha256 } = (JSON.parse(content.split('\n')[2] ?? '') as { files: Record<string, { sha256: string }> }).files[
        '4711/log.txt'
      ] ?? { sha256: '' };
      assert.equal(await readFile(join(dir, 'data', 'archive', 'files', sha256.slice(0, 2), sha256), 'utf8'), 'one and the same');
    }));

  it('is part of a backup', () =>
    inFolder(async (dir) => {
      const environment = { SUPPORT_TOKEN_SECRET: testSecret };
      assert.equal((await importText(dir, archiveOf(archived()))).code, 0);
      const { out } = await support(dir, ['backup', 'copies'], { environment });
      const restored = { SUPPORT_DATA_DIR: join(dir, 'again') };
      const brought = await support(dir, ['restore', out.trim()], { environment: restored });
      assert.deepEqual(
        [brought.code, /: 0 tickets, 0 attachments, 1 tickets of earlier systems\n$/.test(brought.out)],
        [0, true],
        brought.out,
      );
      assert.equal((await support(dir, ['archive', 'export'], { environment: restored })).out, await exportOf(dir));
    }));

  it('tells of tickets that it replaced, which may be those of another system with the same ids', () =>
    inFolder(async (dir) => {
      await importText(dir, archiveOf(archived({ id: '1' }), archived({ id: '2' })));
      const other = archiveOf(archived({ id: '1', subject: 'Another system' }));
      assert.match(
        (await importText(dir, other, '--dry-run')).err,
        /1 ticket of an earlier import would be replaced.*give it a --source of its own/,
      );
      const { err } = await importText(dir, other);
      const [, batch = ''] = /import --undo (\S+)\) and give it a --source/.exec(err) ?? [];
      assert.equal((await support(dir, ['import', '--undo', batch])).code, 0);
      assert.doesNotMatch(await exportOf(dir), /Another system/);
      assert.doesNotMatch(
        (await importText(dir, archiveOf(archived({ id: '1' })))).err,
        /replaced/,
        'nothing is said where nothing changed',
      );
    }));

  it('takes a run back by its batch', () =>
    inFolder(async (dir) => {
      await importText(dir, archiveOf(archived({ id: '1' })));
      const before = await exportOf(dir);
      await importText(dir, archiveOf(archived({ id: '1', subject: 'Worse' }), archived({ id: '2' })));
      const { batch } = await reportIn(dir);
      assert.equal((await support(dir, ['import', '--undo', 'never'])).code, 2);
      const undone = await support(dir, ['import', '--undo', batch]);
      assert.deepEqual([undone.code, undone.out], [0, `${batch}\t2 tickets taken back\n`]);
      assert.equal(await exportOf(dir), before);
    }));

  it('reads the standard input, and refuses mapping files that say nothing', () =>
    inFolder(async (dir) => {
      const ended = await support(dir, ['import', '-', '--brand', 'nuxit', '--from', 'archive'], { input: archiveOf(archived()) });
      assert.equal(ended.code, 0, ended.err);
      const maps: Readonly<Record<string, RegExp>> = {
        'account,email\nC-1,a@b\n': /must name the columns/,
        'customer,account\n,C-1\n': /line 2 of/,
        'customer,account\n"nadia",C-1\n"open,C-2\n': /line 3 of .* cannot be read as CSV/,
        'customer,account\nnadia,C-1\nnadia,C-1\nother,C-1\n': /lines 3 and 4 of .* give one account to two customers/,
        'customer,email\nnadia,a@b.fr\nother,A@B.fr\n': /lines 2 and 3 of .* give one address to two customers/,
      };
      for (const [text, message] of Object.entries(maps)) {
        await writeFile(join(dir, 'map.csv'), text);
        const refused = await support(dir, ['rematch', '--brand', 'nuxit', '--customers', 'map.csv']);
        assert.deepEqual([refused.code, message.test(refused.err)], [2, true], refused.err);
      }
      await writeFile(join(dir, 'map.csv'), '\ufeffcustomer;email;account\r\n"na""dia";"NADIA@example.com";\r\n\r\n');
      const matched = await support(dir, ['rematch', '--brand', 'nuxit', '--customers', 'map.csv']);
      assert.deepEqual(
        [matched.code, matched.out],
        [0, 'of 1 ticket 1 by mapping, 0 by account, 0 by e-mail, 0 ambiguous, 0 of nobody yet\n'],
      );
    }));

  it('hands its work to the server that runs on the folder', () =>
    inFolder(async (dir) => {
      const server = await serve(dir);
      try {
        const text = archiveOf(...Array.from({ length: 120 }, (_, i) => archived({ id: String(i) })), '{}');
        const ended = await importText(dir, text);
        assert.equal(ended.code, 1, ended.err);
        const { tickets, customers, batch } = await reportIn(dir);
        assert.deepEqual([tickets.new, tickets.rejected, customers?.unmatched], [120, 1, 120]);
        const through = await exportOf(dir);
        assert.equal(through.split('\n').length, 123);
        assert.match((await support(dir, ['import', '--undo', batch])).out, /120 tickets/);
        assert.equal((await importText(dir, text)).code, 1);
        await server.stop();
        assert.equal(await exportOf(dir), through, 'and it is there when the server is not');
      } finally {
        await server.stop();
      }
    }));
});
