/** The period of the statistics. Pure. Days are `YYYY-MM-DD` in the team's time zone. */
import { longestPeriod } from '../../../server/ticket/limits.ts';
import { dayOf, isDay, numberOf, zoneOf } from '../../../server/ticket/days.ts';

export const lengths = [7, 30, 90] as const;

/** A number of days until today, or chosen days. */
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

/** The error of typed days; `null` when they are valid. */
export function faultOf({ from, to }: Days): 'missing' | 'order' | 'long' | null {
  if (!isDay(from) || !isDay(to)) return 'missing';
  if (from > to) return 'order';
  return numberOf(to) - numberOf(from) >= longestPeriod ? 'long' : null;
}
