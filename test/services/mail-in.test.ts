import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createReplyAddresses } from '../../server/identity/reply-addresses.ts';
import type { MailInAnswer } from '../../server/wire/mail.ts';
import { limits } from '../../server/ticket/limits.ts';
import { mailOf } from '../helpers/mails.ts';
import type { Letter } from '../helpers/mails.ts';
import { png } from '../helpers/files.ts';
import { api, openTicket, origin, problem, say } from '../helpers/harness.ts';
import { bearer, bodies, closedTicket, nadia, openMailIn, secret } from '../helpers/mail-in.ts';
import type { MailingIn } from '../helpers/mail-in.ts';

const day = 86_400_000;
const told = ({ outcome, reason }: MailInAnswer): string => (reason === null ? outcome : `${outcome}: ${reason}`);
const waiting = async ({ store }: MailingIn) => store.listQuarantined();

describe('a reply by mail', () => {
  it('comes back into the ticket, without what it quotes; the team can read that too, and is told', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    await say(await server.agent(), ticket, 'Depuis quand ?');
    const answer = await server.send(ticket, {
      text: 'Depuis hier.\n\nLe 23/11/2026 à 10:00, Example <support@example.com> a écrit :\n> Depuis quand ?\n',
    });
    assert.deepEqual(answer, { outcome: 'reply', reason: null, ticket: 1 });
    const view = await server.asCustomer(ticket);
    assert.deepEqual(bodies(view), ['Depuis quand ?', 'Depuis hier.']);
    assert.deepEqual([view.ball, view.status], ['team', 'IN_PROGRESS']);
    assert.deepEqual(Object.keys(view.messages[1] ?? {}), ['id', 'author', 'body', 'createdAt', 'attachments']);
    const whole = (await server.asTeam(ticket)).messages[1];
    assert.deepEqual(whole?.author, { kind: 'customer', name: 'Nadia Moreau' });
    assert.match(whole?.mail?.quoted ?? '', /> Depuis quand/);
    assert.deepEqual(
      (await server.store.pendingEffects(10)).map(({ kind }) => kind).filter((kind) => kind === 'customer-replied'),
      ['customer-replied'],
    );
  });

  it('is taken from every place in which a mail may say where it went, whatever its letters are made of', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const address = await server.addressOf(ticket);
    assert.ok(address.indexOf('@') <= 64 && address === address.toLowerCase(), address);
    const ways: readonly Letter[] = [
      { to: address.toUpperCase() },
      { to: `"Support, Example" <${address}>` },
      { to: 'a@example.org', headers: [`Cc: ${address}`] },
      { to: 'a@example.org', headers: [`Delivered-To: ${address}`] },
      { to: 'undisclosed-recipients:;', headers: [`X-Original-To: <${address}>`] },
      { to: `Team: ${address}, b@example.org;` },
    ];
    for (const way of ways) assert.equal((await server.send(ticket, way)).outcome, 'reply', JSON.stringify(way));
    const { json } = await server.post(mailOf({ to: 'somebody@example.org', text: 'x' }), {
      query: `?recipient=${encodeURIComponent(address)}&sender=nadia@example.com`,
    });
    assert.equal(json.outcome, 'reply');
    const header = await server.post(mailOf({ to: 'somebody@example.org', text: 'x' }), { headers: { 'x-envelope-to': `<${address}>` } });
    assert.equal(header.json.outcome, 'reply');
  });

  it('is the same once, however often and at once it comes, and by whatever way', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const mail = mailOf({ to: await server.addressOf(ticket), text: 'Depuis hier.' });
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        server.post(`Received: from mx${String(i)}.example.com; Mon, 23 Nov 2026 10:00:0${String(i)} +0100\r\n${mail}`),
      ),
    );
    assert.deepEqual(
      answers.map(({ json }) => json.outcome),
      Array<string>(5).fill('reply'),
    );
    assert.deepEqual(answers.map(({ headers }) => headers.get('idempotent-replayed')).sort(), [null, 'true', 'true', 'true', 'true']);
    assert.deepEqual(bodies(await server.asCustomer(ticket)), ['Depuis hier.']);
    // Some programs give every mail the same name: what it says counts as well.
    await server.send(ticket, { id: 'same', text: 'Un.' });
    await server.send(ticket, { id: 'same', text: 'Deux.' });
    assert.deepEqual(bodies(await server.asCustomer(ticket)), ['Depuis hier.', 'Un.', 'Deux.']);
  });

  it('reaches the ticket of its address, and only that one, also with another’s number in its subject', async () => {
    const server = await openMailIn();
    const [first, second] = [await openTicket(server.nadia), await openTicket(server.nadia)];
    await server.send(second, { subject: 'Re: Panne [#1]' });
    assert.deepEqual([bodies(await server.asCustomer(first)), bodies(await server.asCustomer(second))], [[], ['Depuis hier.']]);
  });

  it('has its address for good: the key is in the store', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const address = await server.addressOf(ticket);
    const again = createReplyAddresses({ store: server.store, pattern: 'support+{key}@example.com', now: () => 0 });
    const row = await server.store.ticket(ticket.id);
    assert.equal(row && (await again.of(row)), address);
    assert.equal((await server.store.replyKeys()).length, 1);
  });

  it('may come as HTML alone, and in another encoding than it says or none', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    await server.send(ticket, {
      html: '<div>Depuis <b>hier</b>.</div><div class="gmail_quote">Le lun. 23 nov. 2026 à 10:00, Example &lt;support@example.com&gt; a écrit :<br><blockquote>Depuis quand ?<script>alert(1)</script></blockquote></div>',
    });
    const head = `From: nadia@example.com\r\nTo: ${await server.addressOf(ticket)}\r\nMessage-ID: <latin@x>\r\n`;
    await server.post(Uint8Array.from(Buffer.from(`${head}\r\nD\u00e9j\u00e0 \u0080 pay\u00e9`, 'latin1')));
    await server.post(
      Uint8Array.from(
        Buffer.from(`${head.replace('latin', 'cp')}Content-Type: text/plain; charset=windows-1252\r\n\r\n10 \u0080`, 'latin1'),
      ),
    );
    await server.post(
      Uint8Array.from(
        Buffer.from(`${head.replace('latin', 'no')}Content-Type: text/plain; charset=no-such-thing\r\n\r\nUn \u00e9t\u00e9`, 'latin1'),
      ),
    );
    assert.deepEqual(bodies(await server.asCustomer(ticket)).slice(0, 3), ['Depuis hier.', 'Déjà € payé', '10 €']);
    assert.equal(bodies(await server.asCustomer(ticket))[3], 'Un été');
  });

  it('that is longer than a message keeps its end beside it', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    await server.send(ticket, { text: `${'mot '.repeat(6_000)}fin` });
    const [message] = (await server.asTeam(ticket)).messages;
    assert.ok(message && Array.from(message.body).length <= limits.message.max && message.body.endsWith('…'));
    assert.ok(message.mail?.quoted?.endsWith('fin'));
  });
});

