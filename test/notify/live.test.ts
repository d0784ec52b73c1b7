import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskMe, DeskTicket } from '../../server/wire/desk.ts';
import type { DeskPresence } from '../../server/wire/live.ts';
import type { Problem } from '../../server/wire/problem.ts';
import { testStaff } from '../helpers/server.ts';
import { Ear } from '../helpers/ear.ts';
import { api, openHarness, openTicket, problem, say } from '../helpers/harness.ts';
import type { Harness, HarnessOptions, Person } from '../helpers/harness.ts';

const events = `${api}/events`;
const deskEvents = `${api}/desk/events`;

async function listen(harness: Harness, person: Person, lastEventId?: string, path = events): Promise<Ear> {
  return new Ear(
    await harness.app.request(path, { headers: { ...person.headers, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) } }),
  );
}

/** A customer with a ticket, an agent, and both of them listening. */
async function open(options: HarnessOptions = {}) {
  const harness = await openHarness(options);
  const nadia = await harness.customer('nadia', { name: 'Nadia', email: 'nadia@example.com', email_verified: true });
  const agent = await harness.agent();
  const ticket = await openTicket(nadia);
  const ear = await listen(harness, nadia);
  await ear.until(({ types }) => types.includes('resync'));
  return { harness, nadia, agent, ticket, ear };
}

