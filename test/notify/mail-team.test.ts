import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../helpers/mail-server.ts';
import { api, openTicket, problem, say, signIn } from '../helpers/harness.ts';
import type { Person } from '../helpers/harness.ts';
import { nadia, openMailing, partsOf, sender, teamAddress } from '../helpers/mailing.ts';
import type { Mailing } from '../helpers/mailing.ts';

const camille = 'camille@example.com';
const hour = 3_600_000;

const choose = (agent: Person, topics: readonly string[], more: object = {}) =>
  agent(`${api}/desk/me/alerts`, { method: 'PUT', body: { topics, scope: 'all', openHoursOnly: false, ...more } });

const settled = (mailing: Mailing) =>
  until(
    'an empty outbox',
    async () => (await mailing.store.pendingEffects(1)).length === 0 && (await mailing.store.countMails()).waiting === 0,
  );

const subjects = (mailing: Mailing, address: string) => mailing.to(address).map(({ mail }) => mail.subject ?? '');

describe('mails to the team', () => {
  it('tell of new tickets, urgent ones, replies, reopenings and nudges, with the way to the desk', async () => {
    const mailing = await openMailing();
    const person = await mailing.customer('nadia', nadia);
    const { id } = await openTicket(person, { title: 'The site is down', priority: 'URGENT' });
    mailing.clock.forward(1_000);
    await person(`${api}/tickets/${id}/messages`, { body: { body: 'Still down.' } });
    mailing.clock.forward(3 * hour);
    await (await mailing.customer('nadia', nadia))(`${api}/tickets/${id}/nudge`, { body: {} });
    const again = await mailing.customer('nadia', nadia);
    await again(`${api}/tickets/${id}/close`, { body: {} });
    mailing.clock.forward(1_000);
    await again(`${api}/tickets/${id}/reopen`, { body: { reason: 'Down again.' } });
    await settled(mailing);
    assert.deepEqual(
      subjects(mailing, teamAddress).map((subject) => subject.split(']')[0]),
      ['[URGENT', '[Customer replied', '[Any news?', '[Reopened'],
    );
    const [urgent, reply] = mailing.to(teamAddress);
    assert.match(urgent?.mail.text ?? '', /https:\/\/support\.example\.com\/desk#1/);
    assert.match(reply?.mail.text ?? '', /Nadia Moreau, nadia@example\.com[\s\S]*> Still down\./);
    await mailing.end();
  });

  it('go to agents by their own choice: by topic, for their own tickets only, and not for what they did', async () => {
    const mailing = await openMailing({ config: {} });
    const agent = await mailing.agent();
    const person = await mailing.customer('nadia', nadia);
    await openTicket(person);
    await settled(mailing);
    assert.deepEqual(subjects(mailing, camille), [], 'nobody has chosen anything yet');
    assert.equal((await choose(agent, ['urgent', 'replied'], { scope: 'mine' })).status, 200);
    const { id } = await openTicket(person);
    await openTicket(person, { priority: 'URGENT' });
    await person(`${api}/tickets/${id}/messages`, { body: { body: 'For nobody in particular.' } });
    const { id: other } = await mailing.staff.add({
      email: 'yanis@example.com',
      name: 'Yanis',
      role: 'agent',
      password: 'correct horse battery',
    });
    const { headers } = await agent(`${api}/desk/tickets/${id}`);
    await agent(`${api}/desk/tickets/${id}`, {
      method: 'PATCH',
      body: { assignee: other },
      headers: { 'if-match': headers.get('etag') ?? '' },
    });
    await person(`${api}/tickets/${id}/messages`, { body: { body: 'For Yanis.' } });
    await choose(agent, ['new']);
    await agent(`${api}/desk/tickets`, {
      body: { service: 'sales', title: 'By Camille herself', description: 'On the telephone.', customer: { email: 'x@example.com' } },
    });
    await settled(mailing);
    assert.deepEqual(subjects(mailing, camille).sort(), ['[Customer replied] #2 Which plan suits us', '[URGENT] #3 Which plan suits us']);
    await mailing.end();
  });

  it('wait for the next opening where an agent wants it, but urgent ones go at night', async () => {
    const mailing = await openMailing({ config: {} });
    await choose(await mailing.agent(), ['new'], { openHoursOnly: true });
    mailing.clock.forward(14 * hour);
    const person = await mailing.customer('nadia', nadia);
    await openTicket(person, { title: 'At midnight' });
    await openTicket(person, { title: 'Down at midnight', priority: 'URGENT' });
    await until('the urgent one', () => mailing.to(camille).length === 1);
    assert.deepEqual(subjects(mailing, camille), ['[URGENT] #2 Down at midnight']);
    const [waiting] = await until('the other alone', async () => {
      const left = await mailing.store.waitingMails(9);
      return left.length === 1 && left;
    });
    assert.equal(waiting?.nextAttemptAt, '2026-11-24T08:00:00.000Z');
    await mailing.end();
  });

  it('warn once, half an hour before a promise runs out, also over a restart', async () => {
    const mailing = await openMailing();
    const person = await mailing.customer('nadia', nadia);
    await openTicket(person, { title: 'Urgent and forgotten', priority: 'URGENT' });
    const answered = await openTicket(person, { title: 'Urgent and answered', priority: 'URGENT' });
    await say(await mailing.agent(), answered, 'Here we are.');
    await settled(mailing);
    mailing.clock.forward(1.4 * hour);
    await mailing.notifier.promises.look();
    await settled(mailing);
    assert.equal(subjects(mailing, teamAddress).filter((subject) => subject.startsWith('[Due soon]')).length, 0, 'too early');
    mailing.clock.forward(0.2 * hour);
    await mailing.notifier.promises.look();
    await mailing.notifier.promises.look();
    await mailing.restart();
    await mailing.notifier.promises.look();
    await settled(mailing);
    assert.deepEqual(
      subjects(mailing, teamAddress).filter((subject) => subject.startsWith('[Due soon]')),
      ['[Due soon] #1 Urgent and forgotten'],
    );
    await mailing.end();
  });

  it('never go to the address that mails come from, nor to somebody who has left', async () => {
    const mailing = await openMailing({ config: { mail: { team: [sender, teamAddress] } } });
    const agent = await mailing.agent();
    await choose(agent, ['new']);
    mailing.smtp.manner = { kind: 'refuses', code: 451, at: 'recipient' };
    await openTicket(await mailing.customer('nadia', nadia));
    await until('tries', async () => (await mailing.store.waitingMails(9)).length === 3);
    await mailing.staff.remove(camille);
    await until('hers to go', async () => (await mailing.store.waitingMails(9)).length === 2);
    mailing.smtp.manner = { kind: 'takes' };
    await settled(mailing);
    assert.deepEqual(mailing.smtp.taken.map(({ to }) => to[0]).sort(), [nadia.email, teamAddress]);
    await mailing.end();
  });
});

describe('the outbox at the desk', () => {
  it('is for admins, and replays only what was given up', async () => {
    const mailing = await openMailing();
    await openTicket(await mailing.customer('nadia', nadia));
    await settled(mailing);
    assert.equal(problem(await (await mailing.agent())(`${api}/desk/outbox`)), 'forbidden');
    assert.equal((await mailing.ask(`${api}/desk/outbox`)).status, 401);
    await mailing.staff.add({ email: 'ada@example.com', name: 'Ada', role: 'admin', password: 'correct horse battery' });
    const admin = await mailing.agent({ email: 'ada@example.com', password: 'correct horse battery' });
    type Page = { items: { id: string; to: string; state: string }[]; counts: object; nextCursor: string | null };
    const page = await admin<Page>(`${api}/desk/outbox?limit=1`);
    assert.deepEqual([page.json.counts, page.json.items.length], [{ waiting: 0, sent: 2, dead: 0, unaddressed: 0 }, 1]);
    const next = await admin<Page>(`${api}/desk/outbox?limit=1&cursor=${page.json.nextCursor ?? ''}`);
    assert.notEqual(next.json.items[0]?.id, page.json.items[0]?.id);
    assert.equal(next.json.nextCursor, null);
    assert.equal(problem(await admin(`${api}/desk/outbox?cursor=x`)), 'invalid-input');
    const replay = (id: string) => admin(`${api}/desk/outbox/${encodeURIComponent(id)}/replay`, { body: {} });
    assert.equal(problem(await replay(page.json.items[0]?.id ?? '')), 'already-sent');
    assert.equal(problem(await replay('nothing')), 'not-found');
    assert.equal(problem(await choose(await mailing.agent(), ['everything'])), 'invalid-input');
    assert.equal((await signIn(mailing)).status, 200);
    await mailing.end();
  });

  it('forgets what was sent after a week, what was given up after a month, and what nobody was told after a day', async () => {
    const mailing = await openMailing({ config: {} });
    const person = await mailing.customer('nadia', nadia);
    await openTicket(person);
    await settled(mailing);
    mailing.smtp.manner = { kind: 'refuses', code: 550, at: 'recipient' };
    await openTicket(person);
    await until('a dead letter', async () => (await mailing.store.countMails()).dead === 1);
    await mailing.notifier.close();
    await openTicket(person);
    mailing.clock.forward(8 * 24 * hour);
    assert.deepEqual(await mailing.housekeeping.sweep(), { requests: 0, sessions: 0, uploads: 0, mails: 1, untold: 2, quarantined: 0 });
    mailing.clock.forward(25 * 24 * hour);
    assert.equal((await mailing.housekeeping.sweep()).mails, 1);
    await mailing.end();
  });
});

describe('no mail to a customer', () => {
  it('holds a note, a colleague’s address, a tag, a token or another’s words, whatever happens', async () => {
    const mailing = await openMailing({
      config: { mail: { hourly: { customer: 10_000, team: 10_000 }, team: [teamAddress] }, rates: { create: null } },
    });
    const canary = (): string => `canary${Math.random().toString(36).slice(2)}`;
    const [note, tag, staffMail, zoesWord] = [canary(), canary(), `${canary()}@example.com`, canary()];
    await mailing.staff.add({ email: staffMail, name: 'Yanis', role: 'admin', password: 'correct horse battery' });
    const agent = await mailing.agent({ email: staffMail, password: 'correct horse battery' });
    const person = await mailing.customer('nadia', nadia);
    const zoe = await mailing.customer('zoe', { ...nadia, email: 'zoe@example.com' });
    const ticket = await openTicket(person);
    await openTicket(zoe, { title: `About ${zoesWord}`, description: `All about ${zoesWord}` });
    const patch = async (body: object) => {
      const { headers } = await agent(`${api}/desk/tickets/${ticket.id}`);
      return agent(`${api}/desk/tickets/${ticket.id}`, { method: 'PATCH', body, headers: { 'if-match': headers.get('etag') ?? '' } });
    };
    const act = (name: string, body: object) => person(`${api}/tickets/${ticket.id}/${name}`, { body });
    const me = (await agent<{ id: string }>(`${api}/desk/me`)).json.id;
    const acts = [
      () => say(agent, ticket, `${note} he never pays`, 'internal'),
      () => say(agent, ticket, 'A public answer.'),
      () => patch({ tags: [tag], assignee: me }),
      () => patch({ status: 'CLOSED', reason: 'It is done.' }),
      () => patch({ status: 'OPEN', reason: 'It is not done.' }),
      () => patch({ priority: 'HIGH', reason: 'It is worse.' }),
      () => act('messages', { body: 'A reply.' }),
      () => act('close', {}),
      () => act('reopen', { reason: 'Again.' }),
    ];
    // Any order of acts: the law refuses some of them, which is as good.
    let seed = 7;
    for (let i = 0; i < 100; i++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      mailing.clock.forward(1_000);
      await acts[Math.floor((seed / 2_147_483_648) * acts.length)]?.();
    }
    await settled(mailing);
    const got = mailing.to(nadia.email);
    assert.ok(got.length > 15, String(got.length));
    const token = person.headers['authorization']?.slice(7) ?? 'none';
    for (const mail of got) {
      const all = mail.raw + partsOf(mail);
      for (const secret of [note, tag, staffMail, zoesWord, 'zoe@example.com', teamAddress, token, ticket.id, me, 'camille@example.com'])
        assert.ok(!all.includes(secret), secret);
    }
    // Not even the team's own mails carry notes: they may be passed on.
    for (const mail of mailing.to(teamAddress)) assert.ok(!partsOf(mail).includes(note));
    await mailing.end();
  });
});
