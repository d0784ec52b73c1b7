/**
 * Moments and durations as people say them, in the reader's own time zone. Pure: `now` is handed in.
 * French takes "11 h 04"; other languages take the clock of their locale.
 */
import { msg, str } from '@lit/localize';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Joins what must not be torn apart at a line's end. */
export const nb = (text: string): string => text.replaceAll(' ', '\u00a0');

const cache = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions, at: Date): string {
  const key = `${locale}|${JSON.stringify(options)}`;
  let formatter = cache.get(key);
  if (!formatter) cache.set(key, (formatter = new Intl.DateTimeFormat(locale, options)));
  return formatter.format(at);
}

/** French counts the first day of a month: "1er décembre". */
export const first = (text: string, locale: string): string => (isFrench(locale) ? frenchFirst(text) : text);

const frenchFirst = (text: string): string => text.replace(/(^|[^\d])1(?=$|[ \u00a0]\p{L})/gu, '$11er');

export const isFrench = (locale: string): boolean => locale.startsWith('fr');

/** "11 h", "11 h 04"; "11:04" elsewhere. */
export function sayTime(at: string, locale: string): string {
  const date = new Date(at);
  if (!isFrench(locale)) return nb(format(locale, { hour: 'numeric', minute: '2-digit' }, date));
  const minutes = date.getMinutes();
  return nb(`${date.getHours()} h${minutes ? ` ${String(minutes).padStart(2, '0')}` : ''}`);
}

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Whole calendar days from `now` to `at`, negative in the past. Rounds away the hour that clock changes add or take. */
function daysAway(at: Date, now: Date): number {
  return Math.round((startOfDay(at) - startOfDay(now)) / day);
}

export interface SayOptions {
  /** `long`: "mardi 24 novembre"; `short`: "mar. 24 nov."-like, with the weekday in full. */
  readonly month?: 'long' | 'short';
  /** Always the date, even for today. */
  readonly plainDate?: boolean;
}

/** "mardi 24 novembre", with the year when it is another one. */
export function sayDate(at: string, now: string, locale: string, { month = 'long' }: SayOptions = {}): string {
  const date = new Date(at);
  const far = date.getFullYear() !== new Date(now).getFullYear();
  const options: Intl.DateTimeFormatOptions = far ? { day: 'numeric', month, year: 'numeric' } : { weekday: 'long', day: 'numeric', month };
  return first(format(locale, options, date), locale);
}

/** "12 novembre", with the year when it is another one; for lists. */
export function sayDay(at: string, now: string, locale: string): string {
  const date = new Date(at);
  const far = date.getFullYear() !== new Date(now).getFullYear();
  return nb(first(format(locale, { day: 'numeric', month: far ? 'short' : 'long', ...(far && { year: 'numeric' }) }, date), locale));
}

/** "19 novembre 2026" and "19 nov. 2026": the day with its year, wherever it is; null for what is no date. */
export function sayDayOfYear(at: string, locale: string): { readonly long: string; readonly short: string } | null {
  // A day without a time is that day everywhere, not midnight at Greenwich.
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

/** "aujourd’hui à 14 h 05", "hier à 9 h", "demain à 9 h 40", "mardi 24 novembre à 11 h". */
export function sayMoment(at: string, now: string, locale: string, options: SayOptions = {}): string {
  const away = daysAway(new Date(at), new Date(now));
  const time = sayTime(at, locale);
  if (!options.plainDate) {
    if (away === 0) return nb(msg(str`today at ${time}`));
    if (away === -1) return nb(msg(str`yesterday at ${time}`));
    if (away === 1) return nb(msg(str`tomorrow at ${time}`));
  }
  const date = sayDate(at, now, locale, options);
  // A line may end after the weekday, nowhere else.
  const [weekday = '', ...rest] = msg(str`${date} at ${time}`).split(' ');
  return /\d/.test(weekday) ? nb([weekday, ...rest].join(' ')) : `${weekday} ${nb(rest.join(' '))}`;
}

/** From when something can be done, after words such as "from": the day goes without saying where it is today. */
export const sayStart = (at: string, now: string, locale: string): string =>
  daysAway(new Date(at), new Date(now)) === 0 ? sayTime(at, locale) : sayMoment(at, now, locale, { month: 'short' });

/** Whether both lie on the same day of the reader's calendar. */
export const sameDay = (a: string, b: string): boolean => daysAway(new Date(a), new Date(b)) === 0;

/** Told as "yesterday", "today" or "tomorrow". */
export const isNear = (at: string, now: string): boolean => Math.abs(daysAway(new Date(at), new Date(now))) <= 1;

/** Everything, to the second and with the zone: what hovering shows. */
export const sayExactly = (at: string, locale: string): string => format(locale, { dateStyle: 'full', timeStyle: 'long' }, new Date(at));

const hoursAndMinutes = (hours: number, minutes: number, locale: string): string =>
  nb(
    isFrench(locale)
      ? `${hours} h${minutes ? ` ${String(minutes).padStart(2, '0')}` : ''}`
      : `${hours} h${minutes ? ` ${minutes} min` : ''}`,
  );

/** "19 min", "5 h", "19 h 44", "3 jours". Minutes are told below a day only while they help (`precise`). */
export function sayDuration(milliseconds: number, locale: string, { precise = false } = {}): string {
  // What is left is rounded up: right after sending, "24 h" is not yet "23 h 59".
  const minutes = Math.max(1, precise ? Math.ceil(milliseconds / minute) : Math.round(milliseconds / minute));
  if (minutes < 60) return nb(`${minutes} min`);
  if (minutes <= 48 * 60) {
    const hours = precise ? Math.floor(minutes / 60) : Math.round(minutes / 60);
    return hoursAndMinutes(hours, precise ? minutes % 60 : 0, locale);
  }
  const days = Math.round(minutes / (24 * 60));
  return nb(msg(str`${days} days`));
}
