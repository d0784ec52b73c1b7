import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { createPasswords } from '../../server/identity/passwords.ts';
import type { DeskMe } from '../../server/wire/desk.ts';
import { testStaff } from '../helpers/server.ts';
import { api, cookieOf, openHarness, signIn } from '../helpers/harness.ts';
import type { Answer, Harness, Person } from '../helpers/harness.ts';
import type { SignInMail } from '../../server/identity/sign-in-links.ts';

const desk = `${api}/desk`;
const minute = 60_000;
const zoe2 = { email: 'zoe@example.com', password: 'a word of her own' };

const deviceOf = ({ headers }: Answer): string =>
  headers
    .getSetCookie()
    .find((cookie) => cookie.includes('-device-'))
    ?.split(';')[0] ?? '';

/** Fifty wrong passwords for one address, from ten places. */
function lockOut({ deps }: Harness): void {
  for (let place = 0; place < 10; place++)
    for (let i = 0; i < 5; i++) deps.signInThrottle.fail(testStaff.email, `192.0.2.${String(place)}`);
}

describe('signing in at the desk', () => {
  it('sets a cookie that scripts and other sites cannot use, and opens the desk', async () => {
    const harness = await openHarness();
    const answer = await signIn(harness);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.getSetCookie()[0] ?? '', /^support-desk=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.deepEqual([answer.json.email, answer.json.name, answer.json.role], [testStaff.email, 'Camille', 'agent']);
    assert.deepEqual(
      answer.json.team.map(({ name }) => name),
      ['Camille'],
    );
    const me = await harness.ask<DeskMe>(`${desk}/me`, { headers: { cookie: cookieOf(answer) } });
    assert.deepEqual(me.json, answer.json);
  });

  it('binds the cookie to its host where the server is reached over https', async () => {
    const harness = await openHarness({ environment: { SUPPORT_PUBLIC_URL: 'https://support.example.com' } });
    const answer = await signIn(harness);
    assert.match(answer.headers.get('set-cookie') ?? '', /^__Host-support-desk=.*; Secure;.*SameSite=Strict$/);
    assert.equal((await harness.ask(`${desk}/me`, { headers: { cookie: cookieOf(answer) } })).status, 200);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const harness = await openHarness();
    const wrong = await signIn(harness, { password: 'something else' });
    const unknown = await signIn(harness, { email: 'nobody@example.com' });
    assert.equal(wrong.status, 401);
    const bare = ({ text }: Answer) => text.replace(/"instance":"[^"]+"/, '');
    assert.equal(bare(wrong), bare(unknown));
  });

  it('makes whoever fails five times wait, and counts failures only', async () => {
    const harness = await openHarness();
    const wrong = () => signIn(harness, { password: 'something else' });
    for (let i = 0; i < 20; i++) assert.equal((await signIn(harness)).status, 200);
    for (let i = 0; i < 5; i++) assert.equal((await wrong()).status, 401);
    const sixth = await wrong();
    assert.equal(sixth.status, 429);
    assert.equal(sixth.headers.get('retry-after'), '900');
    assert.equal((await signIn(harness)).status, 429, 'a right password does not help while it waits');
    harness.clock.forward(15 * minute);
    assert.equal((await signIn(harness)).status, 200);
  });

  it('does not lock a known device out by what others fail at, and counts its own', async () => {
    const harness = await openHarness();
    const first = await signIn(harness);
    const device = deviceOf(first);
    assert.match(
      first.headers.getSetCookie()[1] ?? '',
      /^support-desk-device-[\w-]{12}=[\w-]{22}\.[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    lockOut(harness);
    assert.equal((await signIn(harness)).status, 429, 'a device that is not known waits');
    assert.equal((await signIn(harness, {}, { cookie: device })).status, 200);
    for (const forged of ['', `${device.slice(0, -2)}AA`, `${device.split('.')[0]}.`, device.replace('=', '=x')])
      assert.equal((await signIn(harness, {}, { cookie: forged })).status, 429, forged);
    for (let i = 0; i < 5; i++) assert.equal((await signIn(harness, { password: 'something else' }, { cookie: device })).status, 401);
    assert.equal((await signIn(harness, {}, { cookie: device })).status, 429, 'a stolen cookie is not a free pass');
    harness.clock.forward(15 * minute);
    assert.equal((await signIn(harness, {}, { cookie: device })).status, 200);
  });

  it('forgets the devices of whoever changes their password, and knows each for its own member', async () => {
    const harness = await openHarness();
    const zoe = { email: 'zoe@example.com', name: 'Zoé', role: 'agent', password: 'a word of her own' } as const;
    await harness.staff.add(zoe);
    const [device, theirs] = [deviceOf(await signIn(harness)), deviceOf(await signIn(harness, zoe2))];
    const other = { email: testStaff.email, password: 'a new word, and long' };
    lockOut(harness);
    assert.equal((await signIn(harness, {}, { cookie: theirs })).status, 429, 'a colleague’s device is not theirs');
    assert.equal((await signIn(harness, {}, { cookie: `${theirs}; ${device}` })).status, 200, 'two members may share one');
    await harness.staff.reset(other);
    lockOut(harness);
    assert.equal((await signIn(harness, other, { cookie: device })).status, 429);
  });

  it('leaves threads to those who write to the disk, however many sign in at once', async () => {
    const passwords = createPasswords({ N: 2 ** 14, r: 8, p: 1 });
    let checked = 0;
    const flood = Array.from({ length: 24 }, () => passwords.matches('a guess', null).then(() => checked++));
    await Promise.race(flood);
    const before = checked;
    await stat('.');
    assert.ok(checked - before < 8, 'the disk waited behind the passwords');
    await Promise.all(flood);
    assert.equal(checked, 24);
  });

  it('gives an address to one account only, however many ask for it at once', async () => {
    const { staff } = await openHarness();
    const zoe = { email: 'zoe@example.com', name: 'Zoé', role: 'agent', password: 'a word of her own' } as const;
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => staff.add(zoe)));
    assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1, 'hashing a password takes a while');
    const reset = { email: zoe.email, password: 'another word' };
    const [gone, changed] = await Promise.allSettled([staff.remove(zoe.email), staff.reset(reset)]);
    assert.deepEqual([gone.status, changed.status], ['fulfilled', 'rejected'], 'a reset under way does not bring an account back');
    assert.deepEqual(
      (await staff.list()).map(({ email }) => email),
      [testStaff.email],
    );
  });

  it('counts tries that come at once', async () => {
    const harness = await openHarness();
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(harness, { password: 'something else' })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array<number>(5).fill(401), ...Array<number>(15).fill(429)]);
  });

  it('gives a new session each time, and ends the one that came along', async () => {
    const harness = await openHarness();
    const first = cookieOf(await signIn(harness));
    const second = cookieOf(await signIn(harness, {}, { cookie: first }));
    assert.notEqual(first, second);
    assert.equal((await harness.ask(`${desk}/me`, { headers: { cookie: first } })).status, 401);
    assert.equal((await harness.ask(`${desk}/me`, { headers: { cookie: second } })).status, 200);
    const planted = await signIn(harness, {}, { cookie: 'support-desk=planted' });
    assert.equal((await harness.ask(`${desk}/me`, { headers: { cookie: 'support-desk=planted' } })).status, 401);
    assert.equal((await harness.ask(`${desk}/me`, { headers: { cookie: cookieOf(planted) } })).status, 200);
  });

  it('ends with signing out, with its hours, with the account and with a changed role', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const status = async (person: Person) => (await person(`${desk}/me`)).status;
    assert.equal((await agent(`${desk}/logout`, { method: 'POST' })).status, 204);
    assert.equal(await status(agent), 401);
    const long = await harness.agent();
    harness.clock.forward(12 * 60 * minute);
    assert.equal(await status(long), 401);
    assert.deepEqual(await harness.housekeeping.sweep(), { requests: 0, sessions: 1, uploads: 0, mails: 0, untold: 0, quarantined: 0 });
    const lowered = await harness.agent();
    await harness.staff.reset({ email: testStaff.email, role: 'admin' });
    assert.equal(await status(lowered), 401);
    const removed = await harness.agent();
    await harness.staff.remove(testStaff.email);
    assert.equal(await status(removed), 401);
  });

  it('keeps the desk and the customers’ routes apart', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const nadia = await harness.customer('nadia');
    assert.equal((await agent(`${api}/tickets`)).status, 401);
    assert.equal((await nadia(`${desk}/tickets`)).status, 401);
  });
});

