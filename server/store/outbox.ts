/** Queries of the outbox: the next mails, and the desk's list. */
import { firstOf } from './order.ts';
import { BadCursorError } from './store.ts';
import type { MailQuery, OutgoingMail, Page } from './store.ts';

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The mail deferred least comes first; of equals, the earliest event. */
export function nextFirst(a: OutgoingMail, b: OutgoingMail): number {
  return compareText(a.nextAttemptAt, b.nextAttemptAt) || compareText(a.at, b.at) || compareText(a.id, b.id);
}

const newestFirst = (a: OutgoingMail, b: OutgoingMail): number => compareText(b.queuedAt, a.queuedAt) || compareText(b.id, a.id);

type Place = readonly [queuedAt: string, id: string];

const isAfter = ({ queuedAt, id }: OutgoingMail, place: Place): boolean =>
  (compareText(place[0], queuedAt) || compareText(place[1], id)) > 0;

/** @throws BadCursorError */
export function listMails(mails: Iterable<OutgoingMail>, { state, limit, cursor }: MailQuery): Page<OutgoingMail> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const found = [...mails].filter((mail) => state === undefined || mail.state === state);
  const left = after === null ? found : found.filter((mail) => isAfter(mail, after));
  const kept = firstOf(left, limit + 1, newestFirst);
  const items = kept.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: kept.length > limit && last ? writeCursor([last.queuedAt, last.id]) : null, total: found.length };
}

const writeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function readCursor(cursor: string): Place {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) {
      const [queuedAt, id] = parts as unknown[];
      if (parts.length === 2 && typeof queuedAt === 'string' && typeof id === 'string' && writeCursor([queuedAt, id]) === cursor)
        return [queuedAt, id];
    }
  } catch {
    // Thrown below: it is not a cursor of this list.
  }
  throw new BadCursorError('the cursor was not given out by this list');
}

export function countMails(mails: Iterable<OutgoingMail>): Readonly<Record<OutgoingMail['state'], number>> {
  const counts = { waiting: 0, sent: 0, dead: 0 };
  for (const { state } of mails) counts[state] += 1;
  return counts;
}
