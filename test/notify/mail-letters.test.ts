import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSite } from '../../server/config/site.ts';
import { renderHtml } from '../../server/notify/letters/html.ts';
import { customerLetter } from '../../server/notify/letters/customer.ts';
import type { Circumstances } from '../../server/notify/letters/customer.ts';
import { sayMoment, sayTime } from '../../server/notify/letters/moments.ts';
import { renderText } from '../../server/notify/letters/text.ts';
import type { Ticket } from '../../server/ticket/model.ts';
import { sampleTicket } from '../store/samples.ts';
import { until } from '../helpers/mail-server.ts';
import { api, openTicket, say } from '../helpers/harness.ts';
import { nadia, openMailing, partsOf, sender, teamAddress } from '../helpers/mailing.ts';

const paris = { locale: 'fr', timeZone: 'Europe/Paris' };

describe('moments in mails', () => {
  it('are told in the reader’s language and zone, with the year when it is another', () => {
    const at = '2026-12-01T10:04:00.000Z';
    assert.equal(sayMoment(at, at, paris), 'mardi 1er\u00a0décembre\u00a0à\u00a011\u00a0h\u00a004');
    assert.equal(
      sayMoment(at, at, { locale: 'en-GB', timeZone: 'Europe/London' }).replaceAll('\u00a0', ' '),
      'Tuesday 1 December at 10:04',
    );
    assert.match(sayMoment('2027-01-04T08:00:00.000Z', at, paris), /2027/);
    assert.equal(sayTime('2026-07-01T22:00:00.000Z', paris), '0\u00a0h');
  });
});

const circumstances = (more: Partial<Circumstances> = {}): Circumstances => ({
  site: readSite({ team: { en: 'the Example team', fr: 'l’équipe Example' } }),
  language: 'fr',
  reader: paris,
  url: 'https://www.example.com/t/7',
  proven: true,
  repliesArrive: false,
  enclosed: new Set(),
  ...more,
});

const parts = (ticket: Ticket, kind: 'created' | 'replied', more: Partial<Circumstances> = {}, messageId: string | null = null) => {
  const letter = customerLetter(ticket, { kind, at: ticket.createdAt, messageId }, circumstances(more));
  assert.ok(letter);
  return { letter, text: renderText(letter), html: renderHtml(letter) };
};

const payloads = [
  '{{7*7}}',
  '${7*7}',
  '<%= 7*7 %>',
  '<b>bold</b>',
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  '&lt;i&gt;',
  '=?utf-8?q?x?=',
];

