/**
 * Closes one of two tickets about the same matter for the other; both name the other. When the two belong to different customers,
 * only the team sees the link: for either customer the other ticket does not exist.
 */
import { InvalidInput } from './codes.ts';
import type { AuditEntry, Duplicates, Effect, Ticket, TicketRef } from './model.ts';
import { haveSameReaders } from './readers.ts';
import { close, afterAllActs } from './rules.ts';
import type { Act } from './rules.ts';

/** Both tickets after the act. They are committed together. */
export interface Pairing {
  readonly ticket: Ticket;
  readonly original: Ticket;
  readonly effects: readonly Effect[];
}

const none: Duplicates = { of: null, these: [] };
const refOf = ({ id, number }: Ticket): TicketRef => ({ id, number });

/** The ticket that this one was closed for, of the same customer or of another. */
export const originalOf = ({ duplicates, foreignDuplicates }: Ticket): TicketRef | null => duplicates?.of ?? foreignDuplicates?.of ?? null;

function linkedTo(ticket: Ticket, isOwn: boolean, change: (before: Duplicates) => Duplicates): Ticket {
  return isOwn
    ? { ...ticket, duplicates: change(ticket.duplicates ?? none) }
    : { ...ticket, foreignDuplicates: change(ticket.foreignDuplicates ?? none) };
}

function audited(ticket: Ticket, act: Act, kind: AuditEntry['kind'], other: Ticket): Ticket {
  const by = act.by as AuditEntry['by'];
  return {
    ...ticket,
    audit: [...ticket.audit, { id: act.newId(), kind, at: afterAllActs(ticket, act).now, by, to: String(other.number) }],
  };
}

/**
 * Staff closes a ticket for another one. The original then names the closed ticket, to the team and to their common customer. The
 * original's dates, order and unread mark stay as they were, so that another customer's page cannot show that anything happened.
 * @throws InvalidInput when the original is the ticket itself, or was itself closed for a third ticket, which has to be named
 * instead
 */
export function closeAsDuplicate(ticket: Ticket, original: Ticket, reason: string | null, act: Act): Pairing {
  if (original.id === ticket.id) throw new InvalidInput({ path: 'duplicateOf', code: 'invalid' });
  if (originalOf(original)) throw new InvalidInput({ path: 'duplicateOf', code: 'taken' });
  const isOwn = haveSameReaders(original, ticket);
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

/** The original after its duplicate was reopened: it no longer names that ticket. */
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
