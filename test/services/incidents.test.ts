import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskIncident, DeskIncidentPage } from '../../server/wire/incidents.ts';
import type { Problem } from '../../server/wire/problem.ts';
import type { SessionView } from '../../server/wire/session.ts';
import { openHarness, origin, start } from '../helpers/harness.ts';
import type { Person } from '../helpers/harness.ts';

const path = '/api/v1/desk/incidents';
const outage = {
  title: 'Mail is slow',
  body: 'One of our mail servers is overloaded.',
  services: ['technical'],
  url: 'https://status.example.com/42',
};
const open = async () => {
  const harness = await openHarness();
  return { harness, camille: await harness.agent(), marie: await harness.customer('marie') };
};
const announce = (staff: Person, more: object = {}, headers = {}) => staff<DeskIncident>(path, { body: { ...outage, ...more }, headers });
const told = async (customer: Person) => (await customer<SessionView>('/api/v1/session')).json.incidents;
const change = (staff: Person, { id, rev }: Pick<DeskIncident, 'id' | 'rev'>, body: object) =>
  staff<DeskIncident>(`${path}/${id}`, { method: 'PATCH', body, headers: { 'if-match': `"${String(rev)}"` } });
const remove = (staff: Person, { id, rev }: DeskIncident) =>
  staff(`${path}/${id}`, { method: 'DELETE', headers: { 'if-match': `"${String(rev)}"` } });

