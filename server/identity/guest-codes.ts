/**
 * One-time codes that prove an address. A code is valid once, for ten minutes and five tries, and only with the challenge
 * that it was made for. Rows change in memory before the commit, so that concurrent requests cannot exceed a limit.
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
  /** Codes that one client address may request for one mail address; all clients together get ten times as many. */
  readonly codesPerHour: number;
  readonly now: () => number;
}

export interface Asked {
  readonly email: string;
  readonly locale: string | null;
  /** The client's IP address. */
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
  /** Whether the same client requested this challenge. */
  readonly is: (row: GuestChallenge) => boolean;
}

export interface GuestCodes {
  start(asked: Asked): Promise<Start>;
  verify(challenge: string, code: string): Promise<Verdict>;
}

/** The period over which mails are counted. */
const counted = hour;
/** How long a client from which an address was proven counts as the owner's. */
const placeKnownFor = 30 * day;
/** Mails with a code that one client may cause within an hour, to all addresses together; a company's staff share an IP address. */
const mostPerPlace = 60;
/** The factor on `codesPerHour` for one mail address and all clients together. */
const mostPlaces = 10;
/** Above so many mails with a code within an hour, a client that caused `codesPerHour` of them has to wait. */
const busy = 5_000;
/** The server sends at most so many mails with a code within an hour, since the counted challenges are held in memory. */
const mostAtOnce = 20_000;

/** Tells which challenges are kept: unused ones as mails of the last hour, used ones as proof that a client is the owner's. */
export function keptAt(now: number): (row: GuestChallenge) => boolean {
  const [mailedSince, provenSince] = [instant(now - counted), instant(now - placeKnownFor)];
  return ({ createdAt, usedAt }) => createdAt > (usedAt === null ? mailedSince : provenSince);
}

const goodFor = limits.code.minutes * 60_000;

export function createGuestCodes({ store, keys, codesPerHour, now }: GuestCodeDeps): GuestCodes {
  /** The stored challenges, and those whose commit is pending. */
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

  /** Milliseconds until fewer than `most` of the rows are within the hour; 0 when one more mail may be sent. */
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
   * Limits apply to the client that asks. Requests of other clients make it wait only when one mail address or the whole
   * server reaches a limit of its own. After the address was proven from this client, only `mostAtOnce` of these applies.
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

  /** Tells which rows are of one client; each row's hash is made with the key that was the newest when it was written. */
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
      // Nothing may be awaited between this read and the write below.
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

/** IP addresses are only compared, so a keyed hash is stored behind the name of its key. */
const placeOf = (key: GuestKey, address: string): string => `${key.id}.${keyed(key, 'place', address).toString('base64url').slice(0, 22)}`;

/** The key's name is put before the hash, since another key may be the newest when the code is checked. */
const hashOf = (key: GuestKey, challenge: string, code: string): string =>
  `${key.id}.${keyed(key, 'code', `${challenge} ${code}`).toString('base64url')}`;

const keyIdOf = ({ codeHash }: GuestChallenge): string => codeHash.slice(0, codeHash.lastIndexOf('.'));

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
