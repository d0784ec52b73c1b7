import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { Store } from '../../server/store/store.ts';
import type { TicketPage, TicketView } from '../../server/wire/tickets.ts';
import { api, fields, openHarness, openTicket, problem, request, say } from '../helpers/harness.ts';
import type { Person } from '../helpers/harness.ts';

const tickets = `${api}/tickets`;
const day = 24 * 3_600_000;
const create = (person: Person, key: string, more: object = {}) =>
  person(tickets, { body: { ...request, ...more }, headers: { 'idempotency-key': key } });
const total = async (person: Person): Promise<number> => (await person<TicketPage>(tickets)).json.total;

/** A store whose commits wait until they are let go. */
function heldStore(): { store: Store; release: () => void; waiting: Promise<void> } {
  const store = createMemoryStore();
  const make = store.createTicket.bind(store);
  let release = (): void => undefined;
  let arrived = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const waiting = new Promise<void>((resolve) => (arrived = resolve));
  store.createTicket = async (commit) => {
    arrived();
    await gate;
    return make(commit);
  };
  return { store, release, waiting };
}

describe('a request that names itself', () => {
  it('is done once, and answered the same again with the ticket as it stands now', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const first = await create(nadia, 'key-1');
    await nadia(`${tickets}/${first.json.id}/close`, { body: {} });
    harness.clock.forward(1_000);
    const again = await create(nadia, 'key-1');
    assert.deepEqual(
      [again.status, again.headers.get('location'), again.headers.get('idempotent-replayed')],
      [201, first.headers.get('location'), 'true'],
    );
    assert.equal(first.headers.get('idempotent-replayed'), null);
    assert.deepEqual([again.json.id, again.json.status], [first.json.id, 'CLOSED']);
    assert.equal(await total(nadia), 1);
    const effects = await harness.store.pendingEffects(100);
    assert.equal(effects.filter(({ kind, audience }) => kind === 'created' && audience === 'customer').length, 1);
  });

  it('is the same however its keys are ordered, and another with anything else in it', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const first = await create(nadia, 'key-1');
    const reordered = await nadia(tickets, {
      raw: JSON.stringify(Object.fromEntries(Object.entries(request).reverse())),
      headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1' },
    });
    assert.equal(reordered.json.id, first.json.id);
    const other = await create(nadia, 'key-1', { priority: 'HIGH' });
    assert.deepEqual([other.status, problem(other)], [422, 'idempotency-key-reused']);
    assert.equal(await total(nadia), 1);
  });

  it('is the caller’s own, on its own path, for a day', async () => {
    const harness = await openHarness();
    const [nadia, zoe] = [await harness.customer('nadia'), await harness.customer('zoe')];
    const mine = await create(nadia, 'key-1');
    const hers = await create(zoe, 'key-1');
    assert.notEqual(mine.json.id, hers.json.id);
    const close = (id: string) => nadia(`${tickets}/${id}/close`, { body: {}, headers: { 'idempotency-key': 'key-1' } });
    assert.equal((await close(mine.json.id)).headers.get('idempotent-replayed'), null);
    assert.equal((await close(mine.json.id)).headers.get('idempotent-replayed'), 'true');
    harness.clock.forward(day - 1);
    assert.equal((await create(await harness.customer('nadia'), 'key-1')).json.id, mine.json.id);
    harness.clock.forward(1);
    assert.notEqual((await create(await harness.customer('nadia'), 'key-1')).json.id, mine.json.id);
  });

  it('works for every act, the desk’s too', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const agent = await harness.agent();
    const { id } = await openTicket(nadia);
    const twice = async (person: Person, path: string, body: object, expected: number): Promise<void> => {
      const answers = [];
      for (let i = 0; i < 2; i++) answers.push(await person(path, { body, headers: { 'idempotency-key': 'same' } }));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [expected, expected],
        path,
      );
      assert.deepEqual(
        answers.map(({ headers }) => headers.get('idempotent-replayed')),
        [null, 'true'],
        path,
      );
      assert.equal(answers[0]?.headers.get('location'), answers[1]?.headers.get('location'));
    };
    await twice(agent, `${api}/desk/tickets/${id}/messages`, { body: 'Once.', visibility: 'public' }, 201);
    await twice(agent, `${api}/desk/tickets`, { ...request, customer: { email: 'somebody@example.com' } }, 201);
    await twice(nadia, `${tickets}/${id}/seen`, {}, 204);
    await twice(nadia, `${tickets}/${id}/messages`, { body: 'Once.' }, 201);
    harness.clock.forward(day);
    const later = await harness.customer('nadia');
    for (const [act, body] of [
      ['nudge', {}],
      ['close', {}],
      ['thank', { body: 'Once.' }],
      ['rating', { score: 5 }],
      ['reopen', { reason: 'Once.' }],
    ] as const)
      await twice(later, `${tickets}/${id}/${act}`, body, 200);
    const { json } = await later<TicketView>(`${tickets}/${id}`);
    assert.equal(json.messages.filter(({ body }) => body === 'Once.').length, 4);
  });

  it('remembers success only', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const { id } = await openTicket(nadia);
    const reopen = () => nadia(`${tickets}/${id}/reopen`, { body: { reason: 'Again.' }, headers: { 'idempotency-key': 'k' } });
    assert.equal((await reopen()).status, 409);
    await nadia(`${tickets}/${id}/close`, { body: {} });
    assert.deepEqual([(await reopen()).status, (await reopen()).status], [200, 200]);
  });

  it('names itself in plain characters', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    for (const key of ['', ' ', 'a b', 'é', 'x'.repeat(256)])
      assert.deepEqual(fields(await create(nadia, key)), { 'Idempotency-Key': 'invalid' }, key);
    assert.equal((await create(nadia, 'x'.repeat(255))).status, 201);
  });

  it('is done once when it comes twenty times at once', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(nadia, 'key-1')));
    assert.deepEqual(new Set(answers.map(({ json }) => json.id)).size, 1);
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array<number>(20).fill(201),
    );
    assert.equal(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null).length, 1);
    assert.equal(await total(nadia), 1);
  });

  it('waits for its twin, and gives up with 409 when that takes too long', async () => {
    const { store, release, waiting } = heldStore();
    const harness = await openHarness({ store, parts: { within: () => Promise.resolve(false) } });
    const nadia = await harness.customer('nadia');
    const first = create(nadia, 'key-1');
    await waiting;
    const second = await create(nadia, 'key-1');
    assert.deepEqual([second.status, problem(second), second.headers.get('retry-after')], [409, 'in-flight', '1']);
    release();
    assert.equal((await first).status, 201);
    assert.equal((await create(nadia, 'key-1')).headers.get('idempotent-replayed'), 'true');
  });

  it('is forgotten by the sweeping after a day', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    await create(nadia, 'key-1');
    harness.clock.forward(day);
    assert.equal((await harness.housekeeping.sweep()).requests, 0);
    harness.clock.forward(1);
    assert.equal((await harness.housekeeping.sweep()).requests, 1);
    assert.equal((await harness.housekeeping.sweep()).requests, 0);
  });
});