describe('a mail that is not surely its customer’s', () => {
  const cases: readonly (readonly [name: string, letter: (address: string) => Letter, reason: string])[] = [
    ['from somebody else', () => ({ from: 'eve@example.com' }), 'other-sender'],
    [
      'from somebody else with the customer’s address for a name',
      () => ({ from: '"nadia@example.com" <eve@example.com>' }),
      'other-sender',
    ],
    ['with two senders', () => ({ from: 'nadia@example.com, eve@example.com' }), 'unclear-sender'],
    ['with two From headers', () => ({ headers: ['From: eve@example.com'] }), 'unclear-sender'],
    [
      'with a From that may be read in two ways',
      () => ({ from: 'nadia@example.com <nadia@example.com> <eve@example.com>' }),
      'unclear-sender',
    ],
    ['without From', () => ({ from: '' }), 'unclear-sender'],
    [
      'whose Sender and Reply-To name the customer',
      () => ({ from: 'eve@example.com', headers: ['Sender: nadia@example.com', 'Reply-To: nadia@example.com'] }),
      'other-sender',
    ],
    ['to no address of ours', () => ({ to: 'support@example.com' }), 'no-address'],
    ['to an address with a number alone', () => ({ to: 'support+1@example.com' }), 'no-address'],
    [
      'to an address with a letter changed',
      (address) => ({ to: address.replace(/-(.)/, (_, letter: string) => `-${letter === 'a' ? 'b' : 'a'}`) }),
      'bad-address',
    ],
    ['to an address whose number was changed', (address) => ({ to: address.replace('+1-', '+2-') }), 'bad-address'],
    ['to an address with its end cut off', (address) => ({ to: address.replace(/.@/, '@') }), 'no-address'],
    ['to the address on another domain', (address) => ({ to: address.replace('@example.com', '@example.com.evil.example') }), 'no-address'],
  ];
  for (const [name, letter, reason] of cases) {
    it(`waits at the desk, and nowhere else: ${name}`, async () => {
      const server = await openMailIn();
      const ticket = await openTicket(server.nadia);
      await openTicket(server.nadia);
      const before = await server.asCustomer(ticket);
      const answer = await server.send(ticket, { text: 'canary-in-doubt', ...letter(await server.addressOf(ticket)) });
      assert.equal(told(answer), `quarantined: ${reason}`);
      assert.deepEqual(await server.asCustomer(ticket), before);
      assert.deepEqual(
        (await waiting(server)).map(({ text }) => text),
        ['canary-in-doubt'],
      );
      assert.ok(!(await server.nadia(`${api}/tickets?q=canary-in-doubt`)).text.includes('canary'));
    });
  }

  it('waits when the customer’s address is not proven, and when it came to another customer’s address', async () => {
    const server = await openMailIn();
    const unproven = await server.customer('ulla', { email: 'ulla@example.com' });
    const ticket = await openTicket(unproven);
    assert.equal(told(await server.send(ticket, { from: 'ulla@example.com' })), 'quarantined: unproven-sender');
    const bob = await openTicket(await server.customer('bob', { email: 'bob@example.com', email_verified: true }));
    assert.equal(told(await server.send(bob)), 'quarantined: other-sender');
    const own = await openTicket(server.nadia);
    const both = `${await server.addressOf(own)}, ${await server.addressOf(bob)}`;
    assert.equal(told(await server.send(own, { to: both })), 'quarantined: several-addresses');
    // Where it was delivered is known better than what it says.
    const { json } = await server.post(mailOf({ to: both, text: 'x' }), {
      query: `?recipient=${encodeURIComponent(await server.addressOf(own))}`,
    });
    assert.equal(json.outcome, 'reply');
  });

  it('counts only with the verdict of the mail server, where one is named', async () => {
    const server = await openMailIn({ mail: { authenticatedBy: 'mx.example.com' } });
    const ticket = await openTicket(server.nadia);
    const with_ = async (...headers: string[]) =>
      told(await server.send(ticket, { headers: headers.map((value) => `Authentication-Results: ${value}`) }));
    assert.equal(await with_(), 'quarantined: unauthenticated');
    assert.equal(await with_('mx.example.com; spf=pass; dmarc=fail'), 'quarantined: unauthenticated');
    assert.equal(await with_('mx.evil.example; dmarc=pass'), 'quarantined: unauthenticated');
    assert.equal(await with_('mx.example.com; dmarc=none', 'mx.example.com; dmarc=pass'), 'quarantined: unauthenticated');
    assert.equal(
      await with_('mx.example.com;\r\n dkim=pass header.d=example.com;\r\n dmarc=pass (p=reject) header.from=example.com'),
      'reply',
    );
  });

  it('waits when any server found it forged, though nobody’s praise is believed', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const with_ = async (result: string) =>
      told(await server.send(ticket, { headers: [`Authentication-Results: mx.example.net; ${result}`] }));
    for (const result of [
      'dmarc=fail',
      'dkim=pass; dmarc=fail (p=none)',
      'dkim=fail',
      'spf=softfail',
      'spf=fail smtp.mailfrom=example.com',
    ])
      assert.equal(await with_(result), 'quarantined: unauthenticated', result);
    for (const result of ['dmarc=pass', 'dkim=none; spf=none', 'spf=fail; dkim=pass; dmarc=pass', 'none'])
      assert.equal(await with_(result), 'reply', result);
  });

  it('reopens nothing without proof unless the owner takes it; replies to an open ticket and thanks are taken', async () => {
    const careful = await openMailIn({ mail: { unsigned: null } });
    const closed = await closedTicket(careful);
    assert.equal(told(await careful.send(closed, { text: 'Le problème revient.' })), 'quarantined: unauthenticated');
    assert.equal((await careful.asCustomer(closed)).status, 'CLOSED');
    assert.equal((await careful.send(closed, { text: 'Merci !' })).outcome, 'thanked');
    assert.equal((await careful.send(await openTicket(careful.nadia))).outcome, 'reply');
    const proving = await openMailIn({ mail: { unsigned: null, authenticatedBy: 'mx.example.com' } });
    const proven = ['Authentication-Results: mx.example.com; dmarc=pass'];
    assert.equal((await proving.send(await closedTicket(proving), { text: 'Le problème revient.', headers: proven })).outcome, 'reopened');
    const waitingFor = await openMailIn({ mail: { unsigned: 'wait' } });
    assert.equal(told(await waitingFor.send(await openTicket(waitingFor.nadia))), 'quarantined: unauthenticated');
  });

  it('waits when nothing new is in it, unless a file is', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const quote = 'Le 23/11/2026 à 10:00, Example a écrit :\n> Depuis quand ?';
    assert.equal(told(await server.send(ticket, { text: quote })), 'quarantined: empty');
    assert.equal(
      told(await server.send(ticket, { text: quote, files: [{ name: 'virus.exe', bytes: 'MZ\u0000\u0001' }] })),
      'quarantined: empty',
    );
    assert.equal((await server.send(ticket, { text: quote, files: [{ name: 'photo.png', bytes: png() }] })).outcome, 'reply');
    const view = await server.asCustomer(ticket);
    assert.deepEqual(bodies(view), ['Message sans texte, avec pièce jointe.']);
    assert.deepEqual(
      view.messages[0]?.attachments.map(({ name }) => name),
      ['photo.png'],
    );
  });

  it('waits once a ticket has more mails than people write; one sender cannot fill the quarantine', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const seen: string[] = [];
    for (let i = 0; i < 40; i += 1) seen.push(told(await server.send(ticket, { text: `Réponse ${String(i)}` })));
    assert.deepEqual([...new Set(seen)], ['reply', 'quarantined: too-many', 'ignored: flood']);
    assert.equal(seen.filter((one) => one === 'reply').length, limits.mailIn.hourly);
    assert.equal((await waiting(server)).length, 20);
    server.clock.forward(3_600_001);
    assert.equal(told(await server.send(ticket)), 'reply');
  });
});

