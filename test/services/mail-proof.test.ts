/** Who sent a mail is proven by the server itself, from the mail as it came and from what the sender's domain says in the DNS. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import { describeProof, lookAtDns } from '../../server/cli/doctor-mail.ts';
import { readSite } from '../../server/config/site.ts';
import { systemDns } from '../../server/inbound/dns.ts';
import type { AskDns } from '../../server/inbound/dns.ts';
import { openMailThreads } from '../../server/inbound/thread.ts';
import { mailOf } from '../helpers/mails.ts';
import { openTicket } from '../helpers/harness.ts';
import { closedTicket, openMailIn } from '../helpers/mail-in.ts';
import type { MailingIn } from '../helpers/mail-in.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const other = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const record = `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`;

type Records = Readonly<Record<string, readonly string[]>>;

const keys: Records = {
  's1._domainkey.example.com': [record],
  's1._domainkey.mail.example.com': [record],
  's1._domainkey.bulk.example': [record],
};
const policies: Records = {
  'example.com': ['v=spf1 ip4:192.0.2.10 -all'],
  'soft.example': ['v=spf1 ip4:192.0.2.10 ~all'],
  'elsewhere.example': ['v=spf1 ip4:203.0.113.5 -all'],
};

/** A zone of the DNS; what is not in it does not exist. */
const zone =
  (records: Records): AskDns =>
  (name, type) => {
    const found = type === 'TXT' ? records[name.toLowerCase()] : undefined;
    return found ? Promise.resolve(found.map((text) => [text])) : Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }));
  };

interface Signing {
  readonly domain?: string;
  readonly key?: string;
  readonly without?: string;
}

/** A mail of Nadia's, signed as nodemailer signs. */
async function signed(to: string, { domain = 'example.com', key = privateKey, without }: Signing = {}): Promise<string> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message } = await transport.sendMail({
    from: 'Nadia Moreau <nadia@example.com>',
    to,
    subject: 'Re: Panne [#1]',
    text: 'Depuis hier.\n\nNadia',
    dkim: { domainName: domain, keySelector: 's1', privateKey: key, ...(without !== undefined && { skipFields: without }) },
  });
  return message.toString();
}

const opening = (askDns: AskDns, mail: object = { unsigned: null }): Promise<MailingIn> => openMailIn({ mail, parts: { askDns } });

async function outcome(server: MailingIn, raw: string, query = ''): Promise<string> {
  const { json, text } = await server.post(raw, { query });
  assert.ok(json.outcome, text);
  return json.reason === null ? json.outcome : `${json.outcome}: ${json.reason}`;
}

const waits = 'quarantined: unauthenticated';

