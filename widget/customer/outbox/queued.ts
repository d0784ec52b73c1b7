import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { App } from '../app.ts';
import { heldFiles, moveFiles, outForm } from '../../upload/held-files.ts';
import { keepReply, replyDraft } from './open.ts';
import type { QueuedReply, QueuedTicket } from './outbox.ts';
import { sayMoment } from '../../draw/when.ts';
import { plainText } from '../../draw/text.ts';

function sayState(app: App, key: string): string {
  const state = app.outbox.stateOf(key);
  return state === 'sending' ? msg('being sent…') : state === 'files' ? msg('its files are being sent…') : msg('kept here, not sent yet');
}

/** Takes a message back before it goes; its words return to the box below, or among the drafts. */
function takeBack(app: App, entry: QueuedReply, then: () => void): void {
  if (!app.outbox.take(entry.key)) return;
  keepReply(app, entry.to, entry.message.body);
  moveFiles(app.drafts, outForm(entry.key), replyDraft(entry.to));
  then();
}

/** What goes with it, and how far it has come; its element comes with the screens that write. */
export const waitingFiles = (app: App, key: string): TemplateResult | null =>
  heldFiles(app.drafts, outForm(key)).length
    ? html`<support-ticket-files .outbox=${app.outbox} .form=${outForm(key)} .limits=${app.session.form.limits.attachment} .locale=${app.locale} .settled=${true}></support-ticket-files>`
    : null;

/** Messages of this ticket that wait for the connection, at the end of the exchange. */
export function queuedReplies(app: App, ticket: string, edit: () => void): TemplateResult | typeof nothing {
  const entries = app.outbox.repliesTo(ticket);
  if (!entries.length) return nothing;
  return html`<ul class="says queued">
    ${entries.map(
      (entry) => html`<li>
        <p class="who"><b>${msg('You')}</b><span role="status">${sayState(app, entry.key)}</span></p>
        ${plainText(entry.message.body)} ${waitingFiles(app, entry.key)}
        ${app.outbox.sending === entry.key
          ? nothing
          : html`<p class="small"><button class="link" type="button" @click=${() => takeBack(app, entry, edit)}>${msg('Change it')}</button></p>`}
      </li>`,
    )}
  </ul>`;
}

/** Requests that wait for the connection, before anything else on the home screen. */
export function queuedTickets(app: App, now: string): TemplateResult | typeof nothing {
  const { tickets } = app.outbox;
  if (!tickets.length) return nothing;
  const takeUp = ({ key }: QueuedTicket) => {
    const entry = app.outbox.take(key) as QueuedTicket | null;
    if (entry) app.go({ view: 'new', resumed: entry });
  };
  return html`<ul class="rows queued">
    ${tickets.map(
      (entry) => html`<li>
        <p><b>${entry.ticket.title}</b></p>
        <p class="meta">
          <span role="status">${sayState(app, entry.key)}</span><span>${sayMoment(entry.at, now, app.locale)}</span>
          ${app.outbox.sending === entry.key ? nothing : html`<button class="link" type="button" @click=${() => takeUp(entry)}>${msg('Change it')}</button>`}
        </p>
      </li>`,
    )}
  </ul>`;
}
