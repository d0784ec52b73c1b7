/** Until when a closed ticket may be reopened: said alike before closing, after it, and wherever closed tickets stand. */
import { msg, str } from '@lit/localize';
import type { SessionView } from '../../server/wire/session.ts';
import type { TicketItem } from '../../server/wire/tickets.ts';
import { sayMoment } from '../draw/when.ts';

type Form = Pick<SessionView['form'], 'reopenWindowDays'>;

const day = 24 * 60 * 60 * 1000;

const sayUntil = (until: string, now: string, locale: string): string => sayMoment(until, now, locale, { plainDate: true });

/** Of a ticket that is closed now. */
export function sayReopenable(
  { reopenableUntil: until, can }: Pick<TicketItem, 'reopenableUntil' | 'can'>,
  now: string,
  locale: string,
): string {
  if (!can.reopen) return msg('It can no longer be reopened.');
  return until === null ? msg('You can reopen it whenever you like.') : msg(str`You can reopen it until ${sayUntil(until, now, locale)}.`);
}

/** Of a ticket that is about to be closed. */
export function sayReopenableOnceClosed({ reopenWindowDays: days }: Form, now: string, locale: string): string {
  if (days === null) return msg('You can reopen it whenever you like.');
  return msg(str`You can reopen it until ${sayUntil(new Date(Date.parse(now) + days * day).toISOString(), now, locale)}.`);
}

/** Of any ticket, once it will be closed. */
export function sayReopenableFor({ reopenWindowDays: days }: Form): string {
  if (days === null) return msg('You can reopen it whenever you like.');
  return days === 1 ? msg('You can reopen it within a day.') : msg(str`You can reopen it within ${days} days.`);
}

/** Above the closed tickets. */
export function sayReopenWindow({ reopenWindowDays: days }: Form): string {
  if (days === null) return msg('A ticket that is solved moves here; you can reopen it whenever you like.');
  if (days === 1) return msg('A ticket that is solved moves here; you can reopen it within a day.');
  return msg(str`A ticket that is solved moves here; you can reopen it within ${days} days.`);
}
