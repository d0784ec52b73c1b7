/**
 * Placeholders of canned replies, such as `{{customer.name}}`. They are filled once, from a fixed list of names; filled-in
 * values are not parsed again, so that a customer may be called `{{agent.name}}`. Pure.
 */
import type { DeskTicket } from '../../../server/wire/desk.ts';

/** In the order in which they are listed to users. */
export const placeholders = ['customer.name', 'customer.firstName', 'ticket.number', 'ticket.title', 'agent.name', 'promise'] as const;
export type Placeholder = (typeof placeholders)[number];

/** The value of each placeholder; `null`: unknown, so that the placeholder stays visible. */
export type Values = Readonly<Record<Placeholder, string | null>>;

const place = /\{\{([^{}]{0,80})\}\}/g;

const isKnown = (name: string): name is Placeholder => (placeholders as readonly string[]).includes(name);

/** Fills known placeholders; others stay as they are. */
export const fill = (body: string, values: Values): string =>
  body.replace(place, (whole, inside: string) => {
    const name = inside.trim();
    return isKnown(name) ? (values[name] ?? whole) : whole;
  });

/** The unfilled placeholders, without duplicates. */
export const placesLeft = (text: string): readonly string[] => [...new Set(text.match(place) ?? [])];

/** The languages of canned replies. */
export type ReplyLanguage = 'fr' | 'en';

/** The customer's language; when it is unknown, the agent's. */
export const languageFor = (customer: string | null, agent: string): ReplyLanguage =>
  (customer ?? agent).toLowerCase().startsWith('fr') ? 'fr' : 'en';

/** The body in the language, or in the other one when it is missing. */
export function bodyFor(
  bodies: Readonly<Record<ReplyLanguage, string | null>>,
  language: ReplyLanguage,
): { readonly body: string; readonly language: ReplyLanguage } {
  const other = language === 'fr' ? 'en' : 'fr';
  const body = bodies[language];
  return body ? { body, language } : { body: bodies[other] ?? '', language: other };
}

/** The time zone when the value is a valid name; otherwise `null`. */
function zoneOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 60) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function localeOf(locale: string | null, language: ReplyLanguage): string {
  try {
    const [canonical] = Intl.getCanonicalLocales((locale ?? language).replace('_', '-'));
    return canonical?.startsWith(language) ? canonical : language;
  } catch {
    return language;
  }
}

/** "mardi 24 novembre à 15 h 20", "Tuesday 24 November at 15:20": the customer's clock, not the agent's. */
export function sayPromised(at: string, locale: string, timeZone: string): string {
  const date = new Date(at);
  const say = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const day = say({ weekday: 'long', day: 'numeric', month: 'long' }).format(date);
  if (!locale.startsWith('fr')) return `${day} at ${say({ hour: 'numeric', minute: '2-digit' }).format(date)}`;
  const parts = say({ hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).formatToParts(date);
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value ?? 0);
  const minutes = part('minute') ? `\u00a0${String(part('minute')).padStart(2, '0')}` : '';
  return `${day.replace(/(^|\D)1 (?=\p{L})/u, '$11er ')} à ${part('hour')}\u00a0h${minutes}`;
}

interface Known {
  readonly ticket: Pick<DeskTicket, 'number' | 'title' | 'promise' | 'context' | 'customer' | 'closedAt'>;
  readonly firstName: string | null;
  readonly agent: string;
  readonly language: ReplyLanguage;
  /** The site's time zone, used when the customer's is unknown. */
  readonly timeZone: string;
}

/** The values in the language of the body. `promise` is `null` when no answer is owed. */
export function valuesOf({ ticket, firstName, agent, language, timeZone }: Known): Values {
  const { promise, customer, context } = ticket;
  const owed = promise.answeredAt === null && promise.state !== 'none' && ticket.closedAt === null;
  const zone = zoneOf(context?.['timeZone']) ?? timeZone;
  return {
    'customer.name': customer.name,
    'customer.firstName': firstName ?? customer.name,
    'ticket.number': `#${ticket.number}`,
    'ticket.title': ticket.title,
    'agent.name': agent,
    promise: owed ? sayPromised(promise.dueAt, localeOf(customer.locale, language), zone) : null,
  };
}
