import * as v from 'valibot';
import { joinFrenchMarks } from '../text/french.ts';
import type { OpeningHours } from '../ticket/calendar.ts';
import type { Language } from '../ticket/languages.ts';
import type { Priority } from '../ticket/model.ts';
import type { Policy } from '../ticket/rules.ts';
import type { KindName } from './file-kinds.ts';
import type { PriorityGuide, Service, Text } from './form.ts';
import type { GuestSettings } from './guests.ts';
import type { MailSettings } from './mail.ts';
import type { Rates } from './rates.ts';
import type { HelpSite } from './help.ts';
import { SupportConfig, toSpan } from './schema.ts';

/** The configuration as the server uses it: complete, checked, hours in minutes. */
export interface Site {
  readonly team: Text | null;
  readonly language: Language;
  readonly services: readonly Service[];
  readonly priorities: Readonly<Record<Priority, PriorityGuide>>;
  readonly policy: Policy;
  readonly rates: Rates;
  /** Pages of the site that shows the widget. */
  readonly pages: {
    readonly name: Text | null;
    readonly url: string | null;
    /** The page of one ticket, with `{number}` in place of its number. */
    readonly ticketUrl: string | null;
  };
  readonly help: HelpSite;
  readonly mail: MailSettings;
  readonly guests: GuestSettings;
  readonly desk: {
    readonly sessionHours: number;
    readonly holdSeconds: number;
    readonly signIn: { readonly failures: number; readonly minutes: number };
  };
  /** Most streams of live hints open at once. */
  readonly live: { readonly streams: number; readonly perCustomer: number; readonly perAgent: number };
  readonly attachments: {
    readonly kinds: readonly KindName[];
    /** Most files and megabytes that one person may upload without sending them. */
    readonly pending: { readonly files: number; readonly megabytes: number };
  };
  readonly archive: {
    readonly emailMatching: boolean;
    readonly brands: readonly { readonly id: string; readonly label: Text }[];
    readonly emptyPlace: 'explain' | 'hide';
  };
  readonly trustedProxies: readonly string[];
}

/** A fault of the configuration, for its author. */
export interface Mistake {
  /** Dotted, such as `priorities.HIGH.response.max`. */
  readonly path: string;
  readonly expected: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly Mistake[];

  constructor(source: string, mistakes: readonly Mistake[]) {
    super(mistakes.map(({ path, expected }) => `${source}: ${path === '' ? '' : `${path}: `}expected ${expected}`).join('\n'));
    this.mistakes = mistakes;
  }
}

/** Reads the content of `support.config.json`. @throws ConfigError naming the source, the path and what was expected */
export function readSite(input: unknown, source = 'support.config.json'): Site {
  // JavaScript takes a list for an object.
  const result = v.safeParse(SupportConfig, Array.isArray(input) ? null : input);
  if (!result.success) throw new ConfigError(source, result.issues.map(mistakeOf));
  return siteOf(result.output);
}

function mistakeOf(issue: v.BaseIssue<unknown>): Mistake {
  const path = v.getDotPath(issue) ?? '';
  if (issue.type !== 'strict_object') return { path, expected: issue.message };
  // valibot reports an unknown key, a missing key and a value that is not an object with the same type of issue.
  if (issue.expected === 'never') return { path, expected: 'no such key' };
  return issue.expected?.startsWith('"') ? { path, expected: 'a value, as this key is required' } : { path, expected: issue.message };
}

function siteOf(config: SupportConfig): Site {
  const {
    team,
    language,
    services,
    priorities,
    rates,
    help,
    desk,
    live,
    attachments,
    archive,
    trustedProxies,
    reopenWindowDays,
    followUp,
    mail,
    guests,
  } = config;
  const responseTimes = {
    LOW: priorities.LOW.response,
    MEDIUM: priorities.MEDIUM.response,
    HIGH: priorities.HIGH.response,
    URGENT: priorities.URGENT.response,
  };
  return {
    team,
    language,
    services,
    priorities,
    rates,
    help,
    pages: config.site,
    mail,
    guests,
    desk,
    live,
    attachments,
    archive,
    trustedProxies,
    policy: { hours: hoursOf(config.hours), responseTimes, reopenWindowDays, followUp },
  };
}

function hoursOf({ timeZone, week, holidays }: SupportConfig['hours']): OpeningHours {
  const days = [week.monday, week.tuesday, week.wednesday, week.thursday, week.friday, week.saturday, week.sunday];
  return { timeZone, week: days.map((openings) => openings.map(toSpan)), holidays };
}

/** The text in a language, as it is shown. */
export function say(text: Text, language: Language): string {
  const said = typeof text === 'string' ? text : text[language];
  return language === 'fr' ? joinFrenchMarks(said) : said;
}
