/** Which ticket counts on which day, and what each day comes to: a day is summed up when somebody asks, and kept until it changes. */
import { daysOf, sumOfDay } from '../../ticket/statistics.ts';
import type { Sum } from '../../ticket/statistics.ts';
import type { DayNumber, Zone } from '../../ticket/days.ts';
import type { Ticket } from '../../ticket/model.ts';
import type { Store } from '../../store/store.ts';

export interface LedgerDeps {
  readonly store: Pick<Store, 'everyTicket' | 'watch'>;
  readonly zone: Zone;
  /** Lets whatever waits have its turn. */
  readonly breathe: () => Promise<void>;
  /** Tickets that are looked at in one go; so many take some milliseconds. */
  readonly slice?: number;
}

interface Book {
  readonly tickets: Map<string, Ticket>;
  sum: Sum | null;
}

const usualSlice = 250;

/** Begun when first asked for, in slices; from then on it follows the store. */
export class Ledger {
  readonly #deps: LedgerDeps;
  readonly #books = new Map<DayNumber, Book>();
  /** Tickets that a commit told of while the past is still being read: what the commit says is newer. */
  #told: Set<string> | null = null;
  #ready: Promise<void> | null = null;

  constructor(deps: LedgerDeps) {
    this.#deps = deps;
  }

  /** The sums of these days, in their order. A day without anything has the sum of nothing. */
  async sums(from: DayNumber, to: DayNumber): Promise<readonly Sum[]> {
    const { breathe, slice = usualSlice } = this.#deps;
    await this.#open();
    let looked = 0;
    for (let day = from; day <= to; day++) {
      const book = this.#books.get(day);
      if (!book || book.sum) continue;
      looked += book.tickets.size;
      this.#sum(day);
      if (looked >= slice) {
        looked = 0;
        await breathe();
      }
    }
    // Without a pause, so that all of them are of one moment; what changed in between is summed up again.
    return Array.from({ length: to - from + 1 }, (_, index) => this.#sum(from + index));
  }

  /** Those that were created on that day, the lowest number first. */
  async createdOn(day: DayNumber): Promise<readonly Ticket[]> {
    await this.#open();
    const { zone } = this.#deps;
    const tickets = [...(this.#books.get(day)?.tickets.values() ?? [])];
    return tickets.filter(({ createdAt }) => zone.dayAt(createdAt) === day).sort((a, b) => a.number - b.number);
  }

  #sum(day: DayNumber): Sum {
    const book = this.#books.get(day);
    if (!book) return nothing;
    return (book.sum ??= sumOfDay(day, book.tickets.values(), this.#deps.zone));
  }

  #open(): Promise<void> {
    return (this.#ready ??= this.#read());
  }

  async #read(): Promise<void> {
    const { store, breathe, slice = usualSlice } = this.#deps;
    const told = new Set<string>();
    this.#told = told;
    store.watch(({ put, drop }, replaced) => {
      for (const ticket of put?.tickets ?? []) this.#replace(ticket.id, replaced.get(ticket.id), ticket);
      for (const id of drop?.tickets ?? []) this.#replace(id, replaced.get(id), undefined);
    });
    let looked = 0;
    for (const ticket of [...store.everyTicket()]) {
      if (!told.has(ticket.id)) this.#put(ticket);
      if (++looked % slice === 0) await breathe();
    }
    this.#told = null;
  }

  #replace(id: string, before: Ticket | undefined, after: Ticket | undefined): void {
    this.#told?.add(id);
    if (before) this.#take(before);
    if (after) this.#put(after);
  }

  #put(ticket: Ticket): void {
    for (const day of daysOf(ticket, this.#deps.zone)) {
      let book = this.#books.get(day);
      if (!book) this.#books.set(day, (book = { tickets: new Map(), sum: null }));
      book.tickets.set(ticket.id, ticket);
      book.sum = null;
    }
  }

  #take(ticket: Ticket): void {
    for (const day of daysOf(ticket, this.#deps.zone)) {
      const book = this.#books.get(day);
      if (!book?.tickets.delete(ticket.id)) continue;
      book.sum = null;
      if (book.tickets.size === 0) this.#books.delete(day);
    }
  }
}

const nothing: Sum = sumOfDay(0, [], { dayAt: () => 0, clockAt: () => '' });
