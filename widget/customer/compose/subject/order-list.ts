import { html, nothing, unsafeCSS } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { textLimits } from '../../../../server/ticket/limits.ts';
import type { SessionView } from '../../../../server/wire/session.ts';
import type { TicketItem } from '../../../../server/wire/tickets.ts';
import type { RowWindow } from '../../../draw/row-window.ts';
import { none } from '../../../form/request.ts';
import type { Request } from '../../../form/request.ts';
import { sayDayOfYear } from '../../../draw/dates.ts';
import { basicShapes } from '../../../draw/basic-icon.ts';
import { icon } from '../../../draw/icon.ts';
import type { IconName } from '../../../draw/icon.ts';
import { dashShape, goingShape, openTicketShape, pauseShape } from '../../../draw/more-icons.ts';
import { matching } from '../../../form/pick-one.ts';
import { searchRules } from '../../../draw/styles/search.ts';
import { searchField } from '../../../draw/search-field.ts';
import { sayLacking } from '../service-step.ts';
import type { OrderSearch } from '../order-search.ts';
import { css } from '../../../draw/styles/css.ts';
import { isolated } from '../../../draw/isolate.ts';

export type Order = SessionView['catalog']['orders'][number];

/** With more orders than this, they can be searched. */
const searchedAbove = 8;
/** With more orders than this, those far from what is seen are not drawn. */
const drawnWholeUpTo = 200;
/** In CSS pixels, at most widths; each chunk is measured once it was drawn. */
export const orderRowHeight = 49;

export const orderSheet = css`
  ${unsafeCSS(searchRules)}
  .order-tools {
    display: grid;
    gap: 8px 24px;
    align-items: center;
  }
  .order-ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  .order-ways .link {
    min-block-size: var(--tap);
  }
  .order-count {
    margin-block: 16px 8px;
  }
  .order-unlisted {
    display: grid;
    gap: 16px;
    justify-items: start;
    max-inline-size: 42em;
    margin-block: 8px 16px;
  }
  .order-unlisted > .field {
    justify-self: stretch;
  }
  .orders > li {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) var(--tap);
    align-items: center;
    gap: 0 12px;
    padding-block: 8px;
  }
  .orders ~ .orders > li:last-child,
  .orders:has(~ .orders) > li:last-child {
    border-block-end: 0;
  }
  .orders:last-child > li:last-child {
    border-block-end: 1px solid var(--line);
  }
  .order-name {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .order-name > .link {
    font-size: var(--small);
    white-space: nowrap;
  }
  .order-facts {
    display: flex;
    flex-wrap: wrap;
    grid-column: 1;
    gap: 0 12px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .order-facts > * {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .order-facts .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .orders .icon-button {
    grid-column: 2;
    grid-row: 1 / 3;
    color: var(--accent);
  }
  .lead-icon .icon {
    inline-size: 18px;
    block-size: 18px;
    vertical-align: -4px;
    color: var(--accent);
  }
  .tip {
    position: absolute;
    z-index: 2;
    inset-block-start: calc(50% - 16px);
    inset-inline-end: calc(var(--tap) + 4px);
    padding: 6px 12px;
    border-radius: var(--radius);
    background: var(--ink);
    color: var(--_paper);
    font-size: var(--small);
    line-height: 20px;
    white-space: nowrap;
    visibility: hidden;
    pointer-events: none;
  }
  :is(.icon-button:hover, .icon-button:focus-visible) > .tip {
    visibility: visible;
  }
  @container support (min-width: 760px) {
    .order-tools:has(> :nth-child(2)) {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .orders > li {
      grid-template-columns: 104px minmax(0, 1fr) 152px 152px var(--tap);
      min-block-size: 48px;
      padding-block: 1px;
    }
    .order-facts {
      display: contents;
    }
    .order-number {
      grid-column: 1;
      grid-row: 1;
    }
    .order-name {
      grid-column: 2;
      grid-row: 1;
    }
    .order-day {
      grid-column: 3;
    }
    .order-state {
      grid-column: 4;
    }
    .orders .icon-button {
      grid-column: 5;
      grid-row: 1;
    }
  }
  @container support (min-width: 960px) {
    .orders > li {
      grid-template-columns: 104px minmax(0, 1fr) 176px 256px var(--tap);
    }
  }
`;

