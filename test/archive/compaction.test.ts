import assert from 'node:assert/strict';
import { access, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { endLine, headerLine, ticketLine } from '../../server/ticket/archived.ts';
import { ArchiveBusyError, ArchiveRefusal } from '../../server/store/archive-store.ts';
import type { ArchiveStore } from '../../server/store/archive-store.ts';
import { keepFile, pathOfFile } from '../../server/store/archive/files.ts';
import { archiveFolder, contentName, indexName, openArchiveStore } from '../../server/store/archive.ts';
import { diskFiles } from '../../server/store/journal/files.ts';
import type { FileOps } from '../../server/store/journal/files.ts';
import { inFolder, serve, support } from '../helpers/process.ts';
import { freshFolder, RecordedLog } from '../store/folders.ts';
import { archived, batchOf, said } from './samples.ts';

interface Place {
  readonly dir: string;
  readonly content: string;
  readonly index: string;
  open(files?: FileOps): Promise<ArchiveStore>;
}

async function placeFor(t: TestContext): Promise<Place> {
  const dir = await freshFolder(t);
  const [content, index] = [contentName, indexName].map((name) => join(dir, archiveFolder, name)) as [string, string];
  return {
    dir,
    content,
    index,
    async open(files = diskFiles) {
      const store = await openArchiveStore({ dir, log: new RecordedLog(), files });
      t.after(() => store.close());
      return store;
    },
  };
}

async function add(store: ArchiveStore, batch: string, ids: readonly string[], text: string, source = 'whmcs'): Promise<void> {
  const run = store.begin({ ...batchOf(batch), source });
  for (const id of ids) run.put({ ticket: archived({ id, source, messages: [said('m', 'customer', text.repeat(200))] }), files: {} });
  await run.commit();
  run.end();
}

async function exported(store: ArchiveStore): Promise<string> {
  let text = '';
  for await (const { ticket } of store.all()) text += ticketLine(ticket);
  return text;
}

/** Three imports, of which the second replaced half of the first, and the third was taken back; and a mapping. */
async function filled({ open }: Place): Promise<ArchiveStore> {
  const store = await open();
  await add(store, 'first', ['1', '2', '3', '4'], 'wrong');
  await add(store, 'second', ['1', '2'], 'right');
  await add(store, 'third', ['3', '5'], 'never');
  await store.undo('third');
  const run = store.begin(batchOf('map'));
  run.map([{ brand: 'nuxit', account: 'C-1042', customer: 'nadia' }]);
  await run.commit();
  run.end();
  return store;
}

const states = (store: ArchiveStore) => store.batches().map(({ id, tickets, undone, final = false }) => [id, tickets, undone, final]);
const compactedStates = [
  ['first', 2, false, false],
  ['second', 2, false, true],
  ['third', 0, true, false],
  ['map', 0, false, false],
];

describe('A compaction of the archive', () => {
  it('keeps what counts, to the byte, and gives the room of the rest back; with its index, without it, and with the old one', async (t) => {
    const place = await placeFor(t);
    let store = await filled(place);
    const [text, before, oldIndex] = [await exported(store), (await stat(place.content)).size, await readFile(place.index)];
    const done = await store.compact();
    assert.deepEqual([done.before, done.after, done.damaged], [before, (await stat(place.content)).size, 0]);
    assert.ok(done.after < before * 0.6, `${String(done.after)} of ${String(before)}`);
    assert.deepEqual([await exported(store), states(store)], [text, compactedStates]);
    for (const index of ['its own', null, oldIndex]) {
      await store.close();
      if (index === null) await rm(place.index);
      else if (index !== 'its own') await writeFile(place.index, index);
      store = await place.open();
      assert.equal(await exported(store), text);
      assert.deepEqual(states(store), compactedStates);
      assert.equal(store.mappedCustomer('nuxit', { account: 'C-1042' }), 'nadia');
      assert.equal(store.health().index, index === 'its own' ? 'read' : 'made-anew');
    }
    const again = await store.compact();
    assert.equal(again.after, again.before, 'nothing is left to drop');
    assert.deepEqual(states(store), compactedStates);
  });

  it('makes final what cannot be taken back any more, and nothing else', async (t) => {
    const place = await placeFor(t);
    const store = await filled(place);
    await store.compact();
    await assert.rejects(
      store.undo('second'),
      (error) => error instanceof ArchiveRefusal && /second cannot be taken back/.test(error.message),
    );
    assert.equal(await store.undo('third'), 0);
    assert.equal(await store.undo('first'), 2);
    assert.equal(store.size, 2);
    await add(store, 'fourth', ['1', '9'], 'later');
    assert.equal(await store.undo('fourth'), 2);
    assert.match(await exported(store), /right/);
  });

  it('does not disturb whoever is reading, and lets no import in meanwhile', async (t) => {
    const store = await filled(await placeFor(t));
    const [text, ids] = [await exported(store), store.entriesOfEmail('nadia@example.com').map(({ id }) => id)];
    const reading = store.all()[Symbol.asyncIterator]();
    let read = ticketLine(((await reading.next()).value as { ticket: ReturnType<typeof archived> }).ticket);
    const records = ids.map((id) => store.record(id));
    const compacting = store.compact();
    assert.throws(() => store.begin(batchOf('b')), ArchiveBusyError);
    await assert.rejects(store.compact(), ArchiveBusyError);
    records.push(...ids.map((id) => store.record(id)));
    await compacting;
    for (let next = await reading.next(); !next.done; next = await reading.next()) read += ticketLine(next.value.ticket);
    assert.equal(read, text);
    assert.ok((await Promise.all(records)).every((record) => record !== undefined));
    await add(store, 'b', ['7'], 'more');
    assert.equal(store.size, 5);
    const run = store.begin(batchOf('c'));
    await assert.rejects(store.compact(), ArchiveBusyError);
    run.end();
  });

  it('that is cut off at any step, or that the disk refuses, leaves the archive as it was or as it is to be', async (t) => {
    const steps = ['open', 'write', 'fdatasync', 'rename', 'syncFolder', 'truncate'] as const;
    const cases = steps.flatMap((step) => [1, 2, 3].flatMap((nth) => [[step, nth, false] as const, [step, nth, true] as const]));
    for (const [step, nth, forever] of cases) {
      const place = await placeFor(t);
      const whole = await filled(place);
      const text = await exported(whole);
      await whole.close();
      let armed = false;
      let left = nth;
      const refuse = (name: string): void => {
        if (!armed || name === 'read' || name === 'close') return;
        if (name === step) left -= 1;
        // For good is as a process that was killed: nothing more reaches the disk.
        if (forever ? left > 0 : name !== step || left !== 0) return;
        throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: step });
      };
      const failing = Object.fromEntries(
        Object.entries(diskFiles).map(([name, act]) => [
          name,
          async (...args: unknown[]) => {
            refuse(name);
            return (act as (...given: unknown[]) => Promise<unknown>)(...args);
          },
        ]),
      ) as unknown as FileOps;
      const store = await place.open(failing);
      armed = true;
      const which = `${step} ${String(nth)} ${forever ? 'for good' : 'once'}`;
      await store.compact().catch(() => undefined);
      assert.equal(await exported(store), text, which);
      await store.close();
      armed = false;
      const next = await place.open();
      assert.equal(await exported(next), text, which);
      await assert.rejects(access(`${place.content}.compact`));
      await add(next, 'after', ['8'], 'more');
      assert.equal(next.size, 5);
      await next.close();
      assert.equal((await place.open()).size, 5);
    }
  });

  it('drops the files that no ticket has any more, and those only', async (t) => {
    const { dir, open } = await placeFor(t);
    const [store, folder] = [await open(), join(dir, archiveFolder)];
    const from = join(dir, 'old');
    await mkdir(from);
    const put = async (batch: string, name: string): Promise<string> => {
      await writeFile(join(from, name), name);
      const file = await keepFile(folder, from, name);
      assert.ok(file);
      const run = store.begin(batchOf(batch));
      run.put({
        ticket: archived({ messages: [{ ...said('m', 'customer', 'x'), attachments: [{ name, ref: name }] }] }),
        files: { [name]: file },
      });
      await run.commit();
      run.end();
      return pathOfFile(folder, file.sha256);
    };
    const [gone, kept] = [await put('a', 'gone.txt'), await put('b', 'kept.txt')];
    await writeFile(join(folder, 'files', 'new-unfinished'), 'half');
    assert.equal((await store.compact()).files, 1);
    await assert.rejects(access(gone));
    assert.equal(await readFile(kept, 'utf8'), 'kept.txt');
    assert.ok(!(await readdir(join(folder, 'files'))).includes('new-unfinished'));
  });

  it('sets aside a line that cannot be read, and says so', async (t) => {
    const place = await placeFor(t);
    let store = await filled(place);
    await store.close();
    await writeFile(place.content, (await readFile(place.content, 'utf8')).replace('rightright', 'rightWRONG'));
    store = await place.open();
    assert.equal((await store.compact()).damaged, 1);
    assert.equal(store.size, 3);
    assert.match(await readFile(`${place.content}.damaged`, 'utf8'), /rightWRONG/);
    await store.close();
    assert.equal((await place.open()).size, 3);
  });
});

