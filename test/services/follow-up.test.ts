import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskPage, DeskTicket } from '../../server/wire/desk.ts';
import type { SessionView } from '../../server/wire/session.ts';
import type { Stats } from '../../server/wire/statistics.ts';
import type { TicketPage, TicketView } from '../../server/wire/tickets.ts';
import { until } from '../helpers/mail-server.ts';
import { api, fields, openHarness, openTicket, problem, say } from '../helpers/harness.ts';
import type { Harness, Person } from '../helpers/harness.ts';
import { nadia as claims, openMailing, teamAddress } from '../helpers/mailing.ts';

const hour = 3_600_000;
const desk = `${api}/desk`;

const write = (person: Person, { id }: { id: string }, body = 'And now?') => person(`${api}/tickets/${id}/messages`, { body: { body } });
const read = async (person: Person, { id }: { id: string }): Promise<TicketView> => (await person(`${api}/tickets/${id}`)).json;

/** Changes the newest version. */
async function change(agent: Person, { id }: { id: string }, body: object) {
  const { rev } = (await agent<DeskTicket>(`${desk}/tickets/${id}`)).json;
  return agent<DeskTicket>(`${desk}/tickets/${id}`, { method: 'PATCH', body, headers: { 'if-match': `"${String(rev)}"` } });
}

async function people(options: Parameters<typeof openHarness>[0] = {}): Promise<{ harness: Harness; nadia: Person; agent: Person }> {
  const harness = await openHarness(options);
  return { harness, nadia: await harness.customer('nadia', claims), agent: await harness.agent() };
}

describe('a message after an answer', () => {
  it('is promised an answer, which stands beside the earlier promise', async () => {
    const { harness, nadia, agent } = await people();
    const ticket = await openTicket(nadia, { service: 'technical', priority: 'HIGH' });
    assert.deepEqual([ticket.promise.kind, ticket.promises.length], ['first', 1]);
    harness.clock.forward(hour / 4);
    await say(agent, ticket, 'Here it is.');
    harness.clock.forward(hour / 4);
    const { json } = await write(nadia, ticket);
    const [first, second] = json.promises;
    assert.deepEqual([first?.kind, first?.state, second?.kind, second?.state], ['first', 'met', 'follow-up', 'pending']);
    assert.deepEqual(json.promise, second);
    assert.equal(Date.parse(json.promise.dueAt) - Date.parse(json.promise.startedAt), 24 * hour);
    assert.deepEqual((await nadia<TicketPage>(`${api}/tickets`)).json.items[0]?.promise, second);
  });

  it('stands in the queue where its promise puts it, and in the list of the late once it is', async () => {
    const { harness, nadia, agent } = await people();
    const old = await openTicket(nadia, { title: 'The older one', priority: 'URGENT' });
    await openTicket(nadia, { title: 'In between', priority: 'HIGH' });
    await say(agent, old, 'Here it is.');
    const titles = async (query = '') => (await agent<DeskPage>(`${desk}/tickets${query}`)).json.items.map(({ title }) => title);
    assert.deepEqual(await titles(), ['In between', 'The older one']);
    await write(nadia, old);
    assert.deepEqual(await titles(), ['The older one', 'In between']);
    assert.deepEqual(await titles('?late=soon'), ['The older one']);
    harness.clock.forward(2 * hour + 1);
    assert.deepEqual(await titles('?late=true'), ['The older one']);
    const { all, byKind } = (await agent<Stats>(`${desk}/stats`)).json.promises;
    assert.deepEqual([all.kept, all.late, all.owed], [1, 1, 1]);
    assert.deepEqual(
      byKind.map(({ kind, kept, late, owed }) => [kind, kept, late, owed]),
      [
        ['first', 1, 0, 1],
        ['follow-up', 0, 1, 0],
        ['reopening', 0, 0, 0],
      ],
    );
  });

  it('follows a change of the priority: lowered from where it started, raised from now and never later', async () => {
    const { harness, nadia, agent } = await people();
    const ticket = await openTicket(nadia, { priority: 'HIGH' });
    await say(agent, ticket, 'Here it is.');
    harness.clock.forward(hour / 4);
    const { startedAt, dueAt } = (await write(nadia, ticket)).json.promise;
    harness.clock.forward(hour / 4);
    const lowered = (await change(agent, ticket, { priority: 'MEDIUM', reason: 'It can wait' })).json.promise;
    assert.equal(lowered.startedAt, startedAt);
    assert.equal(Date.parse(lowered.dueAt) - Date.parse(startedAt), 3 * 24 * hour);
    const raised = (await change(agent, ticket, { priority: 'URGENT', reason: 'It cannot' })).json.promise;
    assert.equal(Date.parse(raised.dueAt), harness.clock.now + 2 * hour);
    assert.ok(raised.dueAt < dueAt);
    assert.deepEqual(
      (await read(nadia, ticket)).promises.map(({ kind }) => kind),
      ['first', 'follow-up'],
    );
  });

  it('is promised nothing where the site does not want it', async () => {
    const { nadia, agent } = await people({ config: { followUp: false } });
    const ticket = await openTicket(nadia);
    await say(agent, ticket, 'Here it is.');
    const { promise, promises, ball } = (await write(nadia, ticket)).json;
    assert.deepEqual([promise.kind, promise.state, promises.length, ball], ['first', 'met', 1, 'team']);
    assert.equal((await nadia<SessionView>(`${api}/session`)).json.form.followUp, false);
  });

  it('reminds the team before it runs out, and says nothing of the promise in the customer’s mails', async () => {
    const mailing = await openMailing();
    const nadia = await mailing.customer('nadia', claims);
    const ticket = await openTicket(nadia, { priority: 'URGENT' });
    await say(await mailing.agent(), ticket, 'Here it is.');
    mailing.clock.forward(hour);
    await write(nadia, ticket);
    await until('mails', () => mailing.to(teamAddress).length === 2 && mailing.to(claims.email).length === 2);
    const [replied] = mailing.to(teamAddress).filter(({ mail }) => mail.subject?.startsWith('[Customer replied]'));
    assert.match(replied?.mail.text ?? '', /Wrote again/);
    await mailing.notifier.promises.look();
    assert.equal(mailing.to(teamAddress).length, 2);
    mailing.clock.forward(1.75 * hour);
    await mailing.notifier.promises.look();
    await until('a reminder', () => mailing.to(teamAddress).length === 3);
    assert.ok(mailing.to(teamAddress).some(({ mail }) => mail.subject?.startsWith('[Due soon]')));
    const answered = mailing.to(claims.email).find(({ mail }) => mail.subject?.startsWith('Re:'));
    assert.doesNotMatch(answered?.mail.text ?? '', /au plus tard/);
    await mailing.end();
  });
});

