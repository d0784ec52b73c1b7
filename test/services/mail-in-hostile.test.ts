/** Mails that were broken by accident or on purpose: nothing falls over, and nothing reaches a ticket that it should not. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { customerKey } from '../../server/identity/customers.ts';
import { createReplyAddresses } from '../../server/identity/reply-addresses.ts';
import { openMail } from '../../server/inbound/open.ts';
import type { MailSource } from '../../server/inbound/open.ts';
import { isParsable } from '../../server/inbound/shape.ts';
import { openMailThreads } from '../../server/inbound/thread.ts';
import { limits } from '../../server/ticket/limits.ts';
import { silentLog } from '../../server/log.ts';
import { openJournalStore } from '../../server/store/journal.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { ReadOnlyError } from '../../server/store/store.ts';
import { mintToken } from '../helpers/tokens.ts';
import { mailOf } from '../helpers/mails.ts';
import { png } from '../helpers/files.ts';
import { sample, withSample } from '../archive/reading.ts';
import { api, openTicket, problem } from '../helpers/harness.ts';
import { bearer, bodies, nadia, openMailIn, secret } from '../helpers/mail-in.ts';
import { inFolder, serve } from '../helpers/process.ts';

const otrs = 'otrs-mail';
const none = { to: [], from: null, peer: null };

function sourceOf(text: string): MailSource {
  const bytes = Uint8Array.from(Buffer.from(text));
  return { size: bytes.length, read: () => Promise.resolve(bytes) };
}

function sampleMails(): { name: string; bytes: Uint8Array<ArrayBuffer> }[] {
  if (!existsSync(sample(otrs))) return [];
  return readdirSync(sample(otrs), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(box|eml)$/.test(name))
    .map((name) => ({ name, bytes: Uint8Array.from(readFileSync(join(sample(otrs), name))) }));
}

describe('mails of an old system', withSample(otrs), () => {
  it('all go through, and reach no ticket by themselves', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const mails = sampleMails();
    assert.ok(mails.length > 60, String(mails.length));
    for (const { name, bytes } of mails) {
      const { status, json } = await server.post(bytes);
      assert.equal(status, 200, name);
      assert.match(json.outcome, /^(quarantined|ignored)$/, name);
      assert.equal(json.ticket, null, name);
    }
    assert.deepEqual(bodies(await server.asCustomer(ticket)), []);
    for (const row of await server.store.listQuarantined())
      assert.ok(!/[\r\n]/.test(row.subject + row.files.map(({ name }) => name).join('')), row.subject);
  });

  it('become replies when they come from the customer to the address of a ticket, or wait with that ticket', async () => {
    const server = await openMailIn();
    const outcomes = new Map<string, number>();
    for (const { name, bytes } of sampleMails()) {
      const ticket = await openTicket(await server.customer(name, nadia));
      const recipient = encodeURIComponent(await server.addressOf(ticket));
      // The first From line is exchanged for the customer's; all the rest is as it came.
      const text = Buffer.from(bytes)
        .toString('latin1')
        .replace(/^From:.*\r?\n(?:[ \t].*\r?\n)*/im, '')
        .replace(/^From .*\r?\n/, '');
      const { status, json } = await server.post(Uint8Array.from(Buffer.from(`From: nadia@example.com\r\n${text}`, 'latin1')), {
        query: `?recipient=${recipient}`,
      });
      assert.equal(status, 200, name);
      if (json.outcome !== 'ignored' && json.reason !== 'unreadable') assert.equal(json.ticket, ticket.number, name);
      outcomes.set(json.outcome, (outcomes.get(json.outcome) ?? 0) + 1);
      const row = await server.store.ticket(ticket.id);
      for (const { body, attachments } of row?.messages ?? []) {
        assert.ok(body.trim() !== '' && body.isWellFormed(), name);
        for (const { name: file } of attachments) assert.ok(!/[\r\n/\\]/.test(file), file);
      }
    }
    assert.ok((outcomes.get('reply') ?? 0) > 40, JSON.stringify([...outcomes]));
  });
});

