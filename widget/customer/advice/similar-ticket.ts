/** Loaded once somebody with open tickets writes another. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { TicketItem } from '../../../server/wire/tickets.ts';
import { similarTo } from '../../coaching/similar.ts';
import { icon } from '../../draw/icon.ts';

/** The one of `others` that looks the same: one line, and the way to add to it. */
export function similarTicket(
  title: string,
  others: readonly TicketItem[],
  add: (ticket: TicketItem) => void,
): TemplateResult | typeof nothing {
  const ticket = similarTo(title, others);
  if (!ticket) return nothing;
  const words = html`<span title=${ticket.title}>${msg(str`This looks like your ticket #${ticket.number}, still open.`)}</span>`;
  return html`<p class="hint-line" role="status">${icon('message')}<span>${words} <button class="link" type="button" @click=${() => add(ticket)}>${msg(str`Add to ticket #${ticket.number}`)}</button></span></p>`;
}