describe('acts that come at once', () => {
  it('reopen a ticket once', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const { id } = await openTicket(nadia);
    await nadia(`${tickets}/${id}/close`, { body: {} });
    const answers = await Promise.all(Array.from({ length: 100 }, () => nadia(`${tickets}/${id}/reopen`, { body: { reason: 'Again.' } })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array<number>(99).fill(409)]);
    const { json } = await nadia(`${tickets}/${id}`);
    assert.equal(json.reopenCount, 1);
    assert.equal(
      (await harness.store.pendingEffects(1_000)).filter(({ kind, audience }) => kind === 'reopened' && audience === 'customer').length,
      1,
    );
  });

  it('lose no reply of fifty, and keep them in one order', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const agent = await harness.agent();
    const { id } = await openTicket(nadia);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        i % 2 ? say(agent, { id }, `answer ${String(i)}`) : nadia(`${tickets}/${id}/messages`, { body: { body: `answer ${String(i)}` } }),
      ),
    );
    const bodies = (await nadia(`${tickets}/${id}`)).json.messages.map(({ body }) => body);
    assert.equal(new Set(bodies).size, 50);
    assert.deepEqual(
      (await nadia(`${tickets}/${id}`)).json.messages.map(({ body }) => body),
      bodies,
    );
  });

  it('number tickets without a gap or a double', async () => {
    const harness = await openHarness();
    const people = await Promise.all(['a', 'b', 'c'].map((sub) => harness.customer(sub)));
    const made = await Promise.all(people.flatMap((person) => Array.from({ length: 10 }, () => openTicket(person))));
    assert.deepEqual(
      made.map(({ number }) => number).sort((a, b) => a - b),
      Array.from({ length: 30 }, (_, i) => i + 1),
    );
  });
});
