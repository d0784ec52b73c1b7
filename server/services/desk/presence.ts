/**
 * Which member reads or writes at which ticket. The desk repeats it as a heartbeat; an entry expires without one. It is kept in
 * memory only and must not become a record of members' work.
 */
import type { StaffAccount, TicketStore } from '../../store/store.ts';
import type { Ticket } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import { readersOf } from '../../ticket/readers.ts';
import type { DeskPresence, PresenceState, Present } from '../../wire/live.ts';
import { NotFound } from '../errors.ts';
import { ticketBy } from '../tickets/tickets.ts';

export interface PresenceChange {
  readonly ticketId: string;
  /** Ids of the customers who may read the ticket. */
  readonly readers: readonly string[];
  /** A heartbeat: the state is unchanged. */
  readonly again: boolean;
  /** What the customer is told: an answer is being written, or no longer is. `null` for every other change. */
  readonly tells: 'writing' | 'rested' | null;
}

export interface Presence {
  /** @throws NotFound unless there is such a ticket */
  find(ref: string): Promise<Ticket>;
  /** @throws NotFound */
  say(staff: Pick<StaffAccount, 'id' | 'name'>, ticket: Ticket, state: PresenceState): void;
  list(): DeskPresence;
  /** Tickets that the customer may read and to which an answer is being written now. */
  writtenTo(customerId: string): readonly string[];
  /** Removes expired entries. */
  sweep(): void;
  /** Returns a function that ends the subscription. */
  watch(watcher: (change: PresenceChange) => void): () => void;
}

export interface PresenceDeps {
  readonly store: Pick<TicketStore, 'ticket' | 'ticketByNumber'>;
  readonly now: () => number;
}

/** Milliseconds. The desk repeats `reading` every twenty seconds, and the writing states while keys are pressed. */
const lastsFor = { reading: 45_000, 'writing-reply': 15_000, 'writing-note': 15_000 } as const;

interface Entry extends Present {
  readonly readers: readonly string[];
  readonly saidAt: number;
}

/** The most entries of one agent. */
const mostPerAgent = 20;

export function createPresence({ store, now }: PresenceDeps): Presence {
  /** By ticket, then by agent. */
  const tickets = new Map<string, Map<string, Entry>>();
  const watchers = new Set<(change: PresenceChange) => void>();

  const isOver = ({ state, saidAt }: Entry): boolean => now() - saidAt > lastsFor[state];
  const entries = (): Entry[] => [...tickets.values()].flatMap((there) => [...there.values()]);
  const writes = (ticketId: string): boolean =>
    [...(tickets.get(ticketId)?.values() ?? [])].some((entry) => entry.state === 'writing-reply' && !isOver(entry));

  function replace(key: Pick<Entry, 'ticketId' | 'readers'> & { readonly staff: { readonly id: string } }, entry: Entry | null): void {
    const { ticketId, readers, staff } = key;
    const there = tickets.get(ticketId) ?? new Map<string, Entry>();
    const before = there.get(staff.id);
    if (!before && !entry) return;
    if (entry) there.set(staff.id, entry);
    else there.delete(staff.id);
    if (there.size > 0) tickets.set(ticketId, there);
    else tickets.delete(ticketId);
    const rests = before?.state === 'writing-reply' && !writes(ticketId);
    const tells = entry?.state === 'writing-reply' ? 'writing' : rests ? 'rested' : null;
    watchers.forEach((watcher) => watcher({ ticketId, readers, again: before?.state === entry?.state, tells }));
  }

  function makeRoom(staffId: string): void {
    const theirs = entries().filter(({ staff }) => staff.id === staffId);
    if (theirs.length < mostPerAgent) return;
    const [oldest] = theirs.sort((a, b) => a.saidAt - b.saidAt);
    if (oldest) replace(oldest, null);
  }

  async function find(ref: string): Promise<Ticket> {
    const ticket = await ticketBy(ref, store);
    if (!ticket) throw new NotFound();
    return ticket;
  }

  return {
    find,

    say({ id, name }, ticket, state) {
      const key = { ticketId: ticket.id, readers: readersOf(ticket), staff: { id, name } };
      if (state === 'gone') return replace(key, null);
      const before = tickets.get(ticket.id)?.get(id);
      if (!before) makeRoom(id);
      const since = before?.state === state && !isOver(before) ? before.since : instant(now());
      replace(key, { ...key, number: ticket.number, state, since, saidAt: now() });
    },

    list: () => ({
      items: entries()
        .filter((entry) => !isOver(entry))
        .map(({ ticketId, number, staff, state, since }) => ({ ticketId, number, staff, state, since })),
    }),

    writtenTo: (customerId) =>
      [...tickets.entries()]
        .filter(([id, there]) => [...there.values()].some((entry) => entry.readers.includes(customerId)) && writes(id))
        .map(([id]) => id),

    sweep() {
      for (const entry of entries()) if (isOver(entry)) replace(entry, null);
    },

    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}
