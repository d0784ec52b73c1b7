import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import type { FileOps } from '../../server/store/journal/files.ts';
import { openJournalStore, type JournalStore } from '../../server/store/journal.ts';
import { ReadOnlyError } from '../../server/store/store.ts';
import { RecordedLog, freshFolder, openStore } from './folders.ts';
import { creating, sampleEffect, saying } from './samples.ts';
import { SimulatedDisk, diskError, everyLuck } from './simulated-disk.ts';

const journal = 'journal.ndjson';

/** Commits to a store without pause, and remembers what was acknowledged. */
class Writers {
  readonly acknowledged = new Map<string, string[]>();
  #stopped = false;
  #running: Promise<unknown> = Promise.resolve();

  start(store: JournalStore, ids: readonly string[]): void {
    this.#running = Promise.all(ids.map((id) => this.#write(store, id)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #write(store: JournalStore, id: string): Promise<void> {
    const words: string[] = [];
    this.acknowledged.set(id, words);
    for (let i = 0; !this.#stopped && i < 300; i += 1) {
      await store.changeTicket(id, saying(`${id} ${String(i)}`));
      words.push(`${id} ${String(i)}`);
    }
  }
}

/** Three tickets, one of them long enough for patches, one dropped, an effect; and garbage from changing them. */
async function prepare(store: JournalStore): Promise<readonly string[]> {
  const made = [
    await store.createTicket(creating()),
    await store.createTicket(creating({ description: 'x'.repeat(20_000) })),
    await store.createTicket(creating()),
  ];
  const ids = made.map(({ id }) => id);
  const [first = '', second = '', third = ''] = ids;
  await store.commit({ put: { effects: [sampleEffect('mail')] }, drop: { tickets: [third] } });
  return [first, second];
}

async function assertHolds(store: JournalStore, acknowledged: ReadonlyMap<string, readonly string[]>): Promise<void> {
  assert.equal(store.health().damagedLines, 0);
  assert.equal(await store.ticket('ticket-3'), undefined);
  assert.deepEqual(await store.pendingEffects(9), [sampleEffect('mail')]);
  for (const [id, words] of acknowledged) {
    const found = (await store.ticket(id))?.messages.map(({ body }) => body) ?? [];
    // One more may have reached the disk without anybody having been told.
    assert.deepEqual(found.slice(0, words.length), words);
    assert.ok(found.length <= words.length + 1);
  }
}

interface Killed {
  /** The disks that the next start may find; none when the compaction ended before the given step. */
  readonly left: readonly SimulatedDisk[];
  readonly acknowledged: ReadonlyMap<string, readonly string[]>;
}

/** Compacts under writes, and ends everything just before the n-th operation on the disk. */
async function killedAt(t: TestContext, step: number): Promise<Killed> {
  const disk = new SimulatedDisk();
  // Not closed after the test: a killed process closes nothing.
  const store = await openJournalStore({ dir: await freshFolder(t), files: disk, log: new RecordedLog() });
  const writers = new Writers();
  writers.start(store, await prepare(store));
  const last = disk.operations + step;
  const killed = new Promise<Killed>((resolve) => {
    disk.interfere = (_operation, count) => {
      if (count < last) return undefined;
      if (count === last) {
        const left = everyLuck.map((luck) => disk.afterPowerCut(luck));
        resolve({ left, acknowledged: structuredClone(writers.acknowledged) });
      }
      return new Promise<void>(() => undefined);
    };
  });
  const compacted = store.compact().then(async () => {
    await Promise.race([writers.stop(), killed]);
    return { left: [], acknowledged: writers.acknowledged };
  });
  return Promise.race([killed, compacted]);
}

async function openOn(t: TestContext, disk: SimulatedDisk, log = new RecordedLog()): Promise<JournalStore> {
  return openStore(t, { dir: await freshFolder(t), files: disk, log });
}

