/**
 * What may help the team to understand, gathered when the customer asks for it and not before. Every line is a text
 * that the customer reads as it will be sent.
 */
import { msg } from '@lit/localize';
import { findSecrets } from '../coaching/secrets.ts';
import { clean } from '../recorder/clean.ts';
import { recorderKey } from '../recorder/records.ts';
import type { PageRecord, Recorder } from '../recorder/records.ts';
import type { PageFacts } from '../draw/context.ts';
import { sayBrowser } from './browser.ts';

/** The server takes 16 KB of JSON. */
const maxSize = 15_000;
const maxLine = 400;

/** What is read of a page; a window has all of it. */
export interface HostPage {
  readonly navigator: Pick<Navigator, 'userAgent' | 'language'>;
  readonly location: Pick<Location, 'origin' | 'pathname'>;
  readonly innerWidth: number;
  readonly innerHeight: number;
  readonly devicePixelRatio: number;
}

/** The widget's own masking on top of the recorder's; one well-formed line. */
function mask(text: string): string {
  const found = findSecrets(text);
  const masked = found.reduceRight((rest, { start, end }) => `${rest.slice(0, start)}•••${rest.slice(end)}`, text);
  const line = masked.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return (line.length > maxLine ? `${line.slice(0, maxLine - 1)}…` : line).toWellFormed();
}

const two = (number: number): string => String(Math.floor(number)).padStart(2, '0');

/** "UTC+1", "UTC+5:30": with it, an hour means the same to whoever reads it elsewhere. */
function offsetOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const rest = Math.abs(minutes) % 60;
  return minutes ? `UTC${minutes < 0 ? '-' : '+'}${Math.floor(Math.abs(minutes) / 60)}${rest ? `:${two(rest)}` : ''}` : 'UTC';
}

const sayDay = (date: Date): string => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const sayClock = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;

function sayRecord({ kind, at, text, times, status }: PageRecord, now: Date): string {
  const when = new Date(at);
  const day = sayDay(when) === sayDay(now) ? '' : `${sayDay(when)} `;
  const what =
    kind === 'request'
      ? `${text}: ${status ? `HTTP ${status}` : msg('no answer')}`
      : kind === 'rejection'
        ? `Unhandled rejection: ${text}`
        : kind === 'console'
          ? `console.error: ${text}`
          : text;
  return mask(`${day}${sayClock(when)} ${what}${times > 1 ? ` (×${times})` : ''}`);
}

const recorderOf = (page: object): Recorder | undefined => (page as { readonly [recorderKey]?: Recorder })[recorderKey];

export function collect(page: HostPage & object, now: Date): PageFacts {
  const records = [...(recorderOf(page)?.records() ?? [])];
  const gather = (): PageFacts => {
    const say = (wanted: (record: PageRecord) => boolean) => records.filter(wanted).map((record) => sayRecord(record, now));
    const errors = say(({ kind }) => kind !== 'request');
    const requests = say(({ kind }) => kind === 'request');
    const { origin, pathname } = page.location;
    return {
      browser: mask(sayBrowser(page.navigator.userAgent)),
      page: mask(clean(origin + pathname, '')),
      window: `${page.innerWidth} × ${page.innerHeight}${page.devicePixelRatio === 1 ? '' : ` (×${Math.round(page.devicePixelRatio * 100) / 100})`}`,
      language: mask(page.navigator.language),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      collected: `${sayDay(now)} ${sayClock(now)} ${offsetOf(now)}`,
      ...(errors.length && { errors }),
      ...(requests.length && { requests }),
    };
  };
  // The oldest go first: a ticket is never refused for what was kept of the page.
  let facts = gather();
  while (records.length && JSON.stringify(facts).length > maxSize) {
    records.shift();
    facts = gather();
  }
  return facts;
}
