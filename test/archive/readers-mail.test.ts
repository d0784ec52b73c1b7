import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { automation, mailDate, tagOf, withoutReply } from '../../server/archive/readers/mail/headers.ts';
import { mailsOf } from '../../server/archive/readers/mail/mbox.ts';
import { Zone } from '../../server/text/zones.ts';
import { codes, readAll, sample, withSample } from './reading.ts';
import type { Outcome } from './reading.ts';

interface Mail {
  readonly from: string;
  readonly to?: string;
  readonly cc?: string;
  readonly subject?: string;
  readonly id?: string;
  readonly replyTo?: string;
  readonly date?: string;
  readonly body?: string;
  readonly headers?: readonly string[];
}

const mail = ({
  from,
  to = 'support@nuxit.example',
  cc,
  subject = 'Panne',
  id,
  replyTo,
  date = 'Wed, 04 Mar 2009 14:05:06 +0100',
  body = 'Bonjour',
  headers = [],
}: Mail): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    ...(cc === undefined ? [] : [`Cc: ${cc}`]),
    `Subject: ${subject}`,
    `Date: ${date}`,
    ...(id === undefined ? [] : [`Message-ID: <${id}>`]),
    ...(replyTo === undefined ? [] : [`In-Reply-To: <${replyTo}>`]),
    ...headers,
    '',
    body,
  ].join('\n');

const mbox = (...mails: readonly string[]): string =>
  mails
    .map((one) => `From x@example.fr Wed Mar  4 14:05:06 2009\n${one.replace(/^(>*From )/gm, '>$1').replace(/^>From: /, 'From: ')}\n\n`)
    .join('');
const read = (input: string | Buffer, values: Record<string, string | boolean | readonly string[]> = {}): Promise<Outcome> =>
  readAll({ from: 'mbox', input, values: { 'staff-domain': ['nuxit.example'], ...values } });
const texts = ({ tickets }: Outcome): readonly unknown[] =>
  tickets.map(({ requester, messages }) => [requester.email, ...messages.map(({ kind, text }) => `${kind}: ${text}`)]);

const marie = 'Marie Dupont <Marie@Example.fr>';
const zoe = 'Zoé <zoe@nuxit.example>';

