/** Moments as people say them, in a zone. A mail is read at another time than it was written: no "today" in it. */
import type { Instant } from '../../ticket/model.ts';
import { isTimeZone } from './time-zone.ts';
import { language } from './language.ts';

export interface Reader {
  /** For dates, such as `fr` or `en-GB`. */
  readonly locale: string;
  readonly timeZone: string;
}

const nb = (text: string): string => text.replaceAll(' ', '\u00a0');

const formatters = new Map<string, Intl.DateTimeFormat>();
/** As many as a site ever has readers' languages and zones; more is forgotten at once. */
const mostFormatters = 200;

function formatter({ locale, timeZone }: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options]);
  const known = formatters.get(key);
  if (known) return known;
  if (formatters.size >= mostFormatters) formatters.clear();
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formatters.set(key, made);
  return made;
}

const isFrench = ({ locale }: Reader): boolean => language(locale, 'en') === 'fr';

/** "11 h", "11 h 04" in French; the clock of the locale elsewhere. */
export function sayTime(at: Instant, reader: Reader): string {
  const date = new Date(at);
  if (!isFrench(reader)) return nb(formatter(reader, { hour: 'numeric', minute: '2-digit' }).format(date));
  const parts = formatter(reader, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).formatToParts(date);
  const part = (type: 'hour' | 'minute') => Number(parts.find((found) => found.type === type)?.value ?? 0);
  const minutes = part('minute');
  return nb(`${String(part('hour'))} h${minutes ? ` ${String(minutes).padStart(2, '0')}` : ''}`);
}

const yearOf = (at: Instant, reader: Reader): string => formatter(reader, { year: 'numeric' }).format(new Date(at));

/** "mardi 24 novembre à 15 h 20", with the year when it is another than that of `since`. */
export function sayMoment(at: Instant, since: Instant, reader: Reader): string {
  const far = yearOf(at, reader) !== yearOf(since, reader);
  const options: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', ...(far && { year: 'numeric' }) };
  const date = formatter(reader, options).format(new Date(at));
  const time = sayTime(at, reader);
  // French counts the first day of a month: "1er décembre". A line may end after the weekday, nowhere else.
  const said = isFrench(reader) ? `${date.replace(/(^|\D)1 (?=\p{L})/u, '$11er ')} à ${time}` : `${date} at ${time}`;
  const [weekday = '', ...rest] = said.split(' ');
  return `${weekday} ${nb(rest.join(' '))}`;
}

/** The place that a zone is called after: "Paris", "New York"; as it is where there is none. */
export const sayZone = ({ timeZone }: Reader): string => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');

/** The reader of a mail: their own locale where it is one, and the zone their device has told, or the site's. */
export function readerOf(locale: string | null, zone: unknown, site: Reader): Reader {
  return {
    locale: locale !== null && isLocale(locale) ? locale : site.locale,
    timeZone: typeof zone === 'string' && isTimeZone(zone) ? zone : site.timeZone,
  };
}

/** Only languages that mails are written in: a German date in an English sentence is neither. */
function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1 && /^(en|fr)(-|$)/i.test(text);
  } catch {
    return false;
  }
}