export interface OrderList {
  readonly request: Request;
  readonly session: SessionView;
  readonly locale: string;
  readonly search: OrderSearch;
  readonly rows: RowWindow;
  /** The customer's open tickets, as far as they are known: a ticket that is about an order already is shown with it. */
  readonly openTickets: readonly TicketItem[];
  /** The customer wanted to go on without an answer. */
  readonly lacking: boolean;
  /** There is nothing else to answer: a choice goes on by itself. */
  readonly goesOn: boolean;
  choose(changes: Partial<Request>): void;
  change(search: Partial<OrderSearch>): void;
  go(): void;
  /** Shows a ticket. */
  show(ticket: TicketItem): void;
}

/** The newest first; those without a date that can be read come last, in the site's order. */
function byDate(orders: readonly Order[]): readonly Order[] {
  const at = ({ date }: Order): number => Date.parse(date ?? '') || 0;
  return [...orders].sort((a, b) => at(b) - at(a));
}

/** Words of sites for the state of an order, in French and in English. What is negated says neither. */
const states: readonly (readonly [RegExp, IconName])[] = [
  [/\b(?:not|non|pas|never|jamais|un\w+ed)\b/iu, dashShape],
  [/annul|cancel|refus|reject|rembours|refund|fail|échou|expir/iu, basicShapes.close],
  [/attent|attend|await|pending|wait|hold|suspen|impay|unpaid/iu, pauseShape],
  [/en cours|progress|process|prépar|prepar|transit|expédi|shipped|running/iu, goingShape],
  [/(?<!\p{L})(?:livr|délivr|deliver|termin|complet|done|fulfil|activ|paid|payé|closed|clos)/iu, 'check'],
];

/** A shape beside the site's own word; a short line where the word is not known. */
export const stateShape = (status: string): IconName => states.find(([words]) => words.test(status))?.[1] ?? dashShape;

function renderDay(date: string, locale: string): TemplateResult | typeof nothing {
  const day = sayDayOfYear(date, locale);
  return day
    ? html`<span class="order-day"><time class="wide" datetime=${date}>${day.long}</time><time class="narrow" datetime=${date}>${day.short}</time></span>`
    : html`<span class="order-day">${date}</span>`;
}

function renderOrder(list: OrderList, order: Order): TemplateResult {
  const { request, locale } = list;
  const ticket = list.openTickets.find(({ links }) => links.order?.id === order.id);
  const isChosen = request.order === order.id;
  const open = (): void => {
    list.choose({ order: order.id, orderReference: '' });
    if (list.goesOn) list.go();
  };
  const name = msg(str`Open a ticket for order ${isolated(order.id)}, ${isolated(order.label)}`);
  return html`<li aria-current=${isChosen ? 'true' : nothing}>
    <p class="order-name"><b dir="auto">${order.label}</b>${ticket ? html` <button class="link" type="button" @click=${() => list.show(ticket)}>${msg(str`#${ticket.number} open`)}<span class="unseen"> ${msg('for this order')}</span></button>` : nothing}</p>
    <p class="order-facts">
      <span class="order-number">${order.id}</span>${order.date ? renderDay(order.date, locale) : nothing}${order.status ? html`<span class="order-state">${icon(stateShape(order.status))}${order.status}</span>` : nothing}
    </p>
    <button class="icon-button" type="button" aria-label=${name} @click=${open}>${icon(isChosen ? 'check' : openTicketShape)}<span class="tip" aria-hidden="true">${isChosen ? msg('Chosen') : msg('Open a ticket')}</span></button>
  </li>`;
}