describe('acknowledging', () => {
  it('gives the ball to the customer and answers the promise; they see it, and get no mail', async () => {
    const { harness, nadia, agent } = await people();
    const ticket = await openTicket(nadia);
    await say(agent, ticket, 'Here it is.');
    await write(nadia, ticket, 'Thank you, I will try.');
    harness.clock.forward(hour / 4);
    const effects = await harness.store.pendingEffects(100);
    const { status, json } = await change(agent, ticket, { ball: 'customer' });
    assert.deepEqual([status, json.ball, json.promise.state], [200, 'customer', 'met']);
    const seen = await read(nadia, ticket);
    assert.deepEqual([seen.ball, seen.promise.state, seen.can.nudge], ['customer', 'met', false]);
    const { kind, by } = seen.timeline.at(-1)!;
    assert.deepEqual([kind, by], ['acknowledged', { kind: 'staff', name: 'Camille' }]);
    assert.deepEqual(await harness.store.pendingEffects(100), effects);
    assert.equal((await write(nadia, ticket)).json.promise.kind, 'follow-up');
  });

  it('is refused where there is nothing to acknowledge, and knows no other ball', async () => {
    const { nadia, agent } = await people();
    const ticket = await openTicket(nadia);
    await say(agent, ticket, 'Here it is.');
    assert.equal(problem(await change(agent, ticket, { ball: 'customer' })), 'nothing-to-acknowledge');
    for (const ball of ['team', null, '', 1]) assert.equal((await change(agent, ticket, { ball })).status, 422);
    await write(nadia, ticket);
    await change(agent, ticket, { status: 'CLOSED' });
    assert.equal(problem(await change(agent, ticket, { ball: 'customer', tags: ['a'] })), 'nothing-to-acknowledge');
    assert.deepEqual((await agent<DeskTicket>(`${desk}/tickets/${ticket.id}`)).json.tags, []);
  });

  it('goes with other changes, and carries the reason to the customer unless that explains something else', async () => {
    const { nadia, agent } = await people();
    const ticket = await openTicket(nadia);
    await change(agent, ticket, { ball: 'customer', status: 'IN_PROGRESS', reason: 'Noted, it is planned.' });
    const { timeline, status } = await read(nadia, ticket);
    assert.equal(status, 'IN_PROGRESS');
    assert.deepEqual(
      timeline.slice(1).map(({ kind, reason }) => [kind, reason]),
      [
        ['acknowledged', 'Noted, it is planned.'],
        ['started', undefined],
      ],
    );
  });
});

