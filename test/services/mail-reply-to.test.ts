/** Mails that may be answered, and the answers: round and round. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSite } from '../../server/config/site.ts';
import { lookAtReplies } from '../../server/cli/doctor-mail.ts';
import { readEnvironment } from '../../server/config/environment.ts';
import { until } from '../helpers/mail-server.ts';
import { mailOf } from '../helpers/mails.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { TicketView } from '../../server/wire/tickets.ts';
import { api, openTicket, say } from '../helpers/harness.ts';
import type { Answer, Person } from '../helpers/harness.ts';
import { bearer, secret } from '../helpers/mail-in.ts';
import { nadia, openMailing, partsOf, teamAddress } from '../helpers/mailing.ts';
import type { Mailing } from '../helpers/mailing.ts';

const ops = { SUPPORT_OPS_TOKEN: secret };
const replies = (more: object = {}, mail: object = {}) => ({
  environment: ops,
  config: { ...more, mail: { team: [teamAddress], replies: 'support+{key}@example.com', ...mail } },
});

async function mailed(server: Mailing, address: string, count: number) {
  await until(`${String(count)} mails to ${address}`, () => server.to(address).length >= count);
  return server.to(address)[count - 1]!;
}

const hand = (server: Mailing, raw: string) =>
  server.ask<{ outcome: string }>(`${api}/mail/inbound`, { raw, headers: { ...bearer, 'content-type': 'message/rfc822' } });

async function close(agent: Person, ticket: { id: string }, more: object = {}): Promise<Answer<DeskTicket>> {
  const { headers } = await agent(`${api}/desk/tickets/${ticket.id}`);
  return agent<DeskTicket>(`${api}/desk/tickets/${ticket.id}`, {
    method: 'PATCH',
    headers: { 'if-match': headers.get('etag') ?? '' },
    body: { status: 'CLOSED', ...more },
  });
}

describe('a mail to a customer', () => {
  it('may be answered, says so, and the answer reaches its ticket and the team', async () => {
    const server = await openMailing(replies());
    const person = await server.customer('nadia', nadia);
    const ticket = await openTicket(person);
    const created = await mailed(server, nadia.email, 1);
    const [{ address = '' } = {}] = created.mail.replyTo ?? [];
    assert.match(address, /^support\+1-[a-z2-7]{20}@example\.com$/);
    assert.match(partsOf(created), /Vous pouvez répondre à ce message/);
    assert.doesNotMatch(partsOf(created), /envoyé automatiquement/);
    await say(await server.agent(), ticket, 'Depuis quand ?');
    const replied = await mailed(server, nadia.email, 2);
    assert.equal(replied.mail.replyTo?.[0]?.address, address);
    const quoted = (replied.mail.text ?? '')
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const { json } = await hand(
      server,
      mailOf({
        to: address.toUpperCase(),
        text: `Depuis hier.\n\nLe lun. 23 nov. 2026 à 10:02, Example <${address}> a écrit :\n\n${quoted}`,
      }),
    );
    assert.equal(json.outcome, 'reply');
    const { messages } = (await person<TicketView>(`${api}/tickets/${ticket.id}`)).json;
    assert.deepEqual(
      messages.map(({ body }) => body),
      ['Depuis quand ?', 'Depuis hier.'],
    );
    await until(
      'the alert',
      () =>
        server
          .to(teamAddress)
          .some(({ mail }) => mail.subject?.includes('Réponse du client') ?? mail.subject?.includes('Customer replied')) ||
        server.to(teamAddress).length >= 2,
    );
    assert.ok(server.to(teamAddress).every(({ mail }) => mail.replyTo === undefined));
    // What goes out and comes back by mistake leads to nothing.
    assert.equal((await hand(server, replied.raw)).json.outcome, 'ignored');
    await server.end();
  });

  it('about a closing says what an answer does, and does it, inside the window', async () => {
    const server = await openMailing(replies({ reopenWindowDays: 14 }, { unsigned: 'take' }));
    const person = await server.customer('nadia', nadia);
    const ticket = await openTicket(person);
    await close(await server.agent(), ticket);
    const closed = await mailed(server, nadia.email, 2);
    assert.match(
      partsOf(closed),
      /Jusqu’à cette date, répondre à ce message rouvre aussi le ticket\u202f; un simple merci le laisse clos\./,
    );
    await hand(server, mailOf({ to: closed.mail.replyTo?.[0]?.address ?? '', text: 'Merci !' }));
    assert.equal((await person<TicketView>(`${api}/tickets/${ticket.id}`)).json.status, 'CLOSED');
    await hand(server, mailOf({ to: closed.mail.replyTo?.[0]?.address ?? '', text: 'Le problème revient.' }));
    assert.equal((await person<TicketView>(`${api}/tickets/${ticket.id}`)).json.status, 'OPEN');
    assert.match(partsOf(await mailed(server, nadia.email, 3)), /Le problème revient\./);
    await server.end();
  });

  it('about a duplicate names the ticket that goes on, if it is theirs', async () => {
    const server = await openMailing(replies());
    const person = await server.customer('nadia', nadia);
    const [first, second, third] = [await openTicket(person), await openTicket(person), await openTicket(person)];
    const other = await openTicket(await server.customer('bob', { email: 'bob@example.com', email_verified: true }));
    const agent = await server.agent();
    await close(agent, second, { duplicateOf: String(first.number) });
    assert.match(
      partsOf(await mailed(server, nadia.email, 4)),
      /C’est la même demande que votre ticket #1\u00a0: nous y poursuivons la conversation\./,
    );
    await close(agent, third, { duplicateOf: String(other.number) });
    assert.doesNotMatch(partsOf(await mailed(server, nadia.email, 5)), /même demande|#4/);
    await server.end();
  });

  it('does not say that it may be answered where nobody hands mails in, or the address is not proven', async () => {
    const off = await openMailing({ config: { mail: { replies: '{key}@reply.example.com' } } });
    await openTicket(await off.customer('nadia', nadia));
    const silent = await mailed(off, nadia.email, 1);
    assert.equal(silent.mail.replyTo, undefined);
    assert.match(partsOf(silent), /envoyé automatiquement/);
    await off.end();
    const server = await openMailing(replies());
    await openTicket(await server.customer('ulla', { email: 'ulla@example.com' }));
    const unproven = await mailed(server, 'ulla@example.com', 1);
    assert.equal(unproven.mail.replyTo, undefined);
    await server.end();
  });
});

describe('the configuration of replies', () => {
  it('takes an address with room for a key, in small letters', () => {
    const read = (pattern: string) => readSite({ mail: { replies: pattern } }).mail.replies;
    assert.equal(read('Support+{key}@Example.com'), 'support+{key}@example.com');
    assert.equal(read('{key}@reply.example.com'), '{key}@reply.example.com');
    for (const wrong of [
      'support@example.com',
      '{key}',
      'support+{key}@{key}.example.com',
      'a{key}@x',
      'support@{key}.example.com',
      `${'a'.repeat(29)}{key}@example.com`,
      'a b{key}@example.com',
    ])
      assert.throws(() => read(wrong), /mail\.replies: expected an address with/, wrong);
  });

  it('is looked at by the doctor', () => {
    const look = (site: object, variables: Record<string, string>) =>
      lookAtReplies({ site: readSite(site), environment: readEnvironment(variables) }).join(' ');
    const on = { mail: { replies: 'support+{key}@example.com' } };
    const out = { SUPPORT_SMTP_URL: 'smtp://127.0.0.1:9', SUPPORT_MAIL_FROM: 'support@example.com' };
    assert.match(look({}, {}), /^ok mail in off/);
    assert.match(look(on, out), /^look mail in .*SUPPORT_OPS_TOKEN/);
    assert.match(look(on, ops), /^look mail in .*no mail goes out/);
    assert.match(look(on, { ...ops, ...out }), /^ok mail in replies go to support\+\{key\}@example\.com/);
  });
});
