import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { ConfigError, readSettings } from '../../server/config.ts';
import { mailOutOf } from '../../server/config/mail.ts';
import { readSite } from '../../server/config/site.ts';
import { silentLog } from '../../server/log.ts';
import { openCodePost } from '../../server/notify/codes.ts';
import type { GuestChallengeView, GuestTokenView } from '../../server/wire/guests.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailServer, until } from '../helpers/mail-server.ts';
import type { MailServer } from '../helpers/mail-server.ts';
import { testSecret } from '../helpers/tokens.ts';
import { api, openTicket, request, say } from '../helpers/harness.ts';
import type { Ask, Person } from '../helpers/harness.ts';
import { impatient, openMailing, partsOf, sender } from '../helpers/mailing.ts';
import type { Mailing } from '../helpers/mailing.ts';

const paul = 'paul@example.net';

describe('mail to guests', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** A server with guests whose codes and mails go through a real mail server. */
  async function open(): Promise<{ mailing: Mailing; smtp: MailServer }> {
    const smtp = await openMailServer();
    const mail = mailOutOf({ smtpUrl: smtp.url, mailFrom: `Example <${sender}>` });
    assert.ok(mail);
    const codePost = openCodePost({
      mail,
      site: readSite({ site: { name: 'Example' } }),
      log: silentLog,
      now: Date.now,
      waits: [10],
      patience: impatient,
    });
    const mailing = await openMailing({
      smtp,
      config: { guests: { enabled: true } },
      parts: { codePost: { send: (code) => codePost.send({ ...code, expiresAt: Date.now() + 60_000 }) } },
    });
    ends.push(
      () => mailing.end(),
      () => codePost.close(),
    );
    return { mailing, smtp };
  }

  const start = ({ ask }: Mailing, email: string, language = 'en') =>
    ask<GuestChallengeView>(`${api}/guest/start`, { body: { email, locale: language }, headers: { 'accept-language': language } });

  const codeIn = (text: string): string => /^ {4}(\d{8})$/m.exec(text)?.[1] ?? '';

  async function comeIn(mailing: Mailing, email: string): Promise<Person> {
    const before = mailing.to(email).length;
    const { challenge } = (await start(mailing, email)).json;
    const code = codeIn((await until('the code', () => mailing.to(email)[before])).mail.text ?? '');
    const { json } = await mailing.ask<GuestTokenView>(`${api}/guest/verify`, { body: { challenge, code } });
    const headers = { authorization: `Bearer ${json.token}` };
    return Object.assign(<T>(path: string, ask: Ask = {}) => mailing.ask<T>(path, { ...ask, headers: { ...headers, ...ask.headers } }), {
      headers,
    }) as Person;
  }

  it('brings the code to the one address, in both parts, in the reader’s language', async () => {
    const { mailing, smtp } = await open();
    await start(mailing, paul, 'fr');
    const taken = await until('the mail', () => smtp.taken[0]);
    assert.deepEqual(taken.to, [paul]);
    const code = codeIn(taken.mail.text ?? '');
    assert.match(code, /^\d{8}$/);
    assert.equal(taken.mail.subject, `Votre code\u00a0: ${code}`);
    assert.ok(taken.mail.html?.includes(`>${code}<`));
    assert.ok(!/https?:/.test(partsOf(taken)), 'no link: what is clicked may be anybody’s');
    assert.match(taken.raw, /^Auto-Submitted: auto-generated/im);
  });

  it('tries again while the code is good, and gives a refused one up', async () => {
    const { mailing, smtp } = await open();
    smtp.manner = { kind: 'refuses', code: 451, at: 'content' };
    await start(mailing, paul);
    await until('a try', () => smtp.seen.length >= 2);
    smtp.manner = { kind: 'takes' };
    await until('the mail', () => mailing.to(paul)[0]);
    smtp.manner = { kind: 'refuses', code: 550, at: 'content' };
    await start(mailing, 'gone@example.net');
    await until('the refusal', () => smtp.seen.find(({ to }) => to.includes('gone@example.net')));
    smtp.manner = { kind: 'takes' };
    await start(mailing, 'zoe@example.net');
    await until('a later mail', () => mailing.to('zoe@example.net')[0]);
    assert.equal(smtp.seen.filter(({ to }) => to.includes('gone@example.net')).length, 1);
  });

  it('holds a link that reads the ticket, once the address is proven, and none before', async () => {
    const { mailing } = await open();
    const agent = await mailing.agent();
    const typed = { title: 'Canary title', description: 'Canary words that somebody typed.' };
    await agent(`${api}/desk/tickets`, { body: { ...request, ...typed, customer: { email: 'unproven@example.net', name: 'Canary' } } });
    const bare = await until('the mail', () => mailing.to('unproven@example.net')[0]);
    assert.ok(!/canary|#link=/i.test(partsOf(bare)));

    const here = await comeIn(mailing, paul);
    const ticket = await openTicket(here);
    await say(agent, ticket, 'We look into it.');
    const told = await until('the answer', () => mailing.to(paul).find(({ mail }) => mail.text?.includes('We look into it.')));
    const [, link = ''] = /https:\/\/support\.example\.com\/tickets\/\d+#link=(\S+)/.exec(told.mail.text ?? '') ?? [];
    const opened = await mailing.ask<GuestTokenView>(`${api}/guest/link`, { body: { token: link } });
    assert.equal(opened.status, 200, link);
    const read = await mailing.ask(`${api}/tickets/${ticket.id}`, { headers: { authorization: `Bearer ${opened.json.token}` } });
    assert.equal(read.status, 200);
    // Neither code nor link is anywhere the team or the customer could pass it on.
    for (const kept of [(await here(`${api}/tickets/${ticket.id}`)).text, (await agent(`${api}/desk/tickets/${ticket.id}`)).text])
      assert.ok(!kept.includes('link='));
  });

  it('is needed for guests: without it the start says so', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'support-'));
    ends.push(() => rm(dir, { recursive: true, force: true }));
    const file = join(dir, 'support.config.json');
    await writeFile(file, JSON.stringify({ guests: { enabled: true } }));
    const wrong = { SUPPORT_TOKEN_SECRET: testSecret, SUPPORT_CONFIG: file };
    assert.throws(
      () => readSettings(wrong),
      (error: unknown) =>
        error instanceof ConfigError && /guests\.enabled: expected false while no mail can be sent: .*SUPPORT_SMTP_URL/.test(error.message),
    );
    const mail = { SUPPORT_SMTP_URL: 'smtp://127.0.0.1:25', SUPPORT_MAIL_FROM: sender };
    assert.equal(readSettings({ ...wrong, ...mail }).site.guests.enabled, true);
    // A site without a backend has no secret to share.
    assert.deepEqual(readSettings({ SUPPORT_CONFIG: file, ...mail }).keys, []);
    const reserved = { kty: 'oct', kid: 'support-guest-mine', k: Buffer.alloc(32, 1).toString('base64url') };
    assert.throws(() => readSettings({ SUPPORT_TOKEN_KEYS: JSON.stringify({ keys: [reserved] }) }), /does not begin with support-guest-/);
  });
});