describe('a mail', () => {
  it('shows whatever somebody typed literally, in both its parts', () => {
    for (const payload of payloads) {
      const { text, html, letter } = parts(sampleTicket(7, { title: `About ${payload}`, description: `Well, ${payload}` }), 'created');
      assert.ok(text.includes(`Well, ${payload}`) && text.includes(`About ${payload}`), payload);
      assert.ok(letter.subject.includes(payload), payload);
      assert.ok(!html.includes('49'), payload);
      // Read back as a browser would: what was typed is text, and no element came of it.
      const tags = html.slice(html.indexOf('<body')).match(/<[a-z][^>]*>/gi) ?? [];
      assert.ok(
        tags.every((tag) => /^<(body|table|tr|td|p|h1|b|br|span|div|a)\b/i.test(tag) && !/onerror|src=/.test(tag)),
        payload,
      );
      const read = html
        .replace(/<[^>]+>/g, '')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'")
        .replace(/&amp;/g, '&');
      assert.ok(read.includes(`Well, ${payload}`), payload);
    }
  });

  it('loads nothing from anywhere', () => {
    const { html } = parts(sampleTicket(7), 'created');
    assert.doesNotMatch(html, /<img|<link|<script|@import|url\(|src=/i);
  });

  it('tells an unproven address the number and the link, and no word that anybody typed', () => {
    const ticket = sampleTicket(7, { title: 'Secret title', description: 'Secret words' });
    const { text, html, letter } = parts(ticket, 'created', { proven: false });
    for (const said of [text, html, letter.subject]) assert.doesNotMatch(said, /Secret|Marie/);
    assert.match(text, /#7/);
    assert.match(text, /https:\/\/www\.example\.com\/t\/7/);
  });

  it('names a colleague whose account is called like an address by the team’s name', () => {
    const author = { kind: 'staff', id: 's', name: 'camille@example.com' } as const;
    const ticket = sampleTicket(7, {
      messages: [{ visibility: 'public', id: 'm', author, body: 'Done.', createdAt: sampleTicket(7).createdAt, attachments: [] }],
    });
    const { text, html } = parts(ticket, 'replied', {}, 'm');
    assert.match(text, /L’équipe Example vous a répondu/);
    assert.doesNotMatch(text + html, /camille@example\.com/);
  });

  it('reads like French: real apostrophes, and spaces that do not break before signs', () => {
    const { text } = parts(sampleTicket(7), 'created');
    assert.doesNotMatch(text, /'/);
    assert.doesNotMatch(
      text
        .split('\n')
        .filter((line) => !line.startsWith('>') && !line.startsWith('http'))
        .join('\n'),
      / [;!?:»]/,
    );
    assert.match(text, /Votre demande est bien arrivée/);
    assert.match(text, /Réponse au plus tard mardi 24\u00a0novembre/);
  });
});

describe('mails to a customer', () => {
  it('carry the headers that thread them per ticket and keep machines from answering', async () => {
    const mailing = await openMailing();
    const person = await mailing.customer('nadia', nadia);
    const { id } = await openTicket(person);
    const other = await openTicket(person);
    mailing.clock.forward(1_000);
    await say(await mailing.agent(), { id }, 'We look into it.');
    await until('three mails', () => mailing.to(nadia.email).length === 3 && mailing.to(teamAddress).length === 2);
    const [created, another, replied] = ['[#1]', '[#2]', 'Re:'].map((word) =>
      mailing.to(nadia.email).find(({ mail }) => mail.subject?.includes(word) && (word === 'Re:' || !mail.subject.startsWith('Re:'))),
    );
    assert.ok(replied);
    assert.equal(replied.mail.inReplyTo, created?.mail.messageId);
    assert.equal(replied.mail.references, created?.mail.messageId);
    assert.notEqual(another?.mail.messageId, created?.mail.messageId);
    assert.equal(other.number, 2);
    for (const { mail, to, from } of mailing.smtp.taken) {
      const header = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
      const typed: boolean = mail === replied.mail;
      assert.deepEqual(header('auto-submitted'), typed ? [] : ['auto-generated']);
      assert.deepEqual(header('x-auto-response-suppress'), typed ? [] : ['All']);
      assert.deepEqual([header('bcc'), header('cc'), header('x-mailer'), header('reply-to')], [[], [], [], []]);
      assert.deepEqual([to.length, from, mail.from?.address, mail.to?.length], [1, sender, sender, 1]);
      // No id of ours can be read from a name, and nobody's address.
      assert.match(mail.messageId ?? '', /^<[\w-]{32}@example\.com>$/);
    }
    const threads = (address: string) => new Set(mailing.to(address).flatMap(({ mail }) => [mail.messageId, mail.references]));
    for (const name of threads(teamAddress))
      assert.ok(name === undefined || !threads(nadia.email).has(name), 'the team’s mails stand in the customer’s thread');
    await mailing.end();
  });

  it('let nothing out of a title or a name into the headers', async () => {
    const mailing = await openMailing();
    const hostile = 'Hello\r\nBcc: evil@example.org\r\n\r\nBody \u2028 =?utf-8?B?QmNjOiBldmls?= \u202egnp';
    const person = await mailing.customer('nadia', { ...nadia, name: `Nadia\r\nBcc: evil@example.org` });
    await openTicket(person, { title: hostile });
    await until('both mails', () => mailing.smtp.taken.length === 2);
    const known = [
      'from',
      'to',
      'subject',
      'message-id',
      'in-reply-to',
      'references',
      'date',
      'mime-version',
      'content-type',
      'auto-submitted',
      'x-auto-response-suppress',
      'list-id',
    ];
    for (const { mail, raw, to } of mailing.smtp.taken) {
      for (const { key } of mail.headers) assert.ok(known.includes(key), key);
      assert.equal(to.length, 1);
      assert.doesNotMatch(raw.slice(0, raw.indexOf('\r\n\r\n')), /^bcc:/im);
      assert.doesNotMatch(mail.subject ?? '', /[\r\n\u2028\u202e]/);
      assert.match(mail.subject ?? '', /= \?utf-8\?B\?QmNjOiBldmls\?=/);
    }
    await mailing.end();
  });

  it('go to one validated address, or nowhere', async () => {
    const mailing = await openMailing({ config: {} });
    const bad = [
      'a@x.example,b@y.example',
      '"a@b"@c.example',
      'a@b.example>',
      '<a@b.example>',
      'Nadia <a@b.example>',
      'nadiа@exаmple.com',
      `${'a'.repeat(320)}@x.example`,
      'a@x.example\nb@y.example',
      sender,
    ];
    for (const [i, email] of bad.entries()) {
      const person = await mailing.customer(`p${String(i)}`, { ...nadia, email });
      const { status } = await person(`${api}/tickets`, {
        body: { service: 'sales', title: 'Which plan', description: 'We are ten people.' },
      });
      assert.ok([201, 401].includes(status), email);
    }
    await openTicket(await mailing.customer('idn', { ...nadia, email: 'nadia@xn--caf-dma.example' }));
    await until('the one good address', () => mailing.smtp.taken.length > 0);
    await until(
      'an empty outbox',
      async () => (await mailing.store.countMails()).waiting === 0 && (await mailing.store.pendingEffects(1)).length === 0,
    );
    // The mail server of the test writes out what came to it as xn--caf-dma.
    assert.deepEqual(
      mailing.smtp.taken.map(({ to, raw }) => [to, /^To: .*$/m.exec(raw)?.[0].trim()]),
      [[['nadia@café.example'], 'To: nadia@xn--caf-dma.example']],
    );
    await mailing.end();
  });

  it('are in their language, and none goes to somebody without an address', async () => {
    const mailing = await openMailing({ config: {} });
    await openTicket(await mailing.customer('john', { ...nadia, email: 'john@example.com', locale: 'en-GB' }));
    await openTicket(await mailing.customer('anna', { name: 'Anna' }));
    await openTicket(await mailing.customer('luc', { ...nadia, email: 'luc@example.com', locale: 'fr-CA' }));
    await until('two mails', () => mailing.smtp.taken.length === 2);
    assert.match(partsOf(mailing.to('john@example.com')[0]!), /Your request has arrived/);
    assert.match(partsOf(mailing.to('luc@example.com')[0]!), /Votre demande est bien arrivée/);
    await until('an empty outbox', async () => (await mailing.store.pendingEffects(1)).length === 0);
    assert.equal(mailing.smtp.taken.length, 2);
    await mailing.end();
  });

  it('are few to an address that nobody has proven, however many tickets name it, and say nothing', async () => {
    const mailing = await openMailing({ config: { rates: { create: null } } });
    const person = await mailing.customer('mallory', { name: 'BUY NOW', email: 'victim@example.com' });
    for (let i = 0; i < 1_000; i++) await openTicket(person, { title: 'BUY NOW cheap things', description: 'BUY NOW at evil.example' });
    await until(
      'an empty outbox',
      async () => (await mailing.store.pendingEffects(1)).length === 0 && (await mailing.store.countMails()).waiting === 0,
    );
    const got = mailing.to('victim@example.com');
    assert.equal(got.length, 3);
    for (const mail of got) assert.doesNotMatch(mail.raw + partsOf(mail), /BUY NOW|evil\.example/);
    await mailing.restart();
    await openTicket(person);
    await until(
      'an empty outbox',
      async () => (await mailing.store.pendingEffects(1)).length === 0 && (await mailing.store.countMails()).waiting === 0,
    );
    assert.equal(mailing.to('victim@example.com').length, 3, 'a restart forgets what was sent');
    await mailing.end();
  });

  it('say nothing when the desk opens a ticket for an address that nobody has proven', async () => {
    const mailing = await openMailing({ config: {} });
    const agent = await mailing.agent();
    await agent(`${api}/desk/tickets`, {
      body: {
        service: 'sales',
        title: 'Secret title',
        description: 'Secret words of staff',
        customer: { email: 'new@example.com', name: 'Secret Name' },
      },
    });
    const [mail] = await until('the mail', () => mailing.to('new@example.com').length === 1 && mailing.to('new@example.com'));
    assert.doesNotMatch(partsOf(mail!), /Secret/);
    assert.match(mail?.mail.text ?? '', /#1/);
    await mailing.end();
  });
});
