import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { readSmtpUrl } from '../../server/config/mail.ts';
import { describeCertificate } from '../../server/notify/certificate.ts';
import { MailFault, openPostman } from '../../server/notify/smtp.ts';
import { until } from '../helpers/mail-server.ts';
import type { Taken } from '../helpers/mail-server.ts';
import { form, text } from '../helpers/files.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { AttachmentView } from '../../server/wire/tickets.ts';
import { api, openTicket, say } from '../helpers/harness.ts';
import type { Person } from '../helpers/harness.ts';
import { nadia, openMailing } from '../helpers/mailing.ts';
import type { Mailing } from '../helpers/mailing.ts';
import { inFolder, support } from '../helpers/process.ts';

const headerOf = ({ mail }: Taken, name: string): readonly string[] =>
  mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
const mailsWith = (mailing: Mailing, subject: RegExp): readonly Taken[] =>
  mailing.to(nadia.email).filter(({ mail }) => subject.test(mail.subject ?? ''));

async function change(agent: Person, id: string, body: object): Promise<void> {
  const { headers } = await agent(`${api}/desk/tickets/${id}`);
  assert.equal(
    (await agent(`${api}/desk/tickets/${id}`, { method: 'PATCH', body, headers: { 'if-match': headers.get('etag') ?? '' } })).status,
    200,
  );
}

/** A customer's ticket, and an agent who is about to answer it. */
async function open(config: object = {}) {
  const mailing = await openMailing({ config: { mail: config } });
  const person = await mailing.customer('nadia', nadia);
  const ticket = await openTicket(person);
  const agent = await mailing.agent();
  mailing.clock.forward(1_000);
  return { mailing, person, ticket, agent };
}

describe('a mail says that a machine wrote it', () => {
  it('where nobody typed it, and only there', async () => {
    const { mailing, ticket, agent } = await open();
    await say(agent, ticket, 'We look into it.');
    mailing.clock.forward(1_000);
    await change(agent, ticket.id, { status: 'CLOSED' });
    mailing.clock.forward(1_000);
    await change(agent, ticket.id, { status: 'OPEN', reason: 'There is more to it.' });
    mailing.clock.forward(1_000);
    await change(agent, ticket.id, { status: 'CLOSED', reason: 'Mended for good.' });
    await until('five mails', () => mailing.to(nadia.email).length === 5);
    const told = mailing
      .to(nadia.email)
      .map((taken) => [
        /nouvelles|We look into it|There is more|Mended/.exec(taken.mail.text ?? '')?.[0] ?? null,
        headerOf(taken, 'auto-submitted').length,
        headerOf(taken, 'x-auto-response-suppress').length,
      ]);
    assert.deepEqual(told, [
      [null, 1, 1],
      ['We look into it', 0, 0],
      [null, 1, 1],
      ['There is more', 0, 0],
      ['Mended', 0, 0],
    ]);
    await mailing.end();
  });
});

describe('what somebody wrote', () => {
  it('stands in both parts as it was written', async () => {
    const { mailing, ticket, agent } = await open();
    const body =
      'Put this into your file:\n\nservices:\n  web:\n    ports: ["80:80"]\n\tkey:  value\n\nsee https://example.com/a?b=1&c=2, not https://bank.example@evil.example/.';
    await say(agent, ticket, body);
    const mail = await until('the answer', () => mailsWith(mailing, /^Re:/)[0]);
    const { text: plain = '', html = '' } = mail.mail;
    assert.ok(plain.replaceAll('\r\n', '\n').includes(`\n${body}\n`), plain);
    assert.doesNotMatch(plain, /^>/m);
    assert.ok(html.includes('<br>&nbsp;&nbsp;web:<br>&nbsp;&nbsp;&nbsp;&nbsp;ports:'), html);
    assert.ok(html.includes('key:&nbsp; value'));
    assert.ok(html.includes('<a class="link" href="https://example.com/a?b=1&amp;c=2" rel="nofollow noopener noreferrer"'));
    assert.ok(!html.includes('href="https://bank.example'));
    await mailing.end();
  });

  it('is quoted where it goes back to who wrote it', async () => {
    const { mailing } = await open();
    const mail = await until('the confirmation', () => mailing.to(nadia.email)[0]);
    assert.match(mail.mail.text ?? '', /^> /m);
    await mailing.end();
  });
});