describe('a reply that its sender’s domain has signed', () => {
  it('is proven: it reopens a closed ticket, whichever line ends it came with', async () => {
    const server = await opening(zone(keys));
    for (const change of [
      (raw: string) => raw,
      (raw: string) => raw.replaceAll('\r\n', '\n'),
      (raw: string) => `Received: from a by b\r\n${raw}`,
      (raw: string) => `From nadia@example.com Mon Nov 23 10:00:00 2026\r\n${raw}`,
    ]) {
      const ticket = await closedTicket(server);
      assert.equal(await outcome(server, change(await signed(await server.addressOf(ticket)))), 'reopened');
    }
  });

  it('may be signed by a part of the organisation, and by a forwarder beside it', async () => {
    const server = await opening(zone(keys));
    const ticket = await closedTicket(server);
    assert.equal(await outcome(server, await signed(await server.addressOf(ticket), { domain: 'mail.example.com' })), 'reopened');
  });

  it('waits at the desk when the signature does not hold, also in an open ticket', async () => {
    const server = await opening(zone(keys), { unsigned: 'take' });
    const ticket = await openTicket(server.nadia);
    const to = await server.addressOf(ticket);
    const changed = (await signed(to)).replace('Depuis hier.', 'Depuis demain.');
    assert.equal(await outcome(server, changed), waits);
    assert.equal(await outcome(server, (await signed(to)).replace('Subject: Re: Panne', 'Subject: Re: Autre')), waits);
    assert.equal(await outcome(server, await signed(to, { key: other.privateKey })), waits);
    assert.equal(await outcome(server, (await signed(to)).replaceAll('s=s1;', 's=s2;')), waits, 'no such key');
    assert.deepEqual((await server.asCustomer(ticket)).messages, []);
  });

  it('proves nothing by the signature of another domain, by one that leaves out the sender, or leaves the end to anybody', async () => {
    const server = await opening(zone(keys));
    for (const raw of [
      await signed(await server.addressOf(await closedTicket(server)), { domain: 'bulk.example' }),
      await signed(await server.addressOf(await closedTicket(server)), { without: 'from' }),
      (await signed(await server.addressOf(await closedTicket(server)))).replace('v=1;', 'v=1; l=10;'),
    ])
      assert.equal(await outcome(server, raw), waits);
    const open = await openTicket(server.nadia);
    assert.equal(await outcome(server, await signed(await server.addressOf(open), { domain: 'bulk.example' })), 'reply');
  });

  it('is as good as unsigned where the DNS does not answer', async () => {
    const server = await opening(() => Promise.reject(Object.assign(new Error('nobody'), { code: 'ETIMEOUT' })));
    assert.equal(await outcome(server, await signed(await server.addressOf(await openTicket(server.nadia)))), 'reply');
    assert.equal(await outcome(server, await signed(await server.addressOf(await closedTicket(server)))), waits);
    const strict = await opening(() => Promise.reject(Object.assign(new Error('nobody'), { code: 'ECONNREFUSED' })), { unsigned: 'wait' });
    assert.equal(await outcome(strict, await signed(await strict.addressOf(await openTicket(strict.nadia)))), waits);
  });

  it('asks for five keys at most, however many signatures a mail has', async () => {
    const asked: string[] = [];
    const server = await opening((name, type) => (asked.push(name), zone(keys)(name, type)));
    const raw = await signed(await server.addressOf(await closedTicket(server)));
    const more = Array.from(
      { length: 300 },
      (_, i) => `DKIM-Signature: v=1; a=rsa-sha256; d=d${String(i)}.example; s=s; h=from; bh=x; b=y\r\n`,
    ).join('');
    assert.equal(await outcome(server, more + raw), 'reopened');
    assert.equal(asked.length, 5);
  });

  it('still waits when a server on its way found it forged', async () => {
    const server = await opening(zone(keys), { unsigned: 'take' });
    const ticket = await openTicket(server.nadia);
    assert.equal(
      await outcome(server, `Authentication-Results: mx.example.net; dmarc=fail\r\n${await signed(await server.addressOf(ticket))}`),
      waits,
    );
  });

  it('is not looked at where the owner’s mail server has the say', async () => {
    const asked: string[] = [];
    const server = await opening((name, type) => (asked.push(name), zone(keys)(name, type)), { authenticatedBy: 'mx.example.net' });
    const raw = async (): Promise<string> => signed(await server.addressOf(await openTicket(server.nadia)));
    assert.equal(await outcome(server, await raw(), '?sender=nadia@example.com&peer=192.0.2.10'), waits);
    assert.equal(await outcome(server, `Authentication-Results: mx.example.net; dmarc=pass\r\n${await raw()}`), 'reply');
    assert.deepEqual(asked, []);
  });

  it('is read by a thread with the keys that were asked for before', async () => {
    const threads = openMailThreads();
    const bytes = Uint8Array.from(Buffer.from(await signed('support@example.com')));
    const open = (known?: ReadonlyMap<string, string[][]>) =>
      threads.open({ size: bytes.length, read: () => Promise.resolve(bytes.slice()) }, { to: [], from: null, peer: null }, known);
    assert.equal((await open(new Map([['s1._domainkey.example.com', [[record]]]])))?.signed, 'pass');
    assert.equal((await open())?.signed, 'none');
    await threads.close();
  });
});