async function amend(agent: Person, { id }: { id: string }, change: object): Promise<void> {
  const { headers } = await agent(`${api}/desk/tickets/${id}`);
  const { status } = await agent(`${api}/desk/tickets/${id}`, {
    method: 'PATCH',
    body: change,
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  assert.equal(status, 200);
}

const present = (agent: Person, { id }: { id: string }, state: string) =>
  agent<Problem>(`${api}/desk/tickets/${id}/presence`, { body: { state } });
const streams = async (harness: Harness, at: string): Promise<string | undefined> =>
  new RegExp(`support_streams\\{at="${at}"\\} (\\d+)`).exec(await harness.metrics())?.[1];

describe('a customer who listens', () => {
  it('is told where something is new, and never what', async () => {
    const { nadia, agent, ticket, ear } = await open();
    await say(agent, ticket, 'We look into it.');
    await nadia(`${api}/tickets/${ticket.id}/close`, { body: {} });
    const other = await openTicket(nadia, { title: 'Something else entirely' });
    await ear.until(({ hints }) => hints.length === 4);
    assert.deepEqual(
      ear.hints.slice(1).map(({ type, ticketId }) => [type, ticketId]),
      [
        ['ticket-answered', ticket.id],
        ['ticket-changed', ticket.id],
        ['ticket-created', other.id],
      ],
    );
    assert.ok(!ear.text.includes('We look into it.') && !ear.text.includes('entirely'));
  });

  it('hears nothing, not even in its counting, of notes, tags, assignments and colleagues who read or write notes', async () => {
    const { agent, ticket, ear } = await open();
    const { id } = (await agent<DeskMe>(`${api}/desk/me`)).json;
    await say(agent, ticket, 'First.');
    await present(agent, ticket, 'reading');
    await present(agent, ticket, 'writing-note');
    await say(agent, ticket, 'He never pays.', 'internal');
    await amend(agent, ticket, { tags: ['late-payer'] });
    await amend(agent, ticket, { assignee: id });
    await present(agent, ticket, 'gone');
    await say(agent, ticket, 'Second.');
    await ear.until(({ hints }) => hints.length === 3);
    assert.deepEqual(ear.types, ['resync', 'ticket-answered', 'ticket-answered']);
    assert.deepEqual(
      ear.hints.map((hint) => hint.id?.split('.')[1]),
      ['0', '1', '2'],
    );
  });

  it('hears of their own tickets only', async () => {
    const { harness, agent, ear } = await open();
    const zoe = await harness.customer('zoe');
    const hers = await listen(harness, zoe);
    const ticket = await openTicket(zoe);
    await present(agent, ticket, 'writing-reply');
    await say(agent, ticket, 'Hello Zoé.');
    await hers.until(({ types }) => types.includes('ticket-answered'));
    assert.deepEqual(hers.types, ['resync', 'ticket-created', 'writing', 'ticket-answered']);
    assert.deepEqual(ear.types, ['resync']);
  });

  it('hears of a ticket that the team opens for them', async () => {
    const { agent, ear } = await open();
    const { status, text } = await agent(`${api}/desk/tickets`, {
      body: {
        customer: { email: 'nadia@example.com' },
        service: 'sales',
        title: 'As we said on the phone',
        description: 'The offer we spoke of.',
      },
    });
    assert.equal(status, 201, text);
    await ear.until(({ types }) => types.includes('ticket-created'));
  });

  it('hears of incidents when what they read of them changes', async () => {
    const { harness, agent, ear } = await open();
    const { json } = await agent<{ id: string; rev: number }>(`${api}/desk/incidents`, {
      body: { title: 'Mail is slow', body: 'We work on it.', services: [] },
    });
    await ear.until(({ types }) => types.includes('incidents'));
    await agent(`${api}/desk/incidents/${json.id}`, {
      method: 'PATCH',
      body: { ended: true },
      headers: { 'if-match': `"${String(json.rev)}"` },
    });
    await harness.live.settled();
    // It is over already: taking it away changes nothing that customers read.
    await agent(`${api}/desk/incidents/${json.id}`, { method: 'DELETE', headers: { 'if-match': `"${String(json.rev + 1)}"` } });
    await harness.live.settled();
    await ear.until(({ types }) => types.filter((type) => type === 'incidents').length === 2);
    assert.deepEqual(ear.types, ['resync', 'incidents', 'incidents']);
  });
});

describe('whoever comes back', () => {
  it('is told what they missed, once', async () => {
    const { harness, nadia, agent, ticket, ear } = await open();
    await say(agent, ticket, 'One.');
    await ear.until(({ types }) => types.length === 2);
    await ear.leave();
    await say(agent, ticket, 'Two.');
    await say(agent, ticket, 'A secret.', 'internal');
    await nadia(`${api}/tickets/${ticket.id}/close`, { body: {} });
    const again = await listen(harness, nadia, ear.lastId);
    await again.until(({ hints }) => hints.length === 2);
    assert.deepEqual(again.types, ['ticket-answered', 'ticket-changed']);
    const upToDate = await listen(harness, nadia, again.lastId);
    await say(agent, ticket, 'A secret.', 'internal');
    await nadia(`${api}/tickets/${ticket.id}/reopen`, { body: { reason: 'It is back.' } });
    await upToDate.until(({ hints }) => hints.length > 0);
    assert.deepEqual(upToDate.types, ['ticket-changed']);
  });

  it('is asked to read everything anew where what they missed cannot be told', async () => {
    const { harness, nadia, agent, ticket, ear } = await open();
    for (let count = 0; count < 70; count++) await say(agent, ticket, `Answer ${String(count)}`);
    await ear.until(({ types }) => types.length === 71);
    const [first] = ear.hints;
    const words = [first?.id ?? '', 'another-server.3', `${ear.lastId}0`, 'nonsense', '', '💥.1', `x.${'9'.repeat(400)}`.slice(0, 300)];
    for (const word of words) {
      const again = await listen(harness, nadia, encodeURI(word));
      await again.until(({ hints }) => hints.length > 0);
      assert.deepEqual(again.types, ['resync'], word);
      assert.equal(again.lastId, ear.lastId);
      await again.leave();
    }
    const recent = await listen(harness, nadia, ear.hints[10]?.id ?? '');
    await recent.until(({ hints }) => hints.length === 60);
    assert.ok(recent.types.every((type) => type === 'ticket-answered'));
  });

  it('is asked to after a restart, and after a long time', async () => {
    const { harness, nadia, ear } = await open();
    await ear.leave();
    harness.clock.forward(3 * 60_000);
    await harness.live.tick();
    const late = await listen(harness, nadia, ear.lastId);
    await late.until(({ types }) => types.includes('resync'));
    await harness.staff.remove(testStaff.email);
    const other = await openHarness({ store: harness.store });
    const restarted = await listen(other, await other.customer('nadia'), late.lastId);
    await restarted.until(({ types }) => types.includes('resync'));
  });
});

describe('a stream', () => {
  it('needs a token or a session as every route does', async () => {
    const harness = await openHarness();
    const [nadia, agent] = [await harness.customer('nadia'), await harness.agent()];
    for (const ask of [harness.ask(events), harness.ask(deskEvents), agent(events), nadia(deskEvents), nadia(`${events}?token=x`)]) {
      const { status } = await ask;
      assert.ok(status === 401 || status === 422, String(status));
    }
    assert.equal(await streams(harness, 'customer'), '0');
  });

  it('ends when the token does, and not before', async () => {
    const { harness, nadia, ear } = await open();
    const beats = async () => {
      for (let beat = 0; beat < 4; beat++) await harness.live.tick();
    };
    harness.clock.forward(59 * 60_000);
    await beats();
    assert.equal(ear.ended, null);
    assert.match(ear.text, /\n:\n\n$/, 'a sign of life came');
    harness.clock.forward(91_000);
    await beats();
    assert.equal(await ear.end(), 'well');
    assert.equal((await nadia(events)).status, 401);
    assert.equal(await streams(harness, 'customer'), '0');
  });

  it('of the desk ends as soon as its session does, for that one only', async () => {
    const { harness, agent } = await open();
    const other = await harness.agent();
    const [ear, stays] = [await listen(harness, agent, undefined, deskEvents), await listen(harness, other, undefined, deskEvents)];
    await agent(`${api}/desk/logout`, { body: {} });
    assert.equal(await ear.end(), 'well');
    assert.equal(stays.ended, null);
    harness.clock.forward(13 * 3_600_000);
    await harness.live.tick();
    assert.equal(await stays.end(), 'well');
  });

  it('of the desk ends when the agent is removed or has another role', async () => {
    const { harness, agent } = await open();
    const { id } = (await agent<DeskMe>(`${api}/desk/me`)).json;
    const account = await harness.store.staff(id);
    assert.ok(account);
    const ear = await listen(harness, agent, undefined, deskEvents);
    await harness.store.commit({ put: { staff: [{ ...account, name: 'Camille L.' }] } });
    await harness.live.tick();
    assert.equal(ear.ended, null, 'another name is no reason');
    await harness.store.commit({ put: { staff: [{ ...account, role: 'admin' }] } });
    assert.equal(await ear.end(), 'well');
    const again = await listen(harness, agent, undefined, deskEvents);
    await harness.staff.remove(testStaff.email);
    assert.equal(await again.end(), 'well');
  });

  it('ends when its customer is erased', async () => {
    const { harness, ear } = await open();
    const [customer] = [...harness.store.everyCustomer()];
    await harness.store.commit({ drop: { customers: [customer?.id ?? ''] } });
    assert.equal(await ear.end(), 'well');
  });

  it('is cut off when nobody reads it, and the others go on', async () => {
    const { harness, nadia, agent, ticket, ear } = await open();
    const response = await harness.app.request(events, { headers: nadia.headers });
    for (let count = 0; (await streams(harness, 'customer')) === '2'; count++) {
      assert.ok(count < 1_000, 'what waits is bounded');
      await present(agent, ticket, 'writing-reply');
    }
    await assert.rejects(new Response(response.body).text());
    await say(agent, ticket, 'Still there?');
    await ear.until(({ types }) => types.includes('ticket-answered'));
  });

  it('is for so many at once; who leaves makes room', async () => {
    const { harness, nadia, agent, ear } = await open({ config: { live: { streams: 3, perCustomer: 2, perAgent: 1 } } });
    const second = await listen(harness, nadia);
    const third = await nadia(events);
    assert.deepEqual([third.status, problem(third), third.headers.get('retry-after')], [429, 'too-many-requests', '30']);
    const desk = await listen(harness, agent, undefined, deskEvents);
    assert.equal((await agent(deskEvents)).status, 503);
    const full = await (await harness.customer('zoe'))(events);
    assert.deepEqual([full.status, problem(full), full.headers.get('retry-after')], [503, 'too-many-streams', '60']);
    await second.leave();
    assert.equal((await agent(deskEvents)).status, 429);
    await (await listen(harness, nadia)).leave();
    await Promise.all([ear.leave(), desk.leave()]);
    assert.deepEqual([await streams(harness, 'customer'), await streams(harness, 'desk')], ['0', '0']);
  });

  it('is not opened by whoever asks for its head', async () => {
    const { harness, nadia, ear } = await open();
    await ear.leave();
    const { status, headers, text } = await nadia(events, { method: 'HEAD' });
    assert.deepEqual([status, headers.get('content-type'), text], [200, 'text/event-stream', '']);
    assert.equal(await streams(harness, 'customer'), '0');
  });
});

describe('the desk', () => {
  it('is told of everything that is written down', async () => {
    const { harness, nadia, agent, ticket } = await open();
    const ear = await listen(harness, agent, undefined, deskEvents);
    await say(agent, ticket, 'A note.', 'internal');
    await amend(agent, ticket, { tags: ['x'] });
    const other = await openTicket(nadia);
    await nadia(`${api}/tickets/${other.id}/messages`, { body: { body: 'One more thing.' } });
    await ear.until(({ hints }) => hints.length === 5);
    assert.deepEqual(ear.types, ['resync', 'ticket-changed', 'ticket-changed', 'ticket-created', 'ticket-changed']);
    assert.deepEqual(ear.hints[1]?.ticketId, ticket.id);
  });
});

describe('who is there', () => {
  it('is told to the team by name, and forgotten by itself', async () => {
    const { harness, agent, ticket } = await open();
    const ear = await listen(harness, agent, undefined, deskEvents);
    assert.equal((await present(agent, ticket, 'reading')).status, 204);
    await ear.until(({ types }) => types.includes('presence'));
    const items = async () => (await agent<DeskPresence>(`${api}/desk/presence`)).json.items;
    const { id } = (await agent<DeskMe>(`${api}/desk/me`)).json;
    const since = new Date(harness.clock.now).toISOString();
    assert.deepEqual(await items(), [
      { ticketId: ticket.id, number: ticket.number, staff: { id, name: testStaff.name }, state: 'reading', since },
    ]);
    harness.clock.forward(40_000);
    await present(agent, ticket, 'reading');
    harness.clock.forward(40_000);
    assert.deepEqual(
      (await items()).map((item) => item.since),
      [since],
      'it is the same visit',
    );
    harness.clock.forward(10_000);
    assert.deepEqual(await items(), []);
    await harness.live.tick();
    await ear.until(({ types }) => types.filter((type) => type === 'presence').length === 2);
  });

  it('is told to the customer as long as somebody writes to them, and not by name', async () => {
    const { harness, agent, ticket, ear } = await open();
    await present(agent, ticket, 'writing-reply');
    await present(agent, ticket, 'writing-reply');
    await present(agent, ticket, 'writing-note');
    await present(agent, ticket, 'writing-note');
    await present(agent, ticket, 'writing-reply');
    harness.clock.forward(20_000);
    await harness.live.tick();
    await ear.until(({ hints }) => hints.length === 6);
    assert.deepEqual(ear.types, ['resync', 'writing', 'writing', 'rested', 'writing', 'rested']);
    assert.deepEqual(new Set(ear.hints.map(({ id }) => id !== null)), new Set([true, false]), 'what is of the moment is not told again');
    assert.ok(!ear.text.includes('Camille'));
  });

  it('says nothing more of a colleague when another goes on writing', async () => {
    const { harness, agent, ticket, ear } = await open();
    const second = { email: 'sam@example.com', name: 'Sam', role: 'agent', password: 'another horse battery' } as const;
    await harness.staff.add(second);
    const sam = await harness.agent(second);
    await present(agent, ticket, 'writing-reply');
    await present(sam, ticket, 'writing-note');
    await present(sam, ticket, 'reading');
    await present(sam, ticket, 'writing-reply');
    await present(sam, ticket, 'gone');
    await present(agent, ticket, 'gone');
    await ear.until(({ types }) => types.includes('rested'));
    assert.deepEqual(ear.types, ['resync', 'writing', 'writing', 'rested']);
  });

  it('is known to whoever begins to listen meanwhile', async () => {
    const { harness, nadia, agent, ticket } = await open();
    await present(agent, ticket, 'writing-reply');
    const ear = await listen(harness, nadia);
    await ear.until(({ types }) => types.includes('writing'));
    assert.equal(ear.hints[1]?.ticketId, ticket.id);
  });

  it('is no history: nothing of it is written down', async () => {
    const { harness, agent, ticket } = await open();
    const before = (await agent<DeskTicket>(`${api}/desk/tickets/${ticket.id}`)).text;
    let commits = 0;
    harness.store.watch(() => (commits += 1));
    for (const state of ['reading', 'writing-reply', 'gone']) await present(agent, ticket, state);
    assert.equal(commits, 0);
    assert.equal((await agent(`${api}/desk/tickets/${ticket.id}`)).text, before);
  });

  it('has to be something, at a ticket that is there, said by the desk’s own page', async () => {
    const { nadia, agent, ticket } = await open();
    assert.equal((await present(agent, { id: 'nothing' }, 'reading')).status, 404);
    assert.equal((await present(agent, ticket, 'sleeping')).status, 422);
    assert.equal((await agent(`${api}/desk/tickets/${ticket.id}/presence`, { body: { state: 'reading', name: 'x' } })).status, 422);
    assert.equal((await present(nadia, ticket, 'reading')).status, 401);
    const foreign = await agent(`${api}/desk/tickets/${ticket.id}/presence`, {
      body: { state: 'reading' },
      headers: { origin: 'https://evil.example' },
    });
    assert.equal(foreign.status, 403);
  });

  it('is bounded: an agent who claims to be everywhere is at the last few tickets', async () => {
    const { nadia, agent } = await open();
    for (let count = 0; count < 25; count++)
      await present(agent, await openTicket(nadia, { title: `Ticket number ${String(count)}` }), 'reading');
    assert.equal((await agent<DeskPresence>(`${api}/desk/presence`)).json.items.length, 20);
  });
});
