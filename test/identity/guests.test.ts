import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { EntranceView, GuestChallengeView, GuestTokenView } from '../../server/wire/guests.ts';
import type { SessionView } from '../../server/wire/session.ts';
import type { TicketPage, TicketView } from '../../server/wire/tickets.ts';
import type { CodeMail } from '../../server/services/people/guests.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { text } from '../helpers/files.ts';
import { mintToken } from '../helpers/tokens.ts';
import { api, fields, openHarness, openTicket, problem, request, say, upload } from '../helpers/harness.ts';
import type { Answer, Ask, Harness, HarnessOptions, Person } from '../helpers/harness.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const paul = 'paul@example.net';

interface Door extends Harness {
  /** Codes as they were handed to the mail, newest last. */
  readonly codes: CodeMail[];
  start(email: string, more?: object): Promise<Answer<GuestChallengeView>>;
  verify(challenge: string, code: string): Promise<Answer<GuestTokenView>>;
  /** A guest, by a code that was typed right. */
  guest(email: string): Promise<Person & { readonly token: string }>;
  bearer(token: string): Person;
}

async function openDoor({ config = {}, parts = {}, ...rest }: HarnessOptions = {}): Promise<Door> {
  const codes: CodeMail[] = [];
  const harness = await openHarness({
    config: { guests: { enabled: true }, ...config },
    parts: { codePost: { send: (mail) => void codes.push(mail) }, ...parts },
    ...rest,
  });
  const post = <T>(act: string, body: object) => harness.ask<T>(`${api}/guest/${act}`, { body });
  const bearer = (token: string): Person => {
    const headers = { authorization: `Bearer ${token}` };
    const call = <T>(path: string, ask: Ask = {}) => harness.ask<T>(path, { ...ask, headers: { ...headers, ...ask.headers } });
    return Object.assign(call, { headers }) as Person;
  };
  const start: Door['start'] = (email, more = {}) => post('start', { email, ...more });
  const verify: Door['verify'] = (challenge, code) => post('verify', { challenge, code });
  return {
    ...harness,
    codes,
    start,
    verify,
    bearer,
    async guest(email) {
      const { json } = await start(email);
      const answer = await verify(json.challenge, codes.at(-1)?.code ?? '');
      assert.equal(answer.status, 200, answer.text);
      return Object.assign(bearer(answer.json.token), { token: answer.json.token });
    },
  };
}

const bare = ({ status, text: body, headers }: Answer): string =>
  JSON.stringify([
    status,
    body.replace(/"instance":"[^"]+"/, ''),
    [...headers].filter(([name]) => !name.startsWith('ratelimit') && name !== 'retry-after').sort(),
  ]);

const wrong = (code: string): string => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

describe('without guests', () => {
  it('nobody comes in, and the routes are not there', async () => {
    const harness = await openHarness();
    const { json } = await harness.ask<EntranceView>(`${api}/entrance`);
    assert.deepEqual(json, { guests: false, customers: true, form: null, help: null, team: null, now: json.now });
    for (const act of ['start', 'verify', 'renew', 'link'])
      assert.equal((await harness.ask(`${api}/guest/${act}`, { body: {} })).status, 404, act);
  });

  it('a guest’s token of before is refused', async () => {
    const store = createMemoryStore();
    const paulHere = await (await openDoor({ store })).guest(paul);
    const later = await openHarness({ store: unlike(store) });
    assert.equal((await later.ask(`${api}/session`, { headers: paulHere.headers })).status, 401);
  });
});

/** The same rows; the staff account of the harness is there already. */
const unlike = (store: ReturnType<typeof createMemoryStore>) =>
  new Proxy(store, {
    get: (target, name) => (name === 'staffByEmail' ? () => Promise.resolve(undefined) : bound(target, name as keyof typeof target)),
  });
function bound<T extends object>(target: T, name: keyof T): unknown {
  const value = target[name];
  return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
}

