/** Texts for days, ranges of days and durations; `when.ts` has those for moments. Pure: takes `now`. */
import { msg, str } from '@lit/localize';
import { daysAway, first, format, frenchFirst, isFrench, nb, sameDay, sayMoment, sayTime } from './when.ts';

const minute = 60_000;

/** "12 novembre", with the year when it is another one; for lists. */
export function sayDay(at: string, now: string, locale: string): string {
  const date = new Date(at);
  const far = date.getFullYear() !== new Date(now).getFullYear();
  return nb(first(format(locale, { day: 'numeric', month: far ? 'short' : 'long', ...(far && { year: 'numeric' }) }, date), locale));
}

/** "19 novembre 2026" and "19 nov. 2026"; `null` for a text that is no date. */
export function sayDayOfYear(at: string, locale: string): { readonly long: string; readonly short: string } | null {
  // A date without a time is parsed as noon of local time, not as midnight of UTC.
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(at) ? `${at}T12:00` : at);
  if (Number.isNaN(date.getTime())) return null;
  const say = (month: 'long' | 'short'): string => nb(first(format(locale, { day: 'numeric', month, year: 'numeric' }, date), locale));
  return { long: say('long'), short: say('short') };
}

/** "du 27 au 30 octobre", "le 12 novembre": the days from one moment to another, for lists. */
export function sayDays(from: string, to: string, now: string, locale: string): string {
  const [start, end] = [new Date(from), new Date(to)];
  if (sameDay(from, to)) {
    const on = sayDay(from, now, locale);
    return msg(str`on ${on}`);
  }
  const year = new Date(now).getFullYear();
  const sameYear = start.getFullYear() === end.getFullYear();
  const dated = !sameYear || end.getFullYear() !== year ? ({ month: 'short', year: 'numeric' } as const) : null;
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', ...dated };
  if (!isFrench(locale)) return nb(new Intl.DateTimeFormat(locale, options).formatRange(start, end));
  const sameMonth = sameYear && start.getMonth() === end.getMonth();
  const begin: Intl.DateTimeFormatOptions = sameMonth
    ? { day: 'numeric' }
    : { day: 'numeric', month: 'short', ...(sameYear ? null : dated) };
  const first = (at: Date, how: Intl.DateTimeFormatOptions): string => frenchFirst(format(locale, how, at));
  return nb(`du ${first(start, begin)} au ${first(end, options)}`);
}

/** A moment after words such as "from"; the day is left out when it is today. */
export const sayStart = (at: string, now: string, locale: string): string =>
  daysAway(new Date(at), new Date(now)) === 0 ? sayTime(at, locale) : sayMoment(at, now, locale, { month: 'short' });

/** Date and time to the second with the time zone, for tooltips. */
export const sayExactly = (at: string, locale: string): string => format(locale, { dateStyle: 'full', timeStyle: 'long' }, new Date(at));

const hoursAndMinutes = (hours: number, minutes: number, locale: string): string =>
  nb(
    isFrench(locale)
      ? `${hours} h${minutes ? ` ${String(minutes).padStart(2, '0')}` : ''}`
      : `${hours} h${minutes ? ` ${minutes} min` : ''}`,
  );

/** "19 min", "5 h", "19 h 44", "3 jours". With `precise`, hours come with minutes. */
export function sayDuration(milliseconds: number, locale: string, { precise = false } = {}): string {
  // A remaining time is rounded up, so that it is "24 h" right after sending, not "23 h 59".
  const minutes = Math.max(1, precise ? Math.ceil(milliseconds / minute) : Math.round(milliseconds / minute));
  if (minutes < 60) return nb(`${minutes} min`);
  if (minutes <= 48 * 60) {
    const hours = precise ? Math.floor(minutes / 60) : Math.round(minutes / 60);
    return hoursAndMinutes(hours, precise ? minutes % 60 : 0, locale);
  }
  const days = Math.round(minutes / (24 * 60));
  return nb(msg(str`${days} days`));
}