describe('Compaction', () => {
  test('drops what has been replaced and keeps every row', async (t) => {
    const disk = new SimulatedDisk();
    const store = await openOn(t, disk);
    const [id = ''] = await prepare(store);
    for (let i = 0; i < 50; i += 1) await store.changeTicket(id, saying(String(i)));
    const before = disk.content(journal)?.length ?? 0;
    await store.compact();
    const after = disk.content(journal)?.length ?? 0;
    assert.ok(after < before / 3, `${String(before)} to ${String(after)}`);
    await assertHolds(await openOn(t, disk.afterPowerCut({ bytes: 'none', names: 'none' })), new Map());
  });

  test('starts by itself when garbage outweighs what is alive', async (t) => {
    const [disk, log] = [new SimulatedDisk(), new RecordedLog()];
    const store = await openStore(t, { dir: await freshFolder(t), files: disk, log, compactFrom: 4096 });
    const { id } = await store.createTicket(creating());
    for (let i = 0; i < 40; i += 1) await store.changeTicket(id, (ticket) => ({ put: { tickets: [{ ...ticket, rev: i }] } }));
    await store.close();
    assert.ok(log.lines.some((line) => line.includes('was compacted')));
    assert.ok((disk.content(journal)?.length ?? 0) < 6_000);
  });

  test('goes on under a storm of writes without losing one', async (t) => {
    const disk = new SimulatedDisk();
    const store = await openOn(t, disk);
    const writers = new Writers();
    writers.start(store, await prepare(store));
    for (let i = 0; i < 5; i += 1) await store.compact();
    await writers.stop();
    for (const luck of everyLuck) await assertHolds(await openOn(t, disk.afterPowerCut(luck)), writers.acknowledged);
    assert.deepEqual(disk.fileNames, [journal]);
  });

  test('killed or cut from power at any step loses nothing acknowledged', async (t) => {
    let steps = 0;
    for (let compacted = false; !compacted; steps += 1) {
      const { left, acknowledged } = await killedAt(t, steps + 1);
      compacted = left.length === 0;
      for (const disk of left) {
        const found = await openOn(t, disk);
        await assertHolds(found, acknowledged);
        assert.deepEqual(disk.fileNames, [journal]);
        await found.close();
      }
    }
    assert.ok(steps > 10, `${String(steps)} steps`);
  });

  const failing: readonly (keyof FileOps)[] = ['open', 'write', 'fdatasync', 'rename'];
  for (const operation of failing) {
    test(`that fails on ${operation} deletes the new file and goes on with the old one`, async (t) => {
      const [disk, log] = [new SimulatedDisk(), new RecordedLog()];
      const store = await openOn(t, disk, log);
      const [id = ''] = await prepare(store);
      disk.interfere = (asked) => {
        if (asked === operation) throw diskError('ENOSPC');
      };
      await assert.rejects(store.compact(), /ENOSPC/);
      disk.interfere = () => undefined;
      assert.deepEqual(disk.fileNames, [journal]);
      assert.ok(log.lines.some((line) => line.includes('the disk is full')));
      await store.changeTicket(id, saying('still works'));
      await store.compact();
      const found = await openOn(t, disk.afterPowerCut({ bytes: 'none', names: 'none' }));
      await assertHolds(found, new Map([[id, ['still works']]]));
    });
  }

  test('that cannot make its new name durable stops writing rather than write where a power cut forgets', async (t) => {
    const disk = new SimulatedDisk();
    const store = await openOn(t, disk);
    const [id = ''] = await prepare(store);
    disk.interfere = (asked) => {
      if (asked === 'syncFolder') throw diskError('EIO');
    };
    await assert.rejects(store.compact(), /EIO/);
    await assert.rejects(store.changeTicket(id, saying('lost')), ReadOnlyError);
    for (const luck of everyLuck) await assertHolds(await openOn(t, disk.afterPowerCut(luck)), new Map([[id, []]]));
  });

  test('that was left half done is swept away at the next start', async (t) => {
    const disk = new SimulatedDisk();
    await disk.open(`${journal}.new`, 'create');
    await openOn(t, disk);
    assert.deepEqual(disk.fileNames, [journal]);
  });

  test('gives up when the store is closed', async (t) => {
    const disk = new SimulatedDisk();
    const store = await openOn(t, disk);
    const [id = ''] = await prepare(store);
    const compaction = assert.rejects(store.compact(), /closing/);
    await store.close();
    await compaction;
    assert.deepEqual(disk.fileNames, [journal]);
    await assertHolds(await openOn(t, disk), new Map([[id, []]]));
  });
});
