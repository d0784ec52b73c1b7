/** The words in which the demo's past is told; `seed.ts` acts it out on a server whose clock it holds. */
import type { Customer } from '../customers.ts';
import type { Priority } from '../../server/ticket/model.ts';
import type { NewTicket } from '../../server/wire/tickets.ts';
import type { SeedFile } from './files.ts';

export type StaffKey = 'camille' | 'yanis' | 'ines';

/** A moment, seen from the one in which the demo is first started (both in milliseconds). */
export type When = (now: number) => number;

export interface Story {
  readonly customer: Customer;
  readonly opened: When;
  readonly ticket: NewTicket;
  /** What goes along with the ticket. */
  readonly files?: readonly SeedFile[];
  readonly then: readonly Step[];
}

export interface Step {
  readonly at: When;
  readonly who: StaffKey | 'customer';
  readonly deed: Deed;
}

export type Deed =
  | { readonly kind: 'message' | 'note'; readonly body: string; readonly files: readonly SeedFile[] }
  | { readonly kind: 'thank'; readonly body: string }
  | { readonly kind: 'close'; readonly reason?: string }
  | { readonly kind: 'reopen'; readonly reason: string }
  | { readonly kind: 'rate'; readonly score: number; readonly comment?: string }
  | { readonly kind: 'nudge' | 'see' }
  | { readonly kind: 'amend'; readonly change: Change }
  | { readonly kind: 'solve'; readonly nth: number };

export interface Change {
  readonly status?: 'IN_PROGRESS';
  readonly priority?: Priority;
  readonly reason?: string;
  readonly assignee?: StaffKey;
  readonly tags?: readonly string[];
  readonly service?: string;
  readonly category?: string;
  readonly ball?: 'customer';
}

const hour = 3_600_000;

export const hoursAgo =
  (hours: number): When =>
  (now) =>
    now - hours * hour;

/** So many working days before today, at about that time in Paris. */
export function workday(daysAgo: number, time: `${number}:${number}`): When {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (now) => {
    const date = new Date(now);
    date.setUTCHours(hours - 1, minutes, 0, 0);
    for (let left = daysAgo; left > 0; ) {
      date.setUTCDate(date.getUTCDate() - 1);
      if (date.getUTCDay() % 6 !== 0) left--;
    }
    return date.getTime();
  };
}

type Who = Step['who'];

export const says = (at: When, who: Who, body: string, ...files: SeedFile[]): Step => ({ at, who, deed: { kind: 'message', body, files } });
export const notes = (at: When, who: StaffKey, body: string, ...files: SeedFile[]): Step => ({
  at,
  who,
  deed: { kind: 'note', body, files },
});
export const closes = (at: When, who: Who, reason?: string): Step => ({
  at,
  who,
  deed: { kind: 'close', ...(reason !== undefined && { reason }) },
});
export const reopens = (at: When, reason: string): Step => ({ at, who: 'customer', deed: { kind: 'reopen', reason } });
export const thanks = (at: When, body: string): Step => ({ at, who: 'customer', deed: { kind: 'thank', body } });
export const rates = (at: When, score: number, comment?: string): Step => ({
  at,
  who: 'customer',
  deed: { kind: 'rate', score, ...(comment !== undefined && { comment }) },
});
export const nudges = (at: When): Step => ({ at, who: 'customer', deed: { kind: 'nudge' } });
export const sees = (at: When): Step => ({ at, who: 'customer', deed: { kind: 'see' } });
/** Marks the team's message of that place, counted from 0, as the solution. */
export const solves = (at: When, who: StaffKey, nth: number): Step => ({ at, who, deed: { kind: 'solve', nth } });
export const amends = (at: When, who: StaffKey, change: Change): Step => ({ at, who, deed: { kind: 'amend', change } });
