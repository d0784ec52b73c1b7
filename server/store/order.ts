import { priorities, type Ticket } from '../ticket/model.ts';
import { isOwed as isOwedBy } from '../ticket/promise.ts';
import type { Place } from './cursor.ts';
import type { TicketSort } from './store.ts';

/** Lower ranks come first; within a rank the newer text, or the older where `soonestFirst`; then the newer ticket. */
interface Order {
  rank(ticket: Ticket): number;
  /** `rank`: the ticket's own. */
  text(ticket: Ticket, rank: number): string;
  soonestFirst(rank: number): boolean;
}

const mostUrgentFirst = new Map(priorities.map((priority, index) => [priority, priorities.length - index]));
const never = (): boolean => false;
const zero = (): number => 0;

/** Whether the team still owes an answer. */
export function isOwed(ticket: Ticket): boolean {
  return isOwedBy(ticket.promise) && ticket.status !== 'CLOSED';
}

export type LaneName = 'owed' | 'ours' | 'theirs' | 'closed';

/** A part of the desk's queue. */
export interface Lane {
  readonly name: LaneName;
  /** The lane's place among the lanes. */
  readonly rank: number;
  /** What its tickets are sorted by. */
  text(ticket: Ticket): string;
  /** The longest waiting come first; of tickets that wait for others, the latest. */
  readonly soonestFirst: boolean;
}

const updatedAt = (ticket: Ticket): string => ticket.updatedAt;

/** An answer is promised. Late promises were due soonest, so they come first without asking the clock. */
const owed: Lane = { name: 'owed', rank: 0, text: ({ promise }) => promise.dueAt, soonestFirst: true };
/** The team must act. */
const ours: Lane = { name: 'ours', rank: 1, text: updatedAt, soonestFirst: true };
/** The customer must act. */
const theirs: Lane = { name: 'theirs', rank: 2, text: updatedAt, soonestFirst: false };
const closed: Lane = { name: 'closed', rank: 3, text: (ticket) => ticket.closing?.at ?? ticket.updatedAt, soonestFirst: false };

/** By rank. */
export const lanes: readonly Lane[] = [owed, ours, theirs, closed];

export function laneOf(ticket: Ticket): Lane {
  if (ticket.status === 'CLOSED') return closed;
  if (isOwedBy(ticket.promise)) return owed;
  return ticket.ball === 'team' ? ours : theirs;
}

const laneAt = (rank: number): Lane => lanes[rank] ?? closed;

const orders: Readonly<Record<TicketSort, Order>> = {
  activity: { rank: zero, text: updatedAt, soonestFirst: never },
  created: { rank: zero, text: (ticket) => ticket.createdAt, soonestFirst: never },
  priority: {
    rank: (ticket) => mostUrgentFirst.get(ticket.priority) ?? 0,
    text: (ticket) => ticket.createdAt,
    soonestFirst: never,
  },
  number: { rank: zero, text: () => '', soonestFirst: never },
  promise: {
    rank: (ticket) => laneOf(ticket).rank,
    text: (ticket, rank) => laneAt(rank).text(ticket),
    soonestFirst: (rank) => laneAt(rank).soonestFirst,
  },
};

/** Where a ticket stands in an order. */
export function placeOf(sort: TicketSort, ticket: Ticket): Place {
  const order = orders[sort];
  const rank = order.rank(ticket);
  return { rank, text: order.text(ticket, rank), number: ticket.number };
}

/** Whether an order begins with the oldest tickets, roughly. */
export function startsWithOldest(sort: TicketSort): boolean {
  return sort === 'promise';
}

/** Negative when the ticket comes before the place, positive when after. */
export function compareToPlace(sort: TicketSort): (ticket: Ticket, place: Place) => number {
  const order = orders[sort];
  return (ticket, place) => {
    const rank = order.rank(ticket);
    if (rank !== place.rank) return rank - place.rank;
    return compare(order, rank, order.text(ticket, rank), ticket.number, place.text, place.number);
  };
}

/** Negative when the first ticket comes before the second. */
export function compareTickets(sort: TicketSort): (a: Ticket, b: Ticket) => number {
  const order = orders[sort];
  return (a, b) => {
    const rank = order.rank(a);
    const otherRank = order.rank(b);
    if (rank !== otherRank) return rank - otherRank;
    return compare(order, rank, order.text(a, rank), a.number, order.text(b, rank), b.number);
  };
}

/** Within a rank. Plain arguments: a desk of 100,000 tickets compares each of them, and objects would be most of the work. */
function compare(order: Order, rank: number, text: string, number: number, text2: string, number2: number): number {
  if (text !== text2) return text < text2 === order.soonestFirst(rank) ? -1 : 1;
  return number2 - number;
}

/**
 * The first `count` of `rows` in order, without sorting the rest: a desk of 100,000 tickets shows twenty.
 * Quickest when the rows come nearly in order.
 */
export function firstOf<T>(rows: Iterable<T>, count: number, compareRows: (a: T, b: T) => number): T[] {
  const kept: T[] = [];
  for (const row of rows) {
    const last = kept[kept.length - 1];
    if (kept.length >= count && (last === undefined || compareRows(row, last) >= 0)) continue;
    kept.splice(slotFor(kept, row, compareRows), 0, row);
    if (kept.length > count) kept.pop();
  }
  return kept;
}

function slotFor<T>(sorted: readonly T[], row: T, compareRows: (a: T, b: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareRows(sorted[middle] as T, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
