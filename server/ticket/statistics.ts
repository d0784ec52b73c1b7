/**
 * Statistics of a period. Each day is summed from the tickets with an event on it, and days are added up to periods, so that the
 * sums of unchanged days can be cached. Pure functions.
 */
import type { DayNumber, Zone } from './days.ts';
import type { Actor, AnswerPromise, Instant, Priority, PromiseKind, Ticket, TimelineEntry } from './model.ts';
import { priorities, promiseKinds } from './model.ts';
import { kindOf, promisesOf } from './promise.ts';

/** How a ticket was closed, as far as its data tell without interpreting texts. */
export const waysOfClosing = ['customer', 'team-with-words', 'team-without-words', 'duplicate', 'system'] as const;
export type WayOfClosing = (typeof waysOfClosing)[number];

/** Closings, and how many of them were ever followed by a reopening. */
export interface ClosingCounts {
  readonly closed: number;
  readonly reopened: number;
}

export interface Answers {
  /** Tickets created. */
  readonly tickets: number;
  /** Of the answered tickets: milliseconds from creation to the team's first answer or closing. Each array is ascending; a day has one. */
  readonly waits: readonly Float64Array[];
}

export interface Promised {
  readonly kept: number;
  /** Promises answered too late. */
  readonly late: number;
  /** Promises of tickets that the customer closed before any answer. */
  readonly waived: number;
  /** Due dates of unanswered promises, unordered. */
  readonly owed: readonly Instant[];
}

export interface Reopening {
  readonly ticketId: string;
  readonly number: number;
  readonly title: string;
  readonly service: string;
  readonly at: Instant;
  readonly by: 'customer' | 'team';
  readonly reason: string;
}

export interface Comment {
  readonly ticketId: string;
  readonly number: number;
  readonly title: string;
  readonly at: Instant;
  readonly score: number;
  readonly text: string;
}

export interface Closings extends ClosingCounts {
  readonly service: string;
  readonly category: string | null;
}

/** The team's text at a closing, in the spelling of one of those closings. */
export interface ClosingWords extends ClosingCounts {
  readonly words: string;
}

/** The sum of one day or of several. */
export interface Sum {
  readonly created: number;
  readonly services: ReadonlyMap<string, number>;
  readonly answers: Readonly<Record<Priority, Answers>>;
  readonly promised: Readonly<Record<Priority, Readonly<Record<PromiseKind, Promised>>>>;
  readonly closed: number;
  /** Keyed by service and category. */
  readonly closings: ReadonlyMap<string, Closings>;
  readonly ways: Readonly<Record<WayOfClosing, ClosingCounts>>;
  /** Keyed by the folded text. */
  readonly words: ReadonlyMap<string, ClosingWords>;
  /** The newest reopenings that followed the closings. */
  readonly reopenings: readonly Reopening[];
  /** How many tickets were rated 1, 2, 3, 4, 5. */
  readonly scores: readonly number[];
  /** The newest rating comments. */
  readonly comments: readonly Comment[];
}

/** Texts kept per kind in a sum. */
const mostTexts = 20;
/** Characters. A longer text explains one case and does not repeat. */
const longestWords = 160;

/** The days on which the ticket counts for any figure. */
export function daysOf(ticket: Ticket, zone: Zone): ReadonlySet<DayNumber> {
  const days = new Set([zone.dayAt(ticket.createdAt)]);
  for (const { startedAt } of promisesOf(ticket)) if (startedAt !== ticket.createdAt) days.add(zone.dayAt(startedAt));
  for (const { kind, at } of ticket.timeline) if (kind === 'closed') days.add(zone.dayAt(at));
  if (ticket.rating) days.add(zone.dayAt(ticket.rating.at));
  return days;
}

