import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { exportJWK, SignJWT } from 'jose';
import { readKeys } from '../../server/identity/keys.ts';
import { createTokens } from '../../server/identity/tokens.ts';
import { lineLog } from '../../server/line-log.ts';
import { mintToken, testSecret } from '../helpers/tokens.ts';
import type { Claims } from '../helpers/tokens.ts';
import { api, openHarness, start } from '../helpers/harness.ts';
import type { Answer, Harness } from '../helpers/harness.ts';

const second = 1_000;
const at = Math.floor(start / second);

const read = (harness: Harness, authorization: string) => harness.ask(`${api}/session`, { headers: { authorization } });
const mint = (claims: Claims) => mintToken('nadia', claims, { now: () => start });

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token made by hand, with any header. */
function forge(header: object, payload: object = {}, secret: string | null = testSecret): string {
  const text = `${encode(header)}.${encode({ iss: 'site', aud: 'support-ticket', sub: 'nadia', iat: at, exp: at + 600, ...payload })}`;
  return `${text}.${secret === null ? '' : createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const bare = ({ text }: Answer): string => text.replace(/"instance":"[^"]+"/, '');

async function refuses(harness: Harness, tokens: Readonly<Record<string, string>>): Promise<void> {
  const expected = bare(await harness.ask(`${api}/session`));
  for (const [name, token] of Object.entries(tokens)) {
    const answer = await read(harness, `Bearer ${token}`);
    assert.equal(answer.status, 401, name);
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer error="invalid_token"', name);
    assert.equal(bare(answer), expected, name);
  }
}

describe('a customer token', () => {
  it('is accepted when it is whole, in date and for this server', async () => {
    const harness = await openHarness();
    assert.equal((await read(harness, `Bearer ${await mint({})}`)).status, 200);
    assert.equal((await read(harness, `bearer  ${forge({ alg: 'HS256' })}`)).status, 200);
  });

  it('is refused for any other algorithm than its key’s, or none', async () => {
    const harness = await openHarness();
    await refuses(harness, {
      none: forge({ alg: 'none' }, {}, null),
      'none, signed': forge({ alg: 'none' }),
      None: forge({ alg: 'None' }, {}, null),
      nOnE: forge({ alg: 'nOnE' }, {}, null),
      HS512: forge({ alg: 'HS512' }),
      RS256: forge({ alg: 'RS256' }),
      'no algorithm': forge({}),
      'a list of them': forge({ alg: ['HS256'] }),
      critical: forge({ alg: 'HS256', crit: ['exp'] }),
      'not encoded': forge({ alg: 'HS256', b64: false, crit: ['b64'] }),
      'an unknown key': forge({ alg: 'HS256', kid: 'other' }),
      'a path as key': forge({ alg: 'HS256', kid: '../../dev/null' }),
      'a key of its own': forge({ alg: 'HS256', jwk: { kty: 'oct', k: Buffer.from(testSecret).toString('base64url') }, kid: 'mine' }),
    });
  });

  it('is refused when its signature is not exactly right', async () => {
    const harness = await openHarness();
    const good = await mint({});
    const [header = '', payload = '', signature = ''] = good.split('.');
    const last = signature.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    await refuses(harness, {
      'another secret': forge({ alg: 'HS256' }, {}, 'another-secret-of-at-least-32-bytes!'),
      truncated: good.slice(0, -1),
      padded: `${good}=`,
      'one bit more': `${header}.${payload}.${signature.slice(0, -1)}${alphabet[alphabet.indexOf(last) + 1] ?? 'A'}`,
      'two parts': `${header}.${payload}`,
      'four parts': `${good}.x`,
      'no signature': `${header}.${payload}.`,
      'another payload': `${header}.${encode({ sub: 'zoe' })}.${signature}`,
      'not base64url': `${header}.${payload}.${signature.replace(/^./, '+')}`,
      empty: '.',
      words: 'good morning',
      '8 KB and one': `${'a'.repeat(8 * 1024 + 1)}`,
    });
  });

  it('needs a subject, an issuer, an audience and its times, each of the right kind', async () => {
    const harness = await openHarness();
    const wrong: Readonly<Record<string, Claims>> = {
      'no exp': { exp: undefined },
      'exp as text': { exp: String(at + 600) },
      'no iat': { iat: undefined },
      'too long a life': { exp: at + 3601 },
      'ends before it begins': { iat: at + 20, exp: at + 10 },
      'iat in the future': { iat: at + 31, exp: at + 600 },
      'nbf in the future': { nbf: at + 31 },
      'nbf as text': { nbf: String(at) },
      'no aud': { aud: undefined },
      'aud as a list': { aud: ['support-ticket'] },
      'another aud': { aud: 'other' },
      'no iss': { iss: undefined },
      'another iss': { iss: 'other' },
      'iss as a list': { iss: ['site'] },
      'no sub': { sub: undefined },
      'empty sub': { sub: '' },
      'sub as a number': { sub: 7 },
      'sub too long': { sub: 'x'.repeat(129) },
      'broken sub': { sub: '\ud800' },
      'sub with NUL': { sub: 'nadia\0' },
      'blank sub': { sub: ' \u200b' },
      'orders as text': { orders: 'o1' },
      'orders without id': { orders: [{ label: 'x' }] },
      'name as a list': { name: ['x'] },
    };
    await refuses(
      harness,
      Object.fromEntries(
        await Promise.all(Object.entries(wrong).map(async ([name, claims]) => [name, forge({ alg: 'HS256' }, claims)] as const)),
      ),
    );
  });

  it('is refused with what is wrong with its subject', async () => {
    const keys = readKeys({ secret: testSecret, set: null });
    const tokens = createTokens({ keys, issuer: 'site', audience: 'support-ticket', now: () => start });
    await assert.rejects(tokens.verify(await mint({ sub: '  ' })), { message: '"sub" must not be blank' });
    await assert.rejects(tokens.verify(await mint({ sub: 'a\0b' })), { message: '"sub" must not hold control characters' });
  });

  it('is refused with the name of the claim that is missing', async () => {
    const keys = readKeys({ secret: testSecret, set: null });
    const tokens = createTokens({ keys, issuer: 'site', audience: 'support-ticket', now: () => start });
    for (const name of ['iss', 'aud', 'sub', 'iat', 'exp'])
      await assert.rejects(tokens.verify(await mint({ [name]: undefined })), { message: `"${name}" is missing` });
    const noObject = `${encode({ alg: 'HS256' })}.${encode(null)}`;
    const signature = createHmac('sha256', testSecret).update(noObject).digest('base64url');
    await assert.rejects(tokens.verify(`${noObject}.${signature}`), { message: 'the payload must be an object' });
  });

  it('may be 29 seconds past its end, and no more', async () => {
    const harness = await openHarness();
    const token = await mint({ iat: at - 600, exp: at });
    for (const [late, status] of [
      [29, 200],
      [29.9, 200],
      [30, 401],
      [31, 401],
    ] as const) {
      harness.clock.now = start + late * second;
      assert.equal((await read(harness, `Bearer ${token}`)).status, status, String(late));
    }
  });

  it('is looked at again on every request, however often it was good before', async () => {
    const harness = await openHarness();
    const token = await mint({ exp: at + 600 });
    assert.equal((await read(harness, `Bearer ${token}`)).status, 200);
    harness.clock.forward(600 * second + 31 * second);
    assert.equal((await read(harness, `Bearer ${token}`)).status, 401);
  });

  it('counts in the Authorization header alone, and is never logged', async () => {
    const lines: string[] = [];
    const harness = await openHarness({ parts: { log: lineLog((line) => lines.push(line), false) } });
    const token = await mint({});
    for (const path of [`${api}/session?token=${token}`, `${api}/session?access_token=${token}`])
      assert.equal((await harness.ask(path)).status, 401);
    assert.equal((await harness.ask(`${api}/session`, { headers: { cookie: `token=${token}; support-desk=${token}` } })).status, 401);
    assert.equal((await read(harness, `Basic ${token}`)).status, 401);
    assert.equal((await read(harness, `Bearer ${token}x`)).status, 401);
    assert.equal(lines.length, 5);
    for (const line of lines) {
      assert.match(line, /a token was refused/);
      for (const part of token.split('.')) assert.ok(!line.includes(part));
    }
  });

  it('does not let inherited names in', async () => {
    const harness = await openHarness();
    const token = forge({ alg: 'HS256' }, JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}') as object);
    await read(harness, `Bearer ${token}`);
    assert.equal(({} as { x?: number }).x, undefined);
  });

  it('treats a malformed address as none', async () => {
    const harness = await openHarness();
    for (const email of [
      'a@x,b@y',
      '"a@b"@c.example',
      'a@b>',
      'a@exаmple.com',
      `${'a'.repeat(320)}@example.com`,
      'a@example.com\r\nBcc: b@example.com',
    ]) {
      const { json } = await harness.ask<{ customer: { email: string | null } }>(`${api}/session`, {
        headers: { authorization: `Bearer ${await mint({ email, email_verified: true })}` },
      });
      assert.equal(json.customer.email, null, email);
    }
  });
});

describe('the key set', () => {
  const now = { at: start };
  const pair = generateKeyPairSync('ed25519');
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rotated = 'the-secret-before-this-one-32-bytes!';

  async function tokens(secret: string | null = null) {
    const set = {
      keys: [
        { kid: 'old', kty: 'oct', k: Buffer.from(rotated).toString('base64url'), notAfter: new Date(start + 60 * second).toISOString() },
        { ...(await exportJWK(pair.publicKey)), kid: 'ed' },
        { ...(await exportJWK(curve.publicKey)), kid: 'ec', alg: 'ES256' },
      ],
    };
    return createTokens({ keys: readKeys({ secret, set }), issuer: 'site', audience: 'support-ticket', now: () => now.at });
  }

  const sign = (header: { alg: string; kid?: string }, key: Parameters<SignJWT['sign']>[0]) =>
    new SignJWT({ iss: 'site', aud: 'support-ticket', sub: 'nadia', iat: at, exp: at + 600 }).setProtectedHeader(header).sign(key);

  it('lets the kid pick the key, and the key fix the algorithm', async () => {
    const checker = await tokens();
    assert.equal((await checker.verify(await sign({ alg: 'EdDSA', kid: 'ed' }, pair.privateKey))).sub, 'nadia');
    assert.equal((await checker.verify(await sign({ alg: 'ES256', kid: 'ec' }, curve.privateKey))).sub, 'nadia');
    await assert.rejects(checker.verify(await sign({ alg: 'ES256', kid: 'ed' }, curve.privateKey)), /algorithm is not EdDSA/);
    await assert.rejects(checker.verify(await sign({ alg: 'EdDSA' }, pair.privateKey)), /names no key/);
    // The public key, which everybody may know, is no secret to sign with.
    const publicText = pair.publicKey.export({ type: 'spki', format: 'pem' });
    await assert.rejects(checker.verify(await sign({ alg: 'HS256', kid: 'ed' }, Buffer.from(publicText))), /algorithm is not EdDSA/);
  });

  it('lets an old key live until its end, cached tokens included', async () => {
    const checker = await tokens();
    const token = await sign({ alg: 'HS256', kid: 'old' }, Buffer.from(rotated));
    now.at = start + 59 * second;
    assert.equal((await checker.verify(token)).sub, 'nadia');
    now.at = start + 60 * second;
    await assert.rejects(checker.verify(token), /has ended/);
    now.at = start;
  });

  it('takes a token without kid for the plain secret’s', async () => {
    const checker = await tokens(testSecret);
    assert.equal((await checker.verify(await sign({ alg: 'HS256' }, Buffer.from(testSecret)))).sub, 'nadia');
    await assert.rejects(checker.verify(forge({ alg: 'HS256', kid: null })), /its key \("kid"\) is not known/, 'null is no name');
  });

  it('is refused as a whole when a key is too short, unknown or named twice', () => {
    const short = { kid: 'a', kty: 'oct', k: Buffer.from('short').toString('base64url') };
    const fine = { kid: 'a', kty: 'oct', k: Buffer.from(testSecret).toString('base64url') };
    for (const [keys, expected] of [
      [[short], /keys\.0: expected a secret of at least 32 bytes/],
      [[fine, fine], /a different "kid" for each key/],
      [[{ kid: 'r', kty: 'RSA', n: 'x', e: 'AQAB' }], /"oct", "OKP" or "EC"/],
      [[{ ...fine, alg: 'HS512' }], /"HS256"/],
      [[{ kty: 'oct', k: fine.k }], /keys\.0\.kid/],
      [[], /at least one key/],
    ] as const)
      assert.throws(() => readKeys({ secret: null, set: { keys } }), expected);
  });
});
