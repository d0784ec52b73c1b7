import { msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { App } from '../app.ts';
import { withTexts } from '../../client/language.ts';
import { TicketEvent } from '../../client/events.ts';
import type { NewTicket, TicketView } from '../../../server/wire/tickets.ts';
import { emptyRequest } from '../../form/request.ts';
import type { Request } from '../../form/request.ts';
import { learnRare, sayFailure } from '../../draw/states.ts';
import type { Drafts } from '../../client/drafts.ts';
import { moveFiles, outForm } from '../../upload/held-files.ts';
import { Outbox } from './outbox.ts';
import type { Queued, QueuedReply, QueuedTicket } from './outbox.ts';

/** The names that unsent texts are kept under. */
export const newDraft = 'new';
export const replyDraft = (ticket: string): string => `reply-${ticket}`;
export const reopenDraft = (ticket: string): string => `reopen-${ticket}`;
export const thanksDraft = (ticket: string): string => `thank-${ticket}`;

/** Texts one below the other, without those that are empty. */
export const joined = (...texts: readonly (string | undefined)[]): string => texts.filter((text) => text?.trim()).join('\n\n');

/** Adds to what is kept there already: nothing that somebody typed is replaced. */
export function keepReply({ drafts }: Pick<App, 'drafts'>, ticket: string, body: string): void {
  const before = drafts.load<{ body?: string }>(replyDraft(ticket))?.value.body;
  drafts.save(replyDraft(ticket), { body: joined(before, body), key: nanoid() });
}

/** Adds a text to the request that is being written, or begins one with it. */
export function keepForNew(drafts: Drafts, text: string): void {
  const before = drafts.load<{ request?: Request }>(newDraft)?.value.request ?? emptyRequest;
  drafts.save(newDraft, { request: { ...before, description: joined(before.description, text) }, key: nanoid(), tried: null });
}

/** The customer's outbox, and what the element does with what becomes of its entries. */
export function openOutbox(drafts: Drafts, app: () => App, known: boolean): Outbox {
  // What is on its way when somebody else signs in ends without a word to them.
  const mine = (): App | null => (app().drafts === drafts ? app() : null);
  const outbox = new Outbox({
    drafts,
    api: () => mine()?.api ?? null,
    onSent: (entry, ticket, shown) => tell(mine(), entry, ticket, shown),
    onRefused: (entry, failure) => {
      const isReply = entry.kind === 'reply';
      if (isReply) giveBackReply(drafts, entry);
      else giveBackTicket(drafts, entry);
      mine()?.failed(failure.code);
      mine()?.refresh();
      void learnRare('invalid-input').then((rare) => {
        const reason = sayFailure(failure.code);
        mine()?.notify(
          (isReply ? rare?.sayReplyRefused(failure.code, reason, entry.number) : rare?.sayTicketRefused(reason)) ?? reason,
          'problem',
        );
      });
    },
    onSignedOut: () => mine()?.failed('unauthenticated'),
    loadUploads: async (outbox) =>
      (await withTexts(import('../../upload/rows.ts'), { fr: () => import('../../upload/locales/fr.ts') })).Uploads.of(outbox),
  });
  // Of whoever is not known yet nothing can be sent.
  if (known) {
    takeUp(outbox);
    outbox.start();
  }
  return outbox;
}

/** A request that was on its way when its page went: it may have arrived or not, and goes again under the same key. */
function takeUp(outbox: Outbox): void {
  const { drafts } = outbox;
  const kept = drafts.load<{ request: Request; key: string; tried: NewTicket | null; sending?: boolean }>(newDraft);
  if (!kept?.value.sending || !kept.value.tried) return;
  const { key, tried: ticket, request } = kept.value;
  outbox.moveFiles(newDraft, outForm(key));
  outbox.add({ kind: 'ticket', key, at: kept.at, ticket, request, unsure: 'page-closed' });
  drafts.drop(newDraft);
}

function tell(app: App | null, { kind }: Queued, ticket: TicketView, shown: boolean): void {
  if (!app) return;
  const isTicket = kind === 'ticket';
  app.emit(new TicketEvent(isTicket ? 'ticket-created' : 'ticket-replied', ticket));
  const way = { label: msg('See the ticket'), go: () => app.go({ view: 'ticket', ticket: `${ticket.number}` }) };
  if (!shown)
    app.notify(
      isTicket
        ? msg(str`Your request is on its way: it is ticket #${ticket.number}.`)
        : msg(str`Your message about #${ticket.number} has been sent to the team.`),
      'done',
      isTicket ? way : undefined,
    );
  app.refresh();
}

/** The server will not take it: the text goes back to where it was written. */
function giveBackReply(drafts: Drafts, { key, to, message }: QueuedReply): void {
  keepReply({ drafts }, to, message.body);
  moveFiles(drafts, outForm(key), replyDraft(to));
}

function giveBackTicket(drafts: Drafts, { key, request }: QueuedTicket): void {
  moveFiles(drafts, outForm(key), newDraft);
  const kept = drafts.load<{ request?: { title?: string; description?: string } }>(newDraft)?.value.request;
  const begun = kept?.title || kept?.description;
  // A request begun meanwhile stays; the other's words are added below its own.
  const merged = begun
    ? { ...kept, description: joined(kept?.description, `${request.title}\n${request.description}`) }
    : { ...request, step: 'write' };
  drafts.save(newDraft, { request: merged, key: nanoid(), tried: null });
}
