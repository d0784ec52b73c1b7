/** The customer's card beside a ticket: profile, catalog, other tickets. */
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { DeskCustomerCard } from '../../../server/wire/customers.ts';
import type { DeskTicket } from '../../../server/wire/desk.ts';
import { sayStatus } from '../../draw/facts.ts';
import { icon } from '../../draw/icon.ts';
import { sayDay } from '../../draw/dates.ts';
import { sayMoment } from '../../draw/when.ts';
import { isolated } from '../../draw/isolate.ts';
import { archiveButton, countArchived } from './archive-button.ts';
import { customerName } from '../desk.ts';
import type { Scene } from '../desk.ts';
import { customerHash } from '../frame/place.ts';

export const customerSheet = css`
  .person {
    overflow-wrap: anywhere;
  }
  .bounced {
    display: grid;
    gap: 8px;
    justify-items: start;
    padding: 12px;
    border: 1px solid var(--late);
    border-inline-start-width: 4px;
    border-radius: var(--radius);
    overflow-wrap: anywhere;
  }
  .bounced.passing {
    border: 1px solid var(--line);
  }
  .bounced b {
    display: flex;
    gap: 8px;
  }
  .bounced:not(.passing) .icon,
  .person .unproven {
    color: var(--late);
  }
  .desk .owned {
    margin: 0;
    border-block-end: 1px solid var(--line);
  }
  .desk .owned summary {
    font-size: inherit;
  }
  /* Folded in what is unfolded. */
  .desk .fold .owned:not([open]) summary > .icon {
    transform: none;
  }
  .desk .owned ul {
    padding-block-end: 8px;
  }
  .others h3 {
    margin-block-end: 4px;
  }
  .others li {
    padding-block: 4px;
  }
  .others li > a {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .others .all {
    display: inline-block;
    padding-block: 4px;
  }
`;

function sayLanguage(locale: string | null, reader: string): string | null {
  if (!locale) return null;
  try {
    return new Intl.DisplayNames(reader, { type: 'language' }).of(locale.replace('_', '-')) ?? null;
  } catch {
    return null;
  }
}

/** The profile, which the ticket contains. */
export function person(customer: DeskTicket['customer'], { locale }: Scene): TemplateResult {
  const line = (text: string | null) => (text === null ? nothing : html`<p class="soft">${text}</p>`);
  const language = sayLanguage(customer.locale, locale);
  const proof =
    customer.email === null
      ? nothing
      : customer.emailVerified
        ? line(msg('Proven address'))
        : html`<p class="unproven">${msg('This address is not proven yet.')}</p>`;
  return html`<div class="person">
    <h3>${customer.id ? html`<a href=${customerHash(customer)}><bdi>${customerName(customer)}</bdi></a>` : html`<bdi>${customerName(customer)}</bdi>`}</h3>
    ${customer.name === null ? nothing : line(customer.email)} ${proof}
    ${line(customer.kind === 'guest' ? msg('Guest, without an account on the site') : msg('Customer of the site'))} ${line(language && msg(str`Writes in: ${language}`))}
  </div>`;
}

/** The notice that an e-mail to the customer bounced, with a button to allow mails again. */
export function bounced({ bounce }: DeskCustomerCard, { now, locale }: Scene, mailAgain: () => void): TemplateResult | typeof nothing {
  if (!bounce) return nothing;
  const when = sayMoment(bounce.at, now, locale);
  const said = bounce.said ? html`<p class="soft">${msg(str`Their mail server said: “${isolated(bounce.said)}”`)}</p>` : nothing;
  if (!bounce.permanent)
    return html`<div class="bounced passing"><p>${msg(str`An e-mail could not be delivered ${when}. The next ones will be tried.`)}</p>${said}</div>`;
  return html`<div class="bounced">
    <b>${icon('warning')}${msg('This address does not take e-mails')}</b>
    <p>${msg(str`One came back ${when}. No more are sent to it.`)}</p>
    ${said}
    <button class="button compact" type="button" @click=${mailAgain}>${msg('Try again')}</button>
  </div>`;
}

type Things = DeskCustomerCard['catalog']['orders'];

export function owned(label: string, { items, total }: Things, scene: Scene): TemplateResult | typeof nothing {
  if (!total) return nothing;
  const about = ({ date, status }: Things['items'][number]): string =>
    [date && !Number.isNaN(Date.parse(date)) ? sayDay(date, scene.now, scene.locale) : date, status].filter(Boolean).join(', ');
  return html`<details class="fold owned">
    <summary><span>${label} <span class="soft">${total}</span></span>${icon('down')}</summary>
    <ul>
      ${items.map((item) => html`<li><bdi>${item.label}</bdi>${about(item) ? html` <span class="soft">${about(item)}</span>` : nothing}</li>`)}
      ${total > items.length ? html`<li class="soft">${msg(str`and ${total - items.length} more`)}</li>` : nothing}
    </ul>
  </details>`;
}

type TicketLine = DeskCustomerCard['tickets']['open'][number];

/** `titled`: whether the title is shown. */
export const ticketLine = ({ number, title, status, late }: TicketLine, titled = false): TemplateResult =>
  html`<li>
    <a href="#${number}" title=${title}>#${number}</a> ${titled ? html`<span><bdi>${title}</bdi></span>` : nothing} ${late ? html`<span class="late">${msg('late')}</span>` : html`<span class="soft">${sayStatus(status)}</span>`}
  </li>`;

/** Another ticket of the customer, by its title. */
const otherTicket = ({ number, title, status, late }: TicketLine): TemplateResult =>
  html`<li>
    <a href="#${number}" title=${title}><bdi>${title}</bdi></a>
    #${number} ${late ? html`<b class="late">${msg('late')}</b>` : html`<span class="soft">${sayStatus(status)}</span>`}
  </li>`;

/** Open tickets shown beside a ticket; the customer's page lists all. */
const shown = 3;

export interface CardActs {
  openArchive(): void;
  mailAgain(): void;
}

/** The part of the card that is loaded after the ticket. `card` is `null` while it is loading or when it failed. */
export function customerCard(
  ticket: DeskTicket,
  card: DeskCustomerCard | null,
  scene: Scene,
  { openArchive, mailAgain }: CardActs,
): TemplateResult | typeof nothing {
  if (!card) return nothing;
  const { catalog, tickets } = card;
  const open = tickets.open.filter(({ id }) => id !== ticket.id);
  const closed = tickets.closed.filter(({ id }) => id !== ticket.id);
  const count = tickets.counts.closed - (ticket.status === 'CLOSED' ? 1 : 0);
  return html`${bounced(card, scene, mailAgain)}<div>
      ${owned(msg('Orders'), catalog.orders, scene)} ${owned(msg('Subscriptions'), catalog.subscriptions, scene)} ${owned(msg('Projects'), catalog.projects, scene)}
    </div>
    <div class="others">
      <h3>${msg('Their other tickets')}</h3>
      ${open.length ? html`<ul>${open.slice(0, shown).map((line) => otherTicket(line))}</ul>` : count || countArchived(card) ? nothing : html`<p class="soft">${msg('None')}</p>`}
      ${
        count > 0
          ? html`<details class="fold owned">
            <summary><span>${count === 1 ? msg('1 closed') : msg(str`${count} closed`)}</span>${icon('down')}</summary>
            <ul>
              ${closed.map((line) => otherTicket(line))} ${count > closed.length ? html`<li class="soft">${msg(str`and ${count - closed.length} older`)}</li>` : nothing}
            </ul>
          </details>`
          : nothing
      }
      ${archiveButton(card, openArchive)}
    </div>`;
}