describe('incidents', () => {
  it('are told to customers from their announcement to their end, without who announced them', async () => {
    const { harness, camille, marie } = await open();
    const { status, json, headers } = await announce(camille);
    assert.equal(status, 201);
    assert.equal(headers.get('location'), `${path}/${json.id}`);
    assert.equal(headers.get('etag'), '"1"');
    assert.deepEqual(await told(marie), [{ id: json.id, ...outage, since: new Date(start).toISOString() }]);

    harness.clock.forward(60_000);
    const ended = await change(camille, json, { ended: true });
    assert.equal(ended.json.endedAt, new Date(start + 60_000).toISOString());
    assert.deepEqual(await told(marie), []);
    await change(camille, ended.json, { ended: false });
    assert.equal((await told(marie)).length, 1);
  });

  it('say at the desk who did what', async () => {
    const { harness, camille } = await open();
    const ines = { email: 'ines@example.com', name: 'Ines', role: 'agent', password: 'another long password' } as const;
    await harness.staff.add(ines);
    const { json } = await announce(camille);
    const edited = await change(await harness.agent(ines), json, { title: 'Mail is very slow' });
    const { json: same } = await change(camille, edited.json, { title: 'Mail is very slow' });
    assert.equal(same.rev, 2);
    const { json: last } = await change(camille, same, { body: '', ended: true });
    assert.deepEqual(
      last.steps.map(({ kind, by }) => `${kind} ${by.name ?? ''}`),
      ['announced Camille', 'edited Ines', 'edited Camille', 'ended Camille'],
    );
  });

  it('may have begun before they were announced, and never after', async () => {
    const { camille } = await open();
    assert.equal((await announce(camille, { since: '2026-11-23T07:20:00+01:00' })).json.since, '2026-11-23T06:20:00.000Z');
    assert.equal((await announce(camille, { since: '2026-11-23T10:00:00.000Z' })).status, 422);
    assert.equal((await announce(camille, { since: 'yesterday' })).status, 422);
    assert.equal((await announce(camille, { since: '2026-02-31T10:00:00.000Z' })).status, 422);
  });

  it('are announced once for one key, also after they changed', async () => {
    const { camille, marie } = await open();
    const first = await announce(camille, {}, { 'idempotency-key': 'one' });
    await change(camille, first.json, { title: 'Mail is back to normal' });
    const second = await announce(camille, {}, { 'idempotency-key': 'one' });
    assert.equal(second.status, 201);
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    assert.equal(second.json.title, 'Mail is back to normal');
    assert.equal((await announce(camille, { title: 'Another' }, { 'idempotency-key': 'one' })).status, 422);
    assert.equal((await told(marie)).length, 1);
  });

  it('are for staff to change, from the desk’s own page', async () => {
    const { harness, camille, marie } = await open();
    const { json } = await announce(camille);
    for (const ask of [harness.ask, marie]) {
      assert.equal((await ask(path)).status, 401);
      assert.equal((await ask(path, { body: outage })).status, 401);
      assert.equal((await ask(`${path}/${json.id}`, { method: 'DELETE', headers: { 'if-match': '"1"' } })).status, 401);
    }
    assert.equal((await announce(camille, {}, { origin })).status, 403);
    const foreign = { 'if-match': '"1"', 'sec-fetch-site': 'cross-site' };
    assert.equal((await camille(`${path}/${json.id}`, { method: 'PATCH', body: { ended: true }, headers: foreign })).status, 403);
    assert.equal((await camille(`${path}/${json.id}`, { method: 'DELETE', headers: foreign })).status, 403);
    assert.equal((await told(marie)).length, 1);
  });

  it('are changed in the version that was seen, or not at all', async () => {
    const { camille } = await open();
    const { json } = await announce(camille);
    assert.equal((await camille(`${path}/${json.id}`, { method: 'PATCH', body: { ended: true } })).status, 428);
    assert.equal((await camille(`${path}/${json.id}`, { method: 'DELETE' })).status, 428);
    const answers = await Promise.all([change(camille, json, { title: 'One of two' }), change(camille, json, { title: 'Two of two' })]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
    assert.equal((await remove(camille, json)).status, 412);
    assert.equal((await change(camille, { id: 'nothing', rev: 1 }, { ended: true })).status, 404);
  });

  it('can be deleted', async () => {
    const { camille, marie } = await open();
    const { json } = await announce(camille);
    assert.equal((await remove(camille, json)).status, 204);
    assert.equal((await remove(camille, json)).status, 404);
    assert.deepEqual(await told(marie), []);
    assert.equal((await camille<DeskIncidentPage>(path)).json.total, 0);
  });

  for (const [what, wrong, at, code] of [
    ['no title', { title: ' ' }, 'title', 'required'],
    ['a title of 121 characters', { title: 'x'.repeat(121) }, 'title', 'too-long'],
    ['a text of 2,001 characters', { body: 'x'.repeat(2_001) }, 'body', 'too-long'],
    ['an address that is a script', { url: 'javascript:alert(1)' }, 'url', 'invalid'],
    ['an address with a password in it', { url: 'https://a:b@example.com/' }, 'url', 'invalid'],
    ['an address that is none', { url: 'https://' }, 'url', 'invalid'],
    ['a service that is not there', { services: ['technical', 'nothing'] }, 'services.1', 'not-in-list'],
    ['a key too many', { announcedBy: 'somebody' }, 'announcedBy', 'unknown-key'],
    ['its end at its beginning', { endedAt: '2026-11-23T08:00:00.000Z' }, 'endedAt', 'unknown-key'],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const { camille } = await open();
      const { status, json } = await camille<Problem>(path, { body: { ...outage, ...wrong } });
      assert.equal(status, 422);
      assert.deepEqual(json.errors, [{ path: at, code }]);
    });
  }

  it('are listed with those that go on first, page by page', async () => {
    const { harness, camille } = await open();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      harness.clock.forward(60_000);
      ids.push((await announce(camille, { title: `Number ${String(i)}` })).json.id);
    }
    await change(camille, { id: ids[4]!, rev: 1 }, { ended: true });
    const first = (await camille<DeskIncidentPage>(`${path}?limit=3`)).json;
    const second = (await camille<DeskIncidentPage>(`${path}?limit=3&cursor=${first.nextCursor ?? ''}`)).json;
    assert.deepEqual(
      [...first.items, ...second.items].map(({ id }) => id),
      [ids[3], ids[2], ids[1], ids[0], ids[4]],
    );
    assert.deepEqual([first.total, second.nextCursor], [5, null]);
    assert.equal((await camille(`${path}?cursor=nothing`)).status, 422);
  });

  it('are told five at a time, the latest first', async () => {
    const { harness, camille, marie } = await open();
    for (let i = 0; i < 7; i++) {
      harness.clock.forward(60_000);
      await announce(camille, { title: `Number ${String(i)}` });
    }
    assert.deepEqual(
      (await told(marie)).map(({ title }) => title),
      [6, 5, 4, 3, 2].map((i) => `Number ${String(i)}`),
    );
  });

  it('keep markup as the text that it is, and nothing that turns it around', async () => {
    const { camille, marie } = await open();
    const title = '<img src=x onerror=alert(1)>';
    await announce(camille, { title: `${title}\u202e`, body: 'one\r\ntwo' });
    const [notice] = await told(marie);
    assert.equal(notice?.title, title);
    assert.equal(notice?.body, 'one\ntwo');
  });
});