describe('a mail that is broken', () => {
  it('by chance, in any place, never stops the server and never crosses tickets', async () => {
    const server = await openMailIn();
    const [own, other] = [
      await openTicket(server.nadia),
      await openTicket(await server.customer('bob', { email: 'bob@example.com', email_verified: true })),
    ];
    const [address, theirs] = [await server.addressOf(own), await server.addressOf(other)];
    const seeds = [
      mailOf({ to: address, text: 'Depuis hier.', html: '<p>Depuis hier</p>', files: [{ name: 'a.png', bytes: png() }] }),
      mailOf({ to: theirs, text: 'Depuis hier.' }),
      ...sampleMails().map(({ bytes }) => Buffer.from(bytes.subarray(0, 20_000)).toString('latin1')),
    ];
    const piece = fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\0',
        '--',
        ': ',
        'From: ',
        'Content-Type: multipart/mixed; boundary=""\r\n',
        '=?utf-8?b?',
        '<',
        '>',
        address,
        theirs,
        '\u00ff',
        'Content-Transfer-Encoding: base64\r\n\r\n',
      ),
      fc.string({ maxLength: 8 }),
    );
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(60), put: piece });
    const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 8 })).map(([mail, changes]) =>
      changes.reduce((text, { at, cut, put }) => {
        const from = Math.floor(at * text.length);
        return text.slice(0, from) + put + text.slice(from + cut);
      }, mail),
    );
    await fc.assert(
      fc.asyncProperty(mutated, async (mail) => {
        const { status, json, text } = await server.post(Uint8Array.from(Buffer.from(mail, 'latin1')));
        assert.ok(status === 200 || mail === '', text);
        if (json.outcome === 'reply') assert.equal(json.ticket, own.number);
        server.clock.forward(600_000);
      }),
      { numRuns: 400 },
    );
    assert.deepEqual((await server.store.ticket(other.id))?.messages, []);
  });

  it('on purpose, is read quickly or not at all', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const to = await server.addressOf(ticket);
    const head = `From: nadia@example.com\r\nTo: ${to}\r\nMIME-Version: 1.0\r\n`;
    const nested = Array.from(
      { length: 1_000 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${String(i)}\r\n\r\n--b${String(i)}\r\n`,
    ).join('');
    const many = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n'.repeat(10_000)}--b--`;
    const cases: Readonly<Record<string, string>> = {
      'a thousand nested parts': `${head}${nested}\r\nx`,
      'ten thousand parts': `${head}${many}`,
      'mails in mails': `${head}${'Content-Type: message/rfc822\r\n\r\n'.repeat(500)}x`,
      'a header without end': `${head}X-Long: ${'a'.repeat(3_000_000)}\r\n\r\nx`,
      'fifty thousand recipients': `From: nadia@example.com\r\nTo: ${'a@example.org, '.repeat(50_000)}${to}\r\n\r\nx`,
      'a name that never ends': `From: ${'"a" '.repeat(50_000)}<nadia@example.com>\r\nTo: ${to}\r\n\r\nx`,
      'tags in tags': `${head}Content-Type: text/html\r\n\r\n${'<div>'.repeat(300_000)}`,
      'quotes in quotes': `${head}\r\n${'>'.repeat(500_000)}`,
      'encoded words': `${head}Subject: ${'=?utf-8?q?=C3=A9?= '.repeat(20_000)}\r\n\r\nx`,
      'no line ends': `${head}\r\n${'a'.repeat(5_000_000)}`,
      'no mail at all': '\0\u0001\u0002',
    };
    for (const [name, mail] of Object.entries(cases)) {
      const { status } = await server.post(Uint8Array.from(Buffer.from(mail, 'latin1')));
      assert.equal(status, 200, name);
    }
  });

  it('does not break out of any header, name or line', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    await server.send(ticket, {
      subject: '=?utf-8?q?a=0D=0ABcc:_eve@example.com=00?=',
      from: '=?utf-8?q?Nadia=0D=0ABcc:_eve=40example.com?= <nadia@example.com>',
      text: 'Un\u0000deux\u0007 \u202etrois',
      files: [{ name: '=?utf-8?q?a=0D=0Ab=2Etxt?=', bytes: 'x' }],
    });
    const view = await server.asCustomer(ticket);
    // eslint-disable-next-line no-control-regex -- there must be none
    assert.ok(!/[\u0000-\u0008\u000b-\u001f]/.test(bodies(view)[0] ?? ''));
    for (const { name } of view.messages[0]?.attachments ?? []) assert.ok(!/[\r\n]/.test(name), JSON.stringify(name));
    await server.send(ticket, { from: 'eve@example.com', subject: '=?utf-8?q?a=0D=0Ab?=' });
    assert.ok((await server.store.listQuarantined()).every(({ subject, name }) => !/[\r\n]/.test(subject + name)));
  });

  it('is refused when it is larger than eight attachments can make it; one that large is taken', { timeout: 120_000 }, async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    const { maxBytes, perMessage } = limits.attachment;
    const full = { name: 'full.txt', bytes: Uint8Array.from(Buffer.alloc(maxBytes, 'a')) };
    const mail = mailOf({ to: await server.addressOf(ticket), text: 'Voici.', files: [full] });
    assert.ok(mail.length * perMessage < limits.mailIn.maxBytes);
    assert.equal((await server.post(mail)).json.outcome, 'reply');
    assert.equal((await server.asCustomer(ticket)).messages[0]?.attachments[0]?.size, maxBytes);
    const chunk = new Uint8Array(1024 * 1024);
    let left = limits.mailIn.maxBytes / chunk.length + 1;
    const endless = new ReadableStream<Uint8Array>({ pull: (to) => (left-- > 0 ? to.enqueue(chunk) : to.close()) });
    const answer = await server.ask(`${api}/mail/inbound`, { raw: endless, headers: { ...bearer, 'content-type': 'message/rfc822' } });
    assert.equal(problem(answer), 'too-large');
  });
});

