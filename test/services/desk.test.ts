import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskMe, DeskPage, DeskTicket, QueueCounts } from '../../server/wire/desk.ts';
import { api, fields, openHarness, openTicket, origin, problem, request, say, signIn } from '../helpers/harness.ts';
import type { Answer, Person } from '../helpers/harness.ts';

const desk = `${api}/desk`;
const minute = 60_000;

const patch = (agent: Person, id: string, rev: number | string | null, body: object): Promise<Answer<DeskTicket>> =>
  agent<DeskTicket>(`${desk}/tickets/${id}`, {
    method: 'PATCH',
    body,
    headers: rev === null ? {} : { 'if-match': typeof rev === 'number' ? `"${String(rev)}"` : rev },
  });

describe('the queue', () => {
  it('filters by status, priority, service, assignee, tag, lateness and words', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia', { name: 'Nadia Moreau' });
    const agent = await harness.agent();
    const me = (await agent<DeskMe>(`${desk}/me`)).json.id;
    const urgent = await openTicket(nadia, { service: 'technical', priority: 'URGENT', title: 'The site is down' });
    const calm = await openTicket(nadia, { priority: 'LOW' });
    await patch(agent, urgent.id, 1, { assignee: me, tags: ['php', 'rights'] });
    await say(agent, calm, 'A word that only the team reads: xylophone.', 'internal');
    const numbers = async (query: string) => (await agent<DeskPage>(`${desk}/tickets?${query}`)).json.items.map(({ number }) => number);
    assert.deepEqual(await numbers(''), [1, 2]);
    assert.deepEqual(await numbers('sort=created'), [2, 1]);
    for (const query of ['priority=URGENT', 'service=technical', 'assignee=me', `assignee=${me}`, 'tag=php', 'q=down'])
      assert.deepEqual(await numbers(query), [1], query);
    for (const query of ['priority=LOW', 'assignee=none', 'q=xylophone']) assert.deepEqual(await numbers(query), [2], query);
    assert.deepEqual(await numbers('q=moreau&sort=number'), [2, 1]);
    assert.deepEqual(await numbers('status=CLOSED'), []);
    harness.clock.forward(3 * 60 * minute);
    assert.deepEqual(await numbers('late=true'), [1]);
    assert.deepEqual(await numbers('late=0'), [2]);
    assert.deepEqual(fields(await agent(`${desk}/tickets?colour=red`)), { colour: 'unknown-key' });
  });

  it('takes several values where any of them will do, and tells which question is wrong', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const agent = await harness.agent();
    const me = (await agent<DeskMe>(`${desk}/me`)).json.id;
    const urgent = await openTicket(nadia, { service: 'technical', priority: 'URGENT' });
    await openTicket(nadia, { priority: 'LOW' });
    const third = await openTicket(nadia, { service: 'billing', category: 'invoice' });
    await patch(agent, urgent.id, 1, { assignee: me });
    await say(agent, third, 'Here it is.');
    const numbers = async (query: string) => (await agent<DeskPage>(`${desk}/tickets?${query}`)).json.items.map(({ number }) => number);
    assert.deepEqual(await numbers('priority=URGENT,LOW'), [1, 2]);
    assert.deepEqual(await numbers('service=billing,technical&status=OPEN,IN_PROGRESS'), [1, 3]);
    assert.deepEqual(await numbers('assignee=me,none'), [1, 2, 3]);
    assert.deepEqual(await numbers('ball=team'), [1, 2]);
    assert.deepEqual(await numbers('ball=customer'), [3]);
    assert.deepEqual(await numbers('late=soon'), [1]);
    assert.deepEqual(fields(await agent(`${desk}/tickets?status=OPEN,GONE&priority=&ball=nobody&late=perhaps`)), {
      status: 'not-in-list',
      priority: 'not-in-list',
      ball: 'not-in-list',
      late: 'not-in-list',
    });
    assert.deepEqual(fields(await agent(`${desk}/tickets?service=a,,b`)), { service: 'required' });
  });

  it('counts what stands where, for whoever asks', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const agent = await harness.agent();
    const me = (await agent<DeskMe>(`${desk}/me`)).json.id;
    const counts = async () => (await agent<QueueCounts>(`${desk}/counts`)).json;
    const none = { open: 0, late: 0, soon: 0, mine: 0, unassigned: 0, team: 0, customer: 0, closed: 0 };
    assert.deepEqual(await counts(), none);
    const urgent = await openTicket(nadia, { service: 'technical', priority: 'URGENT' });
    const answered = await openTicket(nadia);
    const closed = await openTicket(nadia);
    await patch(agent, urgent.id, 1, { assignee: me });
    await say(agent, answered, 'Here it is.');
    await patch(agent, closed.id, 1, { status: 'CLOSED' });
    assert.deepEqual(await counts(), { ...none, open: 2, soon: 1, mine: 1, unassigned: 1, team: 1, customer: 1, closed: 1 });
    await say(agent, urgent, 'A word of the team changes nothing.', 'internal');
    harness.clock.forward(3 * 60 * minute);
    assert.deepEqual(await counts(), { ...none, open: 2, late: 1, mine: 1, unassigned: 1, team: 1, customer: 1, closed: 1 });
    assert.deepEqual(fields(await agent(`${desk}/counts?of=me`)), { of: 'unknown-key' });
  });

  it('shows a ticket whole, with its version as ETag', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia', { name: 'Nadia', email: 'nadia@example.com', email_verified: true });
    const agent = await harness.agent();
    const { id } = await openTicket(nadia);
    await say(agent, { id }, 'Ask the infrastructure first.', 'internal');
    const { headers, json } = await agent<DeskTicket>(`${desk}/tickets/${id}`);
    assert.equal(headers.get('etag'), '"2"');
    assert.equal(json.rev, 2);
    assert.deepEqual(json.customer, {
      id: 'nadia',
      name: 'Nadia',
      email: 'nadia@example.com',
      emailVerified: true,
      locale: null,
      kind: 'customer',
    });
    assert.deepEqual(
      json.notes.map(({ body, visibility }) => [body, visibility]),
      [['Ask the infrastructure first.', 'internal']],
    );
    assert.equal((await agent(`${desk}/tickets/nothing`)).status, 404);
    const shown = await agent(`${desk}/tickets/${id}/as-customer`);
    assert.equal(shown.text, (await nadia(`${api}/tickets/${id}`)).text);
    assert.equal((await agent(`${desk}/tickets/${id}/as-customer?as=admin`)).status, 422);
  });
});

