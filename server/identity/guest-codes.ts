/**
 * Codes that prove an address: sent to it, good once, for ten minutes and five tries, and only together with the
 * challenge they were made for. What was decided counts at once, before it is on disk, so that many requests at the same
 * moment are as many as one after the other.
 */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { GuestChallenge, GuestKey, Store } from '../store/store.ts';
import { day, hour } from '../ticket/calendar.ts';
import { limits } from '../ticket/limits.ts';
import { instant } from '../ticket/promise.ts';
import { keyed } from './guest-keys.ts';
import type { GuestKeys } from './guest-keys.ts';

export interface GuestCodeDeps {
  readonly store: Pick<Store, 'challenges' | 'commit'>;
  readonly keys: GuestKeys;
  /** For one address when one place asks; ten times as many from everywhere. */
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
export type Verdict =
  | { readonly kind: 'proven'; readonly email: string; readonly locale: string | null }
  | { readonly kind: 'refused' }
  | Wait;
/** Milliseconds. */
interface Wait {
  readonly kind: 'wait';
  readonly milliseconds: number;
}

interface Placed {
  /** Whether the place that asks now asked for this one too. */
  readonly is: (row: GuestChallenge) => boolean;
}

export interface GuestCodes {
  start(asked: Asked): Promise<Start>;
  verify(challenge: string, code: string): Promise<Verdict>;
}

/** An address's mails are counted over an hour. */
const counted = hour;
/** For how long a place from which an address was proven is known to be its owner's. */
const placeKnownFor = 30 * day;
/** Mails with a code that one place may cause within an hour, to whichever addresses: a company's people share a place. */
const mostPerPlace = 60;
/** How many times `codesPerHour` an address gets within an hour, from all places together. */
const mostPlaces = 10;
/** Mails with a code within an hour before places that have caused `codesPerHour` of them already have to wait. */
const busy = 5_000;
/** Mails with a code within an hour at the most: what is counted stays in memory. */
const mostAtOnce = 20_000;

/** Tells which challenges still count: as a mail of the last hour, or as the proof that its place is its owner's. */
export function keptAt(now: number): (row: GuestChallenge) => boolean {
  const [mailedSince, provenSince] = [instant(now - counted), instant(now - placeKnownFor)];
  return ({ createdAt, usedAt }) => createdAt > (usedAt === null ? mailedSince : provenSince);
}

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
    const isKept = keptAt(now());
    for (const [id, row] of rows) if (!isKept(row)) rows.delete(id);
  }

  /** Until the hour of the oldest that counts is over; 0: one more may go out. */
  function waitOf(rows: readonly GuestChallenge[], most: number): number {
    if (rows.length < most) return 0;
    const oldest =
      rows
        .map(({ createdAt }) => createdAt)
        .sort()
        .at(-most) ?? '';
    return Math.max(1, Date.parse(oldest) + counted - now());
  }

  /**
   * Limits fall on the place that asks. What other places ask for makes a place wait only where an address or the whole
   * server gets more mails than any use explains, and never the place from which the address was proven before.
   */
  function waitFor(rows: Map<string, GuestChallenge>, email: string, placed: Placed): number {
    const all = [...rows.values()];
    const since = instant(now() - counted);
    const recent = all.filter(({ createdAt }) => createdAt > since);
    const wanted = email.toLowerCase();
    const isSameAddress = (row: GuestChallenge): boolean => row.email.toLowerCase() === wanted;
    const own = recent.filter((row) => placed.is(row));
    const known = all.some((row) => row.usedAt !== null && isSameAddress(row) && placed.is(row));
    return Math.max(
      waitOf(own.filter(isSameAddress), codesPerHour),
      waitOf(own, mostPerPlace),
      known ? 0 : waitOf(recent.filter(isSameAddress), codesPerHour * mostPlaces),
      known || own.length < codesPerHour ? 0 : waitOf(recent, busy),
      waitOf(recent, mostAtOnce),
    );
  }

  /** Tells the rows of a place, by the keys that were the newest when each was written. */
  async function placeMatcher(rows: Map<string, GuestChallenge>, address: string, from: string): Promise<Placed> {
    const names = new Set<string>();
    for (const { from: placed } of rows.values()) names.add(placed.slice(0, placed.lastIndexOf('.')));
    const keysThen = await Promise.all(Array.from(names, (name) => keys.named(name)));
    const places = new Set([from, ...keysThen.flatMap((key) => (key ? [placeOf(key, address)] : []))]);
    return { is: (row) => places.has(row.from) };
  }

  return {
    async start({ email, locale, address }) {
      const key = await keys.newest();
      const rows = await load();
      forgetOld(rows);
      const from = placeOf(key, address);
      const placed = await placeMatcher(rows, address, from);
      const milliseconds = waitFor(rows, email, placed);
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

/** Places are compared, never read: what is kept of one is a keyed hash behind the name of its key. */
const placeOf = (key: GuestKey, address: string): string => `${key.id}.${keyed(key, 'place', address).toString('base64url').slice(0, 22)}`;

/** The key's name stands before the hash, as another key may be the newest by then. */
const hashOf = (key: GuestKey, challenge: string, code: string): string =>
  `${key.id}.${keyed(key, 'code', `${challenge} ${code}`).toString('base64url')}`;

const keyIdOf = ({ codeHash }: GuestChallenge): string => codeHash.slice(0, codeHash.lastIndexOf('.'));

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