describe('a mail that no person wrote', () => {
  const cases: readonly (readonly [name: string, letter: Letter, reason: string])[] = [
    ['an answering machine', { headers: ['Auto-Submitted: auto-replied (vacation)'] }, 'auto-reply'],
    ['a mail that did not arrive', { headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'] }, 'bounce'],
    ['a mail server', { from: 'MAILER-DAEMON@example.com' }, 'bounce'],
    ['nobody', { headers: ['Return-Path: <>'] }, 'bounce'],
    ['our own address', { from: 'Support <support@example.com>' }, 'loop'],
    ['our own mail, come back', { id: 'AbCdEfGhIjKlMnOpQrStUvWxYz012345@example.com' }, 'loop'],
  ];
  const environment = { SUPPORT_SMTP_URL: 'smtp://127.0.0.1:9', SUPPORT_MAIL_FROM: 'Example <support@example.com>' };
  for (const [name, letter, reason] of cases) {
    it(`changes nothing, and nobody looks at it: ${name}`, async () => {
      const server = await openMailIn({ environment });
      const ticket = await openTicket(server.nadia);
      assert.equal(told(await server.send(ticket, letter)), `ignored: ${reason}`);
      assert.deepEqual([bodies(await server.asCustomer(ticket)), (await waiting(server)).length], [[], 0]);
    });
  }

  const absent = [
    'Autosvar: Ärende',
    'Automatisk svar: Sak',
    'Automatická odpověď: Potíž',
    'Răspuns automat: Problemă',
    'Automaattinen vastaus: Vika',
    'Automatikus válasz: Hiba',
    'Автоответ: Сбой',
    'Автоматический ответ: Сбой',
    'Otomatik yanıt: Sorun',
    '自動返信: 障害',
    '自动回复: 故障',
    'Réponse automatique : Panne',
    'Out of Office: Panne',
    'Abwesenheitsnotiz: Panne',
    'Odpowiedź automatyczna: Awaria',
  ];
  it('but does not prove it waits at the desk, reopens nothing and is never lost', async () => {
    const server = await openMailIn();
    const closed = await closedTicket(server);
    const open = await openTicket(server.nadia);
    const doubts: readonly Letter[] = [
      ...absent.map((subject) => ({ subject })),
      { headers: ['Precedence: auto_reply'] },
      { headers: ['X-Autoreply: yes'] },
      { headers: ['Auto-Submitted: auto-generated'] },
      { text: 'Bonjour,\n\nJe suis absent du bureau jusqu’au 30 novembre.' },
      { text: 'Ich bin vom 23. bis 30. November nicht im Büro.' },
    ];
    for (const [i, doubt] of doubts.entries()) {
      server.clock.forward(60_000);
      const expected = i < 20 ? 'quarantined: maybe-automatic' : 'ignored: flood';
      assert.equal(
        told(await server.send(i % 2 === 0 ? closed : open, { text: `Absent ${String(i)}`, ...doubt })),
        expected,
        JSON.stringify(doubt),
      );
    }
    assert.deepEqual([(await server.asCustomer(closed)).status, bodies(await server.asCustomer(open))], ['CLOSED', []]);
  });

  const faint = [
    'X-Auto-Response-Suppress: OOF',
    'X-Auto-Response-Suppress: All',
    'Precedence: bulk',
    'Precedence: list',
    'List-Id: <team.example.com>',
  ];
  for (const header of faint) {
    it(`is not what carries marks that people’s mails carry too: ${header}`, async () => {
      const server = await openMailIn();
      assert.equal((await server.send(await openTicket(server.nadia), { headers: [header] })).outcome, 'reply');
      assert.equal(told(await server.send(await closedTicket(server), { headers: [header] })), 'quarantined: maybe-automatic');
    });
  }

  it('is known by its envelope too, and counted', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const mail = mailOf({ to: await server.addressOf(ticket), text: 'x' });
    assert.equal(told((await server.post(mail, { query: '?sender=' })).json), 'ignored: bounce');
    assert.equal(told((await server.post(mail, { headers: { 'x-envelope-from': '<>' } })).json), 'ignored: bounce');
    assert.equal(
      told((await server.post(mail, { query: '?format=mime', headers: { 'x-envelope-from': '<MAILER-DAEMON>' } })).json),
      'ignored: bounce',
    );
    assert.match(await server.metrics(), /support_mails_in_total\{outcome="ignored",reason="bounce"\} 3/);
  });

  it('is told from a person who says "no" to being one', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    assert.equal(
      (await server.send(ticket, { headers: ['Auto-Submitted: no', 'Return-Path: <nadia@example.com>', 'Precedence: first-class'] }))
        .outcome,
      'reply',
    );
  });
});