describe('the entrance', () => {
  it('says what writing first needs, and nothing of anybody', async () => {
    const door = await openDoor({ config: { team: { en: 'the Example team', fr: 'l’équipe Example' } } });
    await openTicket(await door.guest(paul));
    const { json, text: body } = await door.ask<EntranceView>(`${api}/entrance?lang=fr`);
    assert.equal(json.guests, true);
    assert.equal(json.team, 'l’équipe Example');
    assert.deepEqual(
      json.form?.services.map(({ id }) => id),
      ['order', 'billing', 'sales', 'technical'],
    );
    assert.ok(!body.includes('paul'));
  });
});

describe('a code', () => {
  it('lets its reader in, once', async () => {
    const door = await openDoor();
    const { status, json } = await door.start(paul, { locale: 'fr' });
    assert.equal(status, 202);
    const [mail] = door.codes;
    assert.match(mail?.code ?? '', /^\d{8}$/);
    assert.equal(mail?.to, paul);
    const proven = await door.verify(json.challenge, ` ${mail?.code.slice(0, 4) ?? ''} ${mail?.code.slice(4) ?? ''} `);
    assert.equal(proven.status, 200);
    assert.ok(Date.parse(proven.json.expiresAt) - door.clock.now <= 60 * minute);
    const { json: session } = await door.bearer(proven.json.token)<SessionView>(`${api}/session`);
    assert.deepEqual(session.customer, { id: paul, name: null, email: paul, locale: 'fr', kind: 'guest' });
    assert.equal((await door.verify(json.challenge, mail?.code ?? '')).status, 401);
  });

  it('that is typed fifty times at once lets one in (C11)', async () => {
    const door = await openDoor();
    const { challenge } = (await door.start(paul)).json;
    const { code = '' } = door.codes[0] ?? {};
    const answers = await Promise.all(Array.from({ length: 50 }, () => door.verify(challenge, code)));
    const statuses = answers.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 200).length, 1);
    assert.equal(statuses.filter((status) => status === 401).length, 49);
    assert.equal(new Set(answers.filter(({ status }) => status === 401).map(bare)).size, 1);
  });

  it('is dead after five wrong ones, also for who has it (C13)', async () => {
    const door = await openDoor();
    const { challenge } = (await door.start(paul)).json;
    const { code = '' } = door.codes[0] ?? {};
    for (let i = 0; i < 5; i++) assert.equal((await door.verify(challenge, wrong(code))).status, 401, String(i));
    const sixth = await door.verify(challenge, wrong(code));
    assert.equal(sixth.status, 429);
    assert.ok(Number(sixth.headers.get('retry-after')) > 0);
    assert.equal((await door.verify(challenge, code)).status, 429);
  });

  it('is dead after five wrong ones that came at once', async () => {
    const door = await openDoor();
    const { challenge } = (await door.start(paul)).json;
    const { code = '' } = door.codes[0] ?? {};
    const statuses = await Promise.all(Array.from({ length: 20 }, () => door.verify(challenge, wrong(code)).then(({ status }) => status)));
    assert.deepEqual(statuses.sort(), [...Array<number>(5).fill(401), ...Array<number>(15).fill(429)]);
  });

  it('is good with its own challenge only (C14)', async () => {
    const door = await openDoor();
    const [one, two] = [(await door.start(paul)).json.challenge, (await door.start('zoe@example.net')).json.challenge];
    const [first, second] = door.codes;
    assert.equal((await door.verify(two, first?.code ?? '')).status, 401);
    assert.equal((await door.verify('never-made', second?.code ?? '')).status, 401);
    assert.equal((await door.verify(one, first?.code ?? '')).status, 200);
  });

  it('is good for ten minutes', async () => {
    const door = await openDoor();
    const { challenge, expiresAt } = (await door.start(paul)).json;
    assert.equal(Date.parse(expiresAt) - door.clock.now, 10 * minute);
    door.clock.forward(10 * minute);
    assert.equal((await door.verify(challenge, door.codes[0]?.code ?? '')).status, 401);
  });

  it('outlives the process, and is nowhere in the store as it was sent', async () => {
    const store = createMemoryStore();
    const door = await openDoor({ store });
    const { challenge } = (await door.start(paul)).json;
    const { code = '' } = door.codes[0] ?? {};
    assert.ok(!JSON.stringify([await store.challenges(), await store.guestKeys()]).includes(code));
    const again = await openDoor({ store: unlike(store) });
    assert.equal((await again.verify(challenge, code)).status, 200);
    assert.equal((await again.verify(challenge, code)).status, 401);
  });

  it('leaves nothing behind after an hour', async () => {
    const door = await openDoor();
    await door.start(paul);
    door.clock.forward(61 * minute);
    await door.housekeeping.sweep();
    assert.deepEqual(await door.store.challenges(), []);
  });

  it('that is no code is refused before it counts', async () => {
    const door = await openDoor();
    const { challenge } = (await door.start(paul)).json;
    for (const code of ['', '12345', '123456789', 'abcdefgh', '１２３４５６７８'])
      assert.equal((await door.verify(challenge, code)).status, 422, code);
    assert.equal((await door.verify(challenge, door.codes[0]?.code ?? '')).status, 200);
  });
});

