/** Counts, shares, waits and days as people read them. */
import { msg, str } from '@lit/localize';
import { sayDuration } from '../../draw/dates.ts';
import { first, nb } from '../../draw/when.ts';
import type { Stats } from '../../../server/wire/statistics.ts';
import type { Days } from './period.ts';

export const sayCount = (count: number, locale: string): string => count.toLocaleString(locale);

/** "92 %"; nothing to be said of nothing. */
export const sayRate = (rate: number | null, locale: string): string =>
  rate === null ? '–' : rate.toLocaleString(locale, { style: 'percent', maximumFractionDigits: rate > 0 && rate < 0.1 ? 1 : 0 });

export const sayMean = (mean: number, locale: string): string =>
  mean.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const sayWait = (seconds: number | null, locale: string): string =>
  seconds === null ? '–' : sayDuration(seconds * 1_000, locale, { precise: true });

const dates = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
const at = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

/** "26 oct.": the day alone. */
export const sayShortDay = (day: string, locale: string): string =>
  nb(first(dates(locale, { day: 'numeric', month: 'short' }).format(at(day)), locale));

/** "26 octobre – 24 novembre 2026". */
export const sayDays = ({ from, to }: Days, locale: string): string =>
  first(dates(locale, { day: 'numeric', month: 'long', year: 'numeric' }).formatRange(at(from), at(to)), locale);

/** A day, or the first and the last of a week. */
export const sayStretch = ({ from, to }: Days, locale: string): string =>
  first(
    from === to
      ? dates(locale, { weekday: 'short', day: 'numeric', month: 'long' }).format(at(from))
      : dates(locale, { day: 'numeric', month: 'long' }).formatRange(at(from), at(to)),
    locale,
  );

export function sayWay(way: Stats['reopening']['byWay'][number]['way']): string {
  switch (way) {
    case 'customer':
      return msg('By the customer');
    case 'team-with-words':
      return msg('By the team, with a reason');
    case 'team-without-words':
      return msg('By the team, without a reason');
    case 'duplicate':
      return msg('By the team, as a duplicate');
    case 'system':
      return msg('By itself');
  }
}

export function sayFault(fault: 'missing' | 'order' | 'long'): string {
  switch (fault) {
    case 'missing':
      return msg('Give a first and a last day.');
    case 'order':
      return msg('The first day comes after the last one: swap them.');
    case 'long':
      return msg('That is more than a year: choose 366 days at most.');
  }
}

export const sayTurns = ({ closed, reopened, rate }: Stats['reopening']['all'], locale: string): string =>
  msg(str`${sayCount(reopened, locale)} of ${sayCount(closed, locale)}, ${sayRate(rate, locale)}`);
