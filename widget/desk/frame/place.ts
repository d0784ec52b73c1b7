/** What stands beside the queue, as the hash of the address says it: bookmarked, shared with a colleague, left with "back". */
import type { DeskItem } from '../../../server/wire/desk.ts';

/** Whom it is about: the host's id of theirs, or a guest's address. */
export type Whom = Pick<DeskItem['customer'], 'id' | 'kind'>;

export type Place =
  | { readonly kind: 'none' }
  | { readonly kind: 'ticket'; readonly number: string }
  /** Null: somebody is looked for. */
  | { readonly kind: 'customer'; readonly whom: Whom | null }
  /** A ticket to be opened on somebody's behalf. */
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

/** Null where it is cut off in the middle of a letter. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