describe('a mail to a closed ticket', () => {
  it('reopens it, with its text for a reason, however long', async () => {
    const server = await openMailIn();
    const ticket = await closedTicket(server);
    const text = `Le problème revient. ${'Encore une fois. '.repeat(300)}`.trim();
    assert.deepEqual(await server.send(ticket, { text, files: [{ name: 'photo.png', bytes: png() }] }), {
      outcome: 'reopened',
      reason: null,
      ticket: 1,
    });
    const view = await server.asCustomer(ticket);
    assert.deepEqual([view.status, view.reopenCount, view.messages.at(-1)?.body], ['OPEN', 1, text]);
    assert.deepEqual(
      view.messages.at(-1)?.attachments.map(({ name }) => name),
      ['photo.png'],
    );
    const reason = view.timeline.find(({ kind }) => kind === 'reopened')?.reason ?? '';
    assert.ok(Array.from(reason).length <= limits.reason.max && reason.endsWith('…'));
    assert.deepEqual(
      (await server.store.pendingEffects(20))
        .filter(({ kind }) => kind === 'reopened')
        .map(({ audience }) => audience)
        .sort(),
      ['customer', 'team'],
    );
  });

  it('that says thank you and nothing else leaves it closed; a second one is let go', async () => {
    const server = await openMailIn();
    const ticket = await closedTicket(server);
    assert.equal(
      (await server.send(ticket, { text: 'Bonjour,\n\nMerci beaucoup !\n\nNadia\n\nExample a écrit :\n> Le ticket est clos' })).outcome,
      'thanked',
    );
    assert.equal(told(await server.send(ticket, { text: 'Merci encore !' })), 'ignored: already-thanked');
    // A quotation that nobody is named for is not taken for ours, and is no more than that.
    for (const text of ['Merci\n\n> Le certificat est en place.\n> Bonne journée', '> Le certificat est en place.\n\nMerci !'])
      assert.equal((await server.send(await closedTicket(server), { text })).outcome, 'thanked', text);
    assert.equal((await server.send(await closedTicket(server), { text: 'Toujours en panne\n\n> merci' })).outcome, 'reopened');
    const view = await server.asCustomer(ticket);
    assert.deepEqual([view.status, bodies(view)], ['CLOSED', ['Bonjour,\n\nMerci beaucoup !\n\nNadia']]);
    assert.equal((await server.send(ticket, { text: 'Merci, mais ça recommence.' })).outcome, 'reopened');
    assert.equal((await server.send(ticket, { text: 'Merci !' })).outcome, 'reply');
  });

  it('with a file is never a mere thank you', async () => {
    const server = await openMailIn();
    const ticket = await closedTicket(server, 'customer');
    assert.equal((await server.send(ticket, { text: 'Merci', files: [{ name: 'photo.png', bytes: png() }] })).outcome, 'reopened');
  });

  it('waits at the desk once the window has passed, thanks excepted', async () => {
    const server = await openMailIn({ config: { reopenWindowDays: 14 } });
    const ticket = await closedTicket(server);
    server.clock.forward(15 * day);
    assert.equal(told(await server.send(ticket, { text: 'Le problème revient.' })), 'quarantined: window-passed');
    assert.equal((await server.send(ticket, { text: 'Merci !' })).outcome, 'thanked');
    assert.equal((await server.asCustomer(ticket)).status, 'CLOSED');
  });
});

