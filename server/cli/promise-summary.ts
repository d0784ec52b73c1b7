/** Shows the operator in three lines what the configuration promises to customers, and where to change it. */
import { existsSync } from 'node:fs';
import { say } from '../config/site.ts';
import type { Site } from '../config/site.ts';
import type { Language } from '../ticket/languages.ts';
import type { Settings } from '../config.ts';
import type { OpeningHours } from '../ticket/calendar.ts';
import { defaultConfig } from '../config.ts';

type Promised = Pick<Site, 'language' | 'priorities' | 'policy'>;

interface Words {
  days(first: string, last: string): string;
  span(from: string, to: string): string;
  time(minutes: number): string;
  readonly roundTheClock: string;
  readonly never: string;
  readonly and: string;
  readonly between: string;
  open(week: string, timeZone: string, closed: string): string;
  closedOn(days: string): string;
  closedOften(days: number): string;
  amount(min: number, max: number): string;
  workingDays(amount: string, max: number): string;
  hours(amount: string, max: number): string;
  answer(times: string): string;
  one(label: string, time: string): string;
  change(file: string): string;
  write(file: string): string;
}

const two = (count: number): string => String(count).padStart(2, '0');

const en: Words = {
  days: (first, last) => `${first} to ${last}`,
  span: (from, to) => `${from}–${to}`,
  time: (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
  roundTheClock: 'day and night',
  never: 'never',
  and: ' and ',
  between: '; ',
  open: (week, timeZone, closed) => `Customers are told when you are there: ${week} (${timeZone} time)${closed}.`,
  closedOn: (days) => `, except on ${days}`,
  closedOften: (days) => `, except on ${String(days)} holidays`,
  amount: (min, max) => (min === max ? String(max) : `${String(min)}–${String(max)}`),
  workingDays: (amount, max) => `${amount} working ${max === 1 ? 'day' : 'days'}`,
  hours: (amount, max) => `${amount} ${max === 1 ? 'hour' : 'hours'}, nights and weekends included`,
  answer: (times) => `Customers are promised an answer: ${times}.`,
  one: (label, time) => `${label} in ${time}`,
  change: (file) => `Is that so? "hours" and "priorities" in ${file} say it (README, “Configuration”).`,
  write: (file) => `Is that so? These are the defaults; "hours" and "priorities" in ${file} say otherwise (README, “Configuration”).`,
};

const fr: Words = {
  days: (first, last) => `du ${first} au ${last}`,
  span: (from, to) => `de ${from} à ${to}`,
  time: (minutes) => `${String(Math.floor(minutes / 60))}\u00a0h${minutes % 60 ? `\u00a0${two(minutes % 60)}` : ''}`,
  roundTheClock: 'jour et nuit',
  never: 'jamais',
  and: ' et ',
  between: '\u202f; ',
  open: (week, timeZone, closed) => `Vos clients lisent que vous êtes là ${week} (heure de ${timeZone})${closed}.`,
  closedOn: (days) => `, sauf ${days}`,
  closedOften: (days) => `, sauf ${String(days)} jours fériés`,
  amount: (min, max) => (min === max ? String(max) : `${String(min)} à ${String(max)}`),
  workingDays: (amount, max) => `${amount}\u00a0${max === 1 ? 'jour ouvré' : 'jours ouvrés'}`,
  hours: (amount) => `${amount}\u00a0h, nuits et week-ends compris`,
  answer: (times) => `Une réponse leur est promise\u00a0: ${times}.`,
  one: (label, time) => `${label} en ${time}`,
  change: (file) =>
    `Est-ce bien le cas\u202f? Cela se change dans ${file}, sous «\u00a0hours\u00a0» et «\u00a0priorities\u00a0» (README, «\u00a0Configuration\u00a0»).`,
  write: (file) =>
    `Est-ce bien le cas\u202f? Ce sont les valeurs par défaut\u00a0; elles se changent dans ${file}, sous «\u00a0hours\u00a0» et «\u00a0priorities\u00a0» (README, «\u00a0Configuration\u00a0»).`,
};

const languages: Readonly<Record<Language, Words>> = { en, fr };

/** @param file the configuration's path, and whether it exists */
export function describePromises(
  site: Promised,
  file: { readonly path: string; readonly isThere: boolean },
): readonly [string, string, string] {
  const { language, priorities, policy } = site;
  const words = languages[language];
  const { hours } = policy;
  const times = (['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const).map((priority) => {
    const { min, max, clock } = policy.responseTimes[priority];
    const amount = words.amount(min, max);
    return words.one(
      say(priorities[priority].label, language),
      clock === 'hours' ? words.hours(amount, max) : words.workingDays(amount, max),
    );
  });
  return [
    words.open(weekOf(hours, language), hours.timeZone, closedOf(hours, language)),
    words.answer(times.join(words.between)),
    file.isThere ? words.change(file.path) : words.write(file.path),
  ];
}

export function promisedBy({ site, environment }: Pick<Settings, 'site' | 'environment'>): readonly [string, string, string] {
  const path = environment.configPath ?? defaultConfig;
  return describePromises(site, { path, isThere: existsSync(path) });
}

const wholeDay = 24 * 60;

/** Joins neighbouring days with the same hours. */
function weekOf({ week }: OpeningHours, language: Language): string {
  const words = languages[language];
  const same = (one: number, other: number): boolean => JSON.stringify(week[one]) === JSON.stringify(week[other]);
  const told: string[] = [];
  for (let first = 0; first < 7; ) {
    let last = first;
    while (last < 6 && same(last + 1, first)) last++;
    const spans = (week[first] ?? []).map(([from, to]) =>
      from === 0 && to === wholeDay ? words.roundTheClock : words.span(words.time(from), words.time(to)),
    );
    const days = first === last ? dayName(first, language) : words.days(dayName(first, language), dayName(last, language));
    if (spans.length > 0) told.push(`${days} ${spans.join(words.and)}`);
    first = last + 1;
  }
  return told.length === 0 ? words.never : told.join(words.between);
}

/** The name of a weekday, 0 for Monday; 5 January 2026 was a Monday. */
const dayName = (fromMonday: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 0, 5 + fromMonday));

/** Most holidays named, to keep to one line. */
const mostNamed = 4;

function closedOf({ holidays }: OpeningHours, language: Language): string {
  const words = languages[language];
  if (holidays.length === 0) return '';
  if (holidays.length > mostNamed) return words.closedOften(holidays.length);
  const named = holidays.map((day) => dateOf(day, language));
  const last = named.pop() ?? '';
  return words.closedOn(named.length === 0 ? last : `${named.join(', ')}${words.and}${last}`);
}

/** Formats `12-25` (every year) or `2026-12-24` (once). */
function dateOf(day: string, language: Language): string {
  const isOnce = day.length > 5;
  const date = new Date(`${isOnce ? day : `2024-${day}`}T00:00:00Z`);
  const said = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    ...(isOnce && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(date);
  return language === 'fr' ? `le ${said.replace(/^1 /, '1er ')}` : said;
}
