import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { endLine, headerLine, ticketLine } from '../../server/ticket/archived.ts';
import { MemoryArchive } from '../../server/store/archive-memory.ts';
import { openJournalStore } from '../../server/store/journal.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { Store } from '../../server/store/store.ts';
import type { ArchivePage } from '../../server/wire/archive.ts';
import type { SessionView } from '../../server/wire/session.ts';
import { archived, batchOf } from '../archive/samples.ts';
import { mintToken } from '../helpers/tokens.ts';
import type { Claims } from '../helpers/tokens.ts';
import { freshFolder, RecordedLog } from '../store/folders.ts';
import { openHarness, problem } from '../helpers/harness.ts';
import { inFolder, serve, support } from '../helpers/process.ts';

const proven = (email: string): Claims => ({ email, email_verified: true });
const account = (id: string): Claims => ({ email: null, legacy: [{ brand: 'nuxit', account: id }] });

/** A ticket of shared@, one of other@, one of an account. */
async function oldTickets(): Promise<MemoryArchive> {
  const archive = new MemoryArchive();
  const run = archive.begin(batchOf('b'));
  for (const [id, requester] of [
    ['1', { email: 'shared@example.com' }],
    ['2', { email: 'other@example.com' }],
    ['3', { account: 'C-1' }],
  ] as const)
    run.put({ ticket: archived({ id, subject: id, requester }), files: {} });
  await run.commit();
  run.end();
  return archive;
}

interface Site {
  readonly store: Store;
  /** What somebody reads who comes with these claims: the subjects, and how many their home counts. */
  read(sub: string, claims: Claims): Promise<string[]>;
}

async function open(store: Store, archive: MemoryArchive): Promise<Site> {
  const harness = await openHarness({ store, parts: { archive } });
  return {
    store,
    async read(sub, claims) {
      const person = await harness.customer(sub, claims);
      const { items } = (await person<ArchivePage>('/api/v1/archive')).json;
      assert.equal((await person<SessionView>('/api/v1/session')).json.counts.archived, items.length);
      return items.map(({ subject }) => subject).sort();
    },
  };
}

/** The same site again and again, with the same folder and nothing else kept. */
async function restarting(t: Pick<TestContext, 'after'>): Promise<() => Promise<Site>> {
  const [dir, archive] = [await freshFolder(t), await oldTickets()];
  let store: Store | undefined;
  t.after(() => store?.close());
  return async () => {
    await store?.close();
    store = await openJournalStore({ dir, log: new RecordedLog() });
    return open(store, archive);
  };
}

describe('whose old tickets are', () => {
  it('stays nobody’s after a restart, when two who have only looked share an address', async (t) => {
    const start = await restarting(t);
    let site = await start();
    assert.deepEqual(await site.read('a', proven('shared@example.com')), ['1']);
    assert.deepEqual(await site.read('b', proven('SHARED@example.com')), []);
    assert.deepEqual(await site.read('a', proven('shared@example.com')), []);
    site = await start();
    assert.deepEqual(await site.read('a', proven('shared@example.com')), []);
    site = await start();
    assert.deepEqual(await site.read('b', proven('SHARED@example.com')), []);
  });

  it('stays nobody’s after a restart, when two tokens name one account', async (t) => {
    const start = await restarting(t);
    let site = await start();
    assert.deepEqual(
      [await site.read('a', account('C-1')), await site.read('b', account('C-1')), await site.read('a', account('C-1'))],
      [['3'], [], []],
    );
    site = await start();
    assert.deepEqual(await site.read('a', account('C-1')), []);
  });

  it('follows whoever changes their address, and frees the one they had', async (t) => {
    const start = await restarting(t);
    let site = await start();
    await site.read('a', proven('shared@example.com'));
    assert.deepEqual(await site.read('b', proven('shared@example.com')), []);
    // The new address leads nowhere: the old one is given up all the same.
    assert.deepEqual(await site.read('b', proven('new@example.com')), []);
    site = await start();
    assert.deepEqual(await site.read('a', proven('shared@example.com')), ['1']);
    assert.deepEqual(await site.read('a', proven('other@example.com')), ['2']);
    site = await start();
    assert.deepEqual(await site.read('b', proven('shared@example.com')), ['1']);
    assert.deepEqual(await site.read('b', { email: 'shared@example.com', email_verified: false }), []);
    assert.deepEqual(await site.read('c', proven('shared@example.com')), ['1']);
  });

  it('is decided without a trace of those whom nothing there concerns', async () => {
    const { store, read } = await open(createMemoryStore(), await oldTickets());
    await read('a', proven('nobody@example.com'));
    await read('b', { email: 'shared@example.com', email_verified: false });
    await read('c', account('C-2'));
    assert.deepEqual([...store.everyCustomer()], []);
    await read('d', proven('shared@example.com'));
    assert.deepEqual(
      [...store.everyCustomer()].map(({ sub }) => sub),
      ['d'],
    );
  });

  it('is written down once, and not with every look', async () => {
    const memory = createMemoryStore();
    let writes = 0;
    const { read } = await open(memory, await oldTickets());
    memory.watch(() => void (writes += 1));
    for (let i = 0; i < 3; i++) await read('a', proven('shared@example.com'));
    assert.equal(writes, 1);
  });

  it('is not decided for somebody new while nothing can be saved; those who are known read on, and so do all their live tickets', async () => {
    const store = createMemoryStore();
    const harness = await openHarness({ store, parts: { archive: await oldTickets() } });
    const known = await harness.customer('known', proven('other@example.com'));
    assert.equal((await known<ArchivePage>('/api/v1/archive')).json.total, 1);
    await store.close();
    const fresh = await harness.customer('fresh', proven('shared@example.com'));
    const refused = await fresh('/api/v1/archive');
    assert.deepEqual([refused.status, problem(refused)], [503, 'read-only']);
    const session = await fresh<SessionView>('/api/v1/session');
    assert.deepEqual([session.status, session.json.counts.archived], [200, 0]);
    assert.equal((await known<ArchivePage>('/api/v1/archive')).json.total, 1);
  });

  it('is the same in a backup that was brought back, of a server that was killed', () =>
    inFolder(async (dir) => {
      const line = ticketLine(archived({ requester: { email: 'shared@example.com' } }));
      await writeFile(join(dir, 'old.ndjson'), headerLine() + line + endLine(1));
      assert.equal((await support(dir, ['import', 'old.ndjson', '--brand', 'nuxit', '--from', 'archive'])).code, 0);
      const total = async (url: string, sub: string): Promise<number> => {
        const response = await fetch(`${url}/api/v1/archive`, {
          headers: { authorization: `Bearer ${await mintToken(sub, proven('shared@example.com'))}` },
        });
        return ((await response.json()) as ArchivePage).total;
      };
      const server = await serve(dir);
      assert.deepEqual([await total(server.url, 'a'), await total(server.url, 'b')], [1, 0]);
      await server.kill();
      assert.equal((await support(dir, ['backup', 'copies'])).code, 0);
      const [copy = ''] = await readdir(join(dir, 'copies'));
      const environment = { SUPPORT_DATA_DIR: join(dir, 'restored') };
      assert.equal((await support(dir, ['restore', join('copies', copy)], { environment })).code, 0);
      assert.match((await support(dir, ['rematch'], { environment })).out, /0 by e-mail, 1 ambiguous/);
      const again = await serve(dir, environment);
      try {
        assert.equal(await total(again.url, 'a'), 0);
      } finally {
        await again.stop();
      }
    }));
});
