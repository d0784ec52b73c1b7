import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskMe } from '../../server/wire/desk.ts';
import type { SavedView, SavedViewList } from '../../server/wire/views.ts';
import { api, fields, openHarness, openTicket, problem } from '../helpers/harness.ts';
import type { Answer, Harness, Person } from '../helpers/harness.ts';

const path = `${api}/desk/views`;
const urgent = { name: 'Urgent and mine', query: { priority: ['URGENT'], assignee: ['me', 'none'] } };
const save = (agent: Person, more: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer<SavedView>> =>
  agent<SavedView>(path, { body: { ...urgent, ...more }, headers });
const at = (rev: number) => ({ 'if-match': `"${String(rev)}"` });
const namesOf = async (agent: Person) =>
  (await agent<SavedViewList>(path)).json.items.map(({ name, mine }) => `${mine ? 'own' : 'shared'}: ${name}`);

async function colleague(harness: Harness, name: string, role: 'agent' | 'admin' = 'agent'): Promise<Person> {
  const account = { email: `${name.toLowerCase()}@team.example`, name, role, password: 'a long enough password' };
  await harness.staff.add(account);
  return harness.agent(account);
}

describe('saved views', () => {
  it('are kept per agent, with the number of tickets they show to whoever looks', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const yanis = await colleague(harness, 'Yanis');
    const nadia = await harness.customer('nadia');
    const first = await openTicket(nadia, { service: 'technical', priority: 'URGENT' });
    await openTicket(nadia, { service: 'technical', priority: 'URGENT' });
    await openTicket(nadia);
    const me = (await agent<DeskMe>(`${api}/desk/me`)).json.id;
    await agent(`${api}/desk/tickets/${first.id}`, { method: 'PATCH', body: { assignee: me }, headers: at(1) });
    const made = await save(agent, { shared: true });
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.headers.get('location'), made.headers.get('etag')], [`${path}/${made.json.id}`, '"1"']);
    assert.deepEqual([made.json.query, made.json.count, made.json.mine, made.json.owner], [urgent.query, 2, true, 'Camille']);
    assert.equal((await agent(`${path}/${made.json.id}`)).text, made.text);
    const seen = (await yanis<SavedView>(`${path}/${made.json.id}`)).json;
    assert.deepEqual([seen.count, seen.mine, seen.owner], [1, false, 'Camille']);
    await save(yanis, { name: 'A view of Yanis' });
    assert.deepEqual(await namesOf(yanis), ['own: A view of Yanis', 'shared: Urgent and mine']);
    assert.deepEqual(await namesOf(agent), ['own: Urgent and mine']);
  });

  it('are changed by their owner alone, on the version that was seen; what is not shared is not there for others', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const yanis = await colleague(harness, 'Yanis');
    const { id } = (await save(agent)).json;
    const one = `${path}/${id}`;
    for (const ask of [{}, { method: 'PATCH', body: { name: 'x' }, headers: at(1) }, { method: 'DELETE', headers: at(1) }])
      assert.equal(problem(await yanis(one, ask)), 'not-found');
    const shared = await agent<SavedView>(one, { method: 'PATCH', body: { shared: true, query: { late: 'soon' } }, headers: at(1) });
    assert.deepEqual([shared.json.rev, shared.json.name, shared.json.query], [2, urgent.name, { late: 'soon' }]);
    assert.equal(problem(await yanis(one, { method: 'PATCH', body: { name: 'x' }, headers: at(2) })), 'forbidden');
    assert.equal(problem(await yanis(one, { method: 'DELETE', headers: at(2) })), 'forbidden');
    assert.equal(problem(await agent(one, { method: 'PATCH', body: { name: 'x' } })), 'precondition-required');
    assert.equal(problem(await agent(one, { method: 'DELETE', headers: at(1) })), 'stale');
    assert.equal((await agent(one, { method: 'DELETE', headers: at(2) })).status, 204);
    assert.equal((await agent(one)).status, 404);
  });

  it('say what is wrong with them, and are saved once however often it is asked', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const wrong = async (more: object) => fields(await save(agent, more));
    assert.deepEqual(await wrong({ name: ' ' }), { name: 'required' });
    assert.deepEqual(await wrong({ query: { priority: ['SOON'] } }), { 'query.priority.0': 'not-in-list' });
    assert.deepEqual(await wrong({ query: { priority: [] } }), { 'query.priority': 'required' });
    assert.deepEqual(await wrong({ query: { service: ['gardening'], assignee: ['nobody-there'] } }), {
      'query.service': 'not-in-list',
      'query.assignee': 'not-in-list',
    });
    assert.deepEqual(await wrong({ query: { cursor: 'x' } }), { 'query.cursor': 'unknown-key' });
    assert.deepEqual(await wrong({ owner: 'x' }), { owner: 'unknown-key' });
    const key = { 'idempotency-key': 'once' };
    const [one, two] = await Promise.all([save(agent, {}, key), save(agent, {}, key)]);
    assert.deepEqual([one.status, two.status, one.json.id], [201, 201, two.json.id]);
    assert.deepEqual(await wrong({ name: 'URGENT and mine' }), { name: 'taken' });
    for (let n = 1; n < 50; n++) await save(agent, { name: `View ${String(n)}` });
    assert.deepEqual(await wrong({ name: 'One more' }), { '': 'too-many' });
  });

  it('of somebody who leaves stay if they are shared, and an admin may take those away', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const yanis = await colleague(harness, 'Yanis');
    const boss = await colleague(harness, 'Ines', 'admin');
    const own = (await save(yanis, { name: 'Own' })).json;
    const shared = (await save(yanis, { name: 'Of the team', shared: true })).json;
    await harness.staff.remove('yanis@team.example');
    assert.equal(await harness.store.savedView(own.id), undefined);
    const seen = (await agent<SavedView>(`${path}/${shared.id}`)).json;
    assert.deepEqual([seen.owner, seen.ownerInTeam, seen.mine], ['Yanis', false, false]);
    assert.equal(problem(await boss(`${path}/${shared.id}`, { method: 'PATCH', body: { name: 'x' }, headers: at(1) })), 'forbidden');
    assert.equal((await boss(`${path}/${shared.id}`, { method: 'DELETE', headers: at(1) })).status, 204);
    assert.deepEqual(await namesOf(agent), []);
    assert.equal((await (await harness.customer('zoe'))(path)).status, 401);
  });
});
