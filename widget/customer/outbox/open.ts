import type { Drafts } from '../../client/drafts.ts';
import { withTexts } from '../../client/language.ts';
import type { Request } from '../../form/request.ts';
import type { NewTicket } from '../../../server/wire/tickets.ts';
import { outForm } from '../../upload/held-files.ts';
import type { App } from '../app.ts';
import { Outbox } from './outbox.ts';
import { newDraft } from './unsent.ts';

/** The outbox of the customer whose drafts these are; `known`: of nobody else can anything be sent. */
export function openOutbox(drafts: Drafts, app: () => App, known: boolean): Outbox {
  const outbox = new Outbox({
    drafts,
    // What is on its way when another customer signs in ends without a word to them.
    host: () => (app().drafts === drafts ? app() : null),
    deliver: async (outbox) => {
      const { deliver } = await withTexts(import('./delivery.ts'), { fr: () => import('./locales/fr.ts') });
      return deliver(outbox);
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