describe('a mailbox', () => {
  it('becomes threads: by what a mail answers, by the number in its subject, and per customer', async () => {
    const outcome = await read(
      mbox(
        mail({ from: marie, id: 'm1@x', body: 'La première' }),
        mail({
          from: zoe,
          to: marie,
          id: 'z1@n',
          replyTo: 'm1@x',
          subject: 'Re: Panne [#4711]',
          date: 'Wed, 4 Mar 2009 15:00:00 GMT',
          body: 'La réponse',
        }),
        mail({
          from: 'marie@example.fr',
          id: 'm2@x',
          subject: 'RE: [#4711] Panne',
          date: '5 Mar 2009 08:00:00 +0100',
          body: 'Sans référence',
        }),
        mail({ from: 'bob@example.fr', id: 'b1@x', subject: '[#4711] curieux', body: 'Je voudrais lire' }),
        mail({ from: zoe, to: 'bob@example.fr', replyTo: 'm1@x', id: 'z2@n', body: 'Pour Bob' }),
        mail({ from: marie, id: 'm3@x', subject: 'Autre chose', body: 'Un autre sujet' }),
      ),
    );
    assert.deepEqual(texts(outcome), [
      ['bob@example.fr', 'customer: Je voudrais lire', 'staff: Pour Bob'],
      ['marie@example.fr', 'customer: La première', 'staff: La réponse', 'customer: Sans référence'],
      ['marie@example.fr', 'customer: Un autre sujet'],
    ]);
    const thread = outcome.tickets.find(({ messages }) => messages.length === 3);
    assert.deepEqual(
      [thread?.number, thread?.subject, thread?.createdAt, thread?.updatedAt, thread?.requester.name, thread?.messages[1]?.name],
      ['4711', 'Panne', '2009-03-04T13:05:06.000Z', '2009-03-05T07:00:00.000Z', 'Marie Dupont', 'Zoé'],
    );
  });

  it('gives nothing that the team wrote to itself, and no bounces; machines are told apart', async () => {
    const outcome = await read(
      mbox(
        mail({ from: marie, id: 'm1@x' }),
        mail({ from: zoe, to: 'paul@nuxit.example, support@nuxit.example', replyTo: 'm1@x', subject: 'Fwd: Panne', body: 'CANARY' }),
        mail({ from: zoe, to: 'paul@nuxit.example', headers: ['Bcc: marie@example.fr'], replyTo: 'm1@x', body: 'CANARY' }),
        mail({ from: 'MAILER-DAEMON@example.fr', body: 'CANARY' }),
        mail({ from: 'x@example.fr', headers: ['Content-Type: multipart/report; boundary=b'], body: 'CANARY' }),
        mail({
          from: marie,
          id: 'm2@x',
          replyTo: 'm1@x',
          headers: ['Auto-Submitted: auto-replied'],
          date: 'Thu, 5 Mar 2009 09:00:00 +0100',
          body: 'Absente',
        }),
        mail({ from: marie, id: 'm1@x' }),
      ),
    );
    assert.doesNotMatch(JSON.stringify(outcome.tickets), /CANARY/);
    assert.deepEqual(texts(outcome), [['marie@example.fr', 'customer: Bonjour', 'system: Absente']]);
    assert.deepEqual(outcome.counters.dropped, { private: 2, 'not-a-ticket': 2, merged: 1 });
  });

  it('needs to be told who answered', async () => {
    await assert.rejects(read(mbox(mail({ from: marie })), { 'staff-domain': [] }), /--staff-domain is missing/);
    await assert.rejects(read(mbox(mail({ from: marie })), { 'staff-domain': ['nonsense'] }), /--staff-domain "nonsense"/);
    assert.deepEqual(texts(await read(mbox(mail({ from: zoe })), { 'staff-domain': ['paul@nuxit.example'] })), [
      ['zoe@nuxit.example', 'customer: Bonjour'],
    ]);
  });

  it('keeps lines that begin as a separator does', async () => {
    const body = 'Bonjour,\n\nFrom here on it fails.\n\n>From the log:\nFrom x@example.fr Wed Mar  4 14:05:06 2009\nfin';
    assert.deepEqual(texts(await read(mbox(mail({ from: marie, body }), mail({ from: 'bob@example.fr' })))), [
      ['marie@example.fr', `customer: ${body}`],
      ['bob@example.fr', 'customer: Bonjour'],
    ]);
  });

  it('is split alike wherever the chunks end', async () => {
    const box = Buffer.from(
      mbox(mail({ from: marie, body: 'a\n\nb' }), mail({ from: marie, body: 'From a\r\n\r\nb' }), mail({ from: marie })),
    );
    async function* chunks(size: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < box.length; at += size) yield await Promise.resolve(Uint8Array.from(box.subarray(at, at + size)));
    }
    const split = async (size: number): Promise<string[]> => {
      const mails: string[] = [];
      for await (const { bytes, byte } of mailsOf(chunks(size), 10_000)) mails.push(`${String(byte)} ${bytes?.toString() ?? 'too long'}`);
      return mails;
    };
    assert.equal((await split(1 << 20)).length, 3);
    for (const size of [1, 7, 64]) assert.deepEqual(await split(size), await split(1 << 20));
    const short: (number | undefined)[] = [];
    for await (const { bytes } of mailsOf(chunks(50), 170)) short.push(bytes?.length);
    assert.equal(short.length, 3, 'a mail that is too long hides no other');
  });

  it('reads bodies and subjects in the encodings of their time', async () => {
    const body = ['Content-Type: text/plain; charset=windows-1252', 'Content-Transfer-Encoding: quoted-printable'];
    assert.deepEqual(texts(await read(mbox(mail({ from: marie, headers: body, body: 'L=92=E9t=E9 : 12 =80 =9Cuvre' })))), [
      ['marie@example.fr', 'customer: L’été : 12 € œuvre'],
    ]);
    assert.equal((await read(mbox(mail({ from: marie, subject: '=?iso-8859-1?Q?L=92=E9t=E9_=80?=' })))).tickets[0]?.subject, 'L’été €');
    const unlabelled = await read(Buffer.from(mbox(mail({ from: marie, body: 'déjà là' })), 'latin1'));
    assert.deepEqual(
      [texts(unlabelled), unlabelled.remarks.some((remark) => remark.includes('windows-1252'))],
      [[['marie@example.fr', 'customer: déjà là']], true],
    );
    const html = await read(
      mbox(
        mail({ from: marie, headers: ['Content-Type: text/html; charset=utf-8'], body: '<p>Bonjour <b>à</b> vous</p><script>x</script>' }),
      ),
    );
    assert.deepEqual(texts(html), [['marie@example.fr', 'customer: Bonjour à vous']]);
  });

  it('writes attachments under names of their content, whatever they were called', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'support-files-'));
    try {
      const part = (name: string): string =>
        `--b\nContent-Type: application/pdf; name="${name}"\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n`;
      const input = mbox(
        mail({
          from: marie,
          headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
          body: `--b\nContent-Type: text/plain\n\nVoici.\n${part('../../etc/passwd')}${part('devis.pdf')}--b--`,
        }),
      );
      const { tickets } = await read(input, { attachments: dir });
      const attachments = tickets[0]?.messages[0]?.attachments ?? [];
      assert.deepEqual(
        attachments.map(({ name, size }) => [name, size]),
        [
          ['passwd', 5],
          ['devis.pdf', 5],
        ],
      );
      assert.equal(attachments[0]?.ref, attachments[1]?.ref);
      assert.equal(await readFile(join(dir, attachments[0]?.ref ?? ''), 'utf8'), '%PDF-');
      assert.equal(readdirSync(dir).length, 1);
      const looked = join(dir, 'looked');
      assert.equal(
        (await read(input, { attachments: looked, sample: true })).tickets[0]?.messages[0]?.attachments?.[0]?.ref,
        attachments[0]?.ref,
      );
      assert.equal(existsSync(looked), false, 'who only looks writes nothing');
      assert.ok((await read(input)).tickets[0]?.messages[0]?.attachments?.every(({ missing }) => missing));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('refuses mails that cannot be read one by one', async () => {
    const deep = Array.from({ length: 100 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${String(i)}\n\n--b${String(i)}`).join(
      '\n',
    );
    const parts = `--b\n\nx\n`.repeat(10_000);
    const outcome = await read(
      mbox(
        mail({ from: marie, headers: [deep] }),
        mail({
          from: marie,
          headers: ['Content-Type: multipart/mixed; boundary=b'],
          body: `${parts.replaceAll('\n\n', '\nContent-Disposition: attachment; filename=x\n\n')}--b--`,
        }),
        mail({ from: 'nobody' }),
        mail({ from: marie, date: 'yesterday' }),
        mail({ from: marie, body: 'Bonne' }),
      ),
    );
    assert.deepEqual(
      [codes(outcome), texts(outcome)],
      [['bad-mime', 'too-many', 'required', 'bad-date'], [['marie@example.fr', 'customer: Bonne']]],
    );
  });

  it('comes as a folder too: maildir, or files of single mails', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'support-maildir-'));
    try {
      const values = { 'staff-domain': ['nuxit.example'] };
      await writeFile(
        join(dir, '2.eml'),
        mail({ from: zoe, to: marie, id: 'z@n', replyTo: 'm@x', date: 'Thu, 5 Mar 2009 09:00:00 +0100', body: 'Fait' }),
      );
      await writeFile(join(dir, '1.eml'), mail({ from: marie, id: 'm@x' }));
      await writeFile(join(dir, 'notes.txt'), 'not a mail');
      assert.deepEqual(texts(await readAll({ from: 'maildir', path: dir, values })), [
        ['marie@example.fr', 'customer: Bonjour', 'staff: Fait'],
      ]);
      await mkdir(join(dir, 'new'));
      await writeFile(join(dir, 'new', '1.M1P1.host:2,S'), mail({ from: 'bob@example.fr' }));
      await mkdir(join(dir, '.Sent', 'cur'), { recursive: true });
      await writeFile(
        join(dir, '.Sent', 'cur', '2.M1P1.host:2,S'),
        mail({
          from: zoe,
          to: 'bob@example.fr',
          subject: 'Re: Panne',
          headers: ['References: <b@x>'],
          date: 'Thu, 5 Mar 2009 09:00:00 +0100',
          body: 'Fait',
        }),
      );
      await writeFile(join(dir, 'new', '1.M1P1.host:2,S'), mail({ from: 'bob@example.fr', id: 'b@x' }));
      assert.deepEqual(texts(await readAll({ from: 'maildir', path: dir, values })), [
        ['bob@example.fr', 'customer: Bonjour', 'staff: Fait'],
      ]);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('of difficult mails of others gives each as a ticket, or says why not', withSample('otrs-mail/PostMaster'), async () => {
    let [tickets, others] = [0, 0];
    for (const folder of ['PostMaster', 'EmailParser'])
      for (const name of readdirSync(sample(`otrs-mail/${folder}`))) {
        const outcome = await readAll({
          from: 'mbox',
          path: sample(`otrs-mail/${folder}/${name}`),
          values: { 'staff-domain': ['nuxit.example'] },
        });
        assert.equal(outcome.fault, null, name);
        tickets += outcome.tickets.length;
        others += outcome.counters.rows - outcome.tickets.length;

        assert.doesNotMatch(JSON.stringify(outcome.tickets), /[\u0080-\u009f]/, name);
      }
    assert.deepEqual([tickets, others], [68, 5]);
  });
});

describe('the headers of mails', () => {
  const utc = new Zone('UTC');
  const date = (text: string): string | undefined => {
    const moment = mailDate(text, utc);
    return moment ? new Date(moment.time).toISOString() : undefined;
  };

  it('have dates in many forms', () => {
    assert.equal(date('Fri, 21 Dec 2001 23:59:24 +0200'), '2001-12-21T21:59:24.000Z');
    assert.equal(date('21 Dec 01 23:59 EST (comment)'), '2001-12-22T04:59:00.000Z');
    assert.equal(date('Fri, 21-Dec-2001 23:59:24'), '2001-12-21T23:59:24.000Z');
    for (const bad of ['', 'yesterday', '31 Feb 2001 10:00:00 +0000', '21 Dez 2001 25:00:00']) assert.equal(date(bad), undefined, bad);
  });

  it('have subjects with marks of answers and numbers', () => {
    assert.deepEqual(['Re: Fwd: RE[2]: Panne', 'TR : Panne', 'Réunion: x'].map(withoutReply), ['Panne', 'Panne', 'Réunion: x']);
    assert.deepEqual(['x [#123]', '[Ticket#2020010210000011] x', '[NUXIT #AB-45]', '[123]', 'x #5'].map(tagOf), [
      '123',
      '2020010210000011',
      'AB-45',
      null,
      null,
    ]);
  });

  it('tell machines from people', () => {
    const of = (headers: Record<string, string>, from = 'x@y.fr'): string => JSON.stringify(automation((name) => headers[name], from));
    assert.equal(of({}), '{"bounce":false,"automatic":false}');
    assert.equal(of({ 'auto-submitted': 'no' }), '{"bounce":false,"automatic":false}');
    assert.equal(of({ precedence: 'bulk' }), '{"bounce":false,"automatic":true}');
    assert.equal(of({ 'return-path': '<>' }), '{"bounce":false,"automatic":true}');
    assert.equal(of({}, 'MAILER-DAEMON@y.fr'), '{"bounce":true,"automatic":false}');
  });
});
