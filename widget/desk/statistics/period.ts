/** Which days the statistics are of; pure. Days are `YYYY-MM-DD`, those of the team's time zone. */
import { longestPeriod } from '../../../server/ticket/limits.ts';
import { dayOf, isDay, numberOf, zoneOf } from '../../../server/ticket/days.ts';

export const lengths = [7, 30, 90] as const;

/** So many days until today, or days of one's own choice. */
export type Period = { readonly last: (typeof lengths)[number] } | Days;

export interface Days {
  readonly from: string;
  readonly to: string;
}

/** `now`: an instant. */
export const todayIn = (timeZone: string, now: string): string => dayOf(zoneOf(timeZone).dayAt(now));

export function daysIn(period: Period, today: string): Days {
  return 'last' in period ? { from: dayOf(numberOf(today) - period.last + 1), to: today } : period;
}

/** What is wrong with days that somebody typed; null: nothing. */
export function faultOf({ from, to }: Days): 'missing' | 'order' | 'long' | null {
  if (!isDay(from) || !isDay(to)) return 'missing';
  if (from > to) return 'order';
  return numberOf(to) - numberOf(from) >= longestPeriod ? 'long' : null;
}