describe('changing a ticket at the desk', () => {
  it('takes all fields or none, on the version that was seen', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const agent = await harness.agent();
    const me = (await agent<DeskMe>(`${desk}/me`)).json.id;
    const { id } = await openTicket(nadia);
    assert.equal(problem(await patch(agent, id, null, { status: 'IN_PROGRESS' })), 'precondition-required');
    assert.equal(problem(await patch(agent, id, '*', { status: 'IN_PROGRESS' })), 'precondition-required');
    assert.equal(problem(await patch(agent, id, 7, { status: 'IN_PROGRESS' })), 'stale');
    assert.equal(problem(await patch(agent, id, 'W/"1"', { status: 'IN_PROGRESS' })), 'stale');
    const changed = await patch(agent, id, 1, {
      status: 'IN_PROGRESS',
      priority: 'HIGH',
      reason: 'Many are waiting',
      assignee: me,
      tags: ['b', 'a', 'a'],
      service: 'billing',
      category: 'invoice',
    });
    assert.equal(changed.status, 200, changed.text);
    assert.equal(changed.headers.get('etag'), `"${String(changed.json.rev)}"`);
    const { status, priority, service, category, tags, assignee } = changed.json;
    assert.deepEqual(
      [status, priority, service, category, tags, assignee?.name],
      ['IN_PROGRESS', 'HIGH', 'billing', 'invoice', ['a', 'b'], 'Camille'],
    );
    const seen = (await nadia(`${api}/tickets/${id}`)).json;
    assert.deepEqual(
      seen.timeline.map(({ kind, reason }) => [kind, reason]),
      [
        ['created', undefined],
        ['priority-changed', 'Many are waiting'],
        ['service-changed', undefined],
        ['started', undefined],
      ],
    );
    // The last step is impossible, so the first is not done either.
    const before = await agent<DeskTicket>(`${desk}/tickets/${id}`);
    assert.equal(
      problem(await patch(agent, id, changed.json.rev, { priority: 'LOW', reason: 'Calm again', status: 'OPEN' })),
      'bad-transition',
    );
    assert.equal((await agent(`${desk}/tickets/${id}`)).text, before.text);
  });

  it('refuses what does not exist, in 422', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const { id } = await openTicket(await harness.customer('nadia'));
    for (const [body, expected] of [
      [{ assignee: 'nobody' }, { assignee: 'not-in-list' }],
      [{ service: 'cooking' }, { service: 'not-in-list' }],
      [{ category: 'invoice' }, { category: 'not-in-list' }],
      [{ service: 'billing', category: 'cakes' }, { category: 'not-in-list' }],
      [{ priority: 'HIGH' }, { reason: 'required' }],
      [{ status: 'GONE' }, { status: 'not-in-list' }],
      [{ tags: 'php' }, { tags: 'invalid' }],
      [{ rev: 3 }, { rev: 'unknown-key' }],
    ] as const)
      assert.deepEqual(fields(await patch(agent, id, 1, body)), expected, JSON.stringify(body));
  });

  it('closes, and reopens with a reason', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const { id } = await openTicket(await harness.customer('nadia'));
    const closed = await patch(agent, id, 1, { status: 'CLOSED', reason: 'Done by telephone' });
    assert.equal(closed.json.closeReason, 'Done by telephone');
    assert.deepEqual(fields(await patch(agent, id, 2, { status: 'OPEN' })), { reason: 'required' });
    assert.equal((await patch(agent, id, 2, { status: 'OPEN', reason: 'Not done after all' })).json.status, 'OPEN');
  });

  it('lets one of two agents through who saw the same version', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const { id } = await openTicket(await harness.customer('nadia'));
    const answers = await Promise.all(['one', 'two'].map((tag) => patch(agent, id, 1, { tags: [tag] })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
  });

  it('answers a patch that changes nothing with the same version', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const { id } = await openTicket(await harness.customer('nadia'));
    assert.equal((await patch(agent, id, 1, {})).json.rev, 1);
    assert.equal((await patch(agent, id, 1, { tags: [] })).json.rev, 1);
  });
});