describe('a solution', () => {
  async function solved(options: Parameters<typeof openHarness>[0] = {}, who: Readonly<Record<string, unknown>> = claims) {
    const harness = await openHarness(options);
    const nadia = await harness.customer('nadia', who);
    const agent = await harness.agent();
    const ticket = await openTicket(nadia);
    await say(agent, ticket, 'Raise the limit.');
    const { messages } = await read(nadia, ticket);
    return { harness, nadia, agent, ticket, message: messages[0]!.id };
  }
  const ask = (person: Person, { id }: { id: string }, headers: Readonly<Record<string, string>> = {}) =>
    person(`${api}/tickets/${id}/solution/mail`, { body: {}, headers });

  it('is marked and taken back; the customer’s ticket changes by the mark alone', async () => {
    const { harness, nadia, agent, ticket, message } = await solved();
    const before = await read(nadia, ticket);
    harness.clock.forward(hour / 4);
    const marked = await change(agent, ticket, { solution: message });
    assert.equal(marked.json.solution, message);
    assert.deepEqual(await read(nadia, ticket), { ...before, solution: message, solutionBy: { kind: 'staff', name: 'Camille' } });
    assert.equal((await nadia<TicketPage>(`${api}/tickets`)).json.items[0]?.solution, message);
    assert.equal((await change(agent, ticket, { solution: null })).json.solution, null);
    assert.deepEqual(await read(nadia, ticket), before);
  });

  it('is no note, no word of the customer’s and nothing of another ticket', async () => {
    const { nadia, agent, ticket } = await solved();
    const noted = (await say(agent, ticket, 'SECRET', 'internal')).json.notes[0]!.id;
    const theirs = (await write(nadia, ticket)).json.messages.at(-1)!.id;
    const other = await openTicket(nadia);
    const elsewhere = (await say(agent, other, 'Elsewhere')).json.messages[0]!.id;
    const before = (await nadia(`${api}/tickets/${ticket.id}`)).text;
    for (const solution of [noted, theirs, elsewhere, 'nothing']) {
      const refused = await change(agent, ticket, { solution });
      assert.deepEqual([refused.status, fields(refused)], [422, { solution: 'not-in-list' }]);
    }
    assert.equal((await nadia(`${api}/tickets/${ticket.id}`)).text, before);
  });

  it('goes to the customer’s own proven address when they ask: alone, with number and link, once per key', async () => {
    const mailing = await openMailing();
    const nadia = await mailing.customer('nadia', claims);
    const agent = await mailing.agent();
    const ticket = await openTicket(nadia, { title: 'The shop is slow' });
    await say(agent, ticket, 'Raise the limit.');
    await say(agent, ticket, 'And good luck.');
    await say(agent, ticket, 'SECRET', 'internal');
    assert.equal(problem(await ask(nadia, ticket)), 'no-solution');
    await change(agent, ticket, { solution: (await read(nadia, ticket)).messages[0]!.id });
    await until('mails', () => mailing.to(claims.email).length === 3);
    const key = { 'idempotency-key': 'one' };
    assert.equal((await ask(nadia, ticket, key)).status, 200);
    assert.equal((await ask(nadia, ticket, key)).headers.get('idempotent-replayed'), 'true');
    await until('the solution', () => mailing.to(claims.email).length === 4);
    const { mail } = mailing.to(claims.email).at(-1)!;
    assert.match(mail.text ?? '', /Raise the limit\./);
    assert.match(`${mail.subject ?? ''} ${mail.text ?? ''}`, /#1\b[^]*https:/);
    assert.doesNotMatch(mail.text ?? '', /good luck|SECRET|ten people/);
    assert.equal(mailing.to(teamAddress).length, 1);
    await mailing.end();
  });

  it('goes to no address that nobody has proven, or that somebody typed', async () => {
    for (const who of [{ name: 'Nadia' }, { ...claims, email_verified: false }]) {
      const { nadia, agent, ticket, message } = await solved({}, who);
      await change(agent, ticket, { solution: message });
      assert.equal(problem(await ask(nadia, ticket)), 'no-proven-address');
    }
    const { nadia, agent, ticket, message } = await solved();
    await change(agent, ticket, { solution: message });
    const typed = await nadia(`${api}/tickets/${ticket.id}/solution/mail`, { body: { email: 'other@example.com' } });
    assert.deepEqual([typed.status, fields(typed)], [422, { email: 'unknown-key' }]);
  });

  it('is sent only so often, and never to another customer', async () => {
    const { harness, nadia, agent, ticket, message } = await solved({ config: { rates: { solutionMail: { perMinute: 1, burst: 2 } } } });
    await change(agent, ticket, { solution: message });
    const zoe = await harness.customer('zoe', { email: 'zoe@example.com', email_verified: true });
    assert.equal((await ask(zoe, ticket)).status, 404);
    const tries = [await ask(nadia, ticket), await ask(nadia, ticket), await ask(nadia, ticket)];
    assert.deepEqual(
      tries.map(({ status }) => status),
      [200, 200, 429],
    );
    assert.notEqual(tries[2]?.headers.get('retry-after'), null);
  });
});
