import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openMailServer, until } from '../helpers/mail-server.ts';
import { api, openTicket, say } from '../helpers/harness.ts';
import type { Person } from '../helpers/harness.ts';
import { nadia, openMailing, teamAddress } from '../helpers/mailing.ts';
import type { Mailing } from '../helpers/mailing.ts';

const close = (person: Person, id: string) => person(`${api}/tickets/${id}/close`, { body: {} });
const reopen = (person: Person, id: string) => person(`${api}/tickets/${id}/reopen`, { body: { reason: 'It came back.' } });

/** Created, answered, closed and reopened: one of each of the customer's mails. */
async function live(mailing: Mailing): Promise<void> {
  const person = await mailing.customer('nadia', nadia);
  const agent = await mailing.agent();
  const { id } = await openTicket(person);
  const step = () => mailing.clock.forward(1_000);
  step();
  await say(agent, { id }, 'We look into it.');
  step();
  await close(person, id);
  step();
  await reopen(person, id);
}

const kinds = ['created', 'replied', 'closed', 'reopened'];
const headings = [/bien arrivée/, /Camille vous a répondu/, /est clos/, /est rouvert/];

async function gotOneOfEach(mailing: Mailing): Promise<void> {
  const got = await until('four mails to the customer', () => mailing.to(nadia.email).length >= 4 && mailing.to(nadia.email));
  await until('an empty outbox', async () => (await mailing.store.countMails()).waiting === 0);
  assert.equal(got.length, 4, got.map(({ mail }) => mail.subject).join('\n'));
  headings.forEach((heading, i) => assert.match(got[i]?.mail.text ?? '', heading, kinds[i]));
  assert.equal(new Set(got.map(({ mail }) => mail.messageId)).size, 4);
  assert.deepEqual((await mailing.store.countMails()).dead, 0);
}

