import type { Ticket } from '../ticket/model.ts';
import { readCursor, writeCursor, type Place } from './cursor.ts';
import { fold, termsOf } from './fold.ts';
import { compareTickets, compareToPlace, firstOf, isOwed, placeOf, startsWithOldest } from './order.ts';
import { firstAfter, leftToSift } from './queue.ts';
import type { Rows } from './rows.ts';
import type { Customer, Page, TicketQuery } from './store.ts';

/** One page of tickets. @throws BadCursorError */
export function listTickets(rows: Rows, query: TicketQuery): Page<Ticket> {
  const { sort, limit, cursor } = query;
  const after = cursor === undefined ? null : readCursor(sort, cursor);
  if (isQueue(query)) return listQueue(rows, query, after);
  const found = matching(rows, query);
  const compare = compareToPlace(sort);
  const left = after === null ? found : found.filter((ticket) => compare(ticket, after) > 0);
  return pageOf(firstOf(left, limit + 1, compareTickets(sort)), query, found.length);
}

/** `kept` holds one more than asked for where there is a next page. */
function pageOf(kept: readonly Ticket[], { sort, limit }: TicketQuery, total: number): Page<Ticket> {
  const items = kept.slice(0, limit);
  const last = items[items.length - 1];
  const more = kept.length > limit && last !== undefined;
  return { items, nextCursor: more ? writeCursor(sort, placeOf(sort, last)) : null, total };
}

/** Whether the query is answered from the sorted queue. */
const isQueue = ({ sort, reader, customerId }: TicketQuery): boolean =>
  sort === 'promise' && reader === 'staff' && customerId === undefined;

/** A page cut out of the queue: without a filter in a few steps, with one by a look at each ticket it may concern. */
function listQueue(rows: Rows, query: TicketQuery, after: Place | null): Page<Ticket> {
  const passes = passesAll(testsOf(rows, leftToSift(query)));
  const kept: Ticket[] = [];
  let total = 0;
  for (const stretch of rows.queue.stretches(query)) {
    const { tickets, from, to } = stretch;
    const start = after === null ? from : firstAfter(stretch, after);
    if (passes === null) {
      total += to - from;
      kept.push(...tickets.slice(start, Math.min(to, start + query.limit + 1 - kept.length)));
      continue;
    }
    for (let index = from; index < to; index += 1) {
      const ticket = tickets[index] as Ticket;
      if (!passes(ticket)) continue;
      total += 1;
      if (index >= start && kept.length <= query.limit) kept.push(ticket);
    }
  }
  return pageOf(kept, query, total);
}

type Test = (ticket: Ticket) => boolean;

/** Null when there is no condition. */
function passesAll(tests: readonly Test[]): Test | null {
  if (tests.length === 0) return null;
  return (ticket) => tests.every((test) => test(ticket));
}

/** The tickets a query asks for, roughly in the order asked for. */
function matching(rows: Rows, query: TicketQuery): readonly Ticket[] {
  const passes = passesAll(testsOf(rows, query));
  const candidates = Array.from(candidatesOf(rows, query).values());
  const found = passes === null ? candidates : candidates.filter(passes);
  return startsWithOldest(query.sort) ? found : found.reverse();
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

/** The cheapest tests first. */
function testsOf(rows: Rows, query: TicketQuery): readonly Test[] {
  const { reader, statuses, priorities, services, now, late, dueBy, q } = query;
  const terms = q === undefined ? null : termsOf(q);
  if (terms?.length === 0) return [() => false];
  return [
    ...(statuses ? [({ status }: Ticket) => statuses.includes(status)] : []),
    ...(priorities ? [({ priority }: Ticket) => priorities.includes(priority)] : []),
    ...(services ? [({ service }: Ticket) => services.includes(service)] : []),
    ...(late === undefined ? [] : [(ticket: Ticket) => late === isLate(ticket, now)]),
    ...(dueBy === undefined ? [] : [(ticket: Ticket) => isOwed(ticket) && ticket.promise.dueAt >= now && ticket.promise.dueAt <= dueBy]),
    // Filters of the desk are ignored for customers: not even a count may reveal them.
    ...(reader === 'staff' ? deskTestsOf(rows, query) : []),
    ...(terms ? [rows.search.matcher(terms, reader)] : []),
  ];
}

function deskTestsOf(rows: Rows, { assignees, formerAssignees, tag, ball }: TicketQuery): readonly Test[] {
  const isFormer = (assignee: string | null): boolean => assignee !== null && !rows.all('staff').has(assignee);
  return [
    ...((assignees ?? formerAssignees)
      ? [({ assignee }: Ticket) => (assignees?.includes(assignee) ?? false) || (formerAssignees === true && isFormer(assignee))]
      : []),
    ...(tag === undefined ? [] : [({ tags }: Ticket) => tags.includes(tag)]),
    ...(ball ? [(ticket: Ticket) => ticket.ball === ball] : []),
  ];
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

/** @see CustomerStore.findCustomers */
export function findCustomers(rows: Rows, q: string, limit: number): { items: readonly Customer[]; total: number } {
  const terms = termsOf(q)?.map(({ prefix, number }) => ({ prefix: prefix ?? String(number), number: null })) ?? [];
  if (terms.length === 0) return { items: [], total: 0 };
  const found = Array.from(rows.all('customers').values()).filter(rows.search.customerMatcher(terms));
  const first = terms[0]?.prefix ?? '';
  const begins = new Map(found.map((customer) => [customer, fold(customer.name ?? customer.email ?? '').startsWith(first)]));
  const compare = (a: Customer, b: Customer): number =>
    Number(begins.get(b)) - Number(begins.get(a)) ||
    (a.updatedAt === b.updatedAt ? (a.id < b.id ? -1 : 1) : a.updatedAt < b.updatedAt ? 1 : -1);
  return { items: firstOf(found, limit, compare), total: found.length };
}
