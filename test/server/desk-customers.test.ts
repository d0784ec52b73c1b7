import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskCustomerCard } from '../../server/ticket/wire.ts';
import { api, openHarness, openTicket, request } from './harness.ts';

const path = (id: string) => `${api}/desk/customers/${encodeURIComponent(id)}`;

describe('a customer at the desk', () => {
  it('is shown with what they own and what they asked, late tickets marked', async () => {
    const harness = await openHarness();
    const orders = Array.from({ length: 60 }, (_, i) => ({ id: `o${String(i)}`, label: `Order ${String(i)}` }));
    const nadia = await harness.customer('nadia', { name: 'Nadia', email: 'nadia@example.com', email_verified: false, locale: 'fr', orders, projects: [{ id: 'p', label: 'Blog' }] });
    const agent = await harness.agent();
    const urgent = await openTicket(nadia, { priority: 'URGENT' });
    const calm = await openTicket(nadia, { priority: 'LOW' });
    const done = await openTicket(nadia);
    await nadia(`${api}/tickets/${done.id}/close`, { body: {} });
    await openTicket(await harness.customer('zoe'));
    harness.clock.forward(3 * 3_600_000);
    const { json } = await agent<DeskCustomerCard>(path('nadia'));
    assert.deepEqual([json.name, json.email, json.emailVerified, json.locale, json.kind], ['Nadia', 'nadia@example.com', false, 'fr', 'customer']);
    assert.deepEqual([json.catalog.orders.total, json.catalog.orders.items.length, json.catalog.projects.items], [60, 50, [{ id: 'p', label: 'Blog' }]]);
    assert.deepEqual(json.tickets.open.map(({ number, late }) => [number, late]).sort(), [[urgent.number, true], [calm.number, false]]);
    assert.deepEqual(json.tickets.closed.map(({ number, late }) => [number, late]), [[done.number, false]]);
    assert.deepEqual(json.tickets.counts, { open: 2, closed: 1 });
  });

  it('is told apart from a guest with the same id, and is nobody where there is none', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    await openTicket(await harness.customer('sam@example.com', { name: 'Sam the customer' }));
    await agent(`${api}/desk/tickets`, { body: { ...request, customer: { email: 'sam@example.com', name: 'Sam the guest' } } });
    const nameOf = async (query: string) => (await agent<DeskCustomerCard>(`${path('sam@example.com')}${query}`)).json.name;
    assert.deepEqual([await nameOf(''), await nameOf('?kind=customer'), await nameOf('?kind=guest')], ['Sam the customer', 'Sam the customer', 'Sam the guest']);
    assert.equal((await agent(path('nobody'))).status, 404);
    assert.equal((await agent(`${path('nobody')}?colour=red`)).status, 422);
    assert.equal((await (await harness.customer('zoe'))(path('zoe'))).status, 401);
  });
});