describe('support-ticket archive compact', { concurrency: 2 }, () => {
  const lines = (text: string) =>
    Array.from({ length: 60 }, (_, i) => ticketLine(archived({ id: String(i), messages: [said('m', 'customer', text.repeat(4_000))] })));
  const file = (text: string) => headerLine() + lines(text).join('') + endLine(60);
  const args = ['import', '-', '--brand', 'nuxit', '--from', 'archive'];

  for (const running of [false, true])
    it(`works ${running ? 'in a server that runs' : 'while no server runs'}; the doctor tells when it is worth it`, () =>
      inFolder(async (dir) => {
        const server = running ? await serve(dir) : null;
        const environment = { SUPPORT_TOKEN_SECRET: 'a-secret-for-tests-of-32-bytes-or-more' };
        try {
          if (running) assert.match((await support(dir, ['doctor'], { environment })).out, /^ok {4}archive {8}nothing in it$/m);
          for (const text of ['wrong ', 'right ', 'wrong ', 'right ', 'other '])
            assert.equal((await support(dir, args, { input: file(text.repeat(3)) })).code, 0);
          const batches = (await support(dir, ['archive', 'list'])).out
            .trim()
            .split('\n')
            .map((line) => line.split('\t')[0] ?? '');
          const told = await support(dir, ['doctor'], { environment });
          assert.match(told.out, /^ok {4}archive {8}60 tickets of earlier systems \(nuxit 60\); 2\d\.\d MB$/m);
          assert.match(
            told.out,
            /^look {2}archive {8}1\d\.\d MB are of tickets that were replaced or taken back: support-ticket archive compact/m,
          );
          const done = await support(dir, ['archive', 'compact']);
          assert.deepEqual([done.code, done.err], [0, '']);
          assert.match(done.out, /^2\d\.\d MB before, 4\.\d MB now; 0 files deleted/);
          assert.doesNotMatch((await support(dir, ['doctor'], { environment })).out, /replaced or taken back/);
          assert.match((await support(dir, ['archive', 'list'])).out, /60 tickets\tfinal$/m);
          const undo = await support(dir, ['import', '--undo', batches.at(-1) ?? '']);
          assert.deepEqual([undo.code, undo.out], [2, '']);
          assert.match(undo.err, /cannot be taken back: the tickets that it replaced are gone/);
          const again = await support(dir, args, { input: file('other '.repeat(3)) });
          assert.match(again.out, /0 new, 0 updated, 60 unchanged/);
        } finally {
          await server?.stop();
        }
      }));
});
