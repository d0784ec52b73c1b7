import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SessionView } from '../../server/wire/session.ts';
import type { TicketPage } from '../../server/wire/tickets.ts';
import { api, fields, openHarness, openTicket, problem, request, say } from '../helpers/harness.ts';

const hour = 3_600_000;
const catalog = {
  orders: [{ id: 'o1', label: 'Hosting Pro', date: '2026-11-19', status: 'In preparation', price: 12 }],
  subscriptions: [{ id: 's1', label: 'Hosting Pro' }],
  projects: [{ id: 'p1', label: 'My portfolio' }],
};

describe('the session', () => {
  it('says who is there, what the form offers in their language, what they own and what waits', async () => {
    const harness = await openHarness({ config: { team: { en: 'The team', fr: 'L’équipe' }, help: { url: 'https://help.example.com/' } } });
    const nadia = await harness.customer('nadia', { name: 'Nadia', email: 'nadia@example.com', email_verified: true, ...catalog });
    const { json } = await nadia<SessionView>(`${api}/session?lang=fr`);
    assert.deepEqual(json.customer, { id: 'nadia', name: 'Nadia', email: 'nadia@example.com', locale: null, kind: 'customer' });
    assert.deepEqual(
      json.form.services.map(({ id, asks }) => [id, asks]),
      [
        ['order', 'order'],
        ['billing', 'category'],
        ['sales', null],
        ['technical', 'subscription'],
      ],
    );
    assert.deepEqual(
      json.form.services[1]?.categories.map(({ id }) => id),
      ['invoice', 'payment', 'whois', 'termination'],
    );
    assert.deepEqual(
      json.form.services[3]?.types.map(({ id }) => id),
      ['bug', 'feature', 'question', 'help'],
    );
    assert.deepEqual(
      json.form.priorities.map(({ id, label }) => [id, label]),
      [
        ['LOW', 'Basse'],
        ['MEDIUM', 'Normale'],
        ['HIGH', 'Haute'],
        ['URGENT', 'Urgente'],
      ],
    );
    assert.deepEqual(json.catalog, {
      orders: [{ id: 'o1', label: 'Hosting Pro', date: '2026-11-19', status: 'In preparation' }],
      subscriptions: catalog.subscriptions,
      projects: catalog.projects,
    });
    assert.deepEqual(json.counts, { open: 0, closed: 0, archived: 0, unread: 0 });
    assert.equal(json.team, 'L’équipe');
    assert.equal(json.help.url, 'https://help.example.com/');
  });

  it('speaks the language asked for, else the browser’s, else the site’s', async () => {
    const harness = await openHarness({ config: { language: 'fr' } });
    const nadia = await harness.customer('nadia');
    const firstLabel = async (path: string, accepted?: string) =>
      (await nadia<SessionView>(path, { headers: accepted === undefined ? {} : { 'accept-language': accepted } })).json.form.services[0]
        ?.label;
    assert.equal(await firstLabel(`${api}/session?lang=en`, 'fr'), 'Follow my order');
    assert.equal(await firstLabel(`${api}/session`, 'de, en-GB;q=0.8, fr;q=0.7'), 'Follow my order');
    assert.equal(await firstLabel(`${api}/session`, 'fr-CA, en;q=0.9'), 'Suivi de ma commande');
    assert.equal(await firstLabel(`${api}/session`, 'de'), 'Suivi de ma commande');
    assert.equal(await firstLabel(`${api}/session?lang=xx`), 'Suivi de ma commande');
  });
});

