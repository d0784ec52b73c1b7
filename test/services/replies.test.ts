import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CannedReply, CannedReplyList } from '../../server/wire/replies.ts';
import { api, fields, openHarness, openTicket, problem } from '../helpers/harness.ts';
import type { Answer, Person } from '../helpers/harness.ts';

const path = `${api}/desk/replies`;
const hello = { title: 'First word', shortcut: 'hello', bodies: { fr: 'Bonjour {{customer.name}},', en: 'Hello {{customer.name}},' } };
const write = (agent: Person, more: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer<CannedReply>> =>
  agent<CannedReply>(path, { body: { ...hello, ...more }, headers });
const at = (rev: number) => ({ 'if-match': `"${String(rev)}"` });

describe('canned replies', () => {
  it('are written, read, changed and deleted, each on the version that was seen', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const made = await write(agent, { service: 'billing' });
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.headers.get('etag'), made.headers.get('location')], ['"1"', `${path}/${made.json.id}`]);
    const one = `${path}/${made.json.id}`;
    assert.equal((await agent(one)).text, made.text);
    assert.equal(problem(await agent(one, { method: 'PATCH', body: { title: 'x' } })), 'precondition-required');
    assert.equal(problem(await agent(one, { method: 'PATCH', body: { title: 'x' }, headers: at(3) })), 'stale');
    const changed = await agent<CannedReply>(one, {
      method: 'PATCH',
      body: { title: 'Welcome', bodies: { en: '' }, service: null },
      headers: at(1),
    });
    assert.deepEqual(changed.json, { ...made.json, title: 'Welcome', bodies: { fr: hello.bodies.fr, en: null }, service: null, rev: 2 });
    await write(agent, { title: 'A second', shortcut: 'two' });
    const { items, total, nextCursor } = (await agent<CannedReplyList>(path)).json;
    assert.deepEqual([items.map(({ title }) => title), total, nextCursor], [['A second', 'Welcome'], 2, null]);
    assert.equal(problem(await agent(one, { method: 'DELETE', headers: at(1) })), 'stale');
    assert.equal((await agent(one, { method: 'DELETE', headers: at(2) })).status, 204);
    assert.equal((await agent(one)).status, 404);
    assert.equal((await agent(one, { method: 'DELETE', headers: at(2) })).status, 404);
  });

  it('say what is wrong with each field, and take no key that is not theirs', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const wrong = async (more: object) => fields(await write(agent, more));
    assert.deepEqual(await wrong({ title: ' ', shortcut: 'two words' }), { title: 'required', shortcut: 'invalid' });
    assert.deepEqual(await wrong({ bodies: { fr: ' ', en: null } }), { bodies: 'required' });
    assert.deepEqual(await wrong({ bodies: { de: 'Hallo' } }), { 'bodies.de': 'unknown-key' });
    assert.deepEqual(await wrong({ bodies: { en: 'x'.repeat(20_001) } }), { 'bodies.en': 'too-long' });
    assert.deepEqual(await wrong({ service: 'gardening' }), { service: 'not-in-list' });
    for (const key of ['id', 'rev', 'updatedAt', 'author', 'visibility'])
      assert.deepEqual(await wrong({ [key]: 1 }), { [key]: 'unknown-key' });
    const { id } = (await write(agent)).json;
    assert.deepEqual(fields(await agent(`${path}/${id}`, { method: 'PATCH', body: { rev: 9 }, headers: at(1) })), { rev: 'unknown-key' });
    assert.deepEqual(fields(await agent(`${path}/${id}`, { method: 'PATCH', body: { bodies: { fr: '', en: '' } }, headers: at(1) })), {
      bodies: 'required',
    });
    assert.deepEqual(await wrong({ shortcut: 'HELLO' }), { shortcut: 'taken' });
  });

  it('never share a shortcut, and are written once, however often and at once it is asked', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const both = await Promise.all([write(agent), write(agent, { title: 'Other' })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 422]);
    const key = { 'idempotency-key': 'once' };
    const [one, two] = await Promise.all([write(agent, { shortcut: 'key' }, key), write(agent, { shortcut: 'key' }, key)]);
    assert.deepEqual([one.status, two.status, one.json.id], [201, 201, two.json.id]);
    assert.equal([one, two].filter(({ headers }) => headers.get('idempotent-replayed') === 'true').length, 1);
    assert.equal(problem(await write(agent, { shortcut: 'other' }, key)), 'idempotency-key-reused');
    assert.equal((await agent<CannedReplyList>(path)).json.total, 2);
  });

  it('are the team’s: no customer reads, writes or hears of one', async () => {
    const harness = await openHarness();
    const [nadia, agent] = [await harness.customer('nadia'), await harness.agent()];
    const { id } = (await write(agent, { title: 'canary', bodies: { en: 'canary' } })).json;
    await openTicket(nadia);
    for (const [method, where] of [
      ['GET', path],
      ['POST', path],
      ['GET', `${path}/${id}`],
      ['PATCH', `${path}/${id}`],
      ['DELETE', `${path}/${id}`],
    ] as const)
      assert.equal((await nadia(where, { method, ...(method !== 'GET' && { body: {} }), headers: at(1) })).status, 401, method);
    for (const where of ['session', 'tickets', 'tickets/1', 'tickets?q=canary'])
      assert.ok(!(await nadia(`${api}/${where}`)).text.includes('canary'));
    const elsewhere = { origin: 'https://evil.example' };
    assert.equal((await write(agent, { shortcut: 'evil' }, elsewhere)).status, 403);
    assert.equal((await agent(`${path}/${id}`, { method: 'DELETE', headers: { ...at(1), ...elsewhere } })).status, 403);
    assert.equal((await agent<CannedReplyList>(path)).json.total, 1);
  });
});
