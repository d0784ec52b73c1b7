/** A sentence about others' changes of the open ticket. */
import { msg, str } from '@lit/localize';
import type { DeskMe, DeskTicket } from '../../../server/wire/desk.ts';
import { shortName } from '../desk.ts';
import { isolated } from '../../draw/isolate.ts';

/** The most important change between two versions; `null` when none concerns the reader. */
export function newsOf(before: DeskTicket, after: DeskTicket, me: Pick<DeskMe, 'id'>): string | null {
  return sayStatus(before, after) ?? sayWritten(before, after, me) ?? sayAssigned(before, after, me);
}

function sayStatus(before: DeskTicket, after: DeskTicket): string | null {
  if (before.status === 'CLOSED' && after.status !== 'CLOSED') {
    const by = after.timeline.findLast(({ kind }) => kind === 'reopened')?.by;
    return msg(str`${nameOf(by, after)} has just reopened this ticket.`);
  }
  if (before.status === 'CLOSED' || after.status !== 'CLOSED') return null;
  return msg(str`${nameOf(after.closedBy, after)} has just closed this ticket.`);
}

function sayWritten(before: DeskTicket, after: DeskTicket, me: Pick<DeskMe, 'id'>): string | null {
  const known = new Set(before.messages.map(({ id }) => id));
  const latest = after.messages.findLast(({ id, author }) => !known.has(id) && author.id !== me.id)?.author;
  if (!latest) return null;
  return latest.kind === 'staff'
    ? msg(str`${nameOf(latest, after)} has just answered.`)
    : msg(str`${isolated(shortName(after.customer))} has just written again.`);
}

function sayAssigned(before: DeskTicket, after: DeskTicket, me: Pick<DeskMe, 'id'>): string | null {
  const { assignee } = after;
  if (!assignee || assignee.id === before.assignee?.id) return null;
  if (assignee.id !== me.id) return msg(str`${isolated(assignee.name)} is now in charge of this ticket.`);
  return msg('You are now in charge of this ticket.');
}

function nameOf(by: DeskTicket['closedBy'] | undefined, { customer }: DeskTicket): string {
  return isolated(by?.kind === 'customer' ? shortName(customer) : (by?.name ?? msg('The team')));
}