describe('opening a ticket', () => {
  it('answers 201 with its address and the ticket, numbered from 1', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia', { name: 'Nadia' });
    const { status, headers, json } = await nadia(`${api}/tickets`, { body: { ...request, title: '  Which   plan\nsuits us ' } });
    assert.equal(status, 201);
    assert.equal(headers.get('location'), `${api}/tickets/${json.id}`);
    assert.equal(json.number, 1);
    assert.equal(json.title, 'Which plan suits us');
    assert.equal(json.status, 'OPEN');
    assert.equal(json.priority, 'MEDIUM');
    assert.equal(json.ball, 'team');
    assert.equal(json.promise.state, 'pending');
    assert.deepEqual(json.can, { reply: true, close: true, reopen: false, thank: false, nudge: false, rate: false });
    assert.deepEqual(
      json.timeline.map(({ kind, by }) => [kind, by]),
      [['created', { kind: 'customer', name: 'Nadia' }]],
    );
    assert.equal((await openTicket(nadia)).number, 2);
    assert.deepEqual((await nadia(`${api}/tickets/${json.id}`)).json, json);
    assert.deepEqual((await nadia(`${api}/tickets/1`)).json, json);
  });

  it('links what the customer owns, under the label it has now, and nothing else', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia', catalog);
    const linked = await openTicket(nadia, { service: 'order', order: 'o1', subscription: 's1', project: 'p1' });
    assert.deepEqual(linked.links, {
      order: { id: 'o1', label: 'Hosting Pro' },
      subscription: { id: 's1', label: 'Hosting Pro' },
      project: { id: 'p1', label: 'My portfolio' },
    });
    // The next token calls the order by another name: the ticket keeps the one it was made under.
    const later = await harness.customer('nadia', { orders: [{ id: 'o1', label: 'Renamed' }] });
    assert.equal((await later(`${api}/tickets/${linked.id}`)).json.links.order?.label, 'Hosting Pro');
    const refused = await nadia(`${api}/tickets`, { body: { ...request, order: 'o2', subscription: 'o1', project: 'nope' } });
    assert.equal(refused.status, 422);
    assert.deepEqual(fields(refused), { order: 'not-in-list', subscription: 'not-in-list', project: 'not-in-list' });
  });

  it('takes an order that is not listed as free text', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    assert.equal((await openTicket(nadia, { service: 'order', orderReference: ' CMD 2231 ' })).orderReference, 'CMD 2231');
    assert.equal((await openTicket(nadia, { service: 'order', orderReference: '' })).orderReference, null);
    assert.deepEqual(fields(await nadia(`${api}/tickets`, { body: { ...request, orderReference: 'x'.repeat(81) } })), {
      orderReference: 'too-long',
    });
  });

  it('asks for a category where the service does, and refuses what the service does not offer', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const post = (more: object) => nadia(`${api}/tickets`, { body: { ...request, ...more } });
    assert.deepEqual(fields(await post({ service: 'billing' })), { category: 'required' });
    assert.deepEqual(fields(await post({ service: 'billing', category: 'cakes' })), { category: 'not-in-list' });
    assert.deepEqual(fields(await post({ service: 'sales', category: 'invoice' })), { category: 'not-in-list' });
    assert.deepEqual(fields(await post({ service: 'sales', type: 'bug' })), { type: 'not-in-list' });
    assert.deepEqual(fields(await post({ service: 'cooking' })), { service: 'not-in-list' });
    assert.equal((await post({ service: 'billing', category: 'invoice' })).status, 201);
    assert.equal((await post({ service: 'technical', type: 'bug' })).status, 201);
  });

  it('follows up an own ticket, and nobody else’s', async () => {
    const harness = await openHarness();
    const [nadia, zoe] = [await harness.customer('nadia'), await harness.customer('zoe')];
    const first = await openTicket(nadia);
    assert.equal((await openTicket(nadia, { followUpOf: first.id })).followUpOf, first.id);
    const stolen = await zoe(`${api}/tickets`, { body: { ...request, followUpOf: first.id } });
    const random = await zoe(`${api}/tickets`, { body: { ...request, followUpOf: 'nothing' } });
    assert.deepEqual(fields(stolen), { followUpOf: 'not-in-list' });
    assert.deepEqual(fields(stolen), fields(random));
  });

  it('counts characters as people do, after trimming', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const post = (more: object) => nadia(`${api}/tickets`, { body: { ...request, ...more } });
    assert.deepEqual(fields(await post({ title: ' abcd ', description: 'short' })), { title: 'too-short', description: 'too-short' });
    assert.deepEqual(fields(await post({ title: '   ', description: '\n\t' })), { title: 'required', description: 'required' });
    assert.equal((await post({ title: '🙂'.repeat(200), description: '🙂'.repeat(20_000) })).status, 201);
    assert.deepEqual(fields(await post({ title: '🙂'.repeat(201), description: 'x'.repeat(20_001) })), {
      title: 'too-long',
      description: 'too-long',
    });
  });

  it('keeps the context it is given, up to a bound, and no file that was not uploaded', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const context = { url: 'https://example.com/', viewport: [360, 760].map(String), online: true };
    assert.deepEqual((await openTicket(nadia, { context })).context, context);
    const big = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${String(i)}`, 'x'.repeat(1_000)]));
    assert.deepEqual(
      fields(await nadia(`${api}/tickets`, { body: { ...request, context: big, attachments: ['a'], fields: { colour: 'red' } } })),
      {
        'attachments.0': 'not-in-list',
        'fields.colour': 'unknown-key',
        context: 'too-long',
      },
    );
  });
});

describe('the list', () => {
  it('holds the caller’s own tickets by state, newest first, page by page', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const zoe = await harness.customer('zoe');
    await openTicket(zoe);
    for (let i = 1; i <= 5; i++) {
      harness.clock.forward(1_000);
      await openTicket(nadia, { title: `Request number ${String(i)}` });
    }
    await nadia(`${api}/tickets/3/close`, { method: 'POST' });
    const first = (await nadia<TicketPage>(`${api}/tickets?state=open&sort=created&limit=3`)).json;
    assert.deepEqual(
      first.items.map(({ number }) => number),
      [6, 5, 4],
    );
    assert.equal(first.total, 4);
    const second = (await nadia<TicketPage>(`${api}/tickets?state=open&sort=created&limit=3&cursor=${first.nextCursor ?? ''}`)).json;
    assert.deepEqual(
      second.items.map(({ number }) => number),
      [2],
    );
    assert.equal(second.nextCursor, null);
    const closed = (await nadia<TicketPage>(`${api}/tickets?state=closed`)).json;
    assert.deepEqual(
      closed.items.map(({ number, status }) => [number, status]),
      [[3, 'CLOSED']],
    );
    assert.equal((await nadia<TicketPage>(`${api}/tickets`)).json.total, 5);
  });

  it('finds words of title, description and messages, and the number', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const ticket = await openTicket(nadia, { title: 'Élan perdu', description: 'La facture n’arrive pas.' });
    await openTicket(nadia);
    const found = async (q: string) =>
      (await nadia<TicketPage>(`${api}/tickets?q=${encodeURIComponent(q)}`)).json.items.map(({ id }) => id);
    for (const q of ['elan', 'FACTURE', '#1', '1']) assert.deepEqual(await found(q), [ticket.id], q);
    assert.deepEqual(await found('nowhere'), []);
  });

  it('refuses what it does not know', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    for (const [query, path, code] of [
      ['limit=0', 'limit', 'invalid'],
      ['limit=101', 'limit', 'invalid'],
      ['limit=ten', 'limit', 'invalid'],
      ['state=gone', 'state', 'not-in-list'],
      ['sort=luck', 'sort', 'not-in-list'],
      ['cursor=abc', 'cursor', 'invalid'],
      ['page=2', 'page', 'unknown-key'],
      ['state=open&state=closed', 'state', 'invalid'],
    ] as const) {
      const answer = await nadia(`${api}/tickets?${query}`);
      assert.equal(answer.status, 422, query);
      assert.deepEqual(fields(answer), { [path]: code }, query);
    }
  });
});

describe('a ticket’s life', () => {
  it('goes from reply to closing, thanks, rating and reopening with a reason', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia', { name: 'Nadia' });
    const agent = await harness.agent();
    const { id } = await openTicket(nadia);
    const post = (act: string, body?: object) => nadia(`${api}/tickets/${id}/${act}`, body ? { body } : { method: 'POST' });

    harness.clock.forward(hour);
    assert.equal((await say(agent, { id }, 'Take the middle one.')).status, 201);
    const answered = (await nadia(`${api}/tickets/${id}`)).json;
    assert.equal(answered.status, 'IN_PROGRESS');
    assert.equal(answered.ball, 'customer');
    assert.equal(answered.unread, true);
    assert.equal(answered.promise.state, 'met');
    assert.deepEqual(
      answered.messages.map(({ author, body }) => [author, body]),
      [[{ kind: 'staff', name: 'Camille' }, 'Take the middle one.']],
    );
    assert.equal((await nadia<SessionView>(`${api}/session`)).json.counts.unread, 1);

    harness.clock.forward(1_000);
    assert.equal((await post('seen')).status, 204);
    assert.equal((await nadia(`${api}/tickets/${id}`)).json.unread, false);

    harness.clock.forward(1_000);
    const replied = await post('messages', { body: 'Thank you.\r\nWhich one is that?' });
    assert.equal(replied.status, 201);
    assert.equal(replied.json.messages.at(-1)?.body, 'Thank you.\nWhich one is that?');
    assert.equal(replied.json.ball, 'team');

    const closed = await post('close', { reason: 'Found it' });
    assert.equal(closed.status, 200);
    assert.equal(closed.json.closeReason, 'Found it');
    assert.equal(closed.json.ball, null);
    assert.deepEqual(closed.json.can, { reply: false, close: false, reopen: true, thank: true, nudge: false, rate: true });
    assert.equal(problem(await post('close')), 'already-closed');
    assert.equal(problem(await post('messages', { body: 'More' })), 'ticket-closed');

    assert.equal((await post('thank', { body: 'You were quick.' })).json.status, 'CLOSED');
    assert.equal(problem(await post('thank', { body: 'Again.' })), 'already-thanked');
    assert.deepEqual((await post('rating', { score: 5, comment: '' })).json.rating, {
      score: 5,
      comment: null,
      at: '2026-11-23T10:00:02.000Z',
    });
    assert.equal(problem(await post('rating', { score: 4 })), 'already-rated');

    assert.deepEqual(fields(await post('reopen')), { reason: 'required' });
    assert.deepEqual(fields(await post('reopen', { reason: ' ' })), { reason: 'required' });
    const reopened = await post('reopen', { reason: 'It came back.' });
    assert.equal(reopened.status, 200);
    assert.equal(reopened.json.status, 'OPEN');
    assert.equal(reopened.json.reopenCount, 1);
    assert.equal(reopened.json.messages.at(-1)?.body, 'It came back.');
    assert.equal(problem(await post('reopen', { reason: 'Again.' })), 'not-closed');
    for (const [act, body] of [
      ['thank', { body: 'x' }],
      ['rating', { score: 1 }],
    ] as const)
      assert.equal(problem(await post(act, body)), 'not-closed');
  });

  it('lets the customer ask for news once a day, and says from when', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const { id } = await openTicket(nadia);
    const nudge = async () => (await harness.customer('nadia'))(`${api}/tickets/${id}/nudge`, { body: {} });
    const early = await nudge();
    assert.equal(early.status, 409);
    assert.equal(problem(early), 'too-soon');
    assert.equal((early.json as unknown as { retryAt: string }).retryAt, '2026-11-24T09:00:00.000Z');
    harness.clock.forward(24 * hour);
    assert.deepEqual(
      (await nudge()).json.timeline.map(({ kind }) => kind),
      ['created', 'nudged'],
    );
    assert.equal(problem(await nudge()), 'too-soon');
  });

  it('can no longer be reopened once the configured days have passed', async () => {
    const harness = await openHarness({ config: { reopenWindowDays: 30 } });
    const { id } = await openTicket(await harness.customer('nadia'));
    const post = async (act: string, body: object) => (await harness.customer('nadia'))(`${api}/tickets/${id}/${act}`, { body });
    await post('close', {});
    harness.clock.forward(30 * 24 * hour + 1);
    assert.equal(problem(await post('reopen', { reason: 'Late.' })), 'reopen-window-passed');
  });

  it('asks the team for mails in the same commit as the change', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const { id } = await openTicket(nadia);
    await nadia(`${api}/tickets/${id}/close`, { body: {} });
    await nadia(`${api}/tickets/${id}/close`, { body: {} });
    const pending = await harness.store.pendingEffects(100);
    assert.deepEqual(pending.map(({ kind, audience }) => `${kind} ${audience}`).sort(), [
      'closed customer',
      'created customer',
      'created team',
    ]);
  });
});

describe('what a token says of its customer', () => {
  it('counts while it is read, and is stored with their first act, never by a GET', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia', { name: 'Nadia', email: 'nadia@example.com' });
    assert.equal((await nadia<SessionView>(`${api}/session`)).json.customer.name, 'Nadia');
    assert.deepEqual(await harness.store.customersByEmail('nadia@example.com'), []);
    await openTicket(nadia);
    const [stored] = await harness.store.customersByEmail('NADIA@example.com');
    assert.equal(stored?.sub, 'nadia');
    assert.equal(stored?.emailVerified, false);
    const silent = await harness.customer('nadia');
    assert.equal((await silent<SessionView>(`${api}/session`)).json.customer.email, 'nadia@example.com');
  });

  it('replaces the stored list of a kind, and leaves the kinds it does not name', async () => {
    const harness = await openHarness();
    await openTicket(await harness.customer('nadia', catalog));
    const later = await harness.customer('nadia', { orders: [] });
    const { json } = await later<SessionView>(`${api}/session`);
    assert.deepEqual(json.catalog, { orders: [], subscriptions: catalog.subscriptions, projects: catalog.projects });
  });

  it('tells two customers with one address apart', async () => {
    const harness = await openHarness();
    const [one, two] = await Promise.all(
      ['one', 'two'].map((sub) => harness.customer(sub, { email: 'same@example.com', email_verified: true })),
    );
    assert.ok(one && two);
    const ticket = await openTicket(one);
    assert.equal((await two(`${api}/tickets/${ticket.id}`)).status, 404);
  });
});
