import assert from 'node:assert/strict';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { JournalError } from '../../server/store/journal/errors.ts';
import { diskFiles } from '../../server/store/journal/files.ts';
import { decodeLine, encodeLine } from '../../server/store/journal/line.ts';
import { readLines } from '../../server/store/journal/line-reader.ts';
import { openJournalStore, type JournalStore } from '../../server/store/journal.ts';
import { RecordedLog, freshFolder, openStore } from './folders.ts';
import { creating, saying } from './samples.ts';
import { SimulatedDisk } from './simulated-disk.ts';

const journal = 'journal.ndjson';

interface Opened {
  readonly dir: string;
  readonly store: JournalStore;
  readonly log: RecordedLog;
  readonly disk: SimulatedDisk;
}

/** A store on a disk in memory that holds just these bytes. */
async function openBytes(t: TestContext, bytes: Uint8Array): Promise<Opened> {
  const disk = new SimulatedDisk();
  const fd = await disk.open(journal, 'create');
  await disk.write(fd, bytes, 0);
  return openOn(t, disk);
}

async function openOn(t: TestContext, disk: SimulatedDisk): Promise<Opened> {
  const dir = await freshFolder(t);
  const log = new RecordedLog();
  const store = await openStore(t, { dir, log, files: disk });
  return { dir, store, log, disk };
}

