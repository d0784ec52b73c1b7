import { SignJWT } from 'jose';
import { claimsOf } from './customers.ts';
import type { Customer } from './customers.ts';
import type { Language } from './texts.ts';

/**
 * Anybody may read it here: the support server takes secrets that begin with `demo-only-` in demo mode only.
 * A real site keeps its own in the environment.
 */
export const demoSecret = 'demo-only-secret-that-everybody-can-read';
/** With it mails are handed in. */
export const demoOpsToken = 'demo-only-operations-token-that-everybody-can-read';

const key = new TextEncoder().encode(demoSecret);
const lifetime = 15 * 60;

/** Tells the support server who this customer is, and what they own. `now` is in milliseconds. */
export function mintToken(customer: Customer, language: Language, now: number): Promise<string> {
  const at = Math.floor(now / 1000);
  return new SignJWT(claimsOf(customer, language, now))
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('site')
    .setAudience('support-ticket')
    .setSubject(customer.id)
    .setIssuedAt(at)
    .setExpirationTime(at + lifetime)
    .sign(key);
}
