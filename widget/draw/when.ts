/**
 * Texts for moments, in the reader's time zone. Pure: takes `now`.
 * French uses "11 h 04"; other languages use the time format of their locale.
 */
import { msg, str } from '@lit/localize';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Replaces spaces by non-breaking ones. */
export const nb = (text: string): string => text.replaceAll(' ', '\u00a0');

const cache = new Map<string, Intl.DateTimeFormat>();

export function format(locale: string, options: Intl.DateTimeFormatOptions, at: Date): string {
  const key = `${locale}|${JSON.stringify(options)}`;
  let formatter = cache.get(key);
  if (!formatter) cache.set(key, (formatter = new Intl.DateTimeFormat(locale, options)));
  return formatter.format(at);
}

/** Writes the first day of a month as French does: "1er décembre". */
export const first = (text: string, locale: string): string => (isFrench(locale) ? frenchFirst(text) : text);

export const frenchFirst = (text: string): string => text.replace(/(^|[^\d])1(?=$|[ \u00a0]\p{L})/gu, '$11er');

export const isFrench = (locale: string): boolean => locale.startsWith('fr');

/** "11 h", "11 h 04"; "11:04" elsewhere. */
export function sayTime(at: string, locale: string): string {
  const date = new Date(at);
  if (!isFrench(locale)) return nb(format(locale, { hour: 'numeric', minute: '2-digit' }, date));
  const minutes = date.getMinutes();
  return nb(`${date.getHours()} h${minutes ? ` ${String(minutes).padStart(2, '0')}` : ''}`);
}

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Whole calendar days from `now` to `at`, negative in the past. Rounding removes the hour of a clock change. */
export function daysAway(at: Date, now: Date): number {
  return Math.round((startOfDay(at) - startOfDay(now)) / day);
}

export interface SayOptions {
  /** `long`: "mardi 24 novembre"; `short`: "mar. 24 nov."-like, with the weekday in full. */
  readonly month?: 'long' | 'short';
  /** Whether to write the date even for yesterday, today and tomorrow. */
  readonly plainDate?: boolean;
}

/** "mardi 24 novembre", with the year when it is another one. */
export function sayDate(at: string, now: string, locale: string, { month = 'long' }: SayOptions = {}): string {
  const date = new Date(at);
  const far = date.getFullYear() !== new Date(now).getFullYear();
  const options: Intl.DateTimeFormatOptions = far ? { day: 'numeric', month, year: 'numeric' } : { weekday: 'long', day: 'numeric', month };
  return first(format(locale, options, date), locale);
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
  // Lines may only break after the weekday.
  const [weekday = '', ...rest] = msg(str`${date} at ${time}`).split(' ');
  return /\d/.test(weekday) ? nb([weekday, ...rest].join(' ')) : `${weekday} ${nb(rest.join(' '))}`;
}

/** Whether both are on the same day in the reader's time zone. */
export const sameDay = (a: string, b: string): boolean => daysAway(new Date(a), new Date(b)) === 0;

/** Whether the day is yesterday, today or tomorrow. */
export const isNear = (at: string, now: string): boolean => Math.abs(daysAway(new Date(at), new Date(now))) <= 1;
