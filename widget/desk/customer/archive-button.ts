/** Links to the customer's tickets of earlier systems, on their card and on a ticket that follows one up. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { DeskCustomerCard } from '../../../server/wire/customers.ts';

/** The ticket that another follows up: of an earlier system, or of this one. */
export type FollowedUp =
  | { readonly kind: 'archived'; readonly id: string; readonly brand: string; readonly number: string }
  | { readonly kind: 'ticket'; readonly number: number };

export const countArchived = ({ archive }: DeskCustomerCard): number => archive.brands.reduce((sum, { count }) => sum + count, 0);

export function archiveButton(card: DeskCustomerCard, open: () => void): TemplateResult | typeof nothing {
  const count = countArchived(card);
  if (!count) return nothing;
  return html`<p><button class="link" type="button" aria-haspopup="dialog" @click=${open}>${count === 1 ? msg('1 of an earlier system') : msg(str`${count} of earlier systems`)}</button></p>`;
}

export function followedUp(of: FollowedUp | null, open: (id: string) => void): TemplateResult | typeof nothing {
  if (!of) return nothing;
  if (of.kind === 'ticket')
    return html`<p class="follows small">${msg('Follow-up of the ticket')} <a href="#${of.number}">#${of.number}</a></p>`;
  return html`<p class="follows small">
    ${msg('Follow-up of the old ticket')} <button class="link" type="button" aria-haspopup="dialog" @click=${() => open(of.id)}>${msg(str`${of.brand} no. ${of.number}`)}</button>
  </p>`;
}
