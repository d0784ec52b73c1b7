import type { Instant, Ticket } from '../ticket/model.ts';
import type { Place } from './cursor.ts';
import { compareTickets, compareToPlace, laneOf, lanes } from './order.ts';
import type { LaneName } from './order.ts';
import type { QueueCounts, TicketQuery } from './store.ts';

const byPromise = compareTickets('promise');
const toPlace = compareToPlace('promise');

/** Tickets of one lane, from `from` up to, not including, `to`. */
export interface Stretch {
  readonly tickets: readonly Ticket[];
  readonly from: number;
  readonly to: number;
}

/**
 * The desk's queue, kept in order while tickets come and change, so that a page of it is cut out and its standing
 * counts are lengths: nothing is sorted and nothing counted for a request. Sorted once, when first asked for.
 */
export class Queue {
  readonly #all: ReadonlyMap<string, Ticket>;
  readonly #staff: ReadonlyMap<string, unknown>;
  #lanes: Readonly<Record<LaneName, Ticket[]>> | null = null;
  /** Open tickets by assignee; null for unassigned. */
  readonly #assigned = new Map<string | null, number>();

  /** @param staff agents with an account, by id */
  constructor(all: ReadonlyMap<string, Ticket>, staff: ReadonlyMap<string, unknown>) {
    this.#all = all;
    this.#staff = staff;
  }

  put(ticket: Ticket, before: Ticket | undefined): void {
    if (before !== undefined) this.drop(before);
    if (this.#lanes === null) return;
    const lane = this.#lanes[laneOf(ticket).name];
    lane.splice(
      firstAt(lane, (other) => byPromise(other, ticket) >= 0),
      0,
      ticket,
    );
    this.#assign(ticket, 1);
  }

  drop(ticket: Ticket): void {
    if (this.#lanes === null) return;
    const lane = this.#lanes[laneOf(ticket).name];
    const index = firstAt(lane, (other) => byPromise(other, ticket) >= 0);
    if (lane[index] !== ticket) return;
    lane.splice(index, 1);
    this.#assign(ticket, -1);
  }

  /** Ranges of the queue that contain every match, in order; they may contain others, which have to be filtered out. */
  stretches(query: TicketQuery): readonly Stretch[] {
    const { statuses, ball, late, dueBy } = query;
    const sorted = this.#sorted();
    const asksOpen = statuses === undefined || statuses.some((status) => status !== 'CLOSED');
    const asksUnpromised = late !== true && dueBy === undefined;
    const wanted: Readonly<Record<LaneName, boolean>> = {
      owed: asksOpen && ball !== 'customer',
      ours: asksOpen && asksUnpromised && ball !== 'customer',
      theirs: asksOpen && asksUnpromised && ball !== 'team',
      closed: asksUnpromised && ball === undefined && (statuses === undefined || statuses.includes('CLOSED')),
    };
    return lanes
      .filter(({ name }) => wanted[name])
      .map(({ name }) => {
        const tickets = sorted[name];
        return name === 'owed' ? { tickets, ...span(tickets, query) } : { tickets, from: 0, to: tickets.length };
      });
  }

  counts({ now, soonBy, assignee }: { readonly now: Instant; readonly soonBy: Instant; readonly assignee: string }): QueueCounts {
    const { owed, ours, theirs, closed } = this.#sorted();
    const late = dueBefore(owed, now);
    return {
      open: owed.length + ours.length + theirs.length,
      late,
      soon: dueAfter(owed, soonBy) - late,
      mine: this.#assigned.get(assignee) ?? 0,
      unassigned: this.#countUnassigned(),
      team: owed.length + ours.length,
      customer: theirs.length,
      closed: closed.length,
    };
  }

  /** Unassigned tickets and those of former agents: one look-up per agent ever assigned. */
  #countUnassigned(): number {
    let count = 0;
    for (const [assignee, tickets] of this.#assigned) if (assignee === null || !this.#staff.has(assignee)) count += tickets;
    return count;
  }

  #sorted(): Readonly<Record<LaneName, Ticket[]>> {
    if (this.#lanes !== null) return this.#lanes;
    const sorted: Readonly<Record<LaneName, Ticket[]>> = { owed: [], ours: [], theirs: [], closed: [] };
    for (const ticket of this.#all.values()) {
      sorted[laneOf(ticket).name].push(ticket);
      this.#assign(ticket, 1);
    }
    for (const { name } of lanes) sorted[name].sort(byPromise);
    this.#lanes = sorted;
    return sorted;
  }

  #assign({ status, assignee }: Ticket, by: 1 | -1): void {
    if (status !== 'CLOSED') this.#assigned.set(assignee, (this.#assigned.get(assignee) ?? 0) + by);
  }
}

/** The conditions that the ranges do not cover. */
export function leftToSift({ late: _late, dueBy: _dueBy, ball: _ball, statuses, ...rest }: TicketQuery): TicketQuery {
  const asksOneOfTwo = statuses !== undefined && statuses.includes('OPEN') !== statuses.includes('IN_PROGRESS');
  return asksOneOfTwo ? { ...rest, statuses } : rest;
}

/** Index of the first ticket of a range after a place in the order. */
export function firstAfter({ tickets, from, to }: Stretch, place: Place): number {
  return Math.min(
    to,
    Math.max(
      from,
      firstAt(tickets, (ticket) => toPlace(ticket, place) > 0),
    ),
  );
}

/** The range of promised answers that are late, or due by a moment; all of them when neither is asked for. */
function span(owed: readonly Ticket[], { late, dueBy, now }: Pick<TicketQuery, 'late' | 'dueBy' | 'now'>): { from: number; to: number } {
  const passed = dueBefore(owed, now);
  const from = late === false || dueBy !== undefined ? passed : 0;
  const to = late === true ? passed : dueBy === undefined ? owed.length : dueAfter(owed, dueBy);
  return { from, to: Math.max(from, to) };
}

const dueBefore = (owed: readonly Ticket[], at: Instant): number => firstAt(owed, ({ promise }) => promise.dueAt >= at);
const dueAfter = (owed: readonly Ticket[], at: Instant): number => firstAt(owed, ({ promise }) => promise.dueAt > at);

/** The index of the first of which it is true, given that it is true of all after it. */
function firstAt(sorted: readonly Ticket[], isTrue: (ticket: Ticket) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isTrue(sorted[middle] as Ticket)) high = middle;
    else low = middle + 1;
  }
  return low;
}
