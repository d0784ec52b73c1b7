import { readTicket } from '../ticket/archived.ts';
import type { ArchivedTicket, Fault } from '../ticket/archived.ts';

const earliest = '1990-01-01T00:00:00.000Z';
const dayAhead = 24 * 3_600_000;

/** As `readTicket`, and refuses impossible dates. @param now milliseconds since the epoch */
export function readPlausible(input: unknown, now: number): ReturnType<typeof readTicket> {
  const read = readTicket(input);
  const field = 'fault' in read ? null : oddDate(read.ticket, new Date(now + dayAhead).toISOString());
  return field === null ? read : { fault: { field, code: 'date-out-of-range' } satisfies Fault };
}

/** Dates before the first ticket systems, or in the future, are faults of the export. */
function oddDate(ticket: ArchivedTicket, latest: string): string | null {
  const odd = (at: string | undefined): boolean => at !== undefined && (at < earliest || at > latest);
  for (const field of ['createdAt', 'updatedAt', 'closedAt'] as const) if (odd(ticket[field])) return field;
  const message = ticket.messages.findIndex(({ at }) => odd(at));
  return message < 0 ? null : `messages.${String(message)}.at`;
}
