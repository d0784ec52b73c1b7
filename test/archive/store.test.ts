import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { ArchivedTicket } from '../../server/ticket/archived.ts';
import { MemoryArchive } from '../../server/store/archive-memory.ts';
import { ArchiveBusyError } from '../../server/store/archive-store.ts';
import type { ArchiveStore, Batch, Mapping } from '../../server/store/archive-store.ts';
import { openArchiveStore } from '../../server/store/archive.ts';
import { freshFolder, RecordedLog } from '../store/folders.ts';
import { archived, batchOf } from './samples.ts';

const stores: Readonly<Record<string, (t: TestContext) => Promise<ArchiveStore>>> = {
  memory: () => Promise.resolve(new MemoryArchive()),
  disk: async (t) => {
    const store = await openArchiveStore({ dir: await freshFolder(t), log: new RecordedLog() });
    t.after(() => store.close());
    return store;
  },
};

async function put(
  store: ArchiveStore,
  batch: Batch,
  tickets: readonly ArchivedTicket[],
  mappings: readonly Mapping[] = [],
): Promise<string[]> {
  const run = store.begin(batch);
  const outcomes = tickets.map((ticket) => run.put({ ticket, files: {} }));
  run.map(mappings);
  await run.commit();
  run.end();
  return outcomes;
}

async function subjects(store: ArchiveStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { ticket } of store.all()) found.push(ticket.subject);
  return found.sort();
}

const nobody = { accounts: () => [], emails: () => [] };

