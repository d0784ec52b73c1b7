/** Addresses of any language: one spelling for each, by every door. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSender } from '../../server/config/mail.ts';
import { readSite } from '../../server/config/site.ts';
import { emailKey, isEmail, readEmail } from '../../server/text/email-address.ts';
import { openMail } from '../../server/inbound/open.ts';
import { emailHash } from '../../server/store/archive/identity.ts';
import { mailOf } from '../helpers/mails.ts';
import { openMailServer, until } from '../helpers/mail-server.ts';
import { api, openTicket, problem } from '../helpers/harness.ts';
import { openMailIn } from '../helpers/mail-in.ts';
import { nadia, openMailing } from '../helpers/mailing.ts';

const written = 'lena@bücher.example';
const plain = 'lena@xn--bcher-kva.example';

describe('an address', () => {
  const same: readonly (readonly [string, string])[] = [
    [written, plain],
    ['lena@BÜCHER.example', plain],
    ['lena@bu\u0308cher.example', plain],
    ['lena@bücher。example', plain],
    ['lena@пример.рф', 'lena@xn--e1afmkfd.xn--p1ai'],
    ['用户@例え.jp', '用户@xn--r8jz45g.jp'],
    ['zoë@example.com', 'zoë@example.com'],
    ['Nadia@Example.com', 'Nadia@Example.com'],
  ];
  for (const [given, wanted] of same)
    it(`${given} is written ${wanted}`, () => {
      assert.equal(readEmail(given), wanted);
      assert.ok(isEmail(wanted));
    });

  it('is none when it is several, holds what is no letter, or letters that are taken for others', () => {
    for (const wrong of [
      'a@x,b@y.fr',
      '"a@b"@c.fr',
      'a@b>',
      'nadia@exаmple.com',
      'nаdia@example.com',
      'a@b ü.fr',
      'a@bü_cher.fr',
      'a@bü%41.fr',
      'a@ü',
      'ü@',
      '@ü.fr',
      'a@１２７.0.0.1.ü/x',
      `a@${'ü'.repeat(70)}.fr`,
      `${'ü'.repeat(40)}@example.com`,
      'a\u202eb@example.com',
      'a\u00a0b@example.com',
      'a@b\u200d.fr',
      '😀@example.com',
    ])
      assert.equal(readEmail(wrong), null, wrong);
  });

  it('has one key, in the archive too', () => {
    assert.equal(emailKey(` ${written.toUpperCase()} `), plain);
    assert.deepEqual(emailHash(written), emailHash(plain));
  });
});

describe('an address beyond ASCII', () => {
  it('of a token gets mails', async () => {
    const mailing = await openMailing();
    const person = await mailing.customer('lena', { ...nadia, email: written });
    const { json } = await person<{ customer: { email: string } }>(`${api}/session`);
    assert.equal(json.customer.email, plain);
    await openTicket(person);
    await until('a mail', () => mailing.smtp.taken.some(({ raw }) => raw.includes(`To: ${plain}`)));
    await mailing.end();
  });

  it('is one person’s in a mail’s From, whichever way that is written', async () => {
    for (const from of [`Lena <${written}>`, `Lena <${plain}>`, written]) {
      const opened = await openMail(Buffer.from(mailOf({ from, text: 'x' })), { to: [], from: null, peer: null });
      assert.equal(opened?.from, plain, from);
    }
    const server = await openMailIn();
    const lena = await server.customer('lena', { email: written, email_verified: true });
    const ticket = await openTicket(lena);
    assert.equal((await server.send(ticket, { from: `Lena <${written}>`, text: 'Depuis hier.' })).outcome, 'reply');
  });

  it('is taken from a guest, from the site’s backend, at the desk and in the configuration', async () => {
    const server = await openMailIn({
      config: { guests: { enabled: true } },
      environment: { SUPPORT_SMTP_URL: 'smtp://127.0.0.1:9', SUPPORT_MAIL_FROM: 'support@example.com' },
    });
    assert.equal((await server.ask(`${api}/guest/start`, { body: { email: written } })).status, 202);
    const put = await server.ask<{ email: string }>(`${api}/customers/7`, {
      method: 'PUT',
      body: { email: written, email_verified: true },
      headers: { authorization: 'Bearer an-operations-token-of-thirty-two-bytes' },
    });
    assert.equal(put.json.email, plain);
    const agent = await server.agent();
    const opened = await agent<{ customer: { email: string } }>(`${api}/desk/tickets`, {
      body: {
        customer: { email: 'zoë@bücher.example' },
        service: 'technical',
        priority: 'LOW',
        title: 'The printer is out',
        description: 'Since this morning it does not print at all.',
      },
    });
    assert.equal(opened.json.customer?.email, 'zoë@xn--bcher-kva.example', opened.text);
    assert.equal(problem(await server.ask(`${api}/guest/start`, { body: { email: 'nadia@exаmple.com' } })), 'invalid-input');
    const site = readSite({ mail: { team: [written], replies: 'support+{key}@bücher.example' } });
    assert.deepEqual([site.mail.team, site.mail.replies], [[plain], 'support+{key}@xn--bcher-kva.example']);
    assert.deepEqual(readSender(`Bücher <${written}>`), { name: 'Bücher', address: plain });
  });

  it('before its @ is sent to where the mail server offers SMTPUTF8, and else is given up with that word', async () => {
    const mailing = await openMailing();
    await openTicket(await mailing.customer('zoe', { ...nadia, email: 'zoë@example.com' }));
    await until('a mail', () => mailing.to('zoë@example.com').length > 0);
    await mailing.end();
    const old = await openMailing({ smtp: await openMailServer({ hidesUtf8: true }) });
    await openTicket(await old.customer('zoe', { ...nadia, email: 'zoë@example.com' }));
    await until('a mail that was given up', async () => (await old.store.countMails()).dead > 0);
    const { items } = await old.store.listMails({ state: 'dead', limit: 5 });
    assert.deepEqual(
      items.map(({ fault }) => fault),
      ['no-smtputf8'],
    );
    assert.equal(old.to('zoë@example.com').length, 0);
    await old.end();
  });
});
