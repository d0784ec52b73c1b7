/** What is shown beside the queue, by the hash of the URL. */
import type { DeskItem } from '../../../server/wire/desk.ts';

/** A customer: the site's id, or a guest's address. */
export type Whom = Pick<DeskItem['customer'], 'id' | 'kind'>;

export type Place =
  | { readonly kind: 'none' }
  | { readonly kind: 'ticket'; readonly number: string }
  /** `null`: the customer search. */
  | { readonly kind: 'customer'; readonly whom: Whom | null }
  /** A new ticket on a customer's behalf. */
  | { readonly kind: 'new'; readonly whom: Whom | null };

export const newTicketHash = (whom: Whom | null = null): string => (whom ? `#new/${pathOf(whom)}` : '#new');
export const customerHash = (whom: Whom | null = null): string => (whom ? `#customer/${pathOf(whom)}` : '#customer');

const pathOf = ({ id, kind }: Whom): string => `${kind}/${encodeURIComponent(id)}`;

export function placeOf(hash: string): Place {
  const number = /^#(\d{1,15})$/.exec(hash)?.[1];
  if (number !== undefined) return { kind: 'ticket', number };
  const [, kind, of, id] = /^#(customer|new)(?:\/(customer|guest)\/([^/]+))?$/.exec(hash) ?? [];
  if (kind !== 'customer' && kind !== 'new') return { kind: 'none' };
  const decoded = decode(id ?? '');
  return { kind, whom: (of === 'customer' || of === 'guest') && decoded ? { kind: of, id: decoded } : null };
}

/** `null` when the text is not valid percent-encoding. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
