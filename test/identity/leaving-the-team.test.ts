import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskMe, DeskPage, DeskTicket, QueueCounts } from '../../server/wire/desk.ts';
import type { SavedView, SavedViewList } from '../../server/wire/views.ts';
import { api, openHarness, openTicket, problem, say, signIn } from '../helpers/harness.ts';
import type { Answer, Harness, Person } from '../helpers/harness.ts';

const desk = `${api}/desk`;
const marc = { email: 'marc@example.com', name: 'Marc', role: 'agent', password: 'a word of his own' } as const;

const assign = (agent: Person, id: string, rev: number, assignee: string): Promise<Answer<DeskTicket>> =>
  agent<DeskTicket>(`${desk}/tickets/${id}`, { method: 'PATCH', body: { assignee }, headers: { 'if-match': `"${String(rev)}"` } });

/** Marc is in charge of an open ticket that he has answered, and of a closed one. */
async function scene(): Promise<{ harness: Harness; agent: Person; theirs: Person; id: string; closed: string; marcsId: string }> {
  const harness = await openHarness();
  const { id: marcsId } = await harness.staff.add(marc);
  const nadia = await harness.customer('nadia');
  const [{ id }, { id: closed }] = [await openTicket(nadia), await openTicket(nadia)];
  const [agent, theirs] = [await harness.agent(), await harness.agent(marc)];
  await say(theirs, { id }, 'I look after it.');
  await assign(agent, id, 2, marcsId);
  await assign(agent, closed, 1, marcsId);
  await nadia(`${api}/tickets/${closed}/close`, { body: {} });
  return { harness, agent, theirs, id, closed, marcsId };
}

