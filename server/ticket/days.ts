/** Calendar days of one time zone. */
import { day, offsetAt } from './calendar.ts';
import type { Instant } from './model.ts';

/** `YYYY-MM-DD`. */
export type Day = string;

/** Days since 1970-01-01: compared and counted faster than text. */
export type DayNumber = number;

export const dayOf = (number: DayNumber): Day => new Date(number * day).toISOString().slice(0, 10);

/** @param date a day that exists */
export const numberOf = (date: Day): DayNumber => Math.floor(Date.parse(`${date}T00:00:00.000Z`) / day);

/** Whether the text is an existing day, not before 1970. */
export function isDay(text: string): text is Day {
  const at = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : NaN;
  return at >= 0 && new Date(at).toISOString().startsWith(text);
}

/** 0 is Monday. */
export const weekday = (number: DayNumber): number => (((number + 3) % 7) + 7) % 7;

export interface Zone {
  dayAt(at: Instant): DayNumber;
  /** `YYYY-MM-DD HH:mm` of the wall clock in the zone. */
  clockAt(at: Instant): string;
}

/** One UTC day without a clock change: instants before `turn` belong to the local day `before`, later ones to the next. */
interface UtcDay {
  /** Milliseconds ahead of UTC. */
  readonly offset: number;
  readonly boundary: Instant;
  readonly before: DayNumber;
  readonly after: DayNumber;
}

/** A zone that caches each UTC day, so that one comparison of texts tells the local day on nearly every day. */
export function zoneOf(timeZone: string): Zone {
  const utcDays = new Map<Day, UtcDay | null>();

  function utcDayOf(date: Day): UtcDay | null {
    const number = numberOf(date);
    const offset = offsetAt(number * day, timeZone);
    if (offsetAt((number + 1) * day - 1, timeZone) !== offset) return null;
    const isAhead = offset > 0;
    const boundary = new Date(number * day + (isAhead ? day : 0) - offset).toISOString();
    return { offset, boundary, before: isAhead ? number : number - 1, after: isAhead ? number + 1 : number };
  }

  function utcDayAt(at: Instant): UtcDay | null {
    const date = at.slice(0, 10);
    let known = utcDays.get(date);
    if (known === undefined) utcDays.set(date, (known = utcDayOf(date)));
    return known;
  }

  function localAt(at: Instant, known: UtcDay | null): number {
    const milliseconds = Date.parse(at);
    return milliseconds + (known ? known.offset : offsetAt(milliseconds, timeZone));
  }

  return {
    dayAt(at) {
      const known = utcDayAt(at);
      if (known) return at < known.boundary ? known.before : known.after;
      return Math.floor(localAt(at, known) / day);
    },
    clockAt: (at) => new Date(localAt(at, utcDayAt(at))).toISOString().slice(0, 16).replace('T', ' '),
  };
}