describe('files that come by mail', () => {
  it('are held to the rules of any upload, and those that are not taken are named', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const files = [
      { name: 'photo.png', bytes: png(), type: 'text/html' },
      { name: '../../etc/page.html', bytes: '<html><script>alert(1)</script></html>', type: 'image/png' },
      { name: 'run.exe', bytes: 'MZ\u0000\u0001\u0002' },
      { name: 'huge.png', bytes: Uint8Array.from(Buffer.alloc(limits.attachment.maxBytes + 1, 1)) },
      { name: 'empty.txt', bytes: '' },
      { name: 'smime.p7s', bytes: 'x', type: 'application/pkcs7-signature' },
      ...Array.from({ length: 9 }, (_, i) => ({ name: `note-${String(i)}.txt`, bytes: `note ${String(i)}` })),
    ];
    assert.equal((await server.send(ticket, { text: 'Voici.', files })).outcome, 'reply');
    const message = (await server.asTeam(ticket)).messages[0];
    assert.deepEqual(
      message?.attachments.map(({ name }) => name),
      ['photo.png', ...Array.from({ length: 7 }, (_, i) => `note-${String(i)}.txt`)],
    );
    assert.deepEqual(message.mail?.refused, [
      { name: 'page.html', why: 'not-accepted' },
      { name: 'run.exe', why: 'not-accepted' },
      { name: 'huge.png', why: 'too-large' },
      { name: 'note-7.txt', why: 'too-many' },
      { name: 'note-8.txt', why: 'too-many' },
    ]);
    const [photo] = (await server.asCustomer(ticket)).messages[0]?.attachments ?? [];
    const got = await server.nadia(`${api}/attachments/${photo?.id ?? ''}`);
    assert.deepEqual([got.status, got.headers.get('content-type')], [200, 'image/png']);
  });

  it('are left out when they are pictures of a signature, of what is quoted, or came before', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const shot = Uint8Array.from(Buffer.concat([png(300, 200), Buffer.alloc(5_000)]));
    const logo = Uint8Array.from(Buffer.concat([png(200, 50), Buffer.alloc(6_000)]));
    const files = [
      { name: 'shot.png', bytes: shot, type: 'image/png', cid: 'shot@x' },
      { name: 'logo.png', bytes: logo, type: 'image/png', cid: 'logo@x' },
      { name: 'dot.png', bytes: png(), type: 'image/png', cid: 'dot@x' },
      { name: 'quoted.png', bytes: Uint8Array.from(Buffer.concat([png(9, 9), Buffer.alloc(7_000)])), type: 'image/png', cid: 'quoted@x' },
    ];
    const html =
      '<p>Voici</p><img src="cid:shot@x"><img src="cid:logo@x"><img src="cid:dot@x"><blockquote><img src="cid:quoted@x"></blockquote>';
    await server.send(ticket, { html, files });
    await server.send(ticket, { html: '<p>Encore</p><img src="cid:logo@x">', files: files.slice(1, 2) });
    const names = (await server.asCustomer(ticket)).messages.map(({ attachments }) => attachments.map(({ name }) => name));
    assert.deepEqual(names, [['shot.png', 'logo.png'], []]);
  });
});

