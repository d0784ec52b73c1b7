import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CustomerSummary } from '../../server/wire/customers.ts';
import type { SessionView } from '../../server/wire/session.ts';
import { api, fields, openHarness, origin } from '../helpers/harness.ts';
import type { Ask, Harness } from '../helpers/harness.ts';

const secret = 'an-operations-token-of-thirty-two-bytes';
const environment = { SUPPORT_OPS_TOKEN: secret };
const put = (harness: Harness, id: string, body: unknown, { token = secret, ...ask }: Ask & { token?: string } = {}) =>
  harness.ask<CustomerSummary>(`${api}/customers/${id}`, {
    method: 'PUT',
    body,
    ...ask,
    headers: { authorization: `Bearer ${token}`, ...ask.headers },
  });
const orders = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `o${String(i + 1)}`, label: `Order ${String(i + 1)}`, status: 'paid' }));
const request = { service: 'order', title: 'Where is my server?', description: 'It was paid two weeks ago.' };

describe('the host’s backend', () => {
  it('brings a catalog larger than a token holds, and a ticket can be tied to any of it', async () => {
    const harness = await openHarness({ environment });
    const made = await put(harness, 'nadia', { name: 'Nadia', email: 'nadia@example.com', email_verified: true, orders: orders(400) });
    assert.equal(made.status, 201);
    assert.deepEqual(made.json, {
      id: 'nadia',
      name: 'Nadia',
      email: 'nadia@example.com',
      emailVerified: true,
      locale: null,
      orders: 400,
      subscriptions: 0,
      projects: 0,
    });
    const nadia = await harness.customer('nadia');
    assert.equal((await nadia<SessionView>(`${api}/session`)).json.catalog.orders.length, 400);
    const ticket = await nadia(`${api}/tickets`, { body: { ...request, order: 'o400' } });
    assert.deepEqual(ticket.json.links.order, { id: 'o400', label: 'Order 400' });
    assert.deepEqual(fields(await nadia(`${api}/tickets`, { body: { ...request, order: 'o401' } })), { order: 'not-in-list' });
  });

  it('leaves what it does not mention, and replaces the lists it brings', async () => {
    const harness = await openHarness({ environment });
    await put(harness, 'nadia', { name: 'Nadia', orders: orders(3), projects: [{ id: 'p1', label: 'Shop' }] });
    const { status, json } = await put(harness, 'nadia', { orders: orders(1) });
    assert.equal(status, 200);
    assert.deepEqual([json.name, json.orders, json.projects], ['Nadia', 1, 1]);
  });

  it('speaks of another address as unproven until it says otherwise', async () => {
    const harness = await openHarness({ environment });
    await put(harness, 'nadia', { email: 'nadia@example.com', email_verified: true });
    assert.equal((await put(harness, 'nadia', { name: 'N' })).json.emailVerified, true);
    assert.equal((await put(harness, 'nadia', { email: 'other@example.com' })).json.emailVerified, false);
    assert.deepEqual(fields(await put(harness, 'nadia', { email: 'a@x,b@y' })), { email: 'invalid' });
  });

  it('loses nothing to a customer who acts at the same time', async () => {
    const harness = await openHarness({ environment });
    const nadia = await harness.customer('nadia', { name: 'Nadia of the token' });
    await nadia(`${api}/tickets`, { body: { ...request } });
    const renamed = await harness.customer('nadia', { name: 'Nadia of another token' });
    await Promise.all([
      ...Array.from({ length: 10 }, () => renamed(`${api}/tickets`, { body: request })),
      put(harness, 'nadia', { orders: orders(7) }),
      ...Array.from({ length: 10 }, () => renamed(`${api}/tickets`, { body: request })),
    ]);
    const { json } = await renamed<SessionView>(`${api}/session`);
    assert.equal(json.catalog.orders.length, 7);
    assert.equal(json.customer.name, 'Nadia of another token');
  });

  it('gives way to the list of a token', async () => {
    const harness = await openHarness({ environment });
    await put(harness, 'nadia', { orders: orders(7) });
    const nadia = await harness.customer('nadia', { orders: [{ id: 'only', label: 'The only one' }] });
    assert.deepEqual((await nadia<SessionView>(`${api}/session`)).json.catalog.orders, [{ id: 'only', label: 'The only one' }]);
  });

  it('is refused without its token, and nobody learns of the route where there is none', async () => {
    const harness = await openHarness({ environment });
    assert.equal((await put(harness, 'nadia', {}, { token: 'wrong' })).status, 401);
    const nadia = await harness.customer('nadia');
    assert.equal((await nadia(`${api}/customers/nadia`, { method: 'PUT', body: {} })).status, 401);
    const without = await openHarness();
    assert.equal((await put(without, 'nadia', {})).status, 404);
  });

  it('is no browser’s: no origin is let in', async () => {
    const harness = await openHarness({ environment });
    const answer = await put(harness, 'nadia', {}, { headers: { origin } });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });

  it('is held to what a customer is made of', async () => {
    const harness = await openHarness({ environment });
    assert.deepEqual(fields(await put(harness, 'nadia', { role: 'admin' })), { role: 'unknown-key' });
    assert.deepEqual(fields(await put(harness, 'nadia', { orders: [{ id: 'o1' }] })), { 'orders.0.label': 'required' });
    assert.deepEqual(fields(await put(harness, 'nadia', { orders: orders(5_001) })), { orders: 'too-many' });
    assert.deepEqual(fields(await put(harness, 'x'.repeat(129), {})), { id: 'invalid' });
    assert.equal((await put(harness, 'nadia', { name: 'x'.repeat(1024 * 1024) })).status, 413);
    assert.equal((await put(harness, 'nadia', { orders: orders(5_000) })).status, 201);
  });
});
