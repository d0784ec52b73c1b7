import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { createPasswords } from '../../server/identity/passwords.ts';
import type { DeskMe } from '../../server/ticket/wire.ts';
import { testStaff } from '../helpers/server.ts';
import { api, cookieOf, openHarness, signIn } from './harness.ts';
import type { Answer, Person } from './harness.ts';

const desk = `${api}/desk`;
const minute = 60_000;

describe('signing in at the desk', () => {
  it('sets a cookie that scripts and other sites cannot use, and opens the desk', async () => {
    const harness = await openHarness();
    const answer = await signIn(harness);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('set-cookie') ?? '', /^support-desk=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
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
    assert.deepEqual((await staff.list()).map(({ email }) => email), [testStaff.email]);
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