/** When the team first answered: wrote to the customer, acknowledged or closed. The reason of a reopening by the team is not an answer. */
export function firstAnswerAt({ messages, timeline }: Pick<Ticket, 'messages' | 'timeline'>): Instant | null {
  const byTeam = ({ by }: TimelineEntry): boolean => by.kind === 'staff';
  const closed = timeline.find((entry) => (entry.kind === 'closed' || entry.kind === 'acknowledged') && byTeam(entry))?.at;
  const reopened = (at: Instant): boolean => timeline.some((entry) => entry.kind === 'reopened' && entry.at === at && byTeam(entry));
  const wrote = messages.find(({ author, createdAt }) => author.kind === 'staff' && !reopened(createdAt))?.createdAt;
  if (closed === undefined || wrote === undefined) return closed ?? wrote ?? null;
  return closed < wrote ? closed : wrote;
}

/** Sums one day from the tickets that have an event on it. */
export function sumOfDay(day: DayNumber, tickets: Iterable<Ticket>, zone: Zone): Sum {
  const sum = new Adding();
  for (const ticket of tickets) {
    const on = (at: Instant): boolean => zone.dayAt(at) === day;
    if (on(ticket.createdAt)) sum.create(ticket);
    for (const promise of promisesOf(ticket)) if (on(promise.startedAt)) sum.promise(ticket, promise);
    ticket.timeline.forEach((entry, index) => {
      if (entry.kind === 'closed' && on(entry.at))
        sum.close(
          ticket,
          entry,
          ticket.timeline.slice(index + 1).find(({ kind }) => kind === 'reopened'),
        );
    });
    if (ticket.rating && on(ticket.rating.at)) sum.rate(ticket, ticket.rating);
  }
  return sum.done();
}

/** Adds up sums. */
export function addUp(days: Iterable<Sum>): Sum {
  const sum = new Adding();
  for (const day of days) sum.add(day);
  return sum.done();
}

const foldWords = (words: string): string =>
  words
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s.!…]+$/, '')
    .trim();

interface Turning {
  closed: number;
  reopened: number;
}

const addCounts = (turning: Turning, { closed, reopened }: ClosingCounts): void => {
  turning.closed += closed;
  turning.reopened += reopened;
};

/** Accumulates a sum. */
class Adding {
  readonly #services = new Map<string, number>();
  readonly #answers = each(priorities, () => ({ tickets: 0, waits: [] as Float64Array[] }));
  readonly #today = each(priorities, () => [] as number[]);
  readonly #promised = each(priorities, () => each(promiseKinds, () => ({ kept: 0, late: 0, waived: 0, owed: [] as Instant[] })));
  readonly #closings = new Map<string, Closings & Turning>();
  readonly #ways = each(waysOfClosing, (): Turning => ({ closed: 0, reopened: 0 }));
  readonly #words = new Map<string, { readonly words: string } & Turning>();
  readonly #scores = [0, 0, 0, 0, 0];
  #reopenings: Reopening[] = [];
  #comments: Comment[] = [];
  #created = 0;
  #closed = 0;

