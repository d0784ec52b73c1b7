/** The `guests` part of the configuration: people without an account sign in by a code sent to their address. */
import * as v from 'valibot';

export interface GuestSettings {
  readonly enabled: boolean;
  /** Days for which a mail's link opens its ticket for reading. */
  readonly linkDays: number;
  /** Hours until a guest needs another code. */
  readonly signInHours: number;
  /** Codes mailed to one address per hour for requests from one IP address; ten times as many for requests from all. */
  readonly codesPerHour: number;
}

const count = (fallback: number, most: number, what: string) =>
  v.pipe(
    v.optional(
      v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(1, 'at least 1'), v.maxValue(most, `at most ${String(most)}`)),
      fallback,
    ),
    v.description(what),
  );

export const Guests = v.strictObject(
  {
    enabled: v.pipe(
      v.optional(v.boolean('true or false'), false),
      v.description('Whether people may write without an account of the site: a code sent to their address says who they are. Needs mail.'),
    ),
    linkDays: count(7, 90, 'Days during which the link of a mail to a guest opens its ticket, for reading only.'),
    signInHours: count(12, 168, 'Hours before somebody is asked for a code again.'),
    codesPerHour: count(
      3,
      100,
      'Mails with a code that an address gets within an hour when they are asked for from one place; ten times as many from everywhere.',
    ),
  },
  'an object with any of "enabled", "linkDays", "signInHours" and "codesPerHour"',
);
