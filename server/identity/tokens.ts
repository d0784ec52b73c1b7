/**
 * Verifies customer tokens, which the site signs for at most an hour. Every faulty token gets the same answer; the reason goes
 * to the log and to `token check`, never to the caller.
 */
import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import * as v from 'valibot';
import { Claims } from './claims.ts';
import { isLive, pickKey } from './keys.ts';
import type { TokenKey } from './keys.ts';
import { TokenCache } from './token-cache.ts';
import type { Verified } from './token-cache.ts';

export class TokenFault extends Error {
  override readonly name = 'TokenFault';
}

export interface TokenTerms {
  readonly keys: readonly TokenKey[];
  readonly issuer: string;
  readonly audience: string;
  readonly now: () => number;
}

export interface Tokens {
  /** @throws TokenFault with the reason */
  verify(token: string): Promise<Claims>;
}

const maxBytes = 8 * 1024;
const maxLife = 60 * 60;
/** Seconds by which clocks may differ. */
const tolerance = 30;

export function createTokens(terms: TokenTerms): Tokens {
  const cache = new TokenCache();
  return {
    async verify(token) {
      const known = cache.get(token);
      if (known) return stillGood(known, terms);
      const verified = await check(token, terms);
      cache.set(token, verified);
      return verified.claims;
    },
  };
}

/** A cached token is accepted until the token or its key expires. */
function stillGood({ claims, key }: Verified, { now }: TokenTerms): Claims {
  if (!isLive(key, now())) throw new TokenFault(`its key ${named(key.kid)} has ended`);
  checkTimes(claims, now() / 1000);
  return claims;
}

async function check(token: string, terms: TokenTerms): Promise<Verified> {
  // A token is ASCII: anything else is refused below, so characters are bytes.
  if (token.length > maxBytes) throw new TokenFault(`it is longer than ${String(maxBytes)} bytes`);
  const key = keyOf(token, terms);
  const payload = await checkSignature(token, key);
  const result = v.safeParse(Claims, payload);
  if (!result.success) throw new TokenFault(result.issues[0].message);
  const claims = result.output;
  if (claims.iss !== terms.issuer) throw new TokenFault('"iss" is not the configured issuer');
  if (claims.aud !== terms.audience) throw new TokenFault('"aud" is not the configured audience');
  checkTimes(claims, terms.now() / 1000);
  return { claims, key };
}

function keyOf(token: string, { keys, now }: TokenTerms): TokenKey {
  const { alg, kid } = headerOf(token);
  const key = pickKey(keys, kid);
  if (!key) throw new TokenFault(kid === undefined ? 'it names no key ("kid") and there are several' : 'its key ("kid") is not known');
  if (!isLive(key, now())) throw new TokenFault(`its key ${named(key.kid)} has ended`);
  if (alg !== key.algorithm) throw new TokenFault(`its algorithm is not ${key.algorithm}, which its key is for`);
  return key;
}

function headerOf(token: string): { alg?: unknown; kid?: unknown } {
  const parts = token.split('.');
  // Padding, or spare bits set in the last character, would be a second spelling of the same token: both are refused.
  const exact = parts.length === 3 && parts.every((part) => part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part);
  if (!exact) throw new TokenFault('it is not a signed JWT of three parts');
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new TokenFault('its header cannot be read');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

async function checkSignature(token: string, { key, algorithm }: TokenKey): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await compactVerify(token, key, { algorithms: [algorithm] });
    if (protectedHeader.b64 === false) throw new TokenFault('its payload is not encoded ("b64")');
    return JSON.parse(utf8.decode(payload));
  } catch (error) {
    if (error instanceof TokenFault) throw error;
    throw new TokenFault(error instanceof errors.JWSSignatureVerificationFailed ? 'its signature does not match' : 'it cannot be read');
  }
}

function checkTimes({ iat, exp, nbf }: Claims, now: number): void {
  if (exp - iat > maxLife) throw new TokenFault(`it lives ${String(Math.round(exp - iat))} s; ${String(maxLife)} s is the most`);
  if (exp <= iat) throw new TokenFault('it ends before it begins ("exp" is not after "iat")');
  if (now >= exp + tolerance) throw new TokenFault(`it ended ${String(Math.round(now - exp))} s ago`);
  if (iat > now + tolerance) throw new TokenFault(`it was made ${String(Math.round(iat - now))} s in the future ("iat")`);
  if (nbf !== undefined && nbf > now + tolerance) throw new TokenFault('it is not valid yet ("nbf")');
}

const named = (kid: string | null): string => (kid === null ? '(SUPPORT_TOKEN_SECRET)' : JSON.stringify(kid));
