/**
 * Codes that prove an address: sent to it, good once, for ten minutes and five tries, and only together with the
 * challenge they were made for. What was decided counts at once, before it is on disk, so that many requests at the same
 * moment are as many as one after the other.
 */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { GuestChallenge, GuestKey, Store } from '../store/store.ts';
import { hour } from '../ticket/calendar.ts';
import { limits } from '../ticket/limits.ts';
import { instant } from '../ticket/promise.ts';
import { keyed } from './guest-keys.ts';
import type { GuestKeys } from './guest-keys.ts';

export interface GuestCodeDeps {
  readonly store: Pick<Store, 'challenges' | 'commit'>;
  readonly keys: GuestKeys;
  /** For one address when one place asks; twice as many from everywhere. */
  readonly codesPerHour: number;
  readonly now: () => number;
}

export interface Asked {
  readonly email: string;
  readonly locale: string | null;
  /** The place that asks. */
  readonly address: string;
}

export type Start = { readonly kind: 'sent'; readonly challenge: string; readonly code: string; readonly expiresAt: number } | Wait;
export type Verdict = { readonly kind: 'proven'; readonly email: string; readonly locale: string | null } | { readonly kind: 'refused' } | Wait;
/** Milliseconds. */
interface Wait {
  readonly kind: 'wait';
  readonly milliseconds: number;
}

export interface GuestCodes {
  start(asked: Asked): Promise<Start>;
  verify(challenge: string, code: string): Promise<Verdict>;
}

/** An address's mails are counted over an hour. */
export const challengesKeptFor = hour;
/** Over all addresses: nobody's mail server is made to send more within an hour. */
const mostAtOnce = 5_000;
const goodFor = limits.code.minutes * 60_000;

export function createGuestCodes({ store, keys, codesPerHour, now }: GuestCodeDeps): GuestCodes {
  /** What the store knows, and what is on its way there. */
  let known: Promise<Map<string, GuestChallenge>> | null = null;
  const load = (): Promise<Map<string, GuestChallenge>> =>
    (known ??= store.challenges().then(
      (rows) => new Map(rows.map((row) => [row.id, row])),
      (error: unknown) => {
        known = null;
        throw error;
      },
    ));

  function forgetOld(rows: Map<string, GuestChallenge>): void {
    for (const [id, { createdAt }] of rows) if (Date.parse(createdAt) <= now() - challengesKeptFor) rows.delete(id);
  }

  /** Until the hour of the oldest that counts is over; 0: one more may go out. */
  function waitOf(rows: Iterable<GuestChallenge>, most: number): number {
    const times = Array.from(rows, ({ createdAt }) => Date.parse(createdAt)).sort((a, b) => a - b);
    const oldest = times[times.length - most];
    return oldest === undefined ? 0 : Math.max(1, oldest + challengesKeptFor - now());
  }

  function waitFor(rows: Map<string, GuestChallenge>, email: string, from: string): number {
    const same = [...rows.values()].filter((row) => row.email.toLowerCase() === email.toLowerCase());
    return Math.max(
      waitOf(same.filter((row) => row.from === from), codesPerHour),
      waitOf(same, codesPerHour * 2),
      waitOf(rows.values(), mostAtOnce),
    );
  }

  return {
    async start({ email, locale, address }) {
      const key = await keys.newest();
      const rows = await load();
      forgetOld(rows);
      const from = keyed(key, 'place', address).toString('base64url').slice(0, 22);
      const milliseconds = waitFor(rows, email, from);
      if (milliseconds > 0) return { kind: 'wait', milliseconds };
      const id = randomBytes(16).toString('base64url');
      const code = String(randomInt(10 ** limits.code.digits)).padStart(limits.code.digits, '0');
      const expiresAt = now() + goodFor;
      const row: GuestChallenge = {
        id,
        email,
        locale,
        from,
        codeHash: hashOf(key, id, code),
        createdAt: instant(now()),
        expiresAt: instant(expiresAt),
        tries: 0,
        usedAt: null,
      };
      rows.set(id, row);
      await store.commit({ put: { challenges: [row] } }).catch((error: unknown) => {
        rows.delete(id);
        throw error;
      });
      return { kind: 'sent', challenge: id, code, expiresAt };
    },

    async verify(challenge, code) {
      const rows = await load();
      const asked = rows.get(challenge);
      const key = asked && (await keys.named(keyIdOf(asked)));
      // From this look to the next line that writes nothing is awaited.
      const row = rows.get(challenge);
      if (!row || !key || row.usedAt !== null || Date.parse(row.expiresAt) <= now()) return { kind: 'refused' };
      if (row.tries >= limits.code.tries) return { kind: 'wait', milliseconds: Date.parse(row.expiresAt) - now() };
      const right = isSame(row.codeHash, hashOf(key, challenge, code));
      const next: GuestChallenge = right ? { ...row, usedAt: instant(now()) } : { ...row, tries: row.tries + 1 };
      rows.set(challenge, next);
      await store.commit({ put: { challenges: [next] } });
      return right ? { kind: 'proven', email: row.email, locale: row.locale } : { kind: 'refused' };
    },
  };
}

/** The key's name stands before the hash, as another key may be the newest by then. */
const hashOf = (key: GuestKey, challenge: string, code: string): string => `${key.id}.${keyed(key, 'code', `${challenge} ${code}`).toString('base64url')}`;

const keyIdOf = ({ codeHash }: GuestChallenge): string => codeHash.slice(0, codeHash.lastIndexOf('.'));

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
