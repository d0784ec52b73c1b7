import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { TicketItem } from '../../server/wire/tickets.ts';
import type { App } from './app.ts';

/** A ticket's title leads to it. A link for those who list a page's links; only the site knows a real address for it. */
export function ticketLink(ticket: Pick<TicketItem, 'number' | 'title'>, app: App): TemplateResult {
  const follow = (event: MouseEvent) => {
    // A new tab is the browser's business; it opens the page that the widget stands in.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    app.go({ view: 'ticket', ticket: `${ticket.number}` });
  };
  return html`<a class="title-link" href="#" @click=${follow}><bdi>${ticket.title}</bdi></a>`;
}
