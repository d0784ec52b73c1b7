/** Derives hints from a commit: a customer gets hints only about what they can see. */
import type { Commit, Replaced } from '../../store/store.ts';
import type { Hint } from '../../wire/live.ts';
import type { CustomerFacing, Instant, Ticket } from '../../ticket/model.ts';
import { readersOf } from '../../ticket/readers.ts';
import type { Policy } from '../../ticket/rules.ts';
import { ticketView } from '../../wire/view.ts';

/** A ticket before and after a commit; null when it did not exist. */
export interface Change {
  readonly before: Ticket | null;
  readonly after: Ticket | null;
}

export function changesIn({ put, drop }: Commit, replaced: Replaced): Change[] {
  return [
    ...(put?.tickets ?? []).map((after) => ({ before: replaced.get(after.id) ?? null, after })),
    ...(drop?.tickets ?? []).map((id) => ({ before: replaced.get(id) ?? null, after: null })),
  ];
}

/** Every change concerns the team. */
export function newsForDesk({ before, after }: Change): Hint | null {
  const ticketId = (after ?? before)?.id;
  return ticketId === undefined ? null : { type: before === null ? 'ticket-created' : 'ticket-changed', ticketId };
}

/** Null unless the customer's view of the ticket changed: notes, tags and assignments do not change it. */
export function newsForCustomer(customerId: string, { before, after }: Change, now: Instant, policy: Policy): Hint | null {
  const was = before && readersOf(before).includes(customerId) ? before : null;
  const is = after && readersOf(after).includes(customerId) ? after : null;
  const ticketId = (is ?? was)?.id;
  if (ticketId === undefined) return null;
  const read = (ticket: CustomerFacing | null): string => (ticket ? JSON.stringify(ticketView(ticket, now, policy)) : '');
  if (read(was) === read(is)) return null;
  if (!was) return { type: 'ticket-created', ticketId };
  return { type: is && answers(is) > answers(was) ? 'ticket-answered' : 'ticket-changed', ticketId };
}

const answers = ({ messages }: CustomerFacing): number => messages.filter(({ author }) => author.kind === 'staff').length;
