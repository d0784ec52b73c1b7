import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import type { FileOps } from '../../server/store/journal/files.ts';
import type { JournalStore } from '../../server/store/journal.ts';
import { ReadOnlyError } from '../../server/store/store.ts';
import { RecordedLog, freshFolder, openStore } from './folders.ts';
import { creating, sampleTicket, saying } from './samples.ts';
import { SimulatedDisk, diskError } from './simulated-disk.ts';

interface Opened {
  readonly dir: string;
  readonly disk: SimulatedDisk;
  readonly log: RecordedLog;
  readonly store: JournalStore;
}

async function open(t: TestContext): Promise<Opened> {
  const [dir, disk, log] = [await freshFolder(t), new SimulatedDisk(), new RecordedLog()];
  return { dir, disk, log, store: await openStore(t, { dir, files: disk, log }) };
}

function failOn(disk: SimulatedDisk, failing: keyof FileOps, code: string): void {
  disk.interfere = (operation) => {
    if (operation === failing) throw diskError(code);
  };
}

/** Holds every operation of a kind until it is let go. */
function holdOn(disk: SimulatedDisk, held: keyof FileOps): () => void {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  disk.interfere = (operation) => (operation === held ? gate : undefined);
  return letGo;
}

/** Lets everything that can go on without the disk go on. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('Group commit', () => {
  test('lets 600 concurrent commits share a handful of fsyncs', async (t) => {
    const { disk, store } = await open(t);
    const before = disk.syncs;
    await Promise.all(Array.from({ length: 600 }, () => store.createTicket(creating())));
    assert.ok(disk.syncs - before <= 3, `${String(disk.syncs - before)} fsyncs`);
  });

  test('lets fifty acts on one ticket share an fsync', async (t) => {
    const { disk, store } = await open(t);
    const { id } = await store.createTicket(creating());
    const before = disk.syncs;
    await Promise.all(Array.from({ length: 50 }, (_, i) => store.changeTicket(id, saying(String(i)))));
    assert.equal(disk.syncs - before, 1);
    assert.equal((await store.ticket(id))?.messages.length, 50);
  });

  test('splits a queue that is too long for one write, and keeps its order', async (t) => {
    const { disk, dir, store } = await open(t);
    const description = 'x'.repeat(1_500_000);
    await Promise.all(Array.from({ length: 7 }, () => store.createTicket(creating({ description }))));
    await store.close();
    const again = await openStore(t, { dir, files: disk });
    assert.equal((await again.listTickets({ reader: 'staff', now: '', sort: 'number', limit: 1 })).total, 7);
  });
});

describe('Before it is on disk', () => {
  test('a commit is neither visible nor acknowledged', async (t) => {
    const { disk, store } = await open(t);
    const made = await store.createTicket(creating());
    const letGo = holdOn(disk, 'fdatasync');
    let acknowledged = false;
    const change = store.changeTicket(made.id, saying('hello')).then(() => {
      acknowledged = true;
    });
    await settle();
    assert.equal(acknowledged, false);
    assert.deepEqual(await store.ticket(made.id), made);
    letGo();
    await change;
    assert.equal((await store.ticket(made.id))?.messages.length, 1);
  });

  test('nobody is told what follows from it: a refusal that builds on it waits too', async (t) => {
    const { disk, store } = await open(t);
    const { id } = await store.createTicket(creating());
    const letGo = holdOn(disk, 'fdatasync');
    const closing = store.changeTicket(id, (ticket) => ({ put: { tickets: [{ ...ticket, status: 'CLOSED' }] } }));
    let refused = false;
    const second = store
      .changeTicket(id, (ticket) => {
        assert.equal(ticket.status, 'CLOSED');
        throw new Error('already closed');
      })
      .catch(() => {
        refused = true;
      });
    await settle();
    assert.equal(refused, false);
    letGo();
    await Promise.all([closing, second]);
    assert.equal(refused, true);
  });

  test('a refusal that builds on a commit that fails becomes a failure to save', async (t) => {
    const { disk, store } = await open(t);
    const { id } = await store.createTicket(creating());
    failOn(disk, 'fdatasync', 'EIO');
    const closing = store.changeTicket(id, (ticket) => ({ put: { tickets: [{ ...ticket, status: 'CLOSED' }] } }));
    const second = store.changeTicket(id, () => {
      throw new Error('already closed');
    });
    await Promise.all([assert.rejects(closing, ReadOnlyError), assert.rejects(second, ReadOnlyError)]);
    assert.equal((await store.ticket(id))?.status, 'OPEN');
  });
});

describe('A disk that fails', () => {
  const faults: readonly [keyof FileOps, string, RegExp][] = [
    ['fdatasync', 'EIO', /flushing the journal to the disk failed: the disk reported a failure \(EIO\)/],
    ['write', 'ENOSPC', /writing to the journal failed: the disk is full \(ENOSPC\)/],
    ['write', 'EIO', /writing to the journal failed/],
  ];
  for (const [operation, code, message] of faults) {
    test(`with ${code} on ${operation} stops writing for everybody, and reading goes on`, async (t) => {
      const { dir, disk, store, log } = await open(t);
      const made = await store.createTicket(creating());
      failOn(disk, operation, code);
      const waiting = Array.from({ length: 20 }, () => assert.rejects(store.createTicket(creating()), ReadOnlyError));
      await Promise.all(waiting);
      disk.interfere = () => undefined;
      await assert.rejects(store.changeTicket(made.id, saying('later')), ReadOnlyError);
      await assert.rejects(store.commit({ put: { tickets: [sampleTicket(9)] } }), { name: 'ReadOnlyError', message });
      assert.deepEqual(await store.ticket(made.id), made);
      assert.equal(store.health().writable, false);
      assert.match(store.health().fault ?? '', message);
      assert.equal(log.lines.filter((line) => message.test(line)).length, 1);
      await store.close();

      const again = await openStore(t, { dir, files: disk });
      assert.equal((await again.listTickets({ reader: 'staff', now: '', sort: 'number', limit: 9 })).total, 1);
      assert.equal((await again.createTicket(creating())).number, 2);
    });
  }

  test('in the middle of a line leaves nothing of it for the next start', async (t) => {
    const { dir, disk, store } = await open(t);
    await store.createTicket(creating());
    disk.writeLimit = 10;
    let writes = 0;
    disk.interfere = (operation) => {
      if (operation === 'write' && (writes += 1) > 5) throw diskError('ENOSPC');
    };
    await assert.rejects(store.createTicket(creating()), ReadOnlyError);
    await store.close();
    disk.interfere = () => undefined;
    const log = new RecordedLog();
    const again = await openStore(t, { dir, files: disk, log });
    assert.equal(await again.ticketByNumber(2), undefined);
    assert.deepEqual(log.lines, []);
  });

  test('does not lose a commit to short writes', async (t) => {
    const { dir, disk, store } = await open(t);
    disk.writeLimit = 7;
    await Promise.all([1, 2, 3].map(() => store.createTicket(creating())));
    await store.close();
    const again = await openStore(t, { dir, files: disk });
    assert.deepEqual(await again.ticketByNumber(3), sampleTicket(3));
  });
});

describe('A commit that cannot be written', () => {
  test('is refused alone, and the store works on', async (t) => {
    const { store } = await open(t);
    const { id } = await store.createTicket(creating());
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const act = store.changeTicket(id, (ticket) => ({ put: { tickets: [{ ...ticket, context: circular }] } }));
    await assert.rejects(act, TypeError);
    await assert.rejects(store.createTicket(creating({ description: 'x'.repeat(65 * 1024 * 1024) })), RangeError);
    assert.equal((await store.changeTicket(id, saying('fine')))?.messages.length, 1);
    assert.equal((await store.createTicket(creating())).number, 2);
  });
});