function renderWithout(list: OrderList): TemplateResult {
  const goOn = (): void => {
    list.choose({ order: none, orderReference: '' });
    list.change({ unlisted: false });
    if (list.goesOn) list.go();
  };
  return html`<button class="link" type="button" name="order-none" aria-pressed=${list.goesOn ? nothing : list.request.order === none} @click=${goOn}>${msg('Without an order')}</button>`;
}

/** Both ways on for a customer who does not find the order, or has none. */
const renderWays = (list: OrderList): TemplateResult =>
  html`<p class="order-ways">
    <button class="link" type="button" name="order-unlisted" aria-expanded=${list.search.unlisted} @click=${() => list.change({ unlisted: !list.search.unlisted })}>${msg('My order is not in the list')}</button>
    ${renderWithout(list)}
  </p>`;

function renderUnlisted(list: OrderList): TemplateResult {
  const { request } = list;
  return html`<div class="order-unlisted">
    <div class="field">
      <label class="label" for="order">${msg('What do you know about this order?')}</label>
      <input
        id="order"
        class="input"
        name="order"
        dir="auto"
        maxlength=${textLimits.orderReference.max}
        aria-describedby=${list.lacking ? 'lacking-order order-hint' : 'order-hint'}
        aria-invalid=${list.lacking ? 'true' : 'false'}
        .value=${request.orderReference}
        @input=${(event: InputEvent) => list.choose({ orderReference: (event.target as HTMLInputElement).value, order: null })}
      />
      <p class="small soft" id="order-hint">${msg('A number, a date, a name: whatever you have. We will find it.')}</p>
    </div>
    ${list.goesOn ? html`<button class="button primary" type="button" @click=${() => list.go()}>${msg('Continue')}</button>` : nothing}
  </div>`;
}

function renderRows(list: OrderList, found: readonly Order[]): unknown {
  const row = (order: Order): TemplateResult => renderOrder(list, order);
  if (found.length <= drawnWholeUpTo) return html`<ul class="rows orders">${found.map(row)}</ul>`;
  return list.rows.render(found, row, (rows, index) => html`<ul class="rows orders" data-chunk=${index}>${rows}</ul>`);
}

function renderSearch({ search, rows, change }: OrderList): TemplateResult {
  const find = (text: string): void => {
    rows.reset();
    change({ text });
  };
  return searchField({ label: msg('Search for a name or a number'), text: search.text, found: '.orders .icon-button', search: find });
}

function sayCount(all: number, found: number, text: string): string {
  if (!found) return msg(str`None of your ${all} orders matches “${isolated(text)}”.`);
  if (text) return msg(str`Found: ${found}`);
  return all === 1 ? msg('Your order') : msg(str`Your ${all} orders, the newest first`);
}

/** All orders of the customer, each to open a ticket that knows it; and both ways on without one. */
export function orderList(list: OrderList): TemplateResult {
  const { session, search, request } = list;
  const orders = session.catalog.orders;
  const lack = list.lacking
    ? sayLacking(
        'order',
        search.unlisted || !orders.length
          ? msg('Tell us what you know about the order, or continue without one.')
          : msg('Choose an order, or “Without an order”.'),
      )
    : nothing;
  if (!orders.length) {
    return html`${lack}
      <p class="soft">${msg('We do not see any order of yours yet. You can write to us all the same.')}</p>
      ${renderUnlisted(list)}
      <p class="order-ways">${renderWithout(list)}</p>`;
  }
  const found = byDate(matching(orders, search.text));
  const chosen = list.goesOn ? orders.find(({ id }) => id === request.order) : undefined;
  return html`<div class="searched">
    ${lack}
    <div class="order-tools">${orders.length > searchedAbove ? renderSearch(list) : nothing}${renderWays(list)}</div>
    ${search.unlisted ? renderUnlisted(list) : chosen ? html`<p class="bar"><button class="button primary" type="button" @click=${() => list.go()}>${msg(str`Continue with ${chosen.id}`)}</button></p>` : nothing}
    <p class="order-count ${found.length ? 'small soft' : ''}" role="status">${sayCount(orders.length, found.length, search.text.trim())}</p>
    <div class="order-rows">${renderRows(list, found)}</div>
  </div>`;
}