describe('asking for a code', () => {
  it('is answered alike for who is known and who is not', async () => {
    const door = await openDoor();
    await openTicket(await door.guest(paul));
    await door.customer('nadia', { email: 'nadia@example.com', email_verified: true }).then((nadia) => openTicket(nadia));
    const answers = await Promise.all([paul, 'nadia@example.com', 'nobody@example.org'].map((email) => door.start(email)));
    const alike = answers.map((answer) => bare(answer).replaceAll(answer.json.challenge, ''));
    assert.equal(new Set(alike).size, 1);
    assert.equal(new Set(answers.map(({ text: body }) => body.length)).size, 1);
  });

  it('takes one plain address and nothing else (C40)', async () => {
    const door = await openDoor();
    for (const email of [
      'a@x.fr,b@y.fr',
      '"a@b"@c.fr',
      'a@b.fr>',
      'Paul <paul@example.net>',
      'paul@exаmple.net',
      `${'a'.repeat(320)}@x.fr`,
      'a@x.fr\r\nBcc: b@y.fr',
      'paul',
      '',
    ])
      assert.equal((await door.start(email)).status, 422, email);
    assert.deepEqual(fields(await door.start('paul')), { email: 'invalid' });
    assert.deepEqual(fields(await door.start(paul, { name: 'Buy now at evil.example' })), { name: 'unknown-key' });
    assert.deepEqual(door.codes, []);
  });

  it('a thousand times sends an address three mails within the hour, also after a restart', async () => {
    const store = createMemoryStore();
    const door = await openDoor({ store, config: { guests: { enabled: true }, rates: { guest: null } } });
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, i) => door.start(i % 2 ? paul : paul.toUpperCase())));
    assert.equal(answers.filter(({ status }) => status === 202).length, 3);
    assert.equal(answers.filter(({ status }) => status === 429).length, 997);
    assert.equal(door.codes.length, 3);
    const again = await openDoor({ store: unlike(store) });
    const refused = await again.start(paul);
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) <= 3_600);
    again.clock.forward(61 * minute);
    assert.equal((await again.start(paul)).status, 202);
  });

  it('is limited for a place, whatever the addresses (C60)', async () => {
    const door = await openDoor();
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) statuses.push((await door.start(`p${String(i)}@example.net`)).status);
    assert.equal(statuses.filter((status) => status === 202).length, 20);
    assert.equal(statuses.at(-1), 429);
  });

  it('is no way to guess for long from one place', async () => {
    const door = await openDoor();
    let last = 0;
    for (let i = 0; i < 51; i++) last = (await door.verify(`none-${String(i)}`, '12345678')).status;
    assert.equal(last, 429);
  });
});