/** The bytes of a journal after some work, and where its lines start. */
async function journalOf(t: TestContext, work: (store: JournalStore) => Promise<unknown>): Promise<{ bytes: Buffer; starts: number[] }> {
  const dir = await freshFolder(t);
  const store = await openStore(t, { dir });
  await work(store);
  await store.close();
  const bytes = await readFile(join(dir, journal));
  const starts = [0];
  for (let at = bytes.indexOf(10); at + 1 < bytes.length; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return { bytes, starts };
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

async function threeTickets(store: JournalStore): Promise<void> {
  for (let i = 0; i < 3; i += 1) await store.createTicket(creating({ title: 'Ça déborde' }));
}

describe('A journal that is opened again', () => {
  test('holds what was committed, readable by its owner only', async (t) => {
    const dir = join(await freshFolder(t), 'data');
    const first = await openStore(t, { dir });
    const made = await first.createTicket(creating());
    await first.close();
    const again = await openStore(t, { dir });
    assert.deepEqual(await again.ticket(made.id), made);
    assert.equal((await stat(dir)).mode & 0o777, 0o700);
    for (const name of await readdir(dir)) assert.equal((await stat(join(dir, name))).mode & 0o777, 0o600, name);
  });

  test('is one line of plain JSON per commit', async (t) => {
    const { bytes } = await journalOf(t, threeTickets);
    const lines = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(lines.length, 4);
    assert.equal(lines[0]?.['format'], 'support-ticket journal');
    assert.deepEqual(
      lines.slice(1).map((line) => line['seq']),
      [1, 2, 3],
    );
  });

  test('does not give out the number of an erased ticket again, also after a compaction', async (t) => {
    const dir = await freshFolder(t);
    const first = await openStore(t, { dir });
    const made = await first.createTicket(creating());
    await first.commit({ drop: { tickets: [made.id] } });
    await first.compact();
    await first.close();
    assert.equal((await (await openStore(t, { dir })).createTicket(creating())).number, 2);
  });

  test('makes durable what it found before it shows it', async (t) => {
    const { bytes } = await journalOf(t, threeTickets);
    // The bytes are there to read, as after a process was killed, but not yet on the disk.
    const { disk } = await openBytes(t, bytes);
    const { store } = await openOn(t, disk.afterPowerCut({ bytes: 'none', names: 'all' }));
    assert.ok(await store.ticket('ticket-3'));
  });

  test('keeps acts on a long thread that shared an fsync', async (t) => {
    const { bytes } = await journalOf(t, async (store) => {
      const { id } = await store.createTicket(creating({ description: 'x'.repeat(20_000) }));
      await Promise.all(Array.from({ length: 30 }, (_, i) => store.changeTicket(id, saying(String(i)))));
    });
    assert.ok(bytes.length < 60_000, 'the acts were written as patches');
    const { store } = await openBytes(t, bytes);
    assert.equal(store.health().damagedLines, 0);
    assert.equal((await store.ticket('ticket-1'))?.messages.length, 30);
  });

  test('keeps a long thread that was written as patches', async (t) => {
    const work = async (store: JournalStore): Promise<void> => {
      const { id } = await store.createTicket(creating({ description: 'x'.repeat(20_000) }));
      for (let i = 0; i < 30; i += 1) await store.changeTicket(id, saying(`réponse ${String(i)}`));
    };
    const { bytes } = await journalOf(t, work);
    assert.ok(bytes.length < 60_000, 'the description stands in the journal once');
    const { store } = await openBytes(t, bytes);
    const found = await store.ticket('ticket-1');
    assert.equal(found?.messages.length, 30);
    assert.equal(found.rev, 31);
  });
});

describe('A last line that was cut', () => {
  test('at any byte leaves every commit before it, and the store works on', async (t) => {
    const { bytes, starts } = await journalOf(t, threeTickets);
    const lastLine = starts.at(-1) ?? 0;
    for (let end = lastLine; end < bytes.length; end += 1) {
      const { store, log } = await openBytes(t, bytes.subarray(0, end));
      const complete = end === bytes.length - 1;
      assert.ok(await store.ticket('ticket-2'));
      assert.equal((await store.ticket('ticket-3')) !== undefined, complete, `cut at ${String(end)}`);
      assert.equal(store.health().damagedLines, 0);
      assert.equal(
        log.lines.some((line) => line.includes('never finished')),
        end > lastLine && !complete,
      );
      assert.equal((await store.createTicket(creating())).number, complete ? 4 : 3);
      await store.close();
    }
  });

  test('is gone from the file, so that the next line starts clean', async (t) => {
    const { bytes } = await journalOf(t, threeTickets);
    for (const cut of [1, 2, 40]) {
      const { store, disk } = await openBytes(t, bytes.subarray(0, bytes.length - cut));
      await store.createTicket(creating());
      const lines = disk.content(journal)?.toString().trimEnd().split('\n') ?? [];
      assert.ok(lines.every((line) => decodeLine(Buffer.from(line)) !== null));
    }
  });
});

describe('A damaged line', () => {
  test('anywhere in the middle is set aside and counted, and the rest is served', async (t) => {
    const { bytes, starts } = await journalOf(t, threeTickets);
    const [, , from = 0, to = 0] = starts;
    for (let at = from; at < to - 1; at += 7) {
      const { store, log, disk } = await openBytes(t, flipped(bytes, at));
      assert.equal(store.health().damagedLines, 1);
      assert.equal(await store.ticket('ticket-2'), undefined);
      assert.ok((await store.ticket('ticket-1')) && (await store.ticket('ticket-3')));
      assert.deepEqual(disk.content(`${journal}.damaged`), flipped(bytes, at).subarray(from, to));
      assert.ok(log.lines.some((line) => line.includes('1 damaged lines')));
      await store.close();
    }
  });

  test('that lost its newline takes the next line with it and no more', async (t) => {
    const { bytes, starts } = await journalOf(t, threeTickets);
    const { store } = await openBytes(t, flipped(bytes, (starts[2] ?? 0) - 1));
    assert.equal(store.health().damagedLines, 1);
    assert.equal((await store.listTickets({ reader: 'staff', now: '', sort: 'number', limit: 9 })).total, 1);
  });

  test('does not bring its number back', async (t) => {
    const { bytes, starts } = await journalOf(t, threeTickets);
    const { store } = await openBytes(t, flipped(bytes, (starts[3] ?? 0) + 9));
    assert.equal((await store.createTicket(creating())).number, 4);
  });

  test('at the head of the file does not hide the commits', async (t) => {
    const { bytes } = await journalOf(t, threeTickets);
    const { store } = await openBytes(t, flipped(bytes, 5));
    assert.equal(store.health().damagedLines, 1);
    assert.ok(await store.ticket('ticket-3'));
  });

  test('takes the patches that build on it along, so that no ticket is put together wrongly', async (t) => {
    const { bytes, starts } = await journalOf(t, async (store) => {
      const { id } = await store.createTicket(creating({ description: 'x'.repeat(20_000) }));
      for (const word of ['one', 'two', 'three']) await store.changeTicket(id, saying(word));
    });
    // Lines: head, creation, one, two, three.
    const { store, disk, dir } = await openBytes(t, flipped(bytes, (starts[3] ?? 0) + 30));
    assert.equal(store.health().damagedLines, 2);
    assert.deepEqual(
      (await store.ticket('ticket-1'))?.messages.map(({ body }) => body),
      ['one'],
    );
    assert.ok(disk.content(`${journal}.damaged`)?.includes('three'));
    await store.changeTicket('ticket-1', saying('four'));
    await store.close();
    const again = await openStore(t, { dir, files: disk });
    assert.deepEqual(
      (await again.ticket('ticket-1'))?.messages.map(({ body }) => body),
      ['one', 'four'],
    );
  });

  test('is noticed also when the patches after it touch other fields', async (t) => {
    const { bytes, starts } = await journalOf(t, async (store) => {
      const { id } = await store.createTicket(creating({ description: 'x'.repeat(20_000), status: 'OPEN' }));
      await store.changeTicket(id, (ticket) => ({ put: { tickets: [{ ...ticket, status: 'CLOSED' }] } }));
      await store.changeTicket(id, (ticket) => ({ put: { tickets: [{ ...ticket, tags: ['after'] }] } }));
    });
    const { store } = await openBytes(t, flipped(bytes, (starts[2] ?? 0) + 30));
    const found = await store.ticket('ticket-1');
    assert.deepEqual([found?.status, found?.tags, store.health().damagedLines], ['OPEN', [], 2]);
  });

  test('is healed by the next whole version of its ticket', async (t) => {
    const { bytes, starts } = await journalOf(t, async (store) => {
      const { id } = await store.createTicket(creating());
      await store.changeTicket(id, saying('one'));
      await store.changeTicket(id, saying('two'));
    });
    const { store } = await openBytes(t, flipped(bytes, (starts[2] ?? 0) + 30));
    assert.deepEqual(
      (await store.ticket('ticket-1'))?.messages.map(({ body }) => body),
      ['one', 'two'],
    );
  });

  test('is written aside once, however often the store is opened, and leaves the journal with a compaction', async (t) => {
    const { bytes, starts } = await journalOf(t, threeTickets);
    const { store, disk, dir } = await openBytes(t, flipped(bytes, (starts[2] ?? 0) + 30));
    await store.close();
    const aside = disk.content(`${journal}.damaged`);
    const again = await openStore(t, { dir, files: disk });
    assert.deepEqual(disk.content(`${journal}.damaged`), aside);
    await again.compact();
    await again.close();
    const clean = await openStore(t, { dir, files: disk });
    assert.equal(clean.health().damagedLines, 0);
    assert.ok(await clean.ticket('ticket-3'));
  });

  test('that cannot be copied away is never compacted away either', async (t) => {
    const { bytes, starts } = await journalOf(t, threeTickets);
    const disk = new SimulatedDisk();
    await disk.write(await disk.open(journal, 'create'), flipped(bytes, (starts[2] ?? 0) + 30), 0);
    disk.interfere = (operation) => {
      if (operation === 'write') throw new Error('full');
    };
    const store = await openStore(t, { dir: await freshFolder(t), files: disk });
    disk.interfere = () => undefined;
    await assert.rejects(store.compact(), JournalError);
    assert.ok(await store.ticket('ticket-3'));
  });
});

describe('A file that is not ours to read', () => {
  const cases: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
    'of a newer version': [encodeLine('{"format":"support-ticket journal","version":2,"seq":0,"last":0}'), /newer version/],
    'of another program': [encodeLine('{"seq":1,"last":1}'), /not a journal of this program/],
    'without one readable line': [Buffer.from('PK\u0003\u0004 nonsense\nmore nonsense\n'), /no readable line/],
  };
  for (const [name, [bytes, message]] of Object.entries(cases)) {
    test(`${name} is refused and left as it is`, async (t) => {
      const dir = await freshFolder(t);
      await writeFile(join(dir, journal), bytes);
      await assert.rejects(openJournalStore({ dir, log: new RecordedLog() }), { name: 'JournalError', message });
      assert.deepEqual(await readFile(join(dir, journal)), bytes);
    });
  }

  test('leaves the folder free for the next attempt', async (t) => {
    const dir = await freshFolder(t);
    await writeFile(join(dir, journal), 'nonsense\n');
    await assert.rejects(openJournalStore({ dir, log: new RecordedLog() }), JournalError);
    await writeFile(join(dir, journal), '');
    assert.equal((await openStore(t, { dir })).health().writable, true);
  });
});

describe('Reading lines', () => {
  test('gives the same bytes whatever the size of the reads, overlong lines included', async (t) => {
    const dir = await freshFolder(t);
    const text = Buffer.from(`é\n\n${'œ'.repeat(60)}\nlast line without end é`);
    await writeFile(join(dir, 'text'), text);
    for (const chunkBytes of [1, 2, 3, 7, 64, 1000]) {
      const fd = await diskFiles.open(join(dir, 'text'), 'existing');
      const seen: { kind: string; start: number; bytes: Buffer }[] = [];
      for await (const lines of readLines(diskFiles, fd, { chunkBytes, longest: 50 })) {
        seen.push(...lines.map(({ kind, start, bytes }) => ({ kind, start, bytes: Buffer.from(bytes) })));
      }
      await diskFiles.close(fd);
      assert.deepEqual(Buffer.concat(seen.map(({ bytes }) => bytes)), text);
      let at = 0;
      for (const { start, bytes } of seen) {
        assert.equal(start, at);
        at += bytes.length;
      }
      const short = seen.filter(({ kind }) => kind === 'line').map(({ bytes }) => bytes.toString());
      assert.deepEqual(short, ['é\n', '\n']);
      assert.equal(seen.at(-1)?.kind, 'tail');
    }
  });
});