describe('the route for mails', () => {
  it('takes a mail in the forms in which providers post it', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const address = await server.addressOf(ticket);
    const eight = (body: string) => Buffer.from(mailOf({ text: body }), 'utf8');
    const form = new FormData();
    form.set('email', new Blob([eight('Déjà, en partie')]), 'mail.eml');
    form.set('envelope', JSON.stringify({ to: [address], from: 'nadia@example.com' }));
    form.set('spam_score', '0.1');
    assert.equal((await server.ask<MailInAnswer>(`${api}/mail/inbound`, await encoded(form))).json.outcome, 'reply');
    const field = new FormData();
    field.set('recipient', address);
    field.set('sender', 'nadia@example.com');
    field.set('body-mime', mailOf({ text: 'Déjà, en champ' }));
    assert.equal((await server.ask<MailInAnswer>(`${api}/mail/inbound`, await encoded(field))).json.outcome, 'reply');
    const plain = new URLSearchParams({ recipient: address, 'body-mime': mailOf({ text: 'Déjà, en ligne' }) }).toString();
    const lines = await server.ask<MailInAnswer>(`${api}/mail/inbound`, {
      raw: plain,
      headers: { ...bearer, 'content-type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(lines.json.outcome, 'reply', lines.text);
    const basic = Buffer.from(`mail:${secret}`).toString('base64');
    const own = await server.post(mailOf({ to: address, text: 'Déjà, telle quelle' }), { headers: { authorization: `Basic ${basic}` } });
    assert.equal(own.json.outcome, 'reply');
    assert.deepEqual(bodies(await server.asCustomer(ticket)), [
      'Déjà, en partie',
      'Déjà, en champ',
      'Déjà, en ligne',
      'Déjà, telle quelle',
    ]);
  });

  it('says what is wrong with a call, and only then', async () => {
    const server = await openMailIn();
    const post = async (ask: Parameters<MailingIn['post']>[1], raw = 'x') => problem(await server.post(raw, ask));
    assert.equal(await post({ headers: { authorization: 'Bearer wrong' } }), 'unauthenticated');
    assert.equal(await post({ headers: { authorization: `Basic ${Buffer.from('mail:wrong').toString('base64')}` } }), 'unauthenticated');
    assert.equal(await post({ headers: { 'content-type': 'application/json' } }, '{}'), 'unsupported-media-type');
    assert.equal(await post({ headers: { 'content-encoding': 'gzip' } }), 'unsupported-media-type');
    assert.equal(await post({ query: '?other=1' }), 'invalid-input');
    assert.equal(await post({ headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 'not a form'), 'malformed-request');
    assert.equal(await post({ headers: { 'content-length': String(limits.mailIn.maxBytes * 2) } }), 'too-large');
    const none = new FormData();
    none.set('text', 'nothing');
    assert.equal(problem(await server.ask(`${api}/mail/inbound`, await encoded(none))), 'invalid-input');
    const two = new FormData();
    two.append('email', mailOf({ text: 'x' }));
    two.append('email', mailOf({ text: 'y' }));
    assert.equal(problem(await server.ask(`${api}/mail/inbound`, await encoded(two))), 'invalid-input');
    assert.equal(
      (
        await server
          .customer('nadia', nadia)
          .then((person) => person(`${api}/mail/inbound`, { raw: 'x', headers: { 'content-type': 'message/rfc822' } }))
      ).status,
      401,
    );
    assert.equal(await post({}, ''), 'invalid-input');
    const answer = await server.post(mailOf({ text: 'x' }), { headers: { origin } });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });

  it('is not there without an address for replies, or without the operations token', async () => {
    const off = await openMailIn({ mail: { replies: null } });
    assert.equal((await off.post(mailOf({ text: 'x' }))).status, 404);
    const { deps } = off;
    assert.equal(deps.replyAddresses, null);
  });
});

async function encoded(form: FormData): Promise<{ raw: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  const request = new Request('http://x', { method: 'POST', body: form });
  return {
    raw: new Uint8Array(await request.arrayBuffer()),
    headers: { ...bearer, 'content-type': request.headers.get('content-type') ?? '' },
  };
}
