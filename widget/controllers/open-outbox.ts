import { msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { App } from '../app.ts';
import { TicketEvent } from '../events.ts';
import type { FailureCode } from '../http.ts';
import { sayFailure } from '../parts/states.ts';
import type { Drafts } from './drafts.ts';
import { Outbox } from './outbox.ts';
import type { Queued, QueuedReply, QueuedTicket } from './outbox.ts';

/** The names that unsent texts are kept under. */
export const newDraft = 'new';
export const replyDraft = (ticket: string): string => `reply-${ticket}`;

/** Texts one below the other, without those that are empty. */
export const joined = (...texts: readonly (string | undefined)[]): string => texts.filter((text) => text?.trim()).join('\n\n');

/** Adds to what is kept there already: nothing that somebody typed is replaced. */
export function keepReply({ drafts }: Pick<App, 'drafts'>, ticket: string, body: string): void {
  const before = drafts.load<{ body?: string }>(replyDraft(ticket))?.value.body;
  drafts.save(replyDraft(ticket), { body: joined(before, body), key: nanoid() });
}

/** The customer's outbox, and what the element does with what becomes of its entries. */
export function openOutbox(drafts: Drafts, app: () => App): Outbox {
  const outbox = new Outbox({
    drafts,
    api: () => app().api,
    files: () => Promise.resolve([]),
    onSent: (entry, ticket, shown) => {
      const { emit, notify, refresh } = app();
      emit(new TicketEvent(entry.kind === 'ticket' ? 'ticket-created' : 'ticket-replied', ticket));
      if (!shown) notify(entry.kind === 'ticket' ? msg(str`Your request is on its way: it is ticket #${ticket.number}.`) : msg(str`Your message about #${ticket.number} has been sent to the team.`));
      refresh();
    },
    onRefused: (entry, failure) => giveBack(app(), entry, failure.code),
    onSignedOut: () => app().failed('unauthenticated'),
  });
  outbox.start();
  return outbox;
}

/** The server will not take it: the text goes back to where it was written, with the reason. */
function giveBack(app: App, entry: Queued, code: FailureCode): void {
  app.failed(code);
  if (entry.kind === 'reply') giveBackReply(app, entry, code);
  else giveBackTicket(app, entry, code);
  app.refresh();
}

function giveBackReply(app: App, { to, message }: QueuedReply, code: FailureCode): void {
  keepReply(app, to, message.body);
  app.notify(msg(str`A message could not be sent: ${sayFailure(code)} Your text is kept below that ticket.`), 'problem');
}

function giveBackTicket(app: App, { request }: QueuedTicket, code: FailureCode): void {
  const kept = app.drafts.load<{ request?: { title?: string; description?: string } }>(newDraft)?.value.request;
  const begun = kept?.title || kept?.description;
  // A request begun meanwhile stays; the other's words are added below its own.
  const merged = begun ? { ...kept, description: joined(kept?.description, `${request.title}\n${request.description}`) } : { ...request, step: 'write' };
  app.drafts.save(newDraft, { request: merged, key: nanoid(), tried: null });
  app.notify(msg(str`Your request could not be sent: ${sayFailure(code)} Your text is kept among what you write.`), 'problem');
}
