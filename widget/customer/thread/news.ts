/** What others did to a ticket while somebody has it open, for those who cannot see it change. */
import { msg, str } from '@lit/localize';
import type { TicketView } from '../../../server/wire/tickets.ts';
import { sayEvent } from '../../draw/conversation.ts';
import type { EventScene } from '../../draw/conversation.ts';
import { isolated, withoutIsolates } from '../../draw/isolate.ts';

const nameOf = (name: string | null): string => isolated(name ?? msg('The team'));

/** One or more sentences; empty when there is nothing to tell. */
export function sayNews(before: TicketView, after: TicketView, scene: EventScene): string {
  const knownEvents = new Set(before.timeline.map(({ id }) => id));
  const knownMessages = new Set(before.messages.map(({ id }) => id));
  const answers = after.messages.filter(({ id, author }) => author.kind === 'staff' && !knownMessages.has(id));
  const answered = new Set(answers.map(({ createdAt }) => createdAt));
  const events = after.timeline.filter(({ id, at, kind }) => !knownEvents.has(id) && !(kind === 'started' && answered.has(at)));
  return [
    ...events.map((event) => sayEvent(event, scene)).filter((text) => text !== null),
    ...answers.map(({ author }) => msg(str`${nameOf(author.name)} has just answered you.`)),
  ]
    .map(withoutIsolates)
    .join(' ');
}

/** That the ticket changed sides in mid-sentence, and where the sentence is now. */
export function sayCarried(ticket: TicketView, watched: boolean): { readonly what: string; readonly where: string } {
  const closed = ticket.status === 'CLOSED';
  const event = ticket.timeline.findLast(({ kind }) => kind === (closed ? 'closed' : 'reopened'));
  const who = event?.by.kind === 'staff' ? nameOf(event.by.name) : null;
  if (!closed) {
    return {
      what: who ? msg(str`${who} reopened this ticket while you were writing.`) : msg('This ticket was reopened while you were writing.'),
      where: msg('Nothing is lost: your text is below, ready to be sent as a message.'),
    };
  }
  return {
    what: !watched
      ? msg('This ticket was closed before your message was sent.')
      : who
        ? msg(str`${who} closed this ticket while you were writing.`)
        : msg('This ticket was closed while you were writing.'),
    where: ticket.can.reopen
      ? msg('Nothing is lost: your text is below, ready to say why you reopen it.')
      : msg('Nothing is lost: your text is below.'),
  };
}
