import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createGuestCodes } from '../../server/identity/guest-codes.ts';
import type { GuestCodes } from '../../server/identity/guest-codes.ts';
import { createGuestKeys } from '../../server/identity/guest-keys.ts';
import type { GuestChallenge } from '../../server/store/store.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { day, hour } from '../../server/ticket/calendar.ts';

const paul = 'paul@example.net';

function open() {
  const store = createMemoryStore();
  const clock = { now: Date.parse('2026-11-23T09:00:00.000Z') };
  const now = (): number => clock.now;
  const keys = createGuestKeys({ store, now, longest: 7 * day });
  const codes = createGuestCodes({ store, keys, codesPerHour: 3, now });
  const ask = async (email: string, address: string): Promise<string> => (await codes.start({ email, locale: null, address })).kind;
  return { store, clock, codes, ask };
}

/** Takes a code from a place and types it. */
async function prove(codes: GuestCodes, email: string, address: string): Promise<void> {
  const started = await codes.start({ email, locale: null, address });
  assert.ok(started.kind === 'sent');
  assert.equal((await codes.verify(started.challenge, started.code)).kind, 'proven');
}

describe('asking for a code', () => {
  it('makes the place wait that asks for one address again and again, and nobody else', async () => {
    const { ask } = open();
    for (let i = 0; i < 3; i++) assert.equal(await ask(paul, '203.0.113.1'), 'sent');
    assert.equal(await ask(paul, '203.0.113.1'), 'wait');
    assert.equal(await ask(paul, '203.0.113.2'), 'sent');
    assert.equal(await ask('zoe@example.net', '203.0.113.1'), 'sent');
  });

  it('is possible for the victim of several places', async () => {
    const { ask } = open();
    for (const place of ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4'])
      for (let i = 0; i < 4; i++) await ask(paul, place);
    assert.equal(await ask(paul, '203.0.113.1'), 'sent');
  });

  it('is possible from where the address was proven, whatever others ask for meanwhile, also under the next key', async () => {
    const { codes, ask, clock } = open();
    clock.now += 20 * day;
    await prove(codes, paul, '203.0.113.1');
    clock.now += 15 * day;
    for (let place = 0; place < 20; place++) for (let i = 0; i < 3; i++) await ask(paul, `198.51.100.${String(place)}`);
    assert.equal(await ask(paul, '203.0.113.9'), 'wait', 'nobody’s mailbox is filled without an end');
    assert.equal(await ask(paul, '203.0.113.1'), 'sent');
    assert.equal(await ask('zoe@example.net', '203.0.113.9'), 'sent');
  });

  it('is possible for everybody else while many places ask for as much as they get', async () => {
    const { store, ask } = open();
    const createdAt = '2026-11-23T08:59:00.000Z';
    const strangers = Array.from(
      { length: 5_000 },
      (_, i): GuestChallenge => ({
        id: `stranger-${String(i)}`,
        email: `stranger-${String(i)}@example.net`,
        locale: null,
        from: `key.place-${String(i % 90)}`,
        codeHash: 'key.hash',
        createdAt,
        expiresAt: createdAt,
        tries: 0,
        usedAt: null,
      }),
    );
    await store.commit({ put: { challenges: strangers } });
    for (let i = 0; i < 3; i++) assert.equal(await ask(`one-of-many-${String(i)}@example.net`, '198.51.100.1'), 'sent');
    assert.equal(await ask('one-more@example.net', '198.51.100.1'), 'wait', 'a place that has had its share');
    assert.equal(await ask(paul, '203.0.113.1'), 'sent');
  });

  it('has an end for each place, whichever addresses it asks for', async () => {
    const { ask } = open();
    const answers: string[] = [];
    for (let i = 0; i < 61; i++) answers.push(await ask(`stranger-${String(i)}@example.net`, '198.51.100.1'));
    assert.deepEqual(answers, [...Array<string>(60).fill('sent'), 'wait']);
  });

  it('is counted over an hour', async () => {
    const { ask, clock } = open();
    for (let i = 0; i < 3; i++) await ask(paul, '203.0.113.1');
    clock.now += hour;
    assert.equal(await ask(paul, '203.0.113.1'), 'sent');
  });
});