describe('a guest’s token', () => {
  it('is never one of the site, and one of the site is never a guest’s', async () => {
    const door = await openDoor();
    const here = await door.guest(paul);
    const { kid = '', alg } = decodeProtectedHeader(here.token);
    assert.equal(alg, 'HS256');
    assert.match(kid, /^support-guest-/);
    const claims = decodeJwt(here.token);
    // What the site can sign with its own secret: a guest's claims, a guest's key name, an issuer that is none.
    const secret = new TextEncoder().encode('a-secret-for-tests-of-32-bytes-or-more');
    const forged = [
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(secret),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret),
      await mintToken(paul, { iss: '', email: paul }),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'support-guest-' }).sign(secret),
    ];
    for (const token of forged) assert.equal((await door.bearer(token)(`${api}/session`)).status, 401);
    // A customer of the site with a guest's address as id is somebody else.
    await openTicket(here);
    const namesake = await door.customer(paul, { email: paul, email_verified: true });
    assert.equal((await namesake<TicketPage>(`${api}/tickets`)).json.total, 0);
  });

  it('ends after an hour, and is renewed without a code for twelve', async () => {
    const door = await openDoor();
    let { token } = await door.guest(paul);
    const renew = (of: string) => door.ask<GuestTokenView>(`${api}/guest/renew`, { body: { token: of } });
    door.clock.forward(60 * minute + 31_000);
    assert.equal((await door.bearer(token)(`${api}/session`)).status, 401);
    for (let hour = 2; hour < 12; hour++) {
      ({ token } = (await renew(token)).json);
      assert.equal((await door.bearer(token)(`${api}/session`)).status, 200, String(hour));
      door.clock.forward(60 * minute);
    }
    const last = await renew(token);
    assert.ok(Date.parse(last.json.expiresAt) <= door.clock.now + 60 * minute);
    door.clock.forward(60 * minute);
    assert.equal((await renew(last.json.token)).status, 401);
    assert.equal((await door.bearer(last.json.token)(`${api}/session`)).status, 401);
  });

  it('of before a new key is good until it ends', async () => {
    const door = await openDoor();
    door.clock.forward(0);
    await door.guest('first@example.net');
    door.clock.forward(30 * day - 30 * minute);
    const { token } = await door.guest(paul);
    door.clock.forward(40 * minute);
    await door.guest('zoe@example.net');
    assert.equal((await door.store.guestKeys()).length, 2);
    assert.equal((await door.bearer(token)(`${api}/session`)).status, 200);
  });

  it('acts like any customer’s on its own tickets, and on no other', async () => {
    const door = await openDoor();
    const [here, zoe] = [await door.guest(paul), await door.guest('zoe@example.net')];
    const nadia = await door.customer('nadia');
    const [mine, theirs] = [await openTicket(here), await openTicket(nadia)];
    assert.equal((await here(`${api}/tickets/${mine.id}/messages`, { body: { body: 'More.' } })).status, 201);
    for (const [who, ticket] of [
      [zoe, mine],
      [nadia, mine],
      [here, theirs],
    ] as const) {
      assert.equal(bare(await who(`${api}/tickets/${ticket.id}`)), bare(await who(`${api}/tickets/nothing`)));
    }
    assert.equal((await here(`${api}/desk/tickets`)).status, 401);
  });

  it('brings the tickets that the team opened for the address', async () => {
    const door = await openDoor();
    const agent = await door.agent();
    const opened = await agent<{ id: string; customer: { emailVerified: boolean } }>(`${api}/desk/tickets`, {
      body: { ...request, customer: { email: 'Paul@example.net', name: 'Paul Petit' } },
    });
    assert.equal(opened.status, 201);
    assert.equal(opened.json.customer.emailVerified, false);
    const here = await door.guest(paul);
    assert.deepEqual(
      (await here<TicketPage>(`${api}/tickets`)).json.items.map(({ id }) => id),
      [opened.json.id],
    );
    const { kind, emailVerified, name } = (await agent<DeskTicket>(`${api}/desk/tickets/${opened.json.id}`)).json.customer;
    assert.deepEqual({ kind, emailVerified, name }, { kind: 'guest', emailVerified: true, name: 'Paul Petit' });
  });

  it('is somebody else’s than the customer’s with the same address', async () => {
    const door = await openDoor();
    const here = await door.guest(paul);
    const customer = await door.customer('paul', { email: paul, email_verified: true });
    const [asGuest, asCustomer] = [await openTicket(here), await openTicket(customer)];
    assert.equal((await here(`${api}/tickets/${asCustomer.id}`)).status, 404);
    assert.equal((await customer(`${api}/tickets/${asGuest.id}`)).status, 404);
  });
});

