import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { JournalStore } from '../../server/store/journal.ts';
import { openJournalStore } from '../../server/store/journal.ts';
import type { Store } from '../../server/store/store.ts';
import { RecordedLog, freshFolder } from './folders.ts';
import { creating, deskQuery, minute, sampleCustomer, sampleEffect, sampleMessage, sampleRecord, saying } from './samples.ts';
import { SimulatedDisk, everyLuck } from './simulated-disk.ts';

type Step =
  | { readonly do: 'create'; readonly title: string; readonly long: boolean }
  | { readonly do: 'say' | 'retitle' | 'rewrite' | 'tag'; readonly on: number; readonly text: string }
  | { readonly do: 'drop' | 'effect' | 'deliver' | 'remember' | 'profile'; readonly on: number }
  | { readonly do: 'compact' | 'reopen' };

const on = fc.nat({ max: 4 });
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('é\n\u2028"\\', '__proto__', '\ud800'));
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('create' as const), title: text, long: fc.boolean() }) },
    {
      weight: 8,
      arbitrary: fc.record({ do: fc.constantFrom('say' as const, 'retitle' as const, 'rewrite' as const, 'tag' as const), on, text }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('drop' as const, 'effect' as const, 'deliver' as const, 'remember' as const, 'profile' as const),
        on,
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('compact' as const, 'reopen' as const) }) },
  ),
  { maxLength: 30 },
);

async function perform(store: Store, step: Step): Promise<unknown> {
  switch (step.do) {
    case 'create':
      return store.createTicket(creating({ title: step.title, description: step.long ? 'x'.repeat(9_000) : '' }));
    case 'say':
      return store.changeTicket(idOf(step.on), saying(step.text));
    case 'retitle':
      return store.changeTicket(idOf(step.on), (ticket) => ({ put: { tickets: [{ ...ticket, title: step.text }] } }));
    case 'rewrite':
      return store.changeTicket(idOf(step.on), (ticket) => {
        const messages = [sampleMessage(step.text), ...ticket.messages.slice(1).map((message) => ({ ...message }))];
        return { put: { tickets: [{ ...ticket, messages, fields: { [step.text]: true } }] } };
      });
    case 'tag':
      return store.changeTicket(idOf(step.on), (ticket) => ({
        put: { tickets: [{ ...ticket, tags: [step.text] }], effects: [sampleEffect(step.text)] },
      }));
    case 'drop':
      return store.commit({ drop: { tickets: [idOf(step.on)] } });
    case 'effect':
      return store.commit({ put: { effects: [sampleEffect(String(step.on), minute(step.on))] } });
    case 'deliver':
      return store.commit({ drop: { effects: [String(step.on)] } });
    case 'remember':
      return store.commit({ put: { idempotency: [sampleRecord(String(step.on))] } });
    case 'profile':
      return store.commit({ put: { customers: [sampleCustomer('marie', { name: String(step.on) })] } });
    default:
      return undefined;
  }
}

function idOf(index: number): string {
  return `ticket-${String(index + 1)}`;
}

/** Everything that can be read of a store. */
async function contentOf(store: Store): Promise<unknown> {
  return {
    tickets: (await store.listTickets(deskQuery({ limit: 100 }))).items,
    first: (await store.listTickets(deskQuery({ limit: 1, sort: 'promise' }))).nextCursor,
    counts: await store.countTickets('marie'),
    effects: await store.pendingEffects(100),
    records: await store.idempotencyRecordsBefore(minute(100)),
    customer: await store.customer('marie'),
  };
}

/** Runs the steps on a journal, one after the other; `compact` and `reopen` only mean something here. */
async function performOnJournal(dir: string, disk: SimulatedDisk, all: readonly Step[]): Promise<JournalStore> {
  const open = (): Promise<JournalStore> => openJournalStore({ dir, files: disk, log: new RecordedLog() });
  let store = await open();
  for (const step of all) {
    if (step.do === 'compact') await store.compact();
    if (step.do === 'reopen') {
      await store.close();
      store = await open();
    }
    await perform(store, step);
  }
  return store;
}

test('Memory, a journal and the journal opened after a power cut hold the same after any sequence of commits', async (t) => {
  const dir = await freshFolder(t);
  const property = fc.asyncProperty(steps, async (all) => {
    const memory = createMemoryStore();
    for (const step of all) await perform(memory, step);
    const expected = await contentOf(memory);
    const disk = new SimulatedDisk();
    const journal = await performOnJournal(dir, disk, all);
    assert.deepEqual(await contentOf(journal), expected);
    await journal.close();
    for (const luck of everyLuck) {
      const left = disk.afterPowerCut(luck);
      const again = await openJournalStore({ dir, files: left, log: new RecordedLog() });
      assert.deepEqual(await contentOf(again), expected);
      assert.equal(again.health().damagedLines, 0);
      await again.close();
    }
  });
  await fc.assert(property, { numRuns: 60 });
});

test('Commits made at once, whatever they are, hold the same in memory and in the journal', async (t) => {
  const dir = await freshFolder(t);
  const property = fc.asyncProperty(steps, async (all) => {
    const memory = createMemoryStore();
    await Promise.all(all.map((step) => perform(memory, step)));
    const disk = new SimulatedDisk();
    const journal = await openJournalStore({ dir, files: disk, log: new RecordedLog() });
    await Promise.all(all.map((step) => (step.do === 'compact' ? journal.compact() : perform(journal, step))));
    assert.deepEqual(await contentOf(journal), await contentOf(memory));
    await journal.close();
    const again = await openJournalStore({ dir, files: disk, log: new RecordedLog() });
    assert.deepEqual(await contentOf(again), await contentOf(memory));
    await again.close();
  });
  await fc.assert(property, { numRuns: 60 });
});
