import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FolderInUseError } from '../../server/store/journal/errors.ts';
import { takeFolder, type FolderLock } from '../../server/store/journal/lock.ts';
import { identifySelf } from '../../server/store/journal/process-identity.ts';
import { openJournalStore } from '../../server/store/journal.ts';
import { RecordedLog, freshFolder, openStore } from './folders.ts';
import { creating } from './samples.ts';

const script = fileURLToPath(new URL('../helpers/store-process.js', import.meta.url));

interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** What it has said so far. */
  readonly lines: string[];
  /** Resolves once it has said that many lines. */
  said(count: number): Promise<void>;
  /** Kills it with no warning, and resolves when all it said has arrived. */
  kill(): Promise<void>;
}

function start(t: TestContext, mode: 'hold' | 'storm', dir: string): Child {
  const child = spawn(process.execPath, [script, mode, dir]);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]);
  t.after(() => child.kill('SIGKILL'));
  return {
    process: child,
    lines,
    async said(count) {
      while (lines.length < count && !child.stdout.readableEnded) await Promise.race([once(reader, 'line'), ended]);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('A process killed without warning', () => {
  test('in a storm of writes and compactions leaves every acknowledged one', async (t) => {
    const dir = await freshFolder(t);
    for (const count of [50, 400, 1500]) {
      const child = start(t, 'storm', dir);
      await child.said(count);
      await child.kill();
      assert.ok(child.lines.length >= count, child.lines.join('\n').slice(-500));
      await assertHolds(dir, child.lines);
    }
  });

  test('does not keep the folder from the next', async (t) => {
    const dir = await freshFolder(t);
    const child = start(t, 'hold', dir);
    await child.said(1);
    await child.kill();
    const log = new RecordedLog();
    await openStore(t, { dir, log });
    assert.ok(log.lines.some((line) => line.includes(`process ${String(child.process.pid)} ended without releasing`)));
  });

  test('leaves its folder to exactly one of those who come for it at once', async (t) => {
    const dir = await freshFolder(t);
    const dead = start(t, 'hold', dir);
    await dead.said(1);
    await dead.kill();
    const children = Array.from({ length: 5 }, () => start(t, 'hold', dir));
    await Promise.all(children.map((child) => child.said(1)));
    assert.deepEqual(children.map(({ lines }) => lines[0]?.split(' ')[0]).sort(), ['held', ...Array<string>(4).fill('refused')]);
  });
});

/** Every number that was created is there, and every word said stands in its ticket unless twenty newer ones followed. */
async function assertHolds(dir: string, lines: readonly string[]): Promise<void> {
  const store = await openJournalStore({ dir, log: new RecordedLog() });
  assert.equal(store.health().damagedLines, 0);
  const lastWords = new Map<string, number>();
  for (const line of lines) {
    const [what, subject = '', index] = line.split(' ');
    if (what === 'created') assert.ok(await store.ticketByNumber(Number(subject)), line);
    if (what === 'said') lastWords.set(subject, Number(index));
  }
  for (const [id, index] of lastWords) {
    const words = (await store.ticket(id))?.messages.map(({ body }) => body) ?? [];
    assert.ok(words.includes(`${id} ${String(index)}`), `${id} ${String(index)} in ${words.join()}`);
  }
  await store.close();
}

describe('A folder in use', () => {
  test('is refused to a second process with its name and the holder’s number', async (t) => {
    const dir = await freshFolder(t);
    const child = start(t, 'hold', dir);
    await child.said(1);
    await assert.rejects(openJournalStore({ dir, log: new RecordedLog() }), (error: unknown) => {
      assert.ok(error instanceof FolderInUseError);
      assert.equal(error.pid, child.process.pid);
      assert.ok(error.message.includes(dir) && error.message.includes(String(child.process.pid)));
      return true;
    });
    child.process.stdin.end();
    await once(child.process, 'exit');
    await openStore(t, { dir });
  });

  test('is refused to the same process too, and free again once it is closed', async (t) => {
    const dir = await freshFolder(t);
    const store = await openStore(t, { dir });
    await assert.rejects(openJournalStore({ dir, log: new RecordedLog() }), FolderInUseError);
    await store.createTicket(creating());
    await store.close();
    assert.ok(await (await openStore(t, { dir })).ticketByNumber(1));
  });
});

describe('A lock that was left behind', () => {
  const quick = { log: new RecordedLog(), beat: 20, silence: 100 };

  async function lockedBy(t: TestContext, holder: object | string): Promise<string> {
    const dir = await freshFolder(t);
    const { ino } = await stat(dir, { bigint: true });
    await writeFile(join(dir, 'lock.7'), typeof holder === 'string' ? holder : JSON.stringify({ folder: String(ino), ...holder }));
    return dir;
  }

  test('in the copy of a folder that is in use does not close the copy', async (t) => {
    const dir = await freshFolder(t);
    const store = await openStore(t, { dir });
    await store.createTicket(creating());
    const copy = join(await freshFolder(t), 'copy');
    await cp(dir, copy, { recursive: true });
    assert.ok(await (await openStore(t, { dir: copy })).ticketByNumber(1));
  });

  test('by a process whose number another has now is recognised by its start time', async (t) => {
    const self = await identifySelf();
    if (self.started === null) {
      t.skip('process start times cannot be read here');
      return;
    }
    const dir = await lockedBy(t, { ...self, started: '1' });
    const lock = await takeFolder(dir, quick);
    assert.deepEqual(await readdir(dir), ['lock.8']);
    await lock.release();
  });

  test('by a process on a machine that cannot be seen is taken over after its silence', async (t) => {
    const dir = await lockedBy(t, { ...(await identifySelf()), boot: 'another', host: 'another' });
    const lock = await takeFolder(dir, quick);
    await lock.release();
  });

  test('by a process on a machine that cannot be seen is respected while it gives signs of life', async (t) => {
    const dir = await lockedBy(t, { ...(await identifySelf()), boot: 'another', host: 'another' });
    let beats = 0;
    const heart = setInterval(() => void utimes(join(dir, 'lock.7'), 1, (beats += 1)), 5);
    await assert.rejects(takeFolder(dir, { ...quick, silence: 5000 }), FolderInUseError);
    clearInterval(heart);
  });

  test('half written is taken over after its silence', async (t) => {
    const dir = await lockedBy(t, '{"pid":');
    const lock = await takeFolder(dir, quick);
    await lock.release();
  });

  test('goes to exactly one of many, and to the next when released, however they interleave', async (t) => {
    const self = await identifySelf();
    for (let round = 0; round < 10; round += 1) {
      const dir = await lockedBy(t, round % 2 === 0 ? 'released\n' : { ...self, started: '1' });
      const held: FolderLock[] = [];
      let most = 0;
      const attempts = Array.from({ length: 30 }, async () => {
        const lock = await takeFolder(dir, quick).catch(() => null);
        if (lock === null) return;
        held.push(lock);
        most = Math.max(most, held.length);
        await new Promise((resolve) => setImmediate(resolve));
        held.splice(held.indexOf(lock), 1);
        await lock.release();
      });
      await Promise.all(attempts);
      assert.equal(most, 1);
    }
  });

  test('tells its holder when somebody took over nevertheless', async (t) => {
    const dir = await freshFolder(t);
    const lock = await takeFolder(dir, quick);
    const lost = new Promise<void>((resolve) => {
      lock.onLost(resolve);
    });
    await writeFile(join(dir, 'lock.2'), '');
    // The heartbeat does not keep a process alive by itself.
    const awake = setInterval(() => undefined, 1000);
    await lost;
    clearInterval(awake);
  });
});