describe('somebody who has left the team', () => {
  it('keeps their name wherever they are named', async () => {
    const { harness, agent, id, closed, marcsId } = await scene();
    assert.deepEqual((await agent<DeskTicket>(`${desk}/tickets/${id}`)).json.assignee, { id: marcsId, name: 'Marc', inTeam: true });
    await harness.staff.remove(marc.email);
    for (const ticket of [id, closed])
      assert.deepEqual((await agent<DeskTicket>(`${desk}/tickets/${ticket}`)).json.assignee, { id: marcsId, name: 'Marc', inTeam: false });
    assert.deepEqual(
      (await agent<DeskPage>(`${desk}/tickets?assignee=${marcsId}&status=OPEN,IN_PROGRESS`)).json.items.map(
        ({ assignee }) => assignee?.name,
      ),
      ['Marc'],
    );
    const me = (await agent<DeskMe>(`${desk}/me`)).json;
    assert.deepEqual([me.team.map(({ name }) => name), me.formerTeam], [['Camille'], [{ id: marcsId, name: 'Marc' }]]);
    assert.match((await agent(`${desk}/tickets.csv?lang=en`)).text, /Marc \(no longer in the team\)/);
  });

  it('of before names were kept is called as what they did calls them, and by no id', async () => {
    const { harness, agent, id, closed, marcsId } = await scene();
    await harness.store.commit({ drop: { staff: [marcsId] } });
    assert.deepEqual((await agent<DeskTicket>(`${desk}/tickets/${id}`)).json.assignee, { id: marcsId, name: 'Marc', inTeam: false });
    assert.equal((await agent<DeskTicket>(`${desk}/tickets/${closed}`)).json.assignee?.name, '');
  });

  it('leaves their open tickets to the others, in what is assigned to nobody', async () => {
    const { harness, agent, id } = await scene();
    const counts = async (): Promise<number> => (await agent<QueueCounts>(`${desk}/counts`)).json.unassigned;
    const found = async (assignee: string): Promise<string[]> =>
      (await agent<DeskPage>(`${desk}/tickets?assignee=${assignee}&status=OPEN,IN_PROGRESS`)).json.items.map((item) => item.id);
    assert.deepEqual([await counts(), await found('none,former')], [0, []]);
    assert.equal((await harness.staff.remove(marc.email)).openTickets, 1);
    assert.deepEqual([await counts(), await found('none,former'), await found('former'), await found('none')], [1, [id], [id], []]);
  });

  it('hands them over where somebody is named, and only those', async () => {
    const { harness, agent, id, closed } = await scene();
    const { openTickets, handedTo } = await harness.staff.remove(marc.email, (await agent<DeskMe>(`${desk}/me`)).json.email);
    assert.deepEqual([openTickets, handedTo?.name], [1, 'Camille']);
    const [open, done] = [
      (await agent<DeskTicket>(`${desk}/tickets/${id}`)).json,
      (await agent<DeskTicket>(`${desk}/tickets/${closed}`)).json,
    ];
    assert.deepEqual([open.assignee?.name, done.assignee?.name], ['Camille', 'Marc']);
    assert.equal(open.audit.at(-1)?.kind, 'assigned');
  });

  it('is not removed where whoever should take over is nobody, or themselves', async () => {
    const { harness } = await scene();
    await assert.rejects(harness.staff.remove(marc.email, 'nobody@example.com'), { name: 'StaffError' });
    await assert.rejects(harness.staff.remove(marc.email, marc.email), { name: 'StaffError' });
    assert.equal((await harness.staff.list()).length, 2);
  });

  it('is signed out, can sign in no more, and is offered nothing', async () => {
    const { harness, agent, theirs, id, marcsId } = await scene();
    await harness.staff.remove(marc.email);
    assert.equal((await theirs(`${desk}/me`)).status, 401);
    assert.equal((await signIn(harness, { email: marc.email, password: marc.password })).status, 401);
    const { rev } = (await agent<DeskTicket>(`${desk}/tickets/${id}`)).json;
    assert.equal((await assign(agent, id, rev, marcsId)).status, 422);
    await harness.staff.add(marc);
    assert.equal((await signIn(harness, { email: marc.email, password: marc.password })).status, 200, 'the address is free again');
  });

  it('still names the views they shared, which stay good ones', async () => {
    const { harness, agent, theirs, marcsId } = await scene();
    const own = (await agent<SavedView>(`${desk}/views`, { body: { name: 'Marc’s', query: { assignee: [marcsId] } } })).json;
    await theirs(`${desk}/views`, { body: { name: 'For all', query: { priority: ['HIGH'] }, shared: true } });
    await harness.staff.remove(marc.email);
    const [, shared] = (await agent<SavedViewList>(`${desk}/views`)).json.items;
    assert.deepEqual([shared?.owner, shared?.ownerInTeam], ['Marc', false]);
    const changed = await agent<SavedView>(`${desk}/views/${own.id}`, {
      method: 'PATCH',
      body: { name: 'Of Marc', query: own.query },
      headers: { 'if-match': '"1"' },
    });
    assert.equal(changed.status, 200, changed.text);
    assert.equal((await agent(`${desk}/views`, { body: { name: 'Left over', query: { assignee: ['former', 'none'] } } })).status, 201);
  });
});

describe('a reset account', () => {
  it('need not wait any longer, wherever the failures came from and however the address was written', async () => {
    const harness = await openHarness();
    const { json: me } = await signIn(harness);
    const wrong = (email: string): Promise<Answer<DeskMe>> => signIn(harness, { email, password: 'something else' });
    for (let i = 0; i < 5; i++) await wrong(me.email.toUpperCase());
    assert.equal(problem(await signIn(harness)), 'too-many-requests');
    await harness.staff.reset({ email: me.email, password: 'a new word of hers' });
    assert.equal((await signIn(harness, { password: 'a new word of hers' })).status, 200);
    for (let i = 0; i < 5; i++) assert.equal((await wrong(me.email)).status, 401, 'and counting begins anew');
    assert.equal((await wrong(me.email)).status, 429);
  });
});
