/** Reads dates by a declared format only: `new Date(text)` guesses, differs between engines and refuses formats that exports use. */
import { Zone } from './zones.ts';
import type { Moment } from './zones.ts';
import { own } from '../own.ts';

export type DateProblem = 'bad-date' | 'zero-date';

export interface DateFormat {
  /** @param zone the zone of times without an offset */
  read(text: string, zone: Zone): Moment | DateProblem;
}

const months = [
  ['jan', 'janv', 'january', 'janvier'],
  ['feb', 'fev', 'fevr', 'february', 'fevrier'],
  ['mar', 'mars', 'march'],
  ['apr', 'avr', 'april', 'avril'],
  ['may', 'mai'],
  ['jun', 'juin', 'june'],
  ['jul', 'juil', 'july', 'juillet'],
  ['aug', 'aout', 'august'],
  ['sep', 'sept', 'september', 'septembre'],
  ['oct', 'october', 'octobre'],
  ['nov', 'november', 'novembre'],
  ['dec', 'december', 'decembre'],
];

/** Tokens of a format and their patterns, longest first. */
const tokens: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<short>\\d{2})',
  MMM: '(?<name>\\p{L}{3,12}\\.?)',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{1,9})',
  XXX: '(?<offset>Z|[+-]\\d{2}(?::?\\d{2})?)',
  a: '(?<half>[AaPp]\\.?[Mm]\\.?)',
};
const tokenPattern = /yyyy|yy|MMM|MM|M|dd|d|HH|H|hh|h|mm|ss|SSS|XXX|a|'[^']*'|[^A-Za-z']|[A-Za-z]+/g;

/** Named formats, written with the tokens above. */
const named: Readonly<Record<string, readonly string[]>> = {
  sql: ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm:ss.SSS', 'yyyy-MM-dd', 'yyyy-MM-dd HH:mm:ssXXX', 'yyyy-MM-dd HH:mm:ss.SSSXXX'],
  iso: [
    "yyyy-MM-dd'T'HH:mm:ssXXX",
    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    "yyyy-MM-dd'T'HH:mmXXX",
    "yyyy-MM-dd'T'HH:mm:ss XXX",
    "yyyy-MM-dd'T'HH:mm:ss",
    'yyyy-MM-dd HH:mm:ss XXX',
  ],
};

/** @throws RangeError naming the unknown letters */
export function dateFormat(format: string | readonly string[]): DateFormat {
  const formats = (typeof format === 'string' ? [format] : format).flatMap((one) => own(named, one) ?? [one]).map(compile);
  return {
    read(text, zone) {
      const trimmed = text.trim();
      if (isZero(trimmed)) return 'zero-date';
      for (const one of formats) {
        const moment = one(trimmed, zone);
        if (moment) return moment;
      }
      return 'bad-date';
    },
  };
}

/** The fault of a format in words, or null for a valid one. */
export function dateFormatFault(format: string | readonly string[]): string | null {
  for (const one of [format].flat()) {
    if (Object.hasOwn(named, one) || one === 'epoch' || one === 'epoch-ms') continue;
    try {
      dateFormat(one);
    } catch (error) {
      return error instanceof RangeError ? error.message : `"${one}": the same part twice, or signs that cannot be read`;
    }
    const letters = (one.match(tokenPattern) ?? []).filter((token) => Object.hasOwn(tokens, token));
    const has = (...names: string[]): boolean => names.some((name) => letters.includes(name));
    if (!has('yyyy', 'yy') || !has('MMM', 'MM', 'M') || !has('dd', 'd'))
      return `"${one}": a date needs a year (yyyy), a month (MM) and a day (dd)`;
    if (has('hh', 'h') && !has('a')) return `"${one}": hours to twelve (h) need AM or PM (a); H counts to 23`;
  }
  return null;
}

/** Ways in which systems write "never": 0000-00-00 00:00:00 with or without time, in any order; 0 as an epoch; empty text. */
const isZero = (text: string): boolean => /^[0\s\-/:.T]*Z?$/.test(text);

type Reader = (text: string, zone: Zone) => Moment | null;

function compile(format: string): Reader {
  if (format === 'epoch') return epoch(1_000);
  if (format === 'epoch-ms') return epoch(1);
  const pattern = (format.match(tokenPattern) ?? []).map((token) => own(tokens, token) ?? literal(token, format)).join('');
  const whole = new RegExp(`^${pattern}$`, 'u');
  return (text, zone) => {
    const found = whole.exec(text)?.groups;
    return found ? assemble(found, zone) : null;
  };
}

function literal(token: string, format: string): string {
  if (/^[A-Za-z]/.test(token)) throw new RangeError(`"${format}": the letters "${token}" mean nothing in a date; words stand in '…'`);
  return token
    .replace(/^'|'$/g, '')
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/ /g, '[ \\u00a0\\u202f]+');
}

const epoch =
  (unit: number): Reader =>
  (text) => {
    if (!/^-?\d{1,14}(\.\d+)?$/.test(text)) return null;
    const time = Math.round(Number(text) * unit);
    return Number.isSafeInteger(time) && Math.abs(time) < 8.64e15 ? { time } : null;
  };

function assemble(found: Readonly<Record<string, string | undefined>>, zone: Zone): Moment | null {
  const number = (name: string): number => Number(found[name] ?? 0);
  const year = found['year'] !== undefined ? number('year') : number('short') + (number('short') < 70 ? 2000 : 1900);
  const month = found['name'] !== undefined ? monthNamed(found['name']) : number('month');
  const half = found['half']?.[0]?.toLowerCase();
  if (half !== undefined && (number('hour') < 1 || number('hour') > 12)) return null;
  const hour = half === undefined ? number('hour') : (number('hour') % 12) + (half === 'p' ? 12 : 0);
  const [day, minute, second] = [number('day'), number('minute'), number('second')];
  const milliseconds = Number((found['fraction'] ?? '').padEnd(3, '0').slice(0, 3));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  // Date.UTC carries over: 30 February would become a day in March.
  const date = new Date(wall);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return null;
  return (found['offset'] === undefined ? zone : offsetZone(found['offset'])).toUtc(wall);
}

function monthNamed(name: string): number {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '')
    .toLowerCase();
  return months.findIndex((names) => names.includes(plain)) + 1;
}

const offsets = new Map<string, Zone>();

function offsetZone(offset: string): Zone {
  let zone = offsets.get(offset);
  if (!zone) offsets.set(offset, (zone = new Zone(offset === 'Z' ? 'UTC' : offset.length === 3 ? `${offset}:00` : offset)));
  return zone;
}
