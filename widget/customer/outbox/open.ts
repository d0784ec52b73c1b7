import { msg, str } from '@lit/localize';
import { isolated } from '../../draw/isolate.ts';
import type { Drafts } from '../../client/drafts.ts';
import { withTexts } from '../../client/language.ts';
import type { Request } from '../../form/request.ts';
import type { NewTicket } from '../../../server/wire/tickets.ts';
import { outForm } from '../../upload/held-files.ts';
import type { Notice } from '../notices.ts';
import type { View } from '../place.ts';
import { Outbox } from './outbox.ts';
import type { OutboxHost, QueuedTicket } from './outbox.ts';
import { newDraft } from './unsent.ts';

const loadDelivery = () => withTexts(import('./delivery.ts'), { fr: () => import('./locales/fr.ts') });

/** What the element does to tell of a request that nobody knew the fate of. */
export interface Teller {
  /** The place that is shown. */
  readonly view: View;
  /** Shows what becomes of the request. */
  show(waiting: QueuedTicket): void;
  /** The same, as a step of the customer's own. */
  go(waiting: QueuedTicket): void;
  say(notice: Notice): void;
}

/** Home and the form give way to what becomes of the request; where the site wants another place, a notice tells of it. */
export function tellUnsure(outbox: Outbox, { view, show, go, say }: Teller): void {
  if (view === 'home' || view === 'new') {
    const waiting = outbox.takeUnsure();
    if (waiting) show(waiting);
    return;
  }
  // What has not gone yet is told of when it goes.
  const { untold } = outbox;
  if (!untold) return;
  const text = msg(str`Your request “${isolated(untold.ticket.title)}” has reached us: there is no need to send it again.`);
  // Remembered until it has been seen: a place that the site wants may be left at once.
  const see = (): void => {
    const waiting = outbox.takeUnsure();
    if (waiting) go(waiting);
  };
  say({ text, tone: 'done', way: { label: msg('See the ticket'), go: see } });
}

/** The outbox of the customer whose drafts these are; `known`: of nobody else can anything be sent. */
export function openOutbox(drafts: Drafts, host: () => OutboxHost & { readonly drafts: Drafts }, known: boolean): Outbox {
  const outbox = new Outbox({
    drafts,
    // What is on its way when another customer signs in ends without a word to them.
    host: () => (host().drafts === drafts ? host() : null),
    deliver: async (outbox) => {
      const code = await loadDelivery().catch(() => null);
      // What cannot be loaded comes from the same server as the answer would: all entries wait for the next try.
      return code ? code.deliver(outbox) : { hasSent: false, isPending: true };
    },
  });
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
