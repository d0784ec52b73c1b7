import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { App } from '../app.ts';
import { sayMoment } from '../../draw/when.ts';
import type { Outbox, QueuedTicket } from './outbox.ts';

export function sayState(outbox: Outbox, key: string): string {
  const state = outbox.stateOf(key);
  return state === 'sending' ? msg('being sent…') : state === 'files' ? msg('its files are being sent…') : msg('kept here, not sent yet');
}

/** Requests that wait for the connection, before anything else on the home screen. */
export function queuedTickets(app: App, now: string): TemplateResult | typeof nothing {
  const { outbox } = app;
  if (!outbox?.tickets.length) return nothing;
  const takeUp = ({ key }: QueuedTicket) => {
    const entry = outbox.take(key) as QueuedTicket | null;
    if (entry) app.go({ view: 'new', resumed: entry });
  };
  return html`<ul class="rows queued">
    ${outbox.tickets.map(
      (entry) => html`<li>
        <p><b>${entry.ticket.title}</b></p>
        <p class="meta">
          <span role="status">${sayState(outbox, entry.key)}</span><span>${sayMoment(entry.at, now, app.locale)}</span>
          ${outbox.sending === entry.key ? nothing : html`<button class="link" type="button" @click=${() => takeUp(entry)}>${msg('Change it')}</button>`}
        </p>
      </li>`,
    )}
  </ul>`;
}