describe('a reply whose envelope and peer are handed in', () => {
  const unsigned = async (server: MailingIn, closed = true): Promise<string> =>
    mailOf({ to: await server.addressOf(closed ? await closedTicket(server) : await openTicket(server.nadia)), text: 'Depuis hier.' });

  it('is proven when the sender’s own domain lets that machine send', async () => {
    const server = await opening(zone(policies));
    assert.equal(await outcome(server, await unsigned(server), '?sender=nadia@example.com&peer=192.0.2.10'), 'reopened');
    const raw = await unsigned(server);
    const form = new FormData();
    form.set('email', raw);
    form.set('envelope', JSON.stringify({ from: 'nadia@example.com', to: [/To: (.*)\r/.exec(raw)?.[1] ?? ''] }));
    form.set('sender_ip', '192.0.2.10');
    const request = new Request('http://x', { method: 'POST', body: form });
    const sent = await server.post(new Uint8Array(await request.arrayBuffer()), {
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
    });
    assert.equal(sent.json.outcome, 'reopened', sent.text);
  });

  it('waits when it does not, also in an open ticket; a softer word counts as well', async () => {
    const server = await opening(zone(policies), { unsigned: 'take' });
    assert.equal(await outcome(server, await unsigned(server, false), '?sender=nadia@example.com&peer=192.0.2.11'), waits);
    assert.equal(await outcome(server, await unsigned(server, false), '?sender=x@soft.example&peer=192.0.2.11'), waits);
  });

  it('is neither for another domain’s envelope, nor for one without a policy, nor for half of what is needed', async () => {
    const server = await opening(zone(policies));
    for (const query of [
      '?sender=bounce@elsewhere.example&peer=203.0.113.5',
      '?sender=nadia@nothing.example&peer=192.0.2.10',
      '?sender=nadia@example.com',
      '?peer=192.0.2.10',
      '?sender=nadia@example.com&peer=nonsense',
    ])
      assert.equal(await outcome(server, await unsigned(server), query), waits, query);
  });

  it('is proven by a signature, though the machine that forwarded it may not send for the domain', async () => {
    const server = await opening(zone({ ...keys, ...policies }));
    const raw = await signed(await server.addressOf(await closedTicket(server)));
    assert.equal(await outcome(server, raw, '?sender=nadia@example.com&peer=198.51.100.1'), 'reopened');
  });
});

describe('the DNS of this machine', () => {
  it('is asked over the network', async () => {
    const server = createSocket('udp4');
    server.on('message', (question, { port, address }) => {
      const text = Buffer.from('v=DKIM1; p=abc');
      const answer = Buffer.concat([Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60, 0, text.length + 1, text.length]), text]);
      const end = question.indexOf(0, 12) + 5;
      const head = Buffer.from(question.subarray(0, 12));
      head.set([0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0], 2);
      server.send(Buffer.concat([head, question.subarray(12, end), answer]), port, address);
    });
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    assert.deepEqual(await systemDns([`127.0.0.1:${String(server.address().port)}`])('s1._domainkey.example.com', 'TXT'), [
      ['v=DKIM1; p=abc'],
    ]);
    server.close();
  });

  it('is missed by the doctor, who says in one line what holds', async () => {
    const { mail } = readSite({ mail: { replies: 'support+{key}@example.com' } });
    const broken: AskDns = () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    assert.match((await lookAtDns(mail, broken)).join(), /^look,mail in,the DNS does not answer \(ECONNREFUSED\)/);
    assert.deepEqual(await lookAtDns(mail, zone({})), []);
    assert.deepEqual(await lookAtDns({ ...mail, authenticatedBy: 'mx.example.com' }, broken), []);
    assert.match(
      describeProof(mail),
      /DKIM.*SPF.*what fails waits at the desk, what says nothing is taken, unless it would reopen a ticket \(mail\.unsigned\)$/,
    );
    assert.match(describeProof({ ...mail, unsigned: 'wait' }), /what says nothing waits at the desk/);
    assert.match(describeProof({ ...mail, authenticatedBy: 'mx.example.com' }), /^mx\.example\.com has to say dmarc=pass/);
  });
});
