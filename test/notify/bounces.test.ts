/** Mails that come back: the team sees it, and no more go where there is nobody, until somebody has them tried again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskCustomerCard } from '../../server/wire/customers.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import { mailName } from '../../server/identity/mail-names.ts';
import { mailOf } from '../helpers/mails.ts';
import { until } from '../helpers/mail-server.ts';
import { api, openTicket, say } from '../helpers/harness.ts';
import { bearer, secret } from '../helpers/mail-in.ts';
import { nadia, openMailing, sender } from '../helpers/mailing.ts';
import type { Mailing } from '../helpers/mailing.ts';

interface Report {
  readonly to?: string;
  readonly of?: string;
  readonly action?: string;
  readonly status?: string;
  readonly messageId?: string;
  readonly replyTo?: string;
}

let count = 0;

/** As mail servers write it: words, the report, and the headers of what comes back. */
function reportOf({ to = sender, of = nadia.email, action = 'failed', status = '5.1.1', messageId, replyTo }: Report): string {
  count += 1;
  return [
    'From: MAILER-DAEMON@mx.example.net',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <r${String(count)}@mx.example.net>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    '',
    'I could not deliver your message.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    `Final-Recipient: rfc822; ${of}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${status} <${of}>:`,
    ' no such user here',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `From: Example <${sender}>`,
    ...(messageId === undefined ? [] : [`Message-ID: ${messageId}`]),
    ...(replyTo === undefined ? [] : [`Reply-To: ${replyTo}`]),
    '--b--',
    '',
  ].join('\r\n');
}

async function opening(): Promise<Mailing> {
  return openMailing({
    config: { mail: { replies: 'support+{key}@example.com', unsigned: 'take' } },
    environment: { SUPPORT_OPS_TOKEN: secret },
  });
}

const post = async (mailing: Mailing, raw: string): Promise<string> => {
  const { json } = await mailing.ask<{ outcome: string; reason: string | null; ticket: number | null }>(`${api}/mail/inbound`, {
    raw,
    headers: { ...bearer, 'content-type': 'message/rfc822' },
  });
  return [json.outcome, json.reason, json.ticket].filter((part) => part !== null).join(' ');
};

async function withOneMail(person: Readonly<Record<string, unknown>> = nadia) {
  const mailing = await opening();
  const customer = await mailing.customer('nadia', person);
  const agent = await mailing.agent();
  const ticket = await openTicket(customer);
  const [got] = await until('the first mail', () => mailing.to(nadia.email).length > 0 && mailing.to(nadia.email));
  await until('an empty outbox', async () => (await mailing.store.countMails()).waiting === 0);
  const { messageId = '', replyTo = [] } = got!.mail;
  const read = async () => (await agent<DeskTicket>(`${api}/desk/tickets/${ticket.id}`)).json;
  const card = async () => (await agent<DeskCustomerCard>(`${api}/desk/customers/nadia?kind=customer`)).json;
  return { mailing, customer, agent, ticket, messageId, replyTo: replyTo[0]?.address ?? '', read, card };
}

type Opened = Awaited<ReturnType<typeof withOneMail>>;
const lines = async ({ read }: Opened): Promise<string[]> =>
  (await read()).audit.map(({ kind, status = '', permanent }) =>
    [kind, status, permanent === undefined ? '' : permanent ? 'for good' : 'for now'].filter(Boolean).join(' '),
  );

/** Whether an answer of the team becomes a mail to the customer. */
async function isMailed({ mailing, agent, ticket }: Opened): Promise<boolean> {
  const before = mailing.to(nadia.email).length;
  mailing.clock.forward(1_000);
  await say(agent, ticket, `We look into it, ${String(mailing.clock.now)}.`);
  await until(
    'nothing left to address',
    async () => (await mailing.store.pendingEffects(1)).length === 0 && (await mailing.store.countMails()).waiting === 0,
  );
  return mailing.to(nadia.email).length > before;
}

