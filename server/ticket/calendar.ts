/**
 * Opening hours and wall-clock arithmetic in a time zone. Pure: every function gets the moment it speaks of.
 * Instants are milliseconds since the epoch here; days are counted as `YYYY-MM-DD` in the zone.
 */

import type { OpenSpan } from './open-days.ts';

/** Minutes after local midnight, `[from, to)`. */
export type Span = readonly [from: number, to: number];

export interface OpeningHours {
  /** IANA name, such as `Europe/Paris`. */
  readonly timeZone: string;
  /** Seven days from Monday; an empty list is a closed day. Spans are in order and do not overlap. */
  readonly week: readonly (readonly Span[])[];
  /** Closed days: `YYYY-MM-DD`, or `MM-DD` for every year. */
  readonly holidays: readonly string[];
}

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Milliseconds after local midnight. */
  readonly time: number;
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-u-ca-iso8601-hc-h23', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Asks `Intl`, which takes about 7 µs (measured): longer than the rest of computing a due date. */
function readOffset(at: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day: date = 1, hour: h = 0, minute: m = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, date, h, m, second) - at;
}

/** Clocks are changed on a quarter of an hour, in UTC: within one, a zone's offset stays the same. */
const quarter = 15 * minute;
/** Quarters of an hour whose offset is cached, about six weeks. The cache is cleared when it is full. */
const mostRemembered = 4_096;
const offsets = new Map<string, Map<number, number>>();

/** How far the zone is ahead of UTC at that moment, in milliseconds. */
export function offsetAt(at: number, timeZone: string): number {
  let known = offsets.get(timeZone);
  if (!known) offsets.set(timeZone, (known = new Map()));
  const slot = Math.floor(at / quarter);
  let offset = known.get(slot);
  if (offset === undefined) {
    offset = readOffset(slot * quarter, timeZone);
    if (known.size >= mostRemembered) known.clear();
    known.set(slot, offset);
  }
  return offset;
}

function wallAt(at: number, timeZone: string): Wall {
  const local = new Date(at + offsetAt(at, timeZone));
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate(), time: local.getTime() - midnight };
}

const asUtc = (wall: Wall): number => Date.UTC(wall.year, wall.month - 1, wall.day) + wall.time;

/**
 * The instant of a wall-clock time. A time skipped when clocks go forward moves forward with them; one that
 * happens twice is its first occurrence.
 */
function instantOf(wall: Wall, timeZone: string): number {
  const local = asUtc(wall);
  const before = offsetAt(local - day, timeZone);
  const after = offsetAt(local + day, timeZone);
  const first = local - Math.max(before, after);
  const second = local - Math.min(before, after);
  if (offsetAt(first, timeZone) === local - first) return first;
  if (offsetAt(second, timeZone) === local - second) return second;
  return local - before;
}

const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

function spansOf(wall: Wall, hours: OpeningHours): readonly Span[] {
  const monthDay = `${pad(wall.month)}-${pad(wall.day)}`;
  const isHoliday = hours.holidays.includes(monthDay) || hours.holidays.includes(`${pad(wall.year, 4)}-${monthDay}`);
  if (isHoliday) return [];
  const fromMonday = (new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay() + 6) % 7;
  return hours.week[fromMonday] ?? [];
}

function nextDay(wall: Wall): Wall {
  const date = new Date(Date.UTC(wall.year, wall.month - 1, wall.day + 1));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), time: 0 };
}

/** Whether the zone has that day: zones that crossed the date line have skipped one. */
function exists(date: Wall, timeZone: string): boolean {
  return wallAt(instantOf({ ...date, time: 12 * hour }, timeZone), timeZone).day === date.day;
}

/** Days to search for an opening. A year of closed days is a mistake in the configuration, and the search has to end. */
const mostDaysSearched = 366;

function nextOpenDay(from: Wall, hours: OpeningHours): Wall | null {
  let wall = nextDay(from);
  for (let i = 0; i < mostDaysSearched; i++, wall = nextDay(wall)) {
    if (spansOf(wall, hours).length > 0 && exists(wall, hours.timeZone)) return wall;
  }
  return null;
}

/** Whether the team works at that moment. */
export function isOpen(at: number, hours: OpeningHours): boolean {
  const wall = wallAt(at, hours.timeZone);
  return spansOf(wall, hours).some(([from, to]) => wall.time >= from * minute && wall.time < to * minute);
}

/** The moment itself when open, else the next opening; null when nothing opens within a year. */
export function nextOpening(at: number, hours: OpeningHours): number | null {
  if (isOpen(at, hours)) return at;
  const wall = wallAt(at, hours.timeZone);
  const later = spansOf(wall, hours).find(([from]) => from * minute > wall.time);
  if (later) return instantOf({ ...wall, time: later[0] * minute }, hours.timeZone);
  const opening = nextOpenDay(wall, hours);
  const span = opening && spansOf(opening, hours)[0];
  return span ? instantOf({ ...opening, time: span[0] * minute }, hours.timeZone) : null;
}

/** A time outside the day's spans moves to the nearest one that is not earlier, or to closing time. */
function clampTo(spans: readonly Span[], time: number): number {
  for (const [from, to] of spans) if (time <= to * minute) return Math.max(time, from * minute);
  return (spans.at(-1)?.[1] ?? 0) * minute;
}

/**
 * `days` business days after `at`: the same local time on that open day, within its hours. Counting starts at
 * once, or at the next opening. Without any opening within a year, falls back to calendar days.
 */
export function addBusinessDays(at: number, days: number, hours: OpeningHours): number {
  const start = nextOpening(at, hours);
  if (start === null) return at + days * day;
  const wall = wallAt(start, hours.timeZone);
  let target = wall;
  for (let i = 0; i < days; i++) {
    const following = nextOpenDay(target, hours);
    if (!following) return at + days * day;
    target = following;
  }
  const time = clampTo(spansOf(target, hours), wall.time);
  return Math.max(start, instantOf({ ...target, time }, hours.timeZone));
}

/** The next `count` open days for `dueAhead`, starting with the present day when it is open; fewer when a year of closed days follows. */
export function openDaysFrom(at: number, count: number, hours: OpeningHours): readonly (readonly OpenSpan[])[] {
  const start = nextOpening(at, hours);
  const days: OpenSpan[][] = [];
  for (let wall = start === null ? null : wallAt(start, hours.timeZone); wall && days.length < count; wall = nextOpenDay(wall, hours)) {
    const { timeZone } = hours;
    const date = wall;
    days.push(spansOf(date, hours).map(([from, to]) => [from, to, instantOf({ ...date, time: from * minute }, timeZone)]));
  }
  return days;
}
