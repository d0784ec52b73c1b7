import type { Ticket } from '../ticket/model.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { termsOf } from './fold.ts';
import { compareTickets, compareToPlace, firstOf, isOwed, placeOf, startsWithOldest } from './order.ts';
import type { Rows } from './rows.ts';
import type { Page, TicketQuery } from './store.ts';

/** One page of tickets. @throws BadCursorError */
export function listTickets(rows: Rows, query: TicketQuery): Page<Ticket> {
  const { sort, limit, cursor } = query;
  const after = cursor === undefined ? null : readCursor(sort, cursor);
  const found = matching(rows, query);
  const compare = compareToPlace(sort);
  const left = after === null ? found : found.filter((ticket) => compare(ticket, after) > 0);
  // One more than asked for tells whether there is a next page.
  const kept = firstOf(left, limit + 1, compareTickets(sort));
  const items = kept.slice(0, limit);
  const last = items[items.length - 1];
  const more = kept.length > limit && last !== undefined;
  return { items, nextCursor: more ? writeCursor(sort, placeOf(sort, last)) : null, total: found.length };
}

/** The tickets a query asks for, roughly in the order asked for. */
function matching(rows: Rows, query: TicketQuery): readonly Ticket[] {
  const passes = filterOf(query);
  const candidates = Array.from(candidatesOf(rows, query).values()).filter(passes);
  if (!startsWithOldest(query.sort)) candidates.reverse();
  const terms = query.q === undefined ? null : termsOf(query.q);
  if (terms === null) return candidates;
  return terms.length === 0 ? [] : candidates.filter(rows.search.matcher(terms, query.reader));
}

/** How many tickets a query has to look at. */
export function candidateCount(rows: Rows, query: TicketQuery): number {
  return candidatesOf(rows, query).size;
}

function candidatesOf(rows: Rows, { customerId, reader }: TicketQuery): ReadonlyMap<string, Ticket> {
  if (customerId !== undefined) return rows.ticketsOf(customerId);
  if (reader === 'customer') throw new TypeError('a customer reads their own tickets only: customerId is missing');
  return rows.all('tickets');
}

function filterOf(query: TicketQuery): (ticket: Ticket) => boolean {
  const { reader, statuses, priorities, service, late, now } = query;
  return (ticket) =>
    (statuses === undefined || statuses.includes(ticket.status)) &&
    (priorities === undefined || priorities.includes(ticket.priority)) &&
    (service === undefined || service === ticket.service) &&
    (late === undefined || late === isLate(ticket, now)) &&
    // What only the desk knows cannot be asked by anybody else: not even a count may tell.
    (reader === 'customer' || passesAtDesk(ticket, query));
}

function passesAtDesk(ticket: Ticket, { assignee, tag }: TicketQuery): boolean {
  return (assignee === undefined || assignee === ticket.assignee) && (tag === undefined || ticket.tags.includes(tag));
}

function isLate(ticket: Ticket, now: string): boolean {
  return isOwed(ticket) && ticket.promise.dueAt < now;
}

/** How many of a customer's tickets are open, closed, and hold something of the team's they have not seen. */
export function countTickets(rows: Rows, customerId: string): { open: number; closed: number; unread: number } {
  const counts = { open: 0, closed: 0, unread: 0 };
  for (const ticket of rows.ticketsOf(customerId).values()) {
    counts[ticket.status === 'CLOSED' ? 'closed' : 'open'] += 1;
    if (ticket.staffActedAt !== null && ticket.staffActedAt > ticket.seenAt) counts.unread += 1;
  }
  return counts;
}