describe('a mail that comes back for good', () => {
  it('is told at the ticket and on the customer’s card, and no more mails go there until an agent has them tried', async () => {
    const opened = await withOneMail();
    const { mailing, agent, ticket, messageId, card } = opened;
    assert.equal((await card()).bounce, null);
    assert.equal(await post(mailing, reportOf({ messageId })), `ignored bounce ${String(ticket.number)}`);
    assert.deepEqual(await lines(opened), ['bounced 5.1.1 for good']);
    const { bounce } = await card();
    assert.deepEqual(
      [bounce?.permanent, bounce?.status, bounce?.said, bounce?.ticket],
      [true, '5.1.1', '550 5.1.1 <nadia@example.com>: no such user here', ticket.number],
    );
    assert.equal(await isMailed(opened), false);
    const again = await agent<DeskCustomerCard>(`${api}/desk/customers/nadia/mail-again?kind=customer`, { body: {} });
    assert.deepEqual([again.status, again.json.bounce], [200, null]);
    assert.deepEqual((await lines(opened)).slice(-1), ['mail-again']);
    assert.equal((await opened.read()).audit.at(-1)?.by.name, 'Camille');
    assert.equal(await isMailed(opened), true);
    await mailing.end();
  });

  it('is shown to no customer: neither dates nor words of theirs change', async () => {
    const { mailing, customer, ticket, messageId } = await withOneMail();
    const read = async () => (await customer(`${api}/tickets/${ticket.id}`)).text;
    const before = await read();
    await post(mailing, reportOf({ messageId }));
    assert.equal(await read(), before);
    await mailing.end();
  });

  it('counts for an address: one that has changed gets mails', async () => {
    const { mailing, agent, ticket, messageId } = await withOneMail();
    await post(mailing, reportOf({ messageId }));
    const moved = await mailing.customer('nadia', { ...nadia, email: 'nadia@example.org' });
    mailing.clock.forward(1_000);
    await moved(`${api}/tickets/${ticket.id}/messages`, { body: { body: 'I have another address now.' } });
    await say(agent, ticket, 'We look into it.');
    await until('a mail to the new address', () => mailing.to('nadia@example.org').length > 0);
    assert.equal((await agent<DeskCustomerCard>(`${api}/desk/customers/nadia?kind=customer`)).json.bounce, null);
    await mailing.end();
  });

  it('is known by the sealed address as well, wherever that stands', async () => {
    for (const where of ['replyTo', 'to'] as const) {
      const opened = await withOneMail();
      assert.equal(await post(opened.mailing, reportOf({ [where]: opened.replyTo })), `ignored bounce ${String(opened.ticket.number)}`);
      assert.deepEqual(await lines(opened), ['bounced 5.1.1 for good'], where);
      await opened.mailing.end();
    }
  });

  it('is known by its name alone where the address was never proven', async () => {
    const opened = await withOneMail({ ...nadia, email_verified: false });
    assert.equal(opened.replyTo, '');
    await post(opened.mailing, reportOf({ messageId: opened.messageId }));
    assert.deepEqual(await lines(opened), ['bounced 5.1.1 for good']);
    await opened.mailing.end();
  });

  it('is told once, however often the report comes', async () => {
    const opened = await withOneMail();
    const report = reportOf({ messageId: opened.messageId });
    assert.equal(await post(opened.mailing, report), await post(opened.mailing, report));
    assert.equal((await lines(opened)).length, 1);
    await opened.mailing.end();
  });

  it('stops nothing when it is made up: of another name, of another’s address, without a report', async () => {
    const opened = await withOneMail();
    const { mailing, messageId, replyTo } = opened;
    const other = mailName({ id: 'x.customer', kind: 'replied', to: { kind: 'customer' }, ticketId: 'x' }, 'example.com').messageId;
    for (const report of [
      reportOf({}),
      reportOf({ messageId: other }),
      reportOf({ messageId, of: 'somebody@example.com' }),
      reportOf({ replyTo: replyTo.replace(/-[a-z2-7]{20}/, `-${'a'.repeat(20)}`) }),
      mailOf({ to: replyTo, from: 'MAILER-DAEMON@example.net', text: '550 5.1.1' }),
    ])
      assert.equal(await post(mailing, report), 'ignored bounce');
    assert.deepEqual(await lines(opened), []);
    assert.equal(await isMailed(opened), true);
    await mailing.end();
  });
});

describe('a mail that did not arrive for now', () => {
  it('leaves a line, and mails go on', async () => {
    for (const report of [
      { action: 'delayed', status: '4.4.1' },
      { action: 'failed', status: '4.2.2' },
      { action: 'delayed', status: '5.0.0' },
    ]) {
      const opened = await withOneMail();
      await post(opened.mailing, reportOf({ messageId: opened.messageId, ...report }));
      assert.deepEqual(await lines(opened), [`bounced ${report.status} for now`]);
      assert.equal((await opened.card()).bounce?.permanent, false);
      assert.equal(await isMailed(opened), true);
      await opened.mailing.end();
    }
  });

  it('is no news when it arrived', async () => {
    const opened = await withOneMail();
    await post(opened.mailing, reportOf({ messageId: opened.messageId, action: 'delivered', status: '2.0.0' }));
    await post(opened.mailing, reportOf({ messageId: opened.messageId, action: 'expanded', status: '5.1.1' }));
    assert.deepEqual(await lines(opened), []);
    await opened.mailing.end();
  });
});

describe('a mail server that refuses an address at once', () => {
  it('has it told at the ticket; only where there is no such mailbox do mails stop, until one is sent again', async () => {
    const opened = await withOneMail();
    const { mailing, card } = opened;
    mailing.smtp.manner = { kind: 'refuses', code: 550, at: 'recipient' };
    await isMailed(opened);
    assert.deepEqual(await lines(opened), ['bounced 5.0.0 for now']);
    mailing.smtp.manner = { kind: 'refuses', code: 550, at: 'recipient', says: '5.1.1 no such user' };
    await isMailed(opened);
    assert.deepEqual((await lines(opened)).slice(-1), ['bounced 5.1.1 for good']);
    mailing.smtp.manner = { kind: 'takes' };
    assert.equal(await isMailed(opened), false);
    await mailing.staff.add({ email: 'ada@example.com', name: 'Ada', role: 'admin', password: 'correct horse battery' });
    const admin = await mailing.agent({ email: 'ada@example.com', password: 'correct horse battery' });
    const { json } = await admin<{ items: readonly { id: string }[] }>(`${api}/desk/outbox?state=dead`);
    const before = mailing.to(nadia.email).length;
    await admin(`${api}/desk/outbox/${encodeURIComponent(json.items[0]!.id)}/replay`, { body: {} });
    await until('the mail that was given up', () => mailing.to(nadia.email).length > before);
    assert.equal((await card()).bounce, null);
    await mailing.end();
  });
});
