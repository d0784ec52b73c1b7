/**
 * The keys that this server signs guests' tokens with. It generates them and keeps them in the store. Their names begin with
 * a prefix that no key of the site may have, so that neither kind of token is checked with the other's keys.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { GuestKey, Store } from '../store/store.ts';
import { day } from '../ticket/calendar.ts';
import { instant } from '../ticket/promise.ts';
import { guestKeyPrefix } from './keys.ts';

/** A key signs for 30 days, and is kept until every token that it signed has expired. */
const signsFor = 30 * day;

export interface GuestKeyDeps {
  readonly store: Pick<Store, 'guestKeys' | 'commit'>;
  readonly now: () => number;
  /** The longest lifetime of a signed token, in milliseconds. */
  readonly longest: number;
}

export interface GuestKeys {
  /** The key to sign with; a new one is generated when the newest is older than 30 days. */
  newest(): Promise<GuestKey>;
  named(kid: unknown): Promise<GuestKey | undefined>;
}

export function createGuestKeys({ store, now, longest }: GuestKeyDeps): GuestKeys {
  let making: Promise<GuestKey> | null = null;

  const isKept = ({ createdAt }: GuestKey): boolean => Date.parse(createdAt) > now() - signsFor - longest;

  async function make(): Promise<GuestKey> {
    const key: GuestKey = {
      id: guestKeyPrefix + randomBytes(9).toString('base64url'),
      secret: randomBytes(32).toString('base64url'),
      createdAt: instant(now()),
    };
    const old = (await store.guestKeys()).filter((known) => !isKept(known)).map(({ id }) => id);
    await store.commit({ put: { guestKeys: [key] }, drop: { guestKeys: old } });
    return key;
  }

  return {
    async newest() {
      const [newest] = [...(await store.guestKeys())].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      if (newest && Date.parse(newest.createdAt) > now() - signsFor) return newest;
      making ??= make().finally(() => (making = null));
      return making;
    },
    async named(kid) {
      return (await store.guestKeys()).find((key) => key.id === kid && isKept(key));
    },
  };
}

/** An HMAC that includes the use, so that one key gives different bytes for different uses. */
export const keyed = ({ secret }: Pick<GuestKey, 'secret'>, use: string, text: string): Buffer =>
  createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(JSON.stringify([use, text]))
    .digest();
