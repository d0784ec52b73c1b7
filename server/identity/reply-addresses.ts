/**
 * The address that a reply to a customer's mail goes to. It names the ticket and is signed for its customer, so that it
 * cannot be forged. It has only lower-case letters and digits, since providers lower-case addresses.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { replyPlaceholder } from '../config/mail.ts';
import type { ReplyKey, Store } from '../store/store.ts';
import type { Ticket } from '../ticket/model.ts';
import { instant } from '../ticket/promise.ts';
import { keyed } from './guest-keys.ts';

export interface ReplyAddressDeps {
  readonly store: Pick<Store, 'replyKeys' | 'commit'>;
  /** Such as `support+{key}@example.com`, in lower case. */
  readonly pattern: string;
  readonly now: () => number;
}

/** A ticket's number, and the signature that proves that this server made the address. */
export interface ReplyKeyText {
  readonly number: number;
  readonly seal: string;
}

type Addressee = Pick<Ticket, 'id' | 'number' | 'customerId'>;

export interface ReplyAddresses {
  of(ticket: Addressee): Promise<string>;
  /** The keys in those addresses that match the pattern, without duplicates. */
  keysIn(addresses: readonly string[]): readonly ReplyKeyText[];
  proves(key: ReplyKeyText, ticket: Addressee): Promise<boolean>;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
/** Five bits each. */
const sealLength = 20;
/** At most 36 characters: `mail.replies` of the configuration leaves room for them. */
const keyPattern = /^([1-9][0-9]{0,14})-([a-z2-7]{20})$/;

export function createReplyAddresses({ store, pattern, now }: ReplyAddressDeps): ReplyAddresses {
  const [before = '', after = ''] = pattern.toLowerCase().split(replyPlaceholder);
  let making: Promise<ReplyKey> | null = null;

  /** The key never expires, so that a reply to an old mail is still accepted. */
  async function make(): Promise<ReplyKey> {
    const key: ReplyKey = {
      id: randomBytes(9).toString('base64url'),
      secret: randomBytes(32).toString('base64url'),
      createdAt: instant(now()),
    };
    await store.commit({ put: { replyKeys: [key] } });
    return key;
  }

  async function newest(): Promise<ReplyKey> {
    const [known] = [...(await store.replyKeys())].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return known ?? (making ??= make().finally(() => (making = null)));
  }

  return {
    of: async (ticket) => `${before}${String(ticket.number)}-${sealOf(await newest(), ticket)}${after}`,

    keysIn(addresses) {
      const found = new Map<string, ReplyKeyText>();
      for (const address of addresses) {
        const text = address.trim().toLowerCase();
        if (!text.startsWith(before) || !text.endsWith(after) || text.length < before.length + after.length) continue;
        const key = text.slice(before.length, text.length - after.length);
        const [, number = '', seal = ''] = keyPattern.exec(key) ?? [];
        if (number !== '') found.set(key, { number: Number(number), seal });
      }
      return [...found.values()];
    },

    async proves({ seal }, ticket) {
      const given = Buffer.from(seal);
      return (await store.replyKeys()).some((key) => {
        const expected = Buffer.from(sealOf(key, ticket));
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    },
  };
}

function sealOf(key: ReplyKey, { id, customerId }: Addressee): string {
  const bytes = keyed(key, 'reply', JSON.stringify([id, customerId]));
  return Array.from(bytes.subarray(0, sealLength), (byte) => alphabet.charAt(byte & 31)).join('');
}