describe('the files of an answer', () => {
  async function upload(agent: Person, name: string, bytes: number): Promise<string> {
    const { raw, headers } = await form(name, text('a'.repeat(bytes)));
    const { status, json } = await agent<AttachmentView>(`${api}/desk/attachments`, { method: 'POST', raw, headers });
    assert.equal(status, 201);
    return json.id;
  }

  it('go along as long as they are small together, and are named where they are not', async () => {
    const { mailing, ticket, agent } = await open({ attachBytes: 1_000 });
    const attachments = [
      await upload(agent, 'first.txt', 400),
      await upload(agent, 'large.txt', 2_000),
      await upload(agent, 'second é.txt', 500),
      await upload(agent, 'third.txt', 300),
    ];
    await agent<DeskTicket>(`${api}/desk/tickets/${ticket.id}/messages`, {
      body: { body: 'Here they are.', visibility: 'public', attachments },
    });
    const mail = await until('the answer', () => mailsWith(mailing, /^Re:/)[0]);
    const { attachments: enclosed, text: plain = '' } = mail.mail;
    assert.deepEqual(
      enclosed.map(({ filename, content, disposition }) => [filename, (content as ArrayBuffer).byteLength, disposition]),
      [
        ['first.txt', 400, 'attachment'],
        ['second é.txt', 500, 'attachment'],
      ],
    );
    assert.match(plain, /Pièces jointes\u00a0: first\.txt, second é\.txt/);
    assert.match(plain, /trop lourds pour un e-mail\u00a0: large\.txt, third\.txt/);
    await mailing.end();
  });

  it('of a note go nowhere, nor do those of an answer to an address that nobody has proven', async () => {
    const mailing = await openMailing();
    const person = await mailing.customer('nadia', { ...nadia, email_verified: false });
    const ticket = await openTicket(person);
    const agent = await mailing.agent();
    mailing.clock.forward(1_000);
    const note = await upload(agent, 'secret.txt', 10);
    await agent(`${api}/desk/tickets/${ticket.id}/messages`, { body: { body: 'For us.', visibility: 'internal', attachments: [note] } });
    const answer = await upload(agent, 'answer.txt', 10);
    await agent(`${api}/desk/tickets/${ticket.id}/messages`, { body: { body: 'Here.', visibility: 'public', attachments: [answer] } });
    await until('both mails', () => mailing.to(nadia.email).length === 2);
    for (const { mail } of mailing.to(nadia.email))
      assert.deepEqual([mail.attachments.length, /secret|answer/.test(mail.text ?? '')], [0, false]);
    await mailing.end();
  });
});

describe('a mail server whose certificate is not trusted', () => {
  for (const [way, secure, scheme, query] of [
    ['from the first byte', true, 'smtps', ''],
    ['after STARTTLS', false, 'smtp', '?tls=required'],
  ] as const) {
    it(`is told apart, with its certificate: ${way}`, async () => {
      // It brings a certificate that it has signed itself.
      const server = new SMTPServer({ logger: false, secure, disabledCommands: ['AUTH'], closeTimeout: 100 });
      server.on('error', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `${scheme}://127.0.0.1:${String((server.server.address() as AddressInfo).port)}${query}`;
      const smtp = readSmtpUrl(url);
      assert.ok(smtp);
      const postman = openPostman({ server: smtp }, { connect: 5_000, silence: 5_000 });
      try {
        const fault = await postman.verify().then(
          () => null,
          (error: unknown) => error,
        );
        assert.ok(fault instanceof MailFault);
        assert.deepEqual([fault.kind, fault.word], ['away', 'certificate-not-trusted']);
        assert.match(fault.reply ?? '', /certificate/i);
        assert.match((await describeCertificate(smtp, 5_000)) ?? '', /^its certificate is for .+, issued by .+, good until .+ GMT$/);
        await inFolder(async (dir) => {
          const environment = {
            SUPPORT_TOKEN_SECRET: 'a-secret-for-tests-of-32-bytes-or-more',
            SUPPORT_SMTP_URL: url,
            SUPPORT_MAIL_FROM: 'support@example.com',
          };
          const { out } = await support(dir, ['doctor'], { environment });
          assert.match(out, /^look {2}mail {4}.*its certificate is not trusted: .*; its certificate is for .*NODE_EXTRA_CA_CERTS/m);
        });
      } finally {
        postman.close();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    });
  }
});
