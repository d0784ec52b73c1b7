import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskCustomerCard } from '../../../server/wire/customers.ts';
import { asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { bones, failureState } from '../../draw/states.ts';
import type { DeskArchive } from './archive.ts';
import { archiveButton, countArchived } from './archive-button.ts';
import { bounced, owned, person, ticketLine } from './customer.ts';
import './customer-search.ts';
import type { CustomerSearch, Match } from './customer-search.ts';
import { customerName } from '../desk.ts';
import type { Desk } from '../desk.ts';
import { sayDeskFailure } from '../frame/failures.ts';
import { loadArchive } from './load-archive.ts';
import { customerHash, newTicketHash } from '../frame/place.ts';
import type { Whom } from '../frame/place.ts';

export const customerPlaceSheet = css`
  support-desk-customer-place,
  support-desk-new-ticket {
    display: contents;
  }
  .work > .narrow-column {
    display: grid;
    gap: 24px;
    align-content: start;
    max-inline-size: 720px;
    padding-block: 20px 40px;
  }
  .customer-top {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: 12px 20px;
  }
  .customer-top .person h3 {
    display: none;
  }
  .customer-tickets > li {
    display: grid;
    grid-template-columns: minmax(44px, auto) minmax(0, 1fr) auto;
    gap: 0 12px;
    padding: 8px 0;
  }
  @container work (max-width: 519.98px) {
    .customer-tickets > li {
      grid-template-columns: minmax(44px, auto) minmax(0, 1fr);
    }
    .customer-tickets > li > :nth-child(3) {
      grid-column: 2;
      font-size: var(--small);
    }
  }
  .narrow-column h3 + .rows {
    margin-block-start: 8px;
  }
`;

/** A customer at the desk, found by name or address: profile, catalog and tickets. */
@customElement('support-desk-customer-place')
@localized()
export class CustomerPlace extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';
  /** A counter of the desk's refreshes; a change makes the element load again. */
  @property({ attribute: false }) beat = 0;
  /** The customer to show; `null`: the search. */
  @property({ attribute: false }) whom: Whom | null = null;

  @state() private card: DeskCustomerCard | null = null;
  @state() private failure: FailureCode | null = null;

  @query('h2') private heading!: HTMLElement | null;
  @query('support-desk-customer-search') private search!: CustomerSearch;
  @query('support-desk-archive') private archive!: DeskArchive;

  #asking: AbortController | null = null;
  #wantsFocus = true;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('whom')) {
      this.card = null;
      this.failure = null;
      this.#wantsFocus = true;
    }
    if (changed.has('whom') || changed.has('desk') || changed.has('beat')) void this.#load();
  }

  protected override updated(): void {
    if (!this.#wantsFocus || (this.whom && !this.card && !this.failure)) return;
    this.#wantsFocus = false;
    if (this.whom) this.heading?.focus({ preventScroll: true });
    else void this.search.updateComplete.then(() => this.search.focus());
  }

  protected override render(): TemplateResult {
    return html`<section class="work" role="main" aria-label=${msg('Customer')}>
        <a class="back only-alone" href="#">${icon('back')}${msg('Queue')}</a>
        <div class="narrow-column">
          <support-desk-customer-search .desk=${this.desk} .label=${msg('Find a customer by name or address')} .choose=${this.#handleChosen}></support-desk-customer-search>
          ${this.whom ? this.#renderCustomer(this.whom) : this.#renderNobody()}
        </div>
      </section>
      <support-desk-archive .desk=${this.desk} .now=${this.now}></support-desk-archive>`;
  }

  #renderNobody(): TemplateResult {
    return html`<div class="state">
      <h2 tabindex="-1">${msg('Customers')}</h2>
      <p class="soft">${msg('Type the beginning of a name or an address: what they own and what they asked is shown here.')}</p>
      <a class="button" href=${newTicketHash()}>${msg('Open a ticket for somebody')}</a>
    </div>`;
  }

  #renderCustomer(whom: Whom): TemplateResult {
    const { card } = this;
    if (!card) {
      if (!this.failure) return bones();
      const title = this.failure === 'not-found' ? msg('This customer is not here') : msg('The customer could not be shown');
      const text = this.failure === 'not-found' ? msg('Nobody here bears this name or address any more.') : sayDeskFailure(this.failure);
      return failureState(title, text, () => void this.#load());
    }
    const scene = { me: this.desk.me, locale: this.desk.locale, now: this.now };
    const { catalog, tickets } = card;
    const ownsNothing = !catalog.orders.total && !catalog.subscriptions.total && !catalog.projects.total;
    return html`
      <header class="customer-top">
        <div>
          <h2 tabindex="-1">${customerName(card)}</h2>
          ${person(card, scene)} ${bounced(card, scene, () => void this.#mailAgain(whom))}
        </div>
        <a class="button primary" href=${newTicketHash(whom)}>${icon('plus')}${msg('Open a ticket for them')}</a>
      </header>
      ${this.#renderTickets(msg('Open tickets'), tickets.open, tickets.counts.open, msg('None is open.'))}
      <section>
        <h3>${msg('What they own')}</h3>
        ${ownsNothing ? html`<p class="soft">${msg('Nothing that the site has told us of.')}</p>` : nothing}
        ${owned(msg('Orders'), catalog.orders, scene)} ${owned(msg('Subscriptions'), catalog.subscriptions, scene)} ${owned(msg('Projects'), catalog.projects, scene)}
      </section>
      ${this.#renderTickets(msg('Closed tickets'), tickets.closed, tickets.counts.closed, msg('None is closed.'))}
      ${countArchived(card) ? html`<section><h3>${msg('Old tickets')}</h3>${archiveButton(card, () => void this.#openArchive(card))}</section>` : nothing}
    `;
  }

  #renderTickets(label: string, lines: DeskCustomerCard['tickets']['open'], count: number, none: string): TemplateResult {
    return html`<section>
      <h3>${label} <span class="soft">${count}</span></h3>
      ${lines.length ? html`<ul class="rows customer-tickets">${lines.map((line) => ticketLine(line, true))}</ul>` : html`<p class="soft">${none}</p>`}
      ${count > lines.length ? html`<p class="small soft">${msg(str`and ${count - lines.length} older: search for their name in the queue to see all.`)}</p>` : nothing}
    </section>`;
  }

  async #load(): Promise<void> {
    const { whom } = this;
    this.#asking?.abort();
    if (!whom) return;
    const { signal } = (this.#asking = new AbortController());
    try {
      const card = await this.desk.api.customer(whom, signal);
      if (signal.aborted) return;
      this.card = card;
      this.failure = null;
    } catch (error) {
      if (signal.aborted) return;
      this.failure = asFailure(error).code;
      this.desk.failed(this.failure);
    }
  }

  async #mailAgain(whom: Whom): Promise<void> {
    try {
      this.card = await this.desk.api.mailAgain(whom);
      this.desk.notify(msg('E-mails are sent to this address again.'));
    } catch (error) {
      this.desk.notify(sayDeskFailure(asFailure(error).code), 'warning');
    }
  }

  async #openArchive(card: DeskCustomerCard): Promise<void> {
    try {
      await loadArchive();
      await this.archive.show(card, card);
    } catch (error) {
      this.desk.notify(sayDeskFailure(asFailure(error).code), 'warning');
    }
  }

  readonly #handleChosen = (match: Match): void => {
    location.hash = customerHash(match);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-customer-place': CustomerPlace;
  }
}
