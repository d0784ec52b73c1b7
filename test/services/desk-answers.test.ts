import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { TicketView } from '../../server/wire/tickets.ts';
import { api, fields, openHarness, openTicket, problem, say } from '../helpers/harness.ts';
import type { Answer, Harness, Person } from '../helpers/harness.ts';

const desk = `${api}/desk`;
const bea = { email: 'bea@example.com', name: 'Béa', role: 'agent', password: 'a word of her own' } as const;

const tell = (agent: Person, id: string, body: object, headers: Record<string, string> = {}): Promise<Answer<DeskTicket>> =>
  agent<DeskTicket>(`${desk}/tickets/${id}/messages`, { body: { body: 'Here it is.', visibility: 'public', ...body }, headers });

async function scene(): Promise<{ harness: Harness; nadia: Person; agent: Person; other: Person; id: string }> {
  const harness = await openHarness();
  await harness.staff.add(bea);
  const nadia = await harness.customer('nadia', { email: 'nadia@example.com', email_verified: true });
  const { id } = await openTicket(nadia);
  return { harness, nadia, agent: await harness.agent(), other: await harness.agent(bea), id };
}

const write = (person: Person, { id }: { id: string }) => person(`${api}/tickets/${id}/messages`, { body: { body: 'And now?' } });
const read = async (person: Person, { id }: { id: string }): Promise<TicketView> =>
  (await person(`${api}/tickets/${id}`)).json as TicketView;
const kindsOf = ({ timeline }: DeskTicket): string[] => timeline.map(({ kind }) => kind);
const bodiesOf = ({ messages }: DeskTicket): string[] => messages.map(({ body }) => body);

describe('an answer with the changes that go with it', () => {
  it('closes the ticket it answers, in one step and one version on disk', async () => {
    const { agent, id, harness } = await scene();
    const versions: number[] = [];
    harness.store.watch((commit) => versions.push(...(commit.put?.tickets ?? []).map(({ rev }) => rev)));
    const told = await tell(agent, id, { then: { status: 'CLOSED', reason: 'Solved' } }, { 'if-match': '"1"' });
    assert.equal(told.status, 201, told.text);
    assert.deepEqual(
      [told.json.status, told.json.closeReason, bodiesOf(told.json), kindsOf(told.json)],
      ['CLOSED', 'Solved', ['Here it is.'], ['created', 'started', 'closed']],
    );
    assert.equal(versions.length, 1);
  });

  it('assigns, tags, raises, moves and starts it', async () => {
    const { agent, id } = await scene();
    const { json, status, text } = await tell(agent, id, {
      then: {
        status: 'IN_PROGRESS',
        priority: 'HIGH',
        reason: 'It is down',
        tags: ['dns'],
        service: 'billing',
        category: 'invoice',
        assignee: null,
      },
    });
    assert.equal(status, 201, text);
    assert.deepEqual([json.status, json.priority, json.tags, json.service], ['IN_PROGRESS', 'HIGH', ['dns'], 'billing']);
  });

  it('gives the turn away by itself, so that an acknowledgement beside it asks for nothing more', async () => {
    const { agent, id, nadia } = await scene();
    const { json, status, text } = await tell(agent, id, { then: { ball: 'customer' } }, { 'if-match': '"1"' });
    assert.equal(status, 201, text);
    assert.deepEqual([json.ball, json.promise.state, kindsOf(json)], ['customer', 'met', ['created', 'started']]);
    const second = await tell(agent, id, { then: { ball: 'customer', tags: ['dns'] } });
    assert.deepEqual([second.status, second.json.ball, second.json.tags], [201, 'customer', ['dns']]);
    await write(nadia, { id });
    const last = await tell(agent, id, { then: { ball: 'customer', status: 'CLOSED', reason: 'Solved' } });
    assert.deepEqual(
      [last.json.status, last.json.ball, last.json.closeReason, kindsOf(last.json)],
      ['CLOSED', null, 'Solved', ['created', 'started', 'closed']],
    );
  });

  it('keeps the word that was to go with the acknowledgement, where the customer reads it', async () => {
    const { agent, id, nadia } = await scene();
    const { status, text } = await tell(agent, id, { then: { ball: 'customer', reason: 'Noted, it is planned.' } });
    assert.equal(status, 201, text);
    const { timeline } = await read(nadia, { id });
    assert.deepEqual(
      timeline.map(({ kind, reason }) => [kind, reason]),
      [
        ['created', undefined],
        ['started', undefined],
        ['acknowledged', 'Noted, it is planned.'],
      ],
    );
  });

  it('acknowledges beside a note as it would alone', async () => {
    const { agent, id } = await scene();
    const noted = { visibility: 'internal', then: { ball: 'customer' } };
    assert.deepEqual((await tell(agent, id, noted)).json.ball, 'customer');
    assert.equal(problem(await tell(agent, id, noted)), 'nothing-to-acknowledge');
  });

  it('closes it as a duplicate of another, which learns of it', async () => {
    const { agent, nadia, id } = await scene();
    const original = await openTicket(nadia);
    const { json } = await tell(agent, id, { then: { duplicateOf: String(original.number) } });
    assert.deepEqual([json.status, json.duplicateOf?.id, bodiesOf(json)], ['CLOSED', original.id, ['Here it is.']]);
    assert.deepEqual(
      (await agent<DeskTicket>(`${desk}/tickets/${original.id}`)).json.duplicates.map((one) => one.id),
      [id],
    );
  });

  it('is done whole or not at all', async () => {
    const { agent, id } = await scene();
    const untouched = async (): Promise<void> => assert.equal((await agent<DeskTicket>(`${desk}/tickets/${id}`)).json.rev, 1);
    assert.deepEqual(fields(await tell(agent, id, { then: { assignee: 'nobody' } })), { 'then.assignee': 'not-in-list' });
    assert.deepEqual(fields(await tell(agent, id, { then: { priority: 'HIGH' } })), { 'then.reason': 'required' });
    assert.deepEqual(fields(await tell(agent, id, { then: { duplicateOf: '99' } })), { 'then.duplicateOf': 'not-in-list' });
    assert.deepEqual(fields(await tell(agent, id, { then: { duplicateOf: id } })), { 'then.duplicateOf': 'invalid' });
    assert.deepEqual(fields(await tell(agent, id, { then: { colour: 'red' } })), { 'then.colour': 'unknown-key' });
    assert.equal(problem(await tell(agent, id, { then: { status: 'OPEN' } })), 'bad-transition');
    assert.equal(problem(await tell(agent, id, { then: { status: 'CLOSED' } }, { 'if-match': '"7"' })), 'stale');
    assert.equal(problem(await tell(agent, id, {}, { 'if-match': '*' })), 'precondition-required');
    await untouched();
  });

  it('is done once, however often it is sent', async () => {
    const { agent, id } = await scene();
    const key = { 'idempotency-key': 'one-and-the-same', 'if-match': '"1"' };
    const [first, again] = [
      await tell(agent, id, { lastRead: null, then: { status: 'CLOSED' } }, key),
      await tell(agent, id, { lastRead: null, then: { status: 'CLOSED' } }, key),
    ];
    assert.deepEqual([first.status, again.status, again.headers.get('idempotent-replayed')], [201, 201, 'true']);
    assert.deepEqual([again.json.status, bodiesOf(again.json)], ['CLOSED', ['Here it is.']]);
  });
});