describe('the threads that open mails', () => {
  it('open several, survive what kills or stalls them, and tell nobody', async () => {
    const threads = openMailThreads({ mail: 60_000, megabyte: 0, idle: 50 });
    const of = (text: string) => threads.open(sourceOf(mailOf({ text })), none);
    assert.deepEqual(
      (await Promise.all([of('Un'), of('Deux')])).map((mail) => mail?.text),
      ['Un', 'Deux'],
    );
    await threads.close();
    assert.equal((await of('Trois'))?.text, 'Trois');
    const impatient = openMailThreads({ mail: 0, megabyte: 0, idle: 50 });
    assert.equal(await impatient.open(sourceOf(mailOf({ text: 'x' })), none), null);
    await impatient.close();
    await threads.close();
  });

  it('load nothing that the process was told to import, which may end them', async () => {
    const ends = `data:text/javascript,import{isMainThread}from'node:worker_threads';if(!isMainThread)process.exit()`;
    const opens = `import { openMailThreads } from ${JSON.stringify(new URL('../../server/inbound/thread.js', import.meta.url).href)};
      const bytes = Buffer.from('From: nadia@example.com\\r\\n\\r\\nx');
      const mail = await openMailThreads().open({ size: bytes.length, read: async () => bytes }, { to: [], from: null, peer: null });
      console.log(mail?.from);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', ends, '--input-type=module', '--eval', opens]);
    assert.equal(stdout.trim(), 'nadia@example.com');
  });

  it('open small ones while large ones are under way, and these one after the other', async () => {
    const threads = openMailThreads({ mail: 60_000, megabyte: 0, idle: 50 });
    const size = 11 * 1024 * 1024;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const begun: string[] = [];
    const large = (text: string) =>
      threads.open({ size, read: async () => (begun.push(text), await held, await sourceOf(mailOf({ text })).read()) }, none);
    const larger = [large('Un'), large('Deux')];
    const small = await Promise.all(['a', 'b', 'c'].map((text) => threads.open(sourceOf(mailOf({ text })), none)));
    assert.deepEqual(
      small.map((mail) => mail?.text),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(begun, ['Un']);
    release();
    assert.deepEqual(
      (await Promise.all(larger)).map((mail) => mail?.text),
      ['Un', 'Deux'],
    );
    await threads.close();
  });
});

describe('a mail that would keep its reader busy', () => {
  for (const [name, text] of [
    ['of millions of lines', 'a\n'.repeat(3_500_000)],
    ['of quoted lines', '> a\n'.repeat(1_000_000)],
    ['of empty lines', '\r\n'.repeat(1_000_000)],
    ['of borders', '--b\r\n\r\nx\r\n'.repeat(10_000)],
  ] as const)
    it(`waits at the desk, unread, when it is made ${name}`, async () => {
      const server = await openMailIn();
      const ticket = await openTicket(server.nadia);
      const headers = ['Content-Type: multipart/mixed; boundary=b'];
      const raw = mailOf({ to: await server.addressOf(ticket), text: '', ...(name === 'of borders' && { headers }) });
      assert.deepEqual((await server.post(raw + text)).json, { outcome: 'quarantined', reason: 'unreadable', ticket: null });
      assert.equal(isParsable(Buffer.from(raw + text)), false);
    });

  it('has the shape of one with short lines, long files and many parts, as people send them', () => {
    const wrapped = (width: number, bytes: number): string => `${'A'.repeat(width)}\n`.repeat(bytes / width);
    for (const text of ['a\n'.repeat(40_000), wrapped(60, 20_000_000), wrapped(76, 50_000_000), '--b\r\n\r\nx\r\n'.repeat(200)])
      assert.ok(isParsable(Buffer.from(mailOf({ text }))));
  });

  it('has its first lines read, however many its text has in another coding', async () => {
    const encoded = Buffer.from('a\n'.repeat(1_000_000)).toString('base64').replace(/.{76}/g, '$&\r\n');
    const html = `<p>Bonjour</p>${'<br>a'.repeat(500_000)}`;
    const plain = await openMail(Buffer.from(`From: nadia@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}`), none);
    assert.equal(plain?.whole.split('\n').length, 10_000);
    assert.ok(((await openMail(Buffer.from(mailOf({ html })), none))?.whole ?? '').split('\n').length <= 10_000);
  });
});

describe('a server that takes mails', () => {
  it('says that nothing can be saved, so that the mail comes again', async () => {
    const store = createMemoryStore();
    const broken = Object.assign(Object.create(store) as typeof store, {
      health: () => ({ writable: false, fault: 'the disk is full', damagedLines: 0 }),
    });
    const server = await openMailIn({ store });
    const ticket = await openTicket(server.nadia);
    const mail = mailOf({ to: await server.addressOf(ticket), text: 'Depuis hier.' });
    const { health } = store;
    store.health = broken.health.bind(broken);
    const refused = await server.post(mail);
    assert.deepEqual([refused.status, problem(refused)], [503, 'read-only']);
    store.health = health;
    const { changeTicket } = store;
    store.changeTicket = () => Promise.reject(new ReadOnlyError('the disk is full'));
    assert.equal((await server.post(mail)).status, 503);
    store.changeTicket = changeTicket;
    assert.equal((await server.post(mail)).json.outcome, 'reply');
    assert.deepEqual(bodies(await server.asCustomer(ticket)), ['Depuis hier.']);
  });

  it('forgets what nobody wanted after a month, files and all, and keeps the files of what waits', async () => {
    const server = await openMailIn();
    const ticket = await openTicket(server.nadia);
    await server.send(ticket, { from: 'eve@example.com', text: 'Bonjour' });
    server.clock.forward(29 * 86_400_000);
    await server.housekeeping.sweep();
    const [row] = await server.store.listQuarantined();
    assert.ok(row && (await server.deps.files.look(row.id)));
    server.clock.forward(2 * 86_400_000);
    assert.equal((await server.housekeeping.sweep()).quarantined, 1);
    assert.deepEqual([await server.store.listQuarantined(), await server.deps.files.list()], [[], []]);
    assert.deepEqual(await server.store.arrivalsBefore('9999-01-01T00:00:00.000Z'), []);
  });

  it('that is killed while mails come in has each of them once when the mail server tries again', { timeout: 60_000 }, () =>
    inFolder(async (dir) => {
      const environment = { SUPPORT_OPS_TOKEN: secret, SUPPORT_CONFIG: join(dir, 'config.json') };
      await writeFile(environment.SUPPORT_CONFIG, JSON.stringify({ mail: { replies: '{key}@reply.example.com' } }));
      const token = await mintToken('nadia', nadia);
      const asNadia = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const addressOf = await addressIn(dir, customerKey('site', 'nadia'));
      let server = await serve(dir, environment);
      const made = await fetch(`${server.url}${api}/tickets`, {
        method: 'POST',
        headers: asNadia,
        body: JSON.stringify({ service: 'sales', title: 'Which plan', description: 'We are ten people and need mail.' }),
      });
      const { id } = (await made.json()) as { id: string };
      const post = (mail: string): Promise<Response> =>
        fetch(`${server.url}${api}/mail/inbound`, { method: 'POST', headers: { ...bearer, 'content-type': 'message/rfc822' }, body: mail });
      const address = await addressOf({ id });
      const mails = Array.from({ length: limits.mailIn.hourly }, (_, i) =>
        mailOf({ to: address, text: `Réponse ${String(i)}`, files: [{ name: 'a.png', bytes: png() }] }),
      );
      for (let cut = 0; cut < 3; cut += 1) {
        const under = mails.map((mail) => post(mail).catch(() => null));
        await Promise.race(under);
        await server.kill();
        await Promise.all(under);
        server = await serve(dir, environment);
      }
      for (const mail of mails) assert.equal((await post(mail)).status, 200);
      const view = (await (await fetch(`${server.url}${api}/tickets/${id}`, { headers: asNadia })).json()) as {
        messages: { body: string; attachments: { id: string }[] }[];
      };
      assert.deepEqual(bodies(view).sort(), mails.map((_, i) => `Réponse ${String(i)}`).sort());
      for (const { attachments } of view.messages) {
        const file = await fetch(`${server.url}${api}/attachments/${attachments[0]?.id ?? ''}`, { headers: asNadia });
        assert.deepEqual(new Uint8Array(await file.arrayBuffer()), png());
      }
      await server.stop();
    }),
  );
});

/** The address of a ticket in a folder that no server uses yet: its key is there from then on. */
async function addressIn(dir: string, customerId: string): Promise<(ticket: { id: string }) => Promise<string>> {
  const store = await openJournalStore({ dir: join(dir, 'data'), log: silentLog });
  const addressing = createReplyAddresses({ store, pattern: '{key}@reply.example.com', now: () => Date.now() });
  await addressing.of({ id: 'any', number: 1, customerId });
  const keys = await store.replyKeys();
  await store.close();
  const known = createReplyAddresses({
    store: { replyKeys: () => Promise.resolve(keys), commit: () => Promise.resolve() },
    pattern: '{key}@reply.example.com',
    now: () => 0,
  });
  return ({ id }) => known.of({ id, number: 1, customerId });
}
