/** Closing as a duplicate changes two tickets in one commit; both are read within it. */
import type { NewestTicket } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { closeAsDuplicate, forgetDuplicate, originalOf } from '../../ticket/duplicates.ts';
import type { Effect, Ticket } from '../../ticket/model.ts';
import type { Act } from '../../ticket/rules.ts';

/** @throws InvalidInput when the original no longer exists, or may not be an original. */
export function closeAs(
  ticket: Ticket,
  originalId: string,
  reason: string | null,
  act: Act,
  other: NewestTicket,
): { tickets: Ticket[]; effects: readonly Effect[] } {
  // A ticket that names itself as its original is refused by the law, on the version that is about to change.
  const original = originalId === ticket.id ? ticket : other(originalId);
  if (!original) throw new InvalidInput({ path: 'duplicateOf', code: 'not-in-list' });
  const pairing = closeAsDuplicate(ticket, original, reason, act);
  return { tickets: [pairing.ticket, pairing.original], effects: pairing.effects };
}

/** The ticket after an act, and its original when the act ended the link between the two. */
export function withOriginal(before: Ticket, after: Ticket, other: NewestTicket): Ticket[] {
  const left = originalOf(before);
  if (left === null || originalOf(after) !== null) return [after];
  const original = other(left.id);
  return original ? [after, forgetDuplicate(original, after)] : [after];
}