describe('an answer to a ticket that a colleague has answered meanwhile', () => {
  it('is refused unless its writer has read theirs', async () => {
    const { agent, other, id } = await scene();
    await say(other, { id }, 'It is this.');
    const refused = await tell(agent, id, { lastRead: null });
    assert.deepEqual([refused.status, problem(refused)], [409, 'answered-meanwhile']);
    const { messages } = (await agent<DeskTicket>(`${desk}/tickets/${id}`)).json;
    assert.equal(messages.length, 1);
    assert.equal((await tell(agent, id, { lastRead: messages[0]?.id })).status, 201);
  });

  it('is refused to one of two who send at once', async () => {
    const { agent, other, id } = await scene();
    const answers = await Promise.all([tell(agent, id, { lastRead: null }), tell(other, id, { lastRead: null })]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
  });

  it('goes where only the customer has written, and where nobody says what they have read', async () => {
    const { agent, nadia, other, id } = await scene();
    await nadia(`${api}/tickets/${id}/messages`, { body: { body: 'One thing more.' } });
    assert.equal((await tell(agent, id, { lastRead: null })).status, 201);
    await say(other, { id }, 'It is this.');
    assert.equal((await tell(agent, id, {})).status, 201);
    assert.equal((await tell(agent, id, { visibility: 'internal', lastRead: null })).status, 201, 'a note answers nobody');
  });

  it('is told first that the ticket is closed, and knows the messages of its own ticket only', async () => {
    const { agent, other, id } = await scene();
    assert.deepEqual(fields(await tell(agent, id, { lastRead: 'elsewhere' })), { lastRead: 'not-in-list' });
    await tell(other, id, { then: { status: 'CLOSED' } });
    assert.equal(problem(await tell(agent, id, { lastRead: null })), 'ticket-closed');
  });
});

describe('the log of tags', () => {
  it('names what was added and what was taken off', async () => {
    const { agent, id } = await scene();
    const tag = (rev: number, tags: readonly string[]): Promise<Answer<DeskTicket>> =>
      agent<DeskTicket>(`${desk}/tickets/${id}`, { method: 'PATCH', body: { tags }, headers: { 'if-match': `"${String(rev)}"` } });
    await tag(1, ['php', 'rights']);
    const { audit } = (await tag(2, ['dns, mail', 'php'])).json;
    assert.deepEqual(
      audit.map(({ added, removed }) => [added, removed]),
      [
        [['php', 'rights'], []],
        [['dns, mail'], ['rights']],
      ],
    );
  });
});