describe('the link of a mail', () => {
  async function withLink(): Promise<{
    door: Door;
    here: Person;
    ticket: TicketView;
    link: string;
    open(link: string): Promise<Answer<GuestTokenView>>;
  }> {
    const door = await openDoor();
    const here = await door.guest(paul);
    const file = await upload(here, 'words.txt', text('words'));
    const ticket = await openTicket(here, { attachments: [file.id] });
    const { customerId } = (await door.store.ticket(ticket.id)) ?? { customerId: '' };
    const link = (await door.deps.guests?.link({ customerId, ticketId: ticket.id }, door.clock.now)) ?? '';
    return { door, here, ticket, link, open: (token) => door.ask<GuestTokenView>(`${api}/guest/link`, { body: { token } }) };
  }

  it('opens its ticket, as often as it is followed, for reading and for nothing else', async () => {
    const { door, here, ticket, link, open } = await withLink();
    await open(link);
    const { status, json } = await open(link);
    assert.equal(status, 200);
    assert.equal(json.scope, 'read');
    const reader = door.bearer(json.token);
    assert.equal((await reader<SessionView>(`${api}/session`)).json.scope, 'read');
    assert.equal((await reader<TicketView>(`${api}/tickets/${ticket.id}`)).json.title, ticket.title);
    assert.equal((await reader(`${api}/tickets/${String(ticket.number)}`)).status, 200);
    assert.equal((await reader(`${api}/attachments/${ticket.attachments[0]?.id ?? ''}`)).status, 200);
    const acts: Readonly<Record<string, object>> = {
      messages: { body: 'Hello' },
      close: {},
      reopen: { reason: 'x' },
      thank: { body: 'x' },
      nudge: {},
      rating: { score: 5 },
      seen: {},
    };
    const before = (await here(`${api}/tickets/${ticket.id}`)).text;
    for (const [act, body] of Object.entries(acts)) {
      const answer = await reader(`${api}/tickets/${ticket.id}/${act}`, { body });
      assert.equal(answer.status, 403, act);
      assert.equal(problem(answer), 'code-required', act);
    }
    assert.equal(problem(await reader(`${api}/tickets`, { body: request })), 'code-required');
    assert.equal(problem(await reader(`${api}/tickets`)), 'code-required');
    assert.equal(problem(await reader(`${api}/archive`)), 'code-required');
    assert.equal((await here(`${api}/tickets/${ticket.id}`)).text, before);
  });

  it('opens no other ticket of the same person, and counts none', async () => {
    const { door, here, link, open } = await withLink();
    const file = await upload(here, 'other.txt', text('other'));
    const other = await openTicket(here, { title: 'Something private', attachments: [file.id] });
    const reader = door.bearer((await open(link)).json.token);
    const missing = bare(await reader(`${api}/tickets/nothing`));
    for (const ref of [other.id, String(other.number)]) assert.equal(bare(await reader(`${api}/tickets/${ref}`)), missing);
    assert.equal((await reader(`${api}/attachments/${file.id}`)).status, 404);
    assert.deepEqual((await reader<SessionView>(`${api}/session`)).json.counts, { open: 0, closed: 0, archived: 0, unread: 0 });
  });

  it('ends after its days', async () => {
    const { door, link, open } = await withLink();
    door.clock.forward(7 * day - minute);
    assert.equal((await open(link)).status, 200);
    door.clock.forward(2 * minute);
    assert.equal((await open(link)).status, 401);
  });

  it('is no token, and what it was exchanged for is neither renewed nor a link', async () => {
    const { door, here, link, open } = await withLink();
    const { token } = (await open(link)).json;
    assert.equal((await door.bearer(link)(`${api}/session`)).status, 401);
    for (const of of [token, link]) assert.equal((await door.ask(`${api}/guest/renew`, { body: { token: of } })).status, 401);
    for (const of of [token, here.headers['authorization']?.slice(7) ?? '', `${link}x`, 'x', '..'])
      assert.equal((await open(of)).status, 401);
  });

  it('shows no note, whatever the team keeps to itself', async () => {
    const { door, ticket, link, open } = await withLink();
    const reader = door.bearer((await open(link)).json.token);
    const before = (await reader(`${api}/tickets/${ticket.id}`)).text;
    await say(await door.agent(), ticket, 'canary', 'internal');
    assert.equal((await reader(`${api}/tickets/${ticket.id}`)).text, before);
  });
});
