/** Opening hours in words. Pure. */
import { msg, str } from '@lit/localize';
import type { SessionView } from '../../../server/wire/session.ts';

type Hours = SessionView['form']['hours'];
type Day = Hours['week'][number];

const sameDay = (a: Day | undefined, b: Day | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** 5 January 2026 was a Monday. */
const dayName = (fromMonday: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 0, 5 + fromMonday));

function clockTime(minutes: number, locale: string): string {
  if (!locale.startsWith('fr')) {
    const options = { hour: 'numeric', minute: minutes % 60 ? '2-digit' : undefined, timeZone: 'UTC' } as Intl.DateTimeFormatOptions;
    return new Intl.DateTimeFormat(locale, minutes % 60 ? options : { ...options, minute: '2-digit' }).format(minutes * 60_000);
  }
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}\u00a0h${rest ? `\u00a0${String(rest).padStart(2, '0')}` : ''}`;
}

const spans = (day: Day, locale: string): string =>
  day.map(([from, to]) => msg(str`${clockTime(from, locale)} to ${clockTime(to, locale)}`, { id: 'from-to-time' })).join(', ');

/** "Monday to Friday, 9:00 to 18:00": neighbouring days with the same hours are told together. */
export function sayHours(hours: Hours, locale: string): string {
  const groups: string[] = [];
  for (let first = 0; first < 7; ) {
    const day = hours.week[first];
    let last = first;
    while (last < 6 && sameDay(hours.week[last + 1], day)) last++;
    if (day?.length) {
      const name = dayName(first, locale);
      const days = last === first ? msg(str`on ${name}`) : msg(str`${name} to ${dayName(last, locale)}`, { id: 'from-to-day' });
      groups.push(`${days}, ${spans(day, locale)}`);
    }
    first = last + 1;
  }
  return groups.join(locale.startsWith('fr') ? '\u202f; ' : '; ');
}

/** Whether the reader's clock shows another time than the team's. */
export function zoneDiffers(hours: Hours, now: string): boolean {
  const time = (timeZone?: string) =>
    new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' } as Intl.DateTimeFormatOptions).format(
      Date.parse(now),
    );
  return time(hours.timeZone) !== time();
}

/** "Europe/Paris" as people call it: "heure de Paris"-like words of the browser, such as "heure normale d’Europe centrale". */
export function sayZone(hours: Hours, now: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: hours.timeZone, timeZoneName: 'long' }).formatToParts(Date.parse(now));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? hours.timeZone;
}
