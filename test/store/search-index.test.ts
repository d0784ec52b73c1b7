import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { termsOf } from '../../server/store/fold.ts';
import { listTickets } from '../../server/store/query.ts';
import { Rows } from '../../server/store/rows.ts';
import type { Commit } from '../../server/store/store.ts';
import { WordIndex } from '../../server/store/word-index.ts';
import { customerQuery, deskQuery, minute, sampleCustomer, sampleMessage, sampleNote, sampleTicket } from './samples.ts';

const word = fc.constantFrom('panne', 'pané', 'œuvre', 'oeuf', 'été', '12', '#2', 'a', 'b', '📦', '日本', '日本語版', '本', 'Straße');
const words = fc.array(word, { maxLength: 3 }).map((list) => list.join(' '));

const commit: fc.Arbitrary<Commit> = fc.oneof(
  { weight: 6, arbitrary: ticketCommit() },
  fc.record({ put: fc.record({ customers: fc.tuple(words.map((name) => sampleCustomer('marie', { name, email: null }))) }) }),
  fc.nat({ max: 4 }).map((n) => ({ drop: { tickets: [`ticket-${String(n + 1)}`] } })),
);

function ticketCommit(): fc.Arbitrary<Commit> {
  const reasons = fc.array(words, { maxLength: 2 });
  const shape = {
    reasons,
    number: fc.integer({ min: 1, max: 5 }),
    title: words,
    bodies: fc.array(words, { maxLength: 3 }),
    tags: fc.array(word, { maxLength: 2 }),
    notes: fc.array(words, { maxLength: 2 }),
  };
  return fc.record(shape).map(({ number, title, bodies, tags, notes, reasons }) => {
    const messages = bodies.map((body) => sampleMessage(body));
    const timeline = reasons.map((reason, i) => ({
      id: String(i),
      kind: 'closed' as const,
      at: minute(i),
      by: { kind: 'system' as const, name: null },
      reason,
    }));
    return { put: { tickets: [sampleTicket(number, { title, description: '', messages, timeline, tags, notes: notes.map(sampleNote) })] } };
  });
}

test('The index finds what reading every text finds, whatever was changed, erased or renamed', async () => {
  const property = fc.asyncProperty(fc.array(commit, { maxLength: 25 }), fc.nat({ max: 25 }), words, async (commits, builtAfter, q) => {
    const [indexed, plain] = [new Rows(), new Rows()];
    for (const [i, one] of commits.entries()) {
      if (i === builtAfter) await indexed.search.build();
      indexed.apply(one);
      plain.apply(one);
    }
    for (const query of [customerQuery({ q }), deskQuery({ q })]) {
      assert.deepEqual(listTickets(indexed, query), listTickets(plain, query));
    }
  });
  await fc.assert(property, { numRuns: 300 });
});

test('The index finds by prefix among more words than it keeps unsorted', () => {
  const index = new WordIndex();
  for (let i = 0; i < 5000; i += 1) index.set(`doc ${String(i)}`, [], [`mot${String(i)} tous`]);
  const [one, some, all, none] = [index.find('mot4999'), index.find('mot49'), index.find('tou'), index.find('toute')];
  const ids = Array.from({ length: 5000 }, (_, i) => `doc ${String(i)}`);
  assert.deepEqual(ids.filter(one), ['doc 4999']);
  assert.equal(ids.filter(some).length, 1 + 10 + 100);
  assert.equal(ids.filter(all).length, 5000);
  assert.equal(ids.filter(none).length, 0);
});

test('A search of a hundred thousand letters is taken apart without delay', () => {
  for (const q of ['a'.repeat(100_000), '#'.repeat(100_000), ' '.repeat(100_000), 'é'.repeat(100_000), '1'.repeat(100_000)]) {
    assert.ok((termsOf(q) ?? []).length <= 1);
  }
});
