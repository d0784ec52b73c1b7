import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { endLine, headerLine, ticketLine } from '../../server/ticket/archived.ts';
import { writeDump } from '../bench/dump.ts';
import { chances, compareKilled } from '../bench/killed-import.ts';
import { inFolder, serve, start, support } from '../helpers/process.ts';
import { archived, said } from './samples.ts';

const tickets = Array.from({ length: 2_600 }, (_, i) =>
  ticketLine(
    archived({
      id: String(i),
      subject: `Ticket ${String(i)}`,
      messages: [said('m', 'customer', `Text ${String(i)} ${'é'.repeat(i % 300)}`)],
    }),
  ),
);
const whole = headerLine() + tickets.join('') + endLine(tickets.length);
const args = ['import', '-', '--brand', 'nuxit', '--from', 'archive'];

/** Bytes. The first line is shorter, a batch is longer. */
const batch = 50_000;

async function untilContentHas(dir: string, bytes: number, child: ChildProcess): Promise<void> {
  const size = async (): Promise<number> => (await stat(join(dir, 'data', 'archive', 'content.ndjson')).catch(() => ({ size: 0 }))).size;
  while ((await size()) < bytes) {
    assert.equal(child.exitCode, null, 'the import ended before it was killed');
    await pause(5);
  }
}

/** Imports the first `count` tickets, of which the last have not been committed when it is killed. */
async function importAndKill(dir: string, count: number, bytes: number): Promise<void> {
  const child = start(args, dir);
  child.stdout?.resume();
  child.stderr?.resume();
  child.stdin?.on('error', () => undefined);
  child.stdin?.write(headerLine() + tickets.slice(0, count).join(''));
  await untilContentHas(dir, bytes, child);
  child.kill('SIGKILL');
  await once(child, 'close');
}

describe('an import that is killed', { concurrency: 2 }, () => {
  it('twice, and run again, leaves what an undisturbed one leaves', () =>
    inFolder((calm) =>
      inFolder(async (dir) => {
        await importAndKill(dir, 700, batch);
        const first = (await stat(join(dir, 'data', 'archive', 'content.ndjson'))).size;
        await importAndKill(dir, 1_900, first + batch);
        const [again, undisturbed] = await Promise.all([support(dir, args, { input: whole }), support(calm, args, { input: whole })]);
        assert.deepEqual([again.code, undisturbed.code], [0, 0]);
        assert.match(again.out, / [1-9][\d,]* new, 0 updated, [1-9][\d,]* unchanged, 0 refused/);
        const [mine, theirs] = await Promise.all([support(dir, ['archive', 'export']), support(calm, ['archive', 'export'])]);
        assert.equal(mine.out, theirs.out);
        assert.equal(mine.out.split('\n').length, tickets.length + 3);
      }),
    ));

  it('at any moments, be it while it reads a dump or while it keeps its tickets, leaves what an undisturbed one leaves', (t) =>
    inFolder(async (dir) => {
      const path = join(dir, 'dump.sql');
      const seed = Math.floor(Math.random() * 2 ** 31);
      t.diagnostic(`seed ${String(seed)}`);
      const { tickets: written, replies } = writeDump(path, 3_000_000);
      const { calm, last, calmExport, killedExport } = await compareKilled({
        args: [path, '--from', 'whmcs-sql', '--brand', 'nuxit'],
        dir,
        kills: 8,
        chance: chances(seed),
      });
      assert.equal(killedExport, calmExport, `seed ${String(seed)}`);
      assert.deepEqual([calm.report.tickets.new, calm.report.messages.kept], [written, written + replies]);
      assert.equal(last.report.tickets.new + last.report.tickets.unchanged, written);
    }));

  it('with the server that it works for says so, and goes on from there', () =>
    inFolder(async (dir) => {
      const server = await serve(dir);
      const child = start(args, dir);
      let err = '';
      child.stdout?.resume();
      child.stderr?.on('data', (data) => (err += String(data)));
      child.stdin?.on('error', () => undefined);
      child.stdin?.write(headerLine() + tickets.slice(0, 700).join(''));
      await untilContentHas(dir, batch, child);
      const closed = once(child, 'close');
      await server.kill();
      child.stdin?.end(tickets.slice(700).join('') + endLine(tickets.length));
      assert.equal((await closed)[0], 2, err);
      assert.match(err, /the running server hung up; what was committed is kept/);
      const next = await serve(dir);
      try {
        await writeFile(join(dir, 'old.ndjson'), whole);
        const again = await support(dir, ['import', 'old.ndjson', ...args.slice(2)]);
        assert.equal(again.code, 0, again.err);
        assert.match(again.out, /2,100 new, 0 updated, 500 unchanged/);
      } finally {
        await next.stop();
      }
    }));
});
