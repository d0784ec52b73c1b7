import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSettings } from '../../server/config.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import { api, fields, openHarness, openTicket, problem } from '../helpers/harness.ts';
import type { Answer, Person } from '../helpers/harness.ts';

const desk = `${api}/desk`;
const patch = (agent: Person, id: string, rev: number, body: object): Promise<Answer<DeskTicket>> =>
  agent<DeskTicket>(`${desk}/tickets/${id}`, { method: 'PATCH', body, headers: { 'if-match': `"${String(rev)}"` } });
const all = async (person: Person): Promise<string[]> => {
  const said: string[] = [];
  for (const path of [
    'session',
    'tickets',
    'tickets?state=open',
    'tickets?state=closed',
    'tickets?q=2',
    'tickets/1',
    'tickets/2',
    'tickets/3',
  ]) {
    const { status, text, headers } = await person(`${api}/${path}`);
    said.push(JSON.stringify([status, text.replace(/"instance":"[^"]+"/, ''), headers.get('etag'), headers.get('content-length')]));
  }
  return said;
};

describe('a ticket that is closed as a duplicate', () => {
  it('says where it goes on to the customer of both, and the other says what was closed for it', async () => {
    const harness = await openHarness();
    const [nadia, agent] = [await harness.customer('nadia'), await harness.agent()];
    const [one, two] = [await openTicket(nadia), await openTicket(nadia)];
    const changed = await patch(agent, two.id, 1, { duplicateOf: '#1', tags: ['twice'], reason: 'We answer there.' });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual([changed.json.status, changed.json.duplicateOf, changed.json.tags], ['CLOSED', { id: one.id, number: 1 }, ['twice']]);
    const [first, second] = [(await nadia(`${api}/tickets/1`)).json, (await nadia(`${api}/tickets/2`)).json];
    assert.deepEqual(
      [second.closedAs, second.duplicateOf, second.closeReason],
      ['duplicate', { id: one.id, number: 1 }, 'We answer there.'],
    );
    assert.deepEqual([first.status, first.duplicates, first.updatedAt], ['OPEN', [{ id: two.id, number: 2 }], one.updatedAt]);
    assert.equal((await nadia(`${api}/tickets/2/reopen`, { body: { reason: 'It is another matter.' } })).status, 200);
    assert.deepEqual((await nadia(`${api}/tickets/1`)).json.duplicates, []);
    assert.equal((await nadia(`${api}/tickets/2`)).json.duplicateOf, null);
  });

  it('tells two customers nothing of each other, when linked, reopened or searched', async () => {
    const harness = await openHarness();
    const [nadia, zoe, agent] = [await harness.customer('nadia'), await harness.customer('zoe'), await harness.agent()];
    const theirs = await openTicket(zoe, { title: 'canary of Zoe' });
    const own = await openTicket(nadia);
    const before = await all(zoe);
    assert.equal((await patch(agent, own.id, 1, { duplicateOf: theirs.id })).status, 200);
    assert.deepEqual(await all(zoe), before, 'nothing that Zoe is told has changed');
    const shown = (await nadia(`${api}/tickets/2`)).json;
    assert.deepEqual([shown.closedAs, shown.duplicateOf, shown.duplicates], ['duplicate', null, []]);
    assert.ok((await all(nadia)).every((text) => !text.includes(theirs.id) && !text.includes('canary') && !text.includes('"number":1')));
    assert.deepEqual((await agent<DeskTicket>(`${desk}/tickets/1`)).json.otherDuplicates, [{ id: own.id, number: 2 }]);
    assert.equal((await agent(`${desk}/tickets/2/as-customer`)).text, (await nadia(`${api}/tickets/2`)).text);
    assert.equal((await nadia(`${api}/tickets/2/reopen`, { body: { reason: 'No.' } })).status, 200);
    assert.deepEqual(await all(zoe), before);
    assert.deepEqual((await agent<DeskTicket>(`${desk}/tickets/1`)).json.otherDuplicates, []);
  });

  it('refuses what makes no sense, and changes nothing then', async () => {
    const harness = await openHarness();
    const [nadia, agent] = [await harness.customer('nadia'), await harness.agent()];
    const [one, two, three] = [await openTicket(nadia), await openTicket(nadia), await openTicket(nadia)];
    assert.deepEqual(fields(await patch(agent, two.id, 1, { duplicateOf: two.id })), { duplicateOf: 'invalid' });
    assert.deepEqual(fields(await patch(agent, two.id, 1, { duplicateOf: '99' })), { duplicateOf: 'not-in-list' });
    assert.deepEqual(fields(await patch(agent, two.id, 1, { duplicateOf: one.id, status: 'OPEN' })), { status: 'invalid' });
    assert.deepEqual(fields(await patch(agent, two.id, 1, { duplicateOf: '#' })), { duplicateOf: 'required' });
    assert.deepEqual(fields(await patch(agent, two.id, 1, { duplicates: [one.id] })), { duplicates: 'unknown-key' });
    assert.deepEqual(fields(await patch(agent, two.id, 1, { closedAs: 'duplicate' })), { closedAs: 'unknown-key' });
    assert.equal(problem(await patch(agent, two.id, 7, { duplicateOf: one.id })), 'stale');
    assert.equal((await agent<DeskTicket>(`${desk}/tickets/2`)).json.rev, 1);
    assert.equal((await patch(agent, two.id, 1, { duplicateOf: one.id, status: 'CLOSED' })).status, 200);
    assert.equal(problem(await patch(agent, two.id, 2, { duplicateOf: three.id })), 'already-closed');
    assert.deepEqual(fields(await patch(agent, three.id, 1, { duplicateOf: two.id })), { duplicateOf: 'taken' });
    assert.deepEqual(fields(await nadia(`${api}/tickets/3/close`, { body: { duplicateOf: one.id } })), { duplicateOf: 'unknown-key' });
  });

  it('keeps both sides whole when agents act at once: crosswise, and while the other is written to', async () => {
    for (let round = 0; round < 5; round++) {
      const harness = await openHarness();
      const [nadia, agent] = [await harness.customer('nadia'), await harness.agent()];
      const [one, two] = [await openTicket(nadia), await openTicket(nadia)];
      const answers = await Promise.all([
        patch(agent, one.id, 1, { duplicateOf: two.id }),
        agent(`${desk}/tickets/${two.id}/messages`, { body: { body: 'A word.', visibility: 'public' } }),
        agent(`${desk}/tickets/${one.id}/messages`, { body: { body: 'Note.', visibility: 'internal' } }),
        patch(agent, two.id, 1, { duplicateOf: one.id }),
      ]);
      assert.ok(answers.filter((answer) => answer.status === 200).length <= 1);
      const [first, second] = [(await agent<DeskTicket>(`${desk}/tickets/1`)).json, (await agent<DeskTicket>(`${desk}/tickets/2`)).json];
      assert.deepEqual([first.notes.length, second.messages.length], [1, answers[1].status === 201 ? 1 : 0], 'nothing was lost');
      for (const [a, b] of [
        [first, second],
        [second, first],
      ] as const) {
        assert.equal(
          a.duplicateOf?.id === b.id,
          b.duplicates.some(({ id }) => id === a.id),
          'both say the same',
        );
        if (a.duplicateOf) assert.equal(b.duplicateOf, null);
      }
    }
  });
});

describe('what an agent is offered', () => {
  it('counts the tags in use, and forgets those that are not', async () => {
    const harness = await openHarness();
    const [nadia, agent] = [await harness.customer('nadia'), await harness.agent()];
    const [one, two] = [await openTicket(nadia), await openTicket(nadia)];
    await patch(agent, one.id, 1, { tags: ['php', 'dns'] });
    await patch(agent, two.id, 1, { tags: ['php'] });
    const tags = async () => (await agent<{ items: object[] }>(`${desk}/tags`)).json.items;
    assert.deepEqual(await tags(), [
      { id: 'php', count: 2 },
      { id: 'dns', count: 1 },
    ]);
    await patch(agent, one.id, 2, { tags: ['php'] });
    assert.deepEqual(await tags(), [{ id: 'php', count: 2 }]);
    assert.equal((await nadia(`${desk}/tags`)).status, 401);
  });

  it('may take an answer back for as long as the site says: ten seconds unless it says so', async () => {
    assert.equal(readSettings({ SUPPORT_TOKEN_SECRET: 'x'.repeat(40), SUPPORT_ORIGINS: '' }).site.desk.holdSeconds, 10);
    const harness = await openHarness({ config: { desk: { holdSeconds: 0 } } });
    assert.equal((await (await harness.agent())<{ holdSeconds: number }>(`${desk}/me`)).json.holdSeconds, 0);
  });
});