describe('a ticket opened at the desk', () => {
  const post = (agent: Person, customer: object) => agent<DeskTicket>(`${desk}/tickets`, { body: { ...request, customer } });

  it('is the one known customer’s whose proven address it names', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia', { email: 'nadia@example.com', email_verified: true });
    await openTicket(nadia);
    const agent = await harness.agent();
    const made = await post(agent, { email: 'Nadia@Example.com' });
    assert.equal(made.status, 201);
    assert.equal(made.headers.get('location'), `${desk}/tickets/${made.json.id}`);
    assert.equal(made.json.customer.id, 'nadia');
    assert.equal((await nadia(`${api}/tickets/${made.json.id}`)).status, 200);
  });

  it('is a guest’s when the address is unproven, or two have proven it', async () => {
    const harness = await openHarness();
    const people = await Promise.all(
      ['one', 'two'].map((sub) => harness.customer(sub, { email: 'same@example.com', email_verified: true })),
    );
    for (const person of people) await openTicket(person);
    await openTicket(await harness.customer('three', { email: 'three@example.com' }));
    const agent = await harness.agent();
    for (const email of ['same@example.com', 'three@example.com']) {
      const { json } = await post(agent, { email, name: 'Somebody' });
      assert.deepEqual([json.customer.kind, json.customer.id, json.customer.emailVerified], ['guest', email, false]);
      for (const person of people) assert.equal((await person(`${api}/tickets/${json.id}`)).status, 404);
    }
  });

  it('is the customer’s whose id it names, whether they ever came or not', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const { json } = await post(agent, { id: 'nadia', email: 'nadia@example.com' });
    assert.equal((await (await harness.customer('nadia'))(`${api}/tickets/${json.id}`)).status, 200);
    assert.deepEqual(fields(await post(agent, { email: 'a@x,b@y' })), { 'customer.email': 'invalid' });
  });
});

describe('the desk’s page and its writes', () => {
  it('take writes from their own page only', async () => {
    const harness = await openHarness({ environment: { SUPPORT_PUBLIC_URL: 'http://support.example.com' } });
    const agent = await harness.agent();
    const { id } = await openTicket(await harness.customer('nadia'));
    const before = (await agent(`${desk}/tickets/${id}`)).text;
    for (const headers of [
      { origin },
      { origin: 'null' },
      { origin: 'http://support.example.com.evil.com' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://support.example.com' },
      { origin: 'http://support.example.com:8080' },
    ]) {
      const refused = await agent(`${desk}/tickets/${id}/messages`, { body: { body: 'forged', visibility: 'public' }, headers });
      assert.equal(problem(refused), 'forbidden', JSON.stringify(headers));
      assert.equal((await signIn(harness, {}, headers)).status, 403);
    }
    for (const [type, raw] of [
      ['application/x-www-form-urlencoded', 'body=forged&visibility=public'],
      ['text/plain', '{"body":"forged","visibility":"public"}'],
      ['multipart/form-data; boundary=x', '--x--'],
    ] as const) {
      assert.equal((await agent(`${desk}/tickets/${id}/messages`, { raw, headers: { 'content-type': type } })).status, 415, type);
    }
    assert.equal((await agent(`${desk}/tickets/${id}/messages?body=forged`)).status, 405);
    assert.equal((await agent(`${desk}/tickets/${id}`)).text, before);
    const own = { origin: 'http://support.example.com', 'sec-fetch-site': 'same-origin' };
    assert.equal(
      (await agent(`${desk}/tickets/${id}/messages`, { body: { body: 'ours', visibility: 'public' }, headers: own })).status,
      201,
    );
  });

  it('cannot be framed, and let no script in but their own', async () => {
    const harness = await openHarness();
    const { status, headers, text } = await harness.ask('/desk', { headers: { 'accept-language': 'fr' } });
    assert.equal(status, 200);
    assert.match(text, /<html lang="fr">[^]*<support-desk><\/support-desk>/);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ])
      assert.ok(policy.includes(part), part);
    assert.equal(headers.get('x-frame-options'), 'DENY');
    assert.equal(headers.get('access-control-allow-origin'), null);
  });
});
