import assert from 'node:assert/strict';
import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { ticketLine } from '../../server/ticket/archived.ts';
import type { ArchiveStore } from '../../server/store/archive-store.ts';
import { contentName, indexName, openArchiveStore } from '../../server/store/archive.ts';
import { JournalError } from '../../server/store/journal/errors.ts';
import { ReadOnlyError } from '../../server/store/store.ts';
import { diskFiles } from '../../server/store/journal/files.ts';
import { freshFolder, RecordedLog } from '../store/folders.ts';
import { archived, batchOf } from './samples.ts';

async function reopen(t: TestContext, dir: string, log = new RecordedLog(), files = diskFiles): Promise<ArchiveStore> {
  const store = await openArchiveStore({ dir, log, files });
  t.after(() => store.close());
  return store;
}

async function add(store: ArchiveStore, batch: string, ids: readonly string[], subject = 'Old'): Promise<void> {
  const run = store.begin(batchOf(batch));
  for (const id of ids) run.put({ ticket: archived({ id, subject: `${subject} ${id}` }), files: {} });
  await run.commit();
  run.end();
}

async function exported(store: ArchiveStore): Promise<string> {
  let text = '';
  for await (const { ticket } of store.all()) text += ticketLine(ticket);
  return text;
}

/** An archive with additions, an update, a mapping and an undone run. */
async function filled(t: TestContext): Promise<{ dir: string; content: string; index: string; text: string }> {
  const dir = await freshFolder(t);
  const store = await reopen(t, dir);
  await add(store, 'b1', ['1', '2', '3']);
  await add(store, 'b2', ['2', '4'], 'Newer');
  await store.undo('b2');
  await add(store, 'b3', ['5']);
  const run = store.begin(batchOf('b4'));
  run.map([{ brand: 'nuxit', account: 'C-1042', customer: 'nadia' }]);
  await run.commit();
  run.end();
  const text = await exported(store);
  await store.close();
  return { dir, content: join(dir, 'archive', contentName), index: join(dir, 'archive', indexName), text };
}

describe('The archive on disk', () => {
  it('is the same after a restart: by its index, without it, and with one that is behind', async (t) => {
    const { dir, index, text } = await filled(t);
    const whole = await readFile(index);
    const variants: Readonly<Record<string, Buffer | null>> = {
      whole,
      missing: null,
      behind: whole.subarray(0, Math.floor(whole.length / 2)),
      damaged: Buffer.from(whole.map((byte, i) => (i === 40 ? byte ^ 255 : byte))),
      garbage: Buffer.from('not an index'),
    };
    for (const [name, bytes] of Object.entries(variants)) {
      if (bytes === null) await rm(index);
      else await writeFile(index, bytes);
      const store = await reopen(t, dir);
      assert.equal(await exported(store), text, name);
      assert.equal(store.mappedCustomer('nuxit', { account: 'C-1042' }), 'nadia', name);
      assert.deepEqual(
        store.batches().map(({ id, tickets, undone }) => [id, tickets, undone]),
        [
          ['b1', 3, false],
          ['b2', 0, true],
          ['b3', 1, false],
          ['b4', 0, false],
        ],
        name,
      );
      await store.close();
      assert.deepEqual(await readFile(index).then((now) => now.length > 0), true, name);
    }
  });

  it('does not believe the index of another archive', async (t) => {
    const one = await filled(t);
    const other = await filled(t);
    await writeFile(one.index, await readFile(other.index));
    assert.equal(await exported(await reopen(t, one.dir)), one.text);
  });

  it('cuts a torn tail off, wherever it was torn', async (t) => {
    const { dir, content } = await filled(t);
    const whole = await readFile(content);
    const lastLine = whole.subarray(0, whole.length - 1).lastIndexOf(10) + 1;
    for (const length of [whole.length - 1, whole.length - 20, lastLine + 1, lastLine]) {
      await writeFile(content, whole);
      await truncate(content, length);
      const log = new RecordedLog();
      const store = await reopen(t, dir, log);
      assert.equal(store.size, 4);
      assert.equal(store.mappedCustomer('nuxit', { account: 'C-1042' }), undefined, 'the mapping stood in the torn line');
      assert.equal(
        log.lines.some((line) => line.includes('never finished')),
        length !== lastLine,
        String(length),
      );
      await add(store, 'b5', ['6']);
      await store.close();
      assert.equal((await reopen(t, dir)).size, 5);
    }
  });

  it('sets damaged lines aside and counts them, and serves the rest', async (t) => {
    const { dir, content, index } = await filled(t);
    const text = await readFile(content, 'utf8');
    await writeFile(content, text.replace('"Old 3"', '"Odd 3"'));
    const log = new RecordedLog();
    const lazy = await reopen(t, dir, log);
    for (const { id } of lazy.entriesOfEmail('nadia@example.com')) await lazy.record(id);
    assert.equal(lazy.health().damagedLines, 1, 'found when it is read');
    assert.equal((await exported(lazy)).includes('Odd'), false);
    await lazy.close();
    await rm(index);
    const store = await reopen(t, dir, log);
    assert.deepEqual([store.size, store.health().damagedLines], [3, 1]);
    assert.match(await readFile(`${content}.damaged`, 'utf8'), /Odd 3/);
    await store.close();
    assert.equal((await reopen(t, dir)).health().damagedLines, 1, 'and remembered');
  });

  it('leaves alone what is not its own, or of a newer version', async (t) => {
    const { dir, content } = await filled(t);
    const { encodeLine } = await import('../../server/store/journal/line.ts');
    for (const header of [
      { format: 'support-ticket journal', version: 1 },
      { format: 'support-ticket archive', version: 2, archive: 'x' },
    ]) {
      await writeFile(content, encodeLine(JSON.stringify(header)));
      const before = await readFile(content);
      await assert.rejects(openArchiveStore({ dir, log: new RecordedLog() }), JournalError);
      assert.deepEqual(await readFile(content), before);
    }
  });

  it('stops writing when the disk refuses, and reads on', async (t) => {
    const { dir, text } = await filled(t);
    const full = {
      ...diskFiles,
      fdatasync: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'fdatasync' })),
    };
    const store = await reopen(t, dir, new RecordedLog(), full);
    await assert.rejects(add(store, 'b5', ['6']), ReadOnlyError);
    assert.match(store.health().fault ?? '', /the disk is full/);
    assert.equal(await exported(store), text);
    await store.close();
  });

  it('does not mind lines that are torn and then written over', async (t) => {
    const { dir, content, text } = await filled(t);
    await appendFile(content, '{"ticket":{"v":1');
    const store = await reopen(t, dir);
    await add(store, 'b6', ['7']);
    await store.undo('b6');
    assert.equal(await exported(store), text);
  });
});
