/**
 * Two tickets about the same: one is closed for the other, and both say so. Where they are two customers', the team
 * alone knows; to either customer the other ticket does not exist.
 */
import { InvalidInput } from './codes.ts';
import type { AuditEntry, Duplicates, Effect, Ticket, TicketRef } from './model.ts';
import { close, inTeamTime } from './rules.ts';
import type { Act } from './rules.ts';

/** Both tickets after the act: they become true together. */
export interface Pairing {
  readonly ticket: Ticket;
  readonly original: Ticket;
  readonly effects: readonly Effect[];
}

const none: Duplicates = { of: null, these: [] };
const refOf = ({ id, number }: Ticket): TicketRef => ({ id, number });

/** What this ticket was closed for, whosever that is. */
export const originalOf = ({ duplicates, foreignDuplicates }: Ticket): TicketRef | null => duplicates?.of ?? foreignDuplicates?.of ?? null;

function linkedTo(ticket: Ticket, isOwn: boolean, change: (before: Duplicates) => Duplicates): Ticket {
  return isOwn
    ? { ...ticket, duplicates: change(ticket.duplicates ?? none) }
    : { ...ticket, foreignDuplicates: change(ticket.foreignDuplicates ?? none) };
}

function audited(ticket: Ticket, act: Act, kind: AuditEntry['kind'], other: Ticket): Ticket {
  const by = act.by as AuditEntry['by'];
  return { ...ticket, audit: [...ticket.audit, { id: act.newId(), kind, at: inTeamTime(ticket, act).now, by, to: String(other.number) }] };
}

/**
 * Staff closes a ticket for another. The other changes for the team, and for their common customer: it names the closed
 * one. Its dates, order and unread mark stay as they were, so that nobody else's page can tell.
 * @throws InvalidInput where the other is the ticket itself, or was closed for a third: that one is the one to name.
 */
export function closeAsDuplicate(ticket: Ticket, original: Ticket, reason: string | null, act: Act): Pairing {
  if (original.id === ticket.id) throw new InvalidInput({ path: 'duplicateOf', code: 'invalid' });
  if (originalOf(original)) throw new InvalidInput({ path: 'duplicateOf', code: 'taken' });
  const isOwn = original.customerId === ticket.customerId;
  const closed = close(ticket, reason, act, { as: 'duplicate', ...(isOwn && { to: String(original.number) }) });
  const linked = linkedTo(closed.ticket, isOwn, (before) => ({ ...before, of: refOf(original) }));
  const named = linkedTo(original, isOwn, ({ of, these }) => ({
    of,
    these: [...these.filter(({ id }) => id !== ticket.id), refOf(ticket)],
  }));
  return {
    ticket: audited(linked, act, 'duplicate-of', original),
    original: { ...audited(named, act, 'duplicate', ticket), rev: original.rev + 1 },
    effects: closed.effects,
  };
}

/** The other side of a reopening: the original no longer names a ticket that stands for itself again. */
export function forgetDuplicate(original: Ticket, ticket: Ticket): Ticket {
  const without = (before: Duplicates): Duplicates => ({ ...before, these: before.these.filter(({ id }) => id !== ticket.id) });
  const { duplicates, foreignDuplicates } = original;
  return {
    ...original,
    rev: original.rev + 1,
    ...(duplicates && { duplicates: without(duplicates) }),
    ...(foreignDuplicates && { foreignDuplicates: without(foreignDuplicates) }),
  };
}
