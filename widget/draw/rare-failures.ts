/** Texts of uncommon failures, in a chunk that is loaded when one occurs. */
import { msg, str } from '@lit/localize';
import type { FailureCode } from '../client/http.ts';

/** A sentence or two about the failure; `null` for other codes. */
export function sayFailure(code: FailureCode): string | null {
  switch (code) {
    case 'code-required':
      return msg('Links in e-mails only let you read. To write, request a code below.');
    case 'too-many-requests':
      return msg('Too many requests at once. Wait a moment, then try again: nothing is lost.');
    case 'in-flight':
      return msg('Your request is already on its way. Try again in a moment to see it.');
    case 'not-found':
      return msg('We cannot find this ticket. It may belong to another account.');
    case 'ticket-closed':
      return msg('This ticket has been closed in the meantime. You can reopen it.');
    case 'already-closed':
      return msg('This ticket is already closed.');
    case 'not-closed':
      return msg('This ticket is already open again.');
    case 'reopen-window-passed':
      return msg('This ticket can no longer be reopened. Please open a new one: mention this number in it.');
    case 'already-thanked':
      return msg('Your thanks have already arrived.');
    case 'already-rated':
      return msg('You have already rated this ticket.');
    case 'idempotency-key-reused':
      return msg(
        'An earlier version of this was already sent, perhaps from another window: see your open tickets. Send this one too if it adds something.',
      );
    case 'too-large':
      return msg('This is more text than we can take at once. Please shorten it.');
    case 'read-only':
    case 'draining':
      return msg('The support server is under maintenance. Nothing is lost: try again shortly.');
    case 'file-missing':
      return msg('This file cannot be opened at the moment. The rest of the ticket is as it was.');
    case 'file-lost':
      return msg('One of its files could not be accepted: remove it, or add it again.');
    default:
      return null;
  }
}

/** An earlier attempt had arrived, and the text was changed afterwards. */
export const sayArrived = (number: number): string =>
  msg(str`Your request had already arrived: it is ticket #${number}. What you changed since is ready to be sent as a message.`);

export const sayArrivedBefore = (): string =>
  msg('An earlier version of this text has already arrived, see above. Send this one too if it adds something.');

export const sayFormChanged = (): string => msg('Part of the form has changed in the meantime: please choose again. Your text is kept.');

/** `number`: the ticket's number, when it is known. */
export function sayReplyRefused(code: FailureCode, reason: string, number: number | undefined): string {
  if (number === undefined) return msg(str`A message could not be sent. ${reason} Your text is kept below that ticket.`);
  if (code === 'ticket-closed')
    return msg(str`Ticket #${number} was closed before your message arrived. Your text is kept there, as the reason to reopen it.`);
  return msg(str`Your message about #${number} could not be sent. ${reason} Your text is kept below that ticket.`);
}

export const sayTicketRefused = (reason: string): string =>
  msg(str`Your request could not be sent. ${reason} Your text is kept in your draft.`);

export const sayTooSoon = (when: string): string =>
  msg(str`The team already has your message. You can ask for news again from ${when} on.`);
