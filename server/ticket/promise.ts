import type { AnswerPromise, CustomerFacing, Instant, Priority, PromiseKind, PromiseState, ResponseTime } from './model.ts';
import { addBusinessDays, hour } from './calendar.ts';
import type { OpeningHours } from './calendar.ts';

export type ResponseTimes = Readonly<Record<Priority, ResponseTime>>;

/** The answer times that customers are told: LOW 3-5 days, MEDIUM 1-3 days, HIGH 24 h, URGENT 1-2 h. */
export const defaultResponseTimes: ResponseTimes = {
  LOW: { min: 3, max: 5, clock: 'business-days' },
  MEDIUM: { min: 1, max: 3, clock: 'business-days' },
  HIGH: { min: 24, max: 24, clock: 'hours' },
  URGENT: { min: 1, max: 2, clock: 'hours' },
};

const nineToSix = [[9 * 60, 18 * 60]] as const;

export const defaultHours: OpeningHours = {
  timeZone: 'Europe/Paris',
  week: [nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, [], []],
  holidays: [],
};

export interface PromiseTerms {
  readonly hours: OpeningHours;
  readonly responseTimes: ResponseTimes;
}

/** Milliseconds before the due moment from which the desk shows a promise as late soon. */
export const soonLate: number = 4 * hour;

export const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

/** The moment by which a request sent at `from` has to be answered. */
export function dueAt(priority: Priority, from: Instant, terms: PromiseTerms): Instant {
  const { max, clock } = terms.responseTimes[priority];
  const start = Date.parse(from);
  return instant(clock === 'hours' ? start + max * hour : addBusinessDays(start, max, terms.hours));
}

export function makePromise(kind: PromiseKind, priority: Priority, now: Instant, terms: PromiseTerms): AnswerPromise {
  return { kind, startedAt: now, dueAt: dueAt(priority, now, terms), answeredAt: null, waived: false };
}

/** What the promise was made for. A promise without a kind is older than follow-ups, so it was made at creation or reopening. */
export function kindOf({ kind, startedAt }: AnswerPromise, { createdAt }: Pick<CustomerFacing, 'createdAt'>): PromiseKind {
  return kind ?? (startedAt === createdAt ? 'first' : 'reopening');
}

/** Every promise of the ticket, oldest first; the last is the present one. */
export function promisesOf({
  promise,
  earlierPromises = [],
}: Pick<CustomerFacing, 'promise' | 'earlierPromises'>): readonly AnswerPromise[] {
  return [...earlierPromises, promise];
}

/** Makes a new present promise. The one before is kept, with whether it was met. */
export function promiseAnew(
  ticket: Pick<CustomerFacing, 'promise' | 'earlierPromises' | 'priority'>,
  kind: PromiseKind,
  now: Instant,
  terms: PromiseTerms,
): Pick<CustomerFacing, 'promise' | 'earlierPromises'> {
  return { promise: makePromise(kind, ticket.priority, now, terms), earlierPromises: promisesOf(ticket) };
}

/** `late` once `now` is past the due moment without an answer, and for good when the answer came too late. */
export function promiseState(promise: AnswerPromise, now: Instant): PromiseState {
  if (promise.waived) return 'none';
  if (promise.answeredAt !== null) return promise.answeredAt > promise.dueAt ? 'late' : 'met';
  return now > promise.dueAt ? 'late' : 'pending';
}

/** Whether the answer is still owed: neither given nor waived. */
export const isOwed = (promise: AnswerPromise): boolean => promise.answeredAt === null && !promise.waived;

export function answer(promise: AnswerPromise, now: Instant): AnswerPromise {
  return isOwed(promise) ? { ...promise, answeredAt: now } : promise;
}

export function waive(promise: AnswerPromise): AnswerPromise {
  return isOwed(promise) ? { ...promise, waived: true } : promise;
}

/**
 * The promise after a priority change. It counts only while pending: a lowered priority is counted from where the
 * promise started, a raised one from now, and never later than it was.
 */
export function reprioritise(
  promise: AnswerPromise,
  change: { readonly from: Priority; readonly to: Priority; readonly raised: boolean },
  now: Instant,
  terms: PromiseTerms,
): AnswerPromise {
  if (promiseState(promise, now) !== 'pending' || change.from === change.to) return promise;
  if (!change.raised) return { ...promise, dueAt: dueAt(change.to, promise.startedAt, terms) };
  const sooner = dueAt(change.to, now, terms);
  return sooner < promise.dueAt ? { ...promise, dueAt: sooner } : promise;
}
