import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { WritingApp } from '../app.ts';
import { heldFiles, moveFiles, outForm } from '../../upload/held-files.ts';
import { keepReply } from './keep-text.ts';
import { replyDraft } from './unsent.ts';
import type { QueuedReply } from './outbox.ts';
import { sayState } from './queued-tickets.ts';
import { plainText } from '../../draw/text.ts';

/** Takes a message back before it goes; its words return to the box below, or among the drafts. */
function takeBack(app: WritingApp, entry: QueuedReply, then: () => void): void {
  if (!app.outbox.take(entry.key)) return;
  keepReply(app, entry.to, entry.message.body);
  moveFiles(app.drafts, outForm(entry.key), replyDraft(entry.to));
  then();
}

/** What goes with it, and how far it has come; its element comes with the screens that write. */
export const waitingFiles = (app: WritingApp, key: string): TemplateResult | null =>
  heldFiles(app.drafts, outForm(key)).length
    ? html`<support-ticket-files .outbox=${app.outbox} .form=${outForm(key)} .limits=${app.session.form.limits.attachment} .locale=${app.locale} .settled=${true}></support-ticket-files>`
    : null;

/** Messages of this ticket that wait for the connection, at the end of the exchange. */
export function queuedReplies(app: WritingApp, ticket: string, edit: () => void): TemplateResult | typeof nothing {
  const entries = app.outbox.repliesTo(ticket);
  if (!entries.length) return nothing;
  return html`<ul class="says queued">
    ${entries.map(
      (entry) => html`<li>
        <p class="who"><b>${msg('You')}</b><span role="status">${sayState(app.outbox, entry.key)}</span></p>
        ${plainText(entry.message.body)} ${waitingFiles(app, entry.key)}
        ${
          app.outbox.sending === entry.key
            ? nothing
            : html`<p class="small"><button class="link" type="button" @click=${() => takeBack(app, entry, edit)}>${msg('Change it')}</button></p>`
        }
      </li>`,
    )}
  </ul>`;
}
