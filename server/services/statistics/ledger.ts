/** Caches the statistics of each day: a day is summed up on the first request and again after one of its tickets changes. */
import { daysOf, sumOfDay } from '../../ticket/statistics.ts';
import type { Sum } from '../../ticket/statistics.ts';
import type { DayNumber, Zone } from '../../ticket/days.ts';
import type { Ticket } from '../../ticket/model.ts';
import type { Store } from '../../store/store.ts';

export interface LedgerDeps {
  readonly store: Pick<Store, 'everyTicket' | 'watch'>;
  readonly zone: Zone;
  /** Yields to the event loop. */
  readonly breathe: () => Promise<void>;
  /** Tickets that are processed between two yields. */
  readonly slice?: number;
}

interface Book {
  readonly tickets: Map<string, Ticket>;
  sum: Sum | null;
}

const usualSlice = 250;

/** Reads all tickets on the first request, in slices; afterwards it follows the store's commits. */
export class Ledger {
  readonly #deps: LedgerDeps;
  readonly #books = new Map<DayNumber, Book>();
  /** Ids of tickets that were committed during the first read, whose read version is older and must be dropped. */
  #told: Set<string> | null = null;
  #ready: Promise<void> | null = null;

  constructor(deps: LedgerDeps) {
    this.#deps = deps;
  }

  /** The sums of the days in order; a day without tickets has an empty sum. */
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
    // No yield here, so that all sums are of the same state; days that changed meanwhile are summed up again.
    return Array.from({ length: to - from + 1 }, (_, index) => this.#sum(from + index));
  }

  /** The tickets created on that day, by number. */
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
