/**
 * The keys that customer tokens are checked with. A token's `kid` selects the key, and the key fixes the algorithm: the
 * token's `alg` has no influence.
 */
import { createPublicKey, createSecretKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { ConfigError } from '../config/site.ts';

export type Algorithm = 'HS256' | 'EdDSA' | 'ES256';

export interface TokenKey {
  /** `null`: the key of tokens without a `kid`. */
  readonly kid: string | null;
  readonly algorithm: Algorithm;
  readonly key: KeyObject;
  /** Milliseconds since the epoch from which the key's tokens are refused; `null`: no end. */
  readonly notAfter: number | null;
}

const source = 'SUPPORT_TOKEN_KEYS';

/** Begins the names of the keys that this server signs guests' tokens with. */
export const guestKeyPrefix = 'support-guest-';

const base = {
  kid: v.pipe(
    v.string('text'),
    v.minLength(1, 'a name'),
    v.maxLength(128, 'at most 128 characters'),
    v.check((kid) => !kid.startsWith(guestKeyPrefix), `a name that does not begin with ${guestKeyPrefix}`),
  ),
  notAfter: v.optional(v.pipe(v.string('a date'), v.isoTimestamp('a date such as "2026-12-31T23:59:59Z"'))),
};

const Jwk = v.variant(
  'kty',
  [
    v.object({
      ...base,
      kty: v.literal('oct'),
      k: v.string('the secret, in base64url'),
      alg: v.optional(v.literal('HS256', '"HS256"'), 'HS256'),
    }),
    v.object({
      ...base,
      kty: v.literal('OKP'),
      crv: v.literal('Ed25519', '"Ed25519"'),
      x: v.string('text'),
      alg: v.optional(v.picklist(['EdDSA', 'Ed25519'], '"EdDSA"'), 'EdDSA'),
    }),
    v.object({
      ...base,
      kty: v.literal('EC'),
      crv: v.literal('P-256', '"P-256"'),
      x: v.string('text'),
      y: v.string('text'),
      alg: v.optional(v.literal('ES256', '"ES256"'), 'ES256'),
    }),
  ],
  '"oct", "OKP" or "EC"',
);
type Jwk = v.InferOutput<typeof Jwk>;

const JwkSet = v.object({ keys: v.pipe(v.array(Jwk, 'a list of keys'), v.minLength(1, 'at least one key')) }, 'a JWK set: {"keys": […]}');

/** @throws ConfigError */
export function readKeys(from: { readonly secret: string | null; readonly set: unknown }): readonly TokenKey[] {
  const keys: TokenKey[] = from.set === null ? [] : readSet(from.set);
  if (from.secret !== null) keys.unshift({ kid: null, algorithm: 'HS256', key: createSecretKey(from.secret, 'utf8'), notAfter: null });
  return keys;
}

function readSet(set: unknown): TokenKey[] {
  const result = v.safeParse(JwkSet, set);
  if (!result.success)
    throw new ConfigError(
      source,
      result.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', expected: issue.message })),
    );
  const keys = result.output.keys.map(keyOf);
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length)
    throw new ConfigError(source, [{ path: 'keys', expected: 'a different "kid" for each key' }]);
  return keys;
}

function keyOf(jwk: Jwk, index: number): TokenKey {
  const { kid, notAfter } = jwk;
  const read = material(jwk);
  if (read === null)
    throw new ConfigError(source, [
      { path: `keys.${String(index)}`, expected: jwk.kty === 'oct' ? 'a secret of at least 32 bytes' : 'a valid public key' },
    ]);
  return { kid, ...read, notAfter: notAfter === undefined ? null : Date.parse(notAfter) };
}

function material(jwk: Jwk): Pick<TokenKey, 'algorithm' | 'key'> | null {
  if (jwk.kty === 'oct') {
    const secret = Buffer.from(jwk.k, 'base64url');
    return secret.length < 32 ? null : { algorithm: 'HS256', key: createSecretKey(secret) };
  }
  // Only the public half is taken, even from a private key.
  const half: JsonWebKey =
    jwk.kty === 'OKP' ? { kty: jwk.kty, crv: jwk.crv, x: jwk.x } : { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
  try {
    return { algorithm: jwk.kty === 'OKP' ? 'EdDSA' : 'ES256', key: createPublicKey({ key: half, format: 'jwk' }) };
  } catch {
    return null;
  }
}

export const isLive = (key: TokenKey, at: number): boolean => key.notAfter === null || at < key.notAfter;

/** The key of a token. A token without a `kid` gets the key without a name, or the only key of the set. */
export function pickKey(keys: readonly TokenKey[], kid: unknown): TokenKey | undefined {
  if (kid === undefined) return keys.find((key) => key.kid === null) ?? (keys.length === 1 ? keys[0] : undefined);
  // No token can name the nameless key, not even by "kid": null.
  return kid === null ? undefined : keys.find((key) => key.kid === kid);
}