describe('the outbox', () => {
  it('sends one mail of each kind, in their order', async () => {
    const mailing = await openMailing();
    await live(mailing);
    await gotOneOfEach(mailing);
    await mailing.end();
  });

  it('keeps everything while the mail server is away, and sends each once when it is back', async () => {
    const first = await openMailServer();
    await first.close();
    const mailing = await openMailing({ smtp: first });
    await live(mailing);
    await until('a try', async () => (await mailing.store.waitingMails(1))[0]?.fault === 'unreachable');
    assert.deepEqual(
      (await mailing.store.waitingMails(10)).map(({ attempts }) => attempts),
      Array(6).fill(0),
      'a server that is away costs no mail a try',
    );
    const back = await openMailServer({ port: first.port });
    await gotOneOfEach({ ...mailing, to: (address) => back.taken.filter(({ to }) => to.includes(address)) });
    await mailing.end();
    await back.close();
  });

  for (const at of ['sender', 'recipient', 'content'] as const) {
    it(`tries again when the ${at} is put off (4xx)`, async () => {
      const mailing = await openMailing({ config: {} });
      mailing.smtp.manner = { kind: 'refuses', code: 451, at };
      await live(mailing);
      const tried = await until('a second try', async () => (await mailing.store.waitingMails(9)).find(({ attempts }) => attempts >= 2));
      assert.equal(tried.fault, `${at}-put-off`);
      mailing.smtp.manner = { kind: 'takes' };
      await gotOneOfEach(mailing);
      await mailing.end();
    });

    it(`gives up at once when the ${at} is refused (5xx), and an admin can send it again`, async () => {
      const mailing = await openMailing({ config: {} });
      await mailing.staff.add({ email: 'ada@example.com', name: 'Ada', role: 'admin', password: 'correct horse battery' });
      mailing.smtp.manner = { kind: 'refuses', code: 550, at };
      await openTicket(await mailing.customer('nadia', nadia));
      await until('a dead letter', async () => (await mailing.store.countMails()).dead === 1);
      const admin = await mailing.agent({ email: 'ada@example.com', password: 'correct horse battery' });
      const { json } = await admin<{ items: { id: string; to: string; attempts: number; fault: string; reply: string }[] }>(
        `${api}/desk/outbox?state=dead`,
      );
      const [dead] = json.items;
      assert.deepEqual([dead?.to, dead?.attempts, dead?.fault], [nadia.email, 1, `${at}-refused`]);
      assert.match(dead?.reply ?? '', /550/);
      mailing.smtp.manner = { kind: 'takes' };
      const replayed = await admin(`${api}/desk/outbox/${encodeURIComponent(dead?.id ?? '')}/replay`, { body: {} });
      assert.equal(replayed.status, 200, replayed.text);
      await until('the mail', () => mailing.to(nadia.email).length === 1);
      await mailing.end();
    });
  }

  it('sends a mail again under the same name when the server took it without a word', async () => {
    const mailing = await openMailing({ config: {} });
    mailing.smtp.manner = { kind: 'hangs-up' };
    await openTicket(await mailing.customer('nadia', nadia));
    await until('a try', () => mailing.smtp.seen.length >= 1);
    mailing.smtp.manner = { kind: 'takes' };
    await until('the mail', () => mailing.smtp.taken.length === 1);
    await until('an empty outbox', async () => (await mailing.store.countMails()).waiting === 0);
    assert.equal(new Set(mailing.smtp.seen.map(({ mail }) => mail.messageId)).size, 1);
    assert.equal(mailing.smtp.taken.length, 1);
    await mailing.end();
  });

  it('lets nobody wait for a slow mail server: requests are answered meanwhile, and one mail comes of it', async () => {
    const mailing = await openMailing({ config: {} });
    let open: () => void = () => undefined;
    mailing.smtp.manner = { kind: 'waits', until: new Promise((resolve) => (open = resolve)) };
    const person = await mailing.customer('nadia', nadia);
    const { id } = await openTicket(person);
    await until('the mail under way', () => mailing.smtp.seen.length === 1);
    assert.equal((await person(`${api}/tickets/${id}`)).status, 200);
    assert.equal((await openTicket(person)).number, 2);
    open();
    mailing.smtp.manner = { kind: 'takes' };
    await until('both mails', () => mailing.smtp.taken.length === 2);
    assert.equal(mailing.smtp.seen.length, 2);
    await mailing.end();
  });

  it('goes on after a restart with what was waiting, and sends nothing again', async () => {
    const mailing = await openMailing();
    mailing.smtp.manner = { kind: 'refuses', code: 451, at: 'recipient' };
    await live(mailing);
    await until('tries', async () => (await mailing.store.waitingMails(9)).some(({ attempts }) => attempts >= 1));
    await mailing.restart();
    mailing.smtp.manner = { kind: 'takes' };
    await gotOneOfEach(mailing);
    await mailing.restart();
    const person = await mailing.customer('nadia', nadia);
    await openTicket(person);
    await until('the next ticket’s mail', () => mailing.to(nadia.email).length === 5);
    assert.equal(mailing.to(teamAddress).length, 3);
    await mailing.end();
  });

  it('does not tell what happened long before mail was switched on', async () => {
    const mailing = await openMailing();
    const { store, clock } = mailing;
    await mailing.notifier.close();
    await openTicket(await mailing.customer('nadia', nadia), { title: 'Before, and long ago' });
    clock.forward(25 * 3_600_000);
    await openTicket(await mailing.customer('nadia', nadia), { title: 'Before, but lately' });
    await mailing.restart();
    await until('an empty outbox', async () => (await store.pendingEffects(1)).length === 0 && (await store.countMails()).waiting === 0);
    assert.deepEqual(
      mailing.to(nadia.email).map(({ mail }) => mail.subject),
      ['Before, but lately [#2]'],
    );
    await mailing.end();
  });

  it('lists a sign-in that is refused as a trouble of the settings, which costs no mail', async () => {
    const smtp = await openMailServer({ login: { user: 'u', pass: 'right' } });
    const mailing = await openMailing({ smtp: { ...smtp, url: smtp.url.replace('//', '//u:wrong@') } });
    await openTicket(await mailing.customer('nadia', nadia));
    const waiting = await until('a try', async () => (await mailing.store.waitingMails(9)).find(({ fault }) => fault !== null));
    assert.deepEqual([waiting.fault, waiting.attempts, waiting.state], ['sign-in-refused', 0, 'waiting']);
    await mailing.end();
    await smtp.close();
  });
});
