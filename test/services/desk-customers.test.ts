import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CustomerMatches, DeskCustomerCard } from '../../server/wire/customers.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import { api, fields, openHarness, openTicket, request } from '../helpers/harness.ts';
import type { Harness } from '../helpers/harness.ts';

const path = (id: string) => `${api}/desk/customers/${encodeURIComponent(id)}`;

describe('a customer at the desk', () => {
  it('is shown with what they own and what they asked, late tickets marked', async () => {
    const harness = await openHarness();
    const orders = Array.from({ length: 60 }, (_, i) => ({ id: `o${String(i)}`, label: `Order ${String(i)}` }));
    const nadia = await harness.customer('nadia', {
      name: 'Nadia',
      email: 'nadia@example.com',
      email_verified: false,
      locale: 'fr',
      orders,
      projects: [{ id: 'p', label: 'Blog' }],
    });
    const agent = await harness.agent();
    const urgent = await openTicket(nadia, { priority: 'URGENT' });
    const calm = await openTicket(nadia, { priority: 'LOW' });
    const done = await openTicket(nadia);
    await nadia(`${api}/tickets/${done.id}/close`, { body: {} });
    await openTicket(await harness.customer('zoe'));
    harness.clock.forward(3 * 3_600_000);
    const { json } = await agent<DeskCustomerCard>(path('nadia'));
    assert.deepEqual(
      [json.name, json.email, json.emailVerified, json.locale, json.kind],
      ['Nadia', 'nadia@example.com', false, 'fr', 'customer'],
    );
    assert.deepEqual(
      [json.catalog.orders.total, json.catalog.orders.items.length, json.catalog.projects.items],
      [60, 50, [{ id: 'p', label: 'Blog' }]],
    );
    const whole = (await agent<DeskCustomerCard>(`${path('nadia')}?catalog=whole`)).json.catalog.orders;
    assert.deepEqual([whole.total, whole.items.length, whole.items[59]], [60, 60, orders[59]]);
    assert.deepEqual(json.tickets.open.map(({ number, late }) => [number, late]).sort(), [
      [urgent.number, true],
      [calm.number, false],
    ]);
    assert.deepEqual(
      json.tickets.closed.map(({ number, late }) => [number, late]),
      [[done.number, false]],
    );
    assert.deepEqual(json.tickets.counts, { open: 2, closed: 1 });
  });

  it('is told apart from a guest with the same id, and is nobody where there is none', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    await openTicket(await harness.customer('sam@example.com', { name: 'Sam the customer' }));
    await agent(`${api}/desk/tickets`, { body: { ...request, customer: { email: 'sam@example.com', name: 'Sam the guest' } } });
    const nameOf = async (query: string) => (await agent<DeskCustomerCard>(`${path('sam@example.com')}${query}`)).json.name;
    assert.deepEqual(
      [await nameOf(''), await nameOf('?kind=customer'), await nameOf('?kind=guest')],
      ['Sam the customer', 'Sam the customer', 'Sam the guest'],
    );
    assert.equal((await agent(path('nobody'))).status, 404);
    assert.equal((await agent(`${path('nobody')}?colour=red`)).status, 422);
    assert.equal((await (await harness.customer('zoe'))(path('zoe'))).status, 401);
  });
});

const onBehalf = `${api}/desk/tickets`;

/** A customer whom the host's backend has brought, as far as a token of theirs does. */
async function known(harness: Harness, sub: string, name: string, email: string | null, verified = true): Promise<void> {
  await openTicket(await harness.customer(sub, { name, ...(email !== null && { email, email_verified: verified }) }));
}