describe('a link that signs the team in', () => {
  async function open() {
    const sent: SignInMail[] = [];
    const environment = {
      SUPPORT_SMTP_URL: 'smtp://127.0.0.1:2525',
      SUPPORT_MAIL_FROM: 'support@example.com',
      SUPPORT_PUBLIC_URL: 'https://support.example.com',
    };
    const harness = await openHarness({ environment, parts: { signInPost: { send: (mail) => void sent.push(mail) } } });
    const ask = (email: string, headers: Record<string, string> = {}) => harness.ask(`${desk}/login/link`, { body: { email }, headers });
    const follow = (link: string) => harness.ask<DeskMe>(`${desk}/login/follow`, { body: { token: link.split('#sign-in=')[1] ?? '' } });
    return { harness, sent, ask, follow };
  }

  it('lets them in once, while their password has to wait', async () => {
    const { harness, sent, ask, follow } = await open();
    lockOut(harness);
    assert.equal((await ask(testStaff.email.toUpperCase())).status, 204);
    const { link, to, expiresAt } = sent[0]!;
    assert.deepEqual([to, expiresAt - harness.clock.now], [testStaff.email, 15 * minute]);
    assert.match(link, /^https:\/\/support\.example\.com\/desk#sign-in=[\w-]{43}$/);
    const answers = await Promise.all([follow(link), follow(link)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401]);
    const inside = answers.find(({ status }) => status === 200)!;
    assert.equal((await harness.ask(`${desk}/me`, { headers: { cookie: cookieOf(inside) } })).status, 200);
    assert.equal((await signIn(harness, {}, { cookie: deviceOf(inside) })).status, 200, 'from now on the device is known');
  });

  it('ends after fifteen minutes, and with a changed password or account', async () => {
    const { harness, sent, ask, follow } = await open();
    await ask(testStaff.email);
    harness.clock.forward(15 * minute);
    assert.equal((await follow(sent[0]!.link)).status, 401);
    await ask(testStaff.email);
    await harness.staff.reset({ email: testStaff.email, password: 'a new word, and long' });
    assert.equal((await follow(sent[1]!.link)).status, 401);
    await ask(testStaff.email);
    await harness.staff.remove(testStaff.email);
    assert.equal((await follow(sent[2]!.link)).status, 401);
  });

  it('tells nobody who has an account, and limits whoever asks, not whom they ask for', async () => {
    const { harness, sent, ask } = await open();
    const bare = ({ status, text, headers }: Answer) => [status, text, [...headers.keys()].sort().join()];
    const device = deviceOf(await signIn(harness));
    assert.deepEqual(bare(await ask('nobody@example.com')), bare(await ask(testStaff.email)));
    for (let i = 0; i < 3; i++) await ask('nobody@example.com');
    const sixth = await ask(testStaff.email);
    assert.deepEqual([sixth.status, sixth.headers.get('retry-after'), sent.length], [429, '900', 1]);
    assert.equal((await ask(testStaff.email, { cookie: device })).status, 204, 'their own device is counted apart');
    assert.equal(sent.length, 2);
  });

  it('is not there where no mails are sent, nor for other sites', async () => {
    const harness = await openHarness();
    assert.equal((await harness.ask(`${desk}/login/link`, { body: { email: testStaff.email } })).status, 404);
    const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const [act, body] of [
      ['link', { email: testStaff.email }],
      ['follow', { token: 'x' }],
    ] as const)
      assert.equal((await harness.ask(`${desk}/login/${act}`, { body, headers: elsewhere })).status, 403);
  });
});