  create(ticket: Ticket): void {
    this.#created++;
    count(this.#services, ticket.service, 1);
    const answers = this.#answers[ticket.priority];
    answers.tickets++;
    const answeredAt = firstAnswerAt(ticket);
    if (answeredAt !== null) this.#today[ticket.priority].push(Date.parse(answeredAt) - Date.parse(ticket.createdAt));
  }

  promise(ticket: Ticket, promise: AnswerPromise): void {
    const { answeredAt, dueAt, waived } = promise;
    const promised = this.#promised[ticket.priority][kindOf(promise, ticket)];
    if (waived) promised.waived++;
    else if (answeredAt === null) promised.owed.push(dueAt);
    else if (answeredAt > dueAt) promised.late++;
    else promised.kept++;
  }

  close(ticket: Ticket, closed: TimelineEntry, reopened: TimelineEntry | undefined): void {
    const outcome = { closed: 1, reopened: reopened ? 1 : 0 };
    this.#closed++;
    this.#addClosings(closingsKey(ticket), { service: ticket.service, category: ticket.category, ...outcome });
    const way = wayOf(closed);
    addCounts(this.#ways[way], outcome);
    if (way === 'team-with-words' && (closed.reason ?? '').length <= longestWords)
      this.#addWords(foldWords(closed.reason ?? ''), { words: closed.reason ?? '', ...outcome });
    if (reopened) this.#reopenings.push(reopeningOf(ticket, reopened));
  }

  rate(ticket: Ticket, { score, comment, at }: NonNullable<Ticket['rating']>): void {
    this.#scores[score - 1] = (this.#scores[score - 1] ?? 0) + 1;
    if (comment !== null)
      this.#comments.push({ ticketId: ticket.id, number: ticket.number, title: ticket.title, at, score, text: comment });
  }

  add(sum: Sum): void {
    this.#created += sum.created;
    this.#closed += sum.closed;
    for (const [service, created] of sum.services) count(this.#services, service, created);
    for (const priority of priorities) this.#addPriority(priority, sum);
    for (const [key, closings] of sum.closings) this.#addClosings(key, closings);
    for (const way of waysOfClosing) addCounts(this.#ways[way], sum.ways[way]);
    for (const [key, words] of sum.words) this.#addWords(key, words);
    sum.scores.forEach((times, index) => (this.#scores[index] = (this.#scores[index] ?? 0) + times));
    this.#reopenings = newest([...this.#reopenings, ...sum.reopenings]);
    this.#comments = newest([...this.#comments, ...sum.comments]);
  }

  done(): Sum {
    for (const priority of priorities) {
      const today = this.#today[priority];
      if (today.length > 0) this.#answers[priority].waits.push(new Float64Array(today).sort());
    }
    return {
      created: this.#created,
      services: this.#services,
      answers: this.#answers,
      promised: this.#promised,
      closed: this.#closed,
      closings: this.#closings,
      ways: this.#ways,
      words: this.#words,
      reopenings: newest(this.#reopenings),
      scores: this.#scores,
      comments: newest(this.#comments),
    };
  }

  #addPriority(priority: Priority, sum: Sum): void {
    const answers = this.#answers[priority];
    answers.tickets += sum.answers[priority].tickets;
    answers.waits.push(...sum.answers[priority].waits);
    for (const kind of promiseKinds) {
      const promised = this.#promised[priority][kind];
      const { kept, late, waived, owed } = sum.promised[priority][kind];
      promised.kept += kept;
      promised.late += late;
      promised.waived += waived;
      for (const dueAt of owed) promised.owed.push(dueAt);
    }
  }

  #addClosings(key: string, closings: Closings): void {
    const known = this.#closings.get(key);
    if (known) addCounts(known, closings);
    else this.#closings.set(key, { ...closings });
  }

  #addWords(key: string, words: ClosingWords): void {
    const known = this.#words.get(key);
    if (known) addCounts(known, words);
    else this.#words.set(key, { ...words });
  }
}

function each<K extends string, T>(keys: readonly K[], make: () => T): Record<K, T> {
  return Object.fromEntries(keys.map((key) => [key, make()])) as Record<K, T>;
}

const count = (counts: Map<string, number>, key: string, by: number): void => void counts.set(key, (counts.get(key) ?? 0) + by);

const closingsKey = ({ service, category }: Ticket): string => JSON.stringify([service, category]);

const sideOf = ({ kind }: Actor): 'customer' | 'team' => (kind === 'customer' ? 'customer' : 'team');

function wayOf({ as, by, reason }: TimelineEntry): WayOfClosing {
  if (as === 'duplicate') return 'duplicate';
  if (by.kind !== 'staff') return by.kind;
  return reason === undefined ? 'team-without-words' : 'team-with-words';
}

const reopeningOf = ({ id, number, title, service }: Ticket, { at, by, reason = '' }: TimelineEntry): Reopening => ({
  ticketId: id,
  number,
  title,
  service,
  at,
  by: sideOf(by),
  reason,
});

function newest<T extends { readonly at: Instant; readonly number: number }>(texts: readonly T[]): T[] {
  return [...texts].sort((a, b) => (a.at === b.at ? b.number - a.number : a.at < b.at ? 1 : -1)).slice(0, mostTexts);
}

/** The shortest wait that at least `share` (0..1) of all waits did not exceed; null for an empty list. @param sorted ascending */
export function waitOf(sorted: ArrayLike<number>, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