for (const [name, open] of Object.entries(stores)) {
  describe(`The ${name} archive`, () => {
    it('finds tickets by old account, by address whatever its case, and by id', async (t) => {
      const store = await open(t);
      await put(store, batchOf('b1'), [
        archived(),
        archived({ id: '2', requester: { email: ' NADIA@example.com' } }),
        archived({ id: '3', requester: {} }),
      ]);
      assert.equal(store.size, 3);
      const [byAccount] = store.entriesOfAccount('nuxit', 'C-1042');
      assert.equal(store.entriesOfAccount('nuxit', 'C-1042').length, 1);
      assert.deepEqual(store.entriesOfAccount('phpnet', 'C-1042'), [], 'an account is one brand’s');
      assert.equal(store.entriesOfEmail('Nadia@Example.com').length, 2);
      assert.deepEqual(store.entriesOfEmail(''), [], 'no address is nobody’s address');
      assert.equal((await store.record(byAccount?.id ?? ''))?.ticket.id, '4711');
      assert.equal(byAccount?.updatedAt, Date.parse('2016-04-28T10:02:00Z'));
      for (const id of ['', '4711', '../../etc/passwd', '__proto__', 'A'.repeat(22)]) assert.equal(await store.record(id), undefined);
    });

    it('writes nothing the second time, and replaces what has changed', async (t) => {
      const store = await open(t);
      assert.deepEqual(await put(store, batchOf('b1'), [archived(), archived({ id: '2' })]), ['new', 'new']);
      assert.deepEqual(await put(store, batchOf('b2'), [archived(), archived({ id: '2', subject: 'Mended' })]), ['unchanged', 'updated']);
      assert.deepEqual(await put(store, batchOf('b3'), [archived({ source: 'mailbox' })]), ['new'], 'another source is another ticket');
      assert.deepEqual(await subjects(store), ['Mended', 'Site inaccessible', 'Site inaccessible']);
      assert.equal(store.entriesOfAccount('nuxit', 'C-1042').length, 3);
    });

    it('follows a requester who was corrected', async (t) => {
      const store = await open(t);
      await put(store, batchOf('b1'), [archived()]);
      await put(store, batchOf('b2'), [archived({ requester: { account: 'C-2' } })]);
      assert.deepEqual([store.entriesOfAccount('nuxit', 'C-1042').length, store.entriesOfEmail('nadia@example.com').length], [0, 0]);
      assert.equal(store.entriesOfAccount('nuxit', 'C-2').length, 1);
    });

    it('takes the first of two tickets with one identity in a run, whether the run is the first or not', async (t) => {
      const store = await open(t);
      const twins = [archived(), archived({ subject: 'Twin' }), archived()];
      assert.deepEqual(await put(store, batchOf('b1'), twins), ['new', 'conflict', 'unchanged']);
      assert.deepEqual(await put(store, batchOf('b2'), twins), ['unchanged', 'conflict', 'unchanged']);
      const run = store.begin(batchOf('b3'), { dryRun: true });
      assert.deepEqual(
        [
          run.put({ ticket: archived({ id: '9' }), files: {} }),
          await run.commit(),
          run.put({ ticket: archived({ id: '9', subject: 'x' }), files: {} }),
        ],
        ['new', undefined, 'conflict'],
      );
      run.end();
      assert.deepEqual(await subjects(store), ['Site inaccessible'], 'a dry run keeps nothing');
    });

    it('takes back a run: what it added goes, what it changed is as before', async (t) => {
      const store = await open(t);
      const mapping = { brand: 'nuxit', account: 'C-1042', customer: 'nadia' };
      await put(store, batchOf('b1'), [archived(), archived({ id: '2' })]);
      await put(store, batchOf('b2'), [archived({ subject: 'Changed' }), archived({ id: '3', subject: 'New' })], [mapping]);
      assert.equal(store.mappedCustomer('nuxit', { account: 'C-1042' }), 'nadia');
      assert.equal(await store.undo('b2'), 2);
      assert.equal(await store.undo('b2'), 0);
      assert.equal(await store.undo('never'), undefined);
      assert.deepEqual(await subjects(store), ['Site inaccessible', 'Site inaccessible']);
      assert.equal(store.mappedCustomer('nuxit', { account: 'C-1042' }), undefined);
      assert.deepEqual(
        store.batches().map(({ id, tickets, undone }) => [id, tickets, undone]),
        [
          ['b1', 2, false],
          ['b2', 0, true],
        ],
      );
      assert.deepEqual(await put(store, batchOf('b4'), [archived({ id: '3', subject: 'New' })]), ['new'], 'and it can come again');
    });

    it('takes back runs in any order', async (t) => {
      const store = await open(t);
      for (const id of ['b1', 'b2', 'b3']) await put(store, batchOf(id), [archived({ subject: id })]);
      await store.undo('b2');
      assert.deepEqual(await subjects(store), ['b3']);
      await store.undo('b3');
      assert.deepEqual(await subjects(store), ['b1']);
      await store.undo('b1');
      assert.deepEqual([await subjects(store), store.size, store.entriesOfEmail('nadia@example.com')], [[], 0, []]);
    });

    it('forgets what a run had put when it ends without a commit, and lets one run at a time work', async (t) => {
      const store = await open(t);
      const run = store.begin(batchOf('b1'));
      run.put({ ticket: archived(), files: {} });
      assert.throws(() => store.begin(batchOf('b2')), ArchiveBusyError);
      run.end();
      assert.deepEqual([store.size, store.batches()], [0, []]);
      store.begin(batchOf('b2')).end();
    });

    it('counts how tickets come to customers: mapping before account before address, and nobody of two', async (t) => {
      const store = await open(t);
      const by = (id: string, requester: ArchivedTicket['requester']) => archived({ id, requester });
      await put(
        store,
        batchOf('b1'),
        [
          by('1', { account: 'C-mapped', email: 'b@example.com' }),
          by('2', { account: 'C-1', email: 'b@example.com' }),
          by('3', { account: 'C-unknown', email: 'B@example.com' }),
          by('4', { email: 'twice@example.com' }),
          by('5', { account: 'C-twice', email: 'b@example.com' }),
          by('6', { email: 'nobody@example.com' }),
          by('7', {}),
          by('8', { email: 'mapped@example.com' }),
        ],
        [
          { brand: 'nuxit', account: 'C-mapped', customer: 'x' },
          { brand: 'nuxit', email: 'Mapped@example.com', customer: 'y' },
          { brand: 'phpnet', email: 'nobody@example.com', customer: 'z' },
        ],
      );
      const counts = await store.match('nuxit', {
        accounts: () => [
          { brand: 'nuxit', account: 'C-1', customer: 'a' },
          { brand: 'nuxit', account: 'C-twice', customer: 'a' },
          { brand: 'nuxit', account: 'C-twice', customer: 'b' },
          { brand: 'phpnet', account: 'C-unknown', customer: 'c' },
        ],
        emails: () => ['b@example.com', 'twice@example.com', 'twice@example.com'].map((email, i) => ({ email, customer: String(i) })),
      });
      assert.deepEqual(counts, { tickets: 8, mapped: 2, account: 1, email: 1, ambiguous: 2, unmatched: 2, nameless: 1 });
      assert.equal((await store.match('phpnet', nobody)).tickets, 0);
      assert.equal((await store.match(null, nobody)).tickets, 8);
    });
  });
}