describe('the search for a customer', () => {
  it('finds by the beginnings of words of the name and the address, accents and case aside, and by id', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    await known(harness, 'c-1', 'Éléonore Lœwe', 'eleonore@atelier-moreau.example');
    await known(harness, 'c-2', 'Nadia Moreau', 'nadia@post.example');
    await known(harness, 'c-3', 'Morgane Petit', null);
    await agent(onBehalf, { body: { ...request, customer: { email: 'sam@moreau.example', name: 'Sam' } } });
    const found = async (q: string) =>
      (await agent<CustomerMatches>(`${api}/desk/customers?q=${encodeURIComponent(q)}`)).json.items.map(({ name }) => name);
    for (const q of [
      'ELEO',
      'lœwe',
      'loewe',
      'atelier-mor',
      'eleonore@atelier-moreau.example',
      'c-1',
      'lowe eleo'.replace('lowe', 'loewe'),
    ])
      assert.deepEqual(await found(q), ['Éléonore Lœwe'], q);
    assert.deepEqual((await found('moreau')).sort(), ['Nadia Moreau', 'Sam', 'Éléonore Lœwe']);
    assert.equal((await found('mor'))[0], 'Morgane Petit', 'whose name begins so comes first');
    for (const q of ['oreau', 'nadia petit', '???', '@']) assert.deepEqual(await found(q), [], q);
    const [nadia] = (await agent<CustomerMatches>(`${api}/desk/customers?q=nadia`)).json.items;
    assert.deepEqual([nadia?.id, nadia?.kind, nadia?.tickets], ['c-2', 'customer', { open: 1, closed: 0 }]);
  });

  it('never tells more than a page, nor without a word to look for, nor to anybody but the team', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    await harness.store.commit({
      put: {
        customers: Array.from({ length: 150 }, (_, i) => ({
          ...sample,
          id: `k${String(i)}`,
          sub: `s${String(i)}`,
          name: `Dupont ${String(i)}`,
        })),
      },
    });
    const { items, nextCursor, total } = (await agent<CustomerMatches>(`${api}/desk/customers?q=dup`)).json;
    assert.deepEqual([items.length, nextCursor, total], [20, null, 150]);
    assert.deepEqual(fields(await agent(`${api}/desk/customers`)), { q: 'required' });
    assert.deepEqual(fields(await agent(`${api}/desk/customers?q=%20&limit=101&cursor=x`)), {
      q: 'required',
      limit: 'invalid',
      cursor: 'unknown-key',
    });
    assert.equal((await (await harness.customer('zoe'))(`${api}/desk/customers?q=dup`)).status, 401);
  });
});

describe('a ticket opened for a customer', () => {
  it('belongs to the one who was chosen, by their id alone, and may name what they own', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const nadia = await harness.customer('nadia', { name: 'Nadia', orders: [{ id: 'o1', label: 'Order 1' }] });
    await openTicket(nadia);
    const made = await agent<DeskTicket>(onBehalf, { body: { ...request, service: 'order', order: 'o1', customer: { id: 'nadia' } } });
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.json.customer.id, made.json.links.order?.label], ['nadia', 'Order 1']);
    assert.equal((await nadia(`${api}/tickets/${made.json.id}`)).status, 200);
    assert.deepEqual(fields(await agent(onBehalf, { body: { ...request, order: 'o2', customer: { id: 'nadia' } } })), {
      order: 'not-in-list',
    });
    assert.deepEqual(fields(await agent(onBehalf, { body: { ...request, customer: { id: 'unknown' } } })), {
      'customer.email': 'required',
    });
    assert.deepEqual(fields(await agent(onBehalf, { body: { ...request, customer: { name: 'Nobody' } } })), {
      'customer.email': 'required',
    });
    assert.deepEqual(fields(await agent(onBehalf, { body: { ...request, customer: { email: 'a@b,c@d' } } })), {
      'customer.email': 'invalid',
    });
  });
});

const sample = {
  iss: 'site',
  kind: 'customer',
  email: null,
  emailVerified: false,
  locale: null,
  catalog: { orders: [], subscriptions: [], projects: [] },
  legacy: [],
  updatedAt: '2026-11-23T09:00:00.000Z',
} as const;
