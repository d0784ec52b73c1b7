import { css, html, nothing, unsafeCSS } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { TicketItem, TicketPage } from '../../server/ticket/wire.ts';
import { textLimits } from '../../server/ticket/text-limits.ts';
import { asFailure } from '../http.ts';
import type { ListQuery } from '../api.ts';
import type { FailureCode } from '../http.ts';
import { TicketEvent } from '../events.ts';
import '../parts/actions-menu.ts';
import type { MenuItem } from '../parts/actions-menu.ts';
import '../parts/confirm-dialog.ts';
import type { ConfirmDialog } from '../parts/confirm-dialog.ts';
import { priority, serviceLabel, status } from '../parts/facts.ts';
import { icon } from '../parts/icon.ts';
import { bellShape, searchShape } from '../parts/more-icons.ts';
import { renderRows } from '../parts/keyed-rows.ts';
import { smallPromise } from '../parts/promise-line.ts';
import { sayReopenWindow, sayReopenable, sayReopenableOnceClosed } from '../parts/reopening.ts';
import { ticketLink } from '../parts/ticket-link.ts';
import { bones, failureState, inlineFailure, sayFailure } from '../parts/states.ts';
import { dialog } from '../styles/dialog.ts';
import { menu } from '../styles/menu.ts';
import { searchRules } from '../styles/search.ts';
import { rows } from '../styles/rows.ts';
import { sayDay, sayMoment } from '../when.ts';
import { Screen } from './screen.ts';

type Sort = NonNullable<ListQuery['sort']>;

const pageSize = 20;
/** Long enough not to ask at every key, short enough to feel immediate. */
const typingPause = 200;

/** The customer's open or closed tickets: search, order, and what can be done with each. */
@customElement('support-ticket-list')
@localized()
export class ListScreen extends Screen {
  static override readonly sheet: CSSResult = css`${dialog} ${menu} ${rows} ${unsafeCSS(searchRules)}`;

  @property({ attribute: false }) listed: 'open' | 'closed' = 'open';

  @state() private page: TicketPage | null = null;
  @state() private search = '';
  @state() private sort: Sort = 'activity';
  @state() private failure: FailureCode | null = null;
  @state() private moreFailure: FailureCode | null = null;
  @state() private closing: TicketItem | null = null;

  @query('support-ticket-confirm') private confirmDialog!: ConfirmDialog | null;

  #asking: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    this.#asking?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('listed')) return;
    this.page = null;
    this.search = '';
    void this.#load();
  }

  protected override updated(): void {
    const list = this.querySelector('.tickets');
    if (list) renderRows(list, this.page?.items ?? [], ({ id }) => id, (ticket, row) => this.#renderTicket(ticket, row));
    super.updated();
  }

  protected override lookForNews(): void {
    // Whoever has asked for more pages keeps them: a refresh would fold the list up under their eyes.
    if ((this.page?.items.length ?? 0) <= pageSize) void this.#load();
  }

  protected override render(): TemplateResult {
    return html`
      <header class="top">
        <button class="back" type="button" @click=${() => this.app.go({ view: 'home' })}>${icon('back')}${msg('Support')}</button>
        <h2 part="heading" tabindex="-1">${msg('My tickets')}</h2>
      </header>
      ${this.#renderTabs()} ${this.#renderTools()} ${this.#renderBody()} ${this.#renderConfirm()}
    `;
  }

  #renderTabs(): TemplateResult {
    const { counts } = this.app.session;
    const tab = (view: 'open' | 'closed', label: string, count: number) => html`<button type="button" aria-current=${this.listed === view ? 'page' : nothing} @click=${() => this.app.go({ view })}>
      ${label} <span class="count">${count}</span>
    </button>`;
    return html`<nav class="tabs" aria-label=${msg('My tickets')}>
      ${tab('open', msg('Open', { id: 'tab-open' }), counts.open)} ${tab('closed', msg('Closed', { id: 'tab-closed' }), counts.closed)}
    </nav>`;
  }

  #renderTools(): TemplateResult {
    const { counts } = this.app.session;
    const total = this.listed === 'open' ? counts.open : counts.closed;
    const option = (value: Sort, label: string) => html`<option value=${value} ?selected=${this.sort === value}>${label}</option>`;
    return html`
      <div class="tools">
        <label class="search">
          <span class="unseen">${msg('Search for a word or a number')}</span>${icon(searchShape)}
          <input class="input" type="search" .value=${this.search} maxlength=${textLimits.search.max} placeholder=${msg('Search for a word or a number')} @input=${this.#handleSearch} />
        </label>
        <button class="button primary" type="button" @click=${() => this.app.go({ view: 'new' })}>${icon('plus')}${msg('Open a ticket')}</button>
      </div>
      ${total > 1
        ? html`<label class="order">
            ${msg('Order by')}
            <select @change=${this.#handleSort}>
              ${option('activity', msg('latest activity'))} ${option('created', msg('date of opening'))} ${option('priority', msg('priority'))}
              ${option('number', msg('number'))}
            </select>
          </label>`
        : nothing}
    `;
  }

  #renderBody(): TemplateResult {
    const { page } = this;
    if (this.failure && !page) return failureState(msg('Your tickets could not be shown'), sayFailure(this.failure), () => void this.#load());
    if (!page) return bones();
    if (!page.items.length) return this.search ? this.#renderNothingFound() : this.#renderEmpty();
    const rest = page.total - page.items.length;
    return html`
      <p class="unseen" role="status">${this.search ? msg(str`Tickets found: ${page.total}`) : ''}</p>
      <ul class="rows tickets"></ul>
      ${page.nextCursor
        ? html`<div class="bar"><button class="link" type="button" @click=${() => void this.#more()}>${rest === 1 ? msg('See the last one') : msg(str`See the other ${rest}`)}</button></div>`
        : nothing}
      ${inlineFailure(this.moreFailure)}
    `;
  }

  #renderTicket(ticket: TicketItem, row: HTMLLIElement): TemplateResult {
    row.classList.toggle('unread', ticket.unread);
    return this.listed === 'open' ? this.#renderOpen(ticket) : this.#renderClosed(ticket);
  }

  #renderName(ticket: TicketItem): TemplateResult {
    return html`
      <span class="number wide">#${ticket.number}</span>
      <p class="name">
        <span class="number number-in narrow">#${ticket.number}</span
        >${ticketLink(ticket, this.app)}
      </p>
    `;
  }

  #renderOpen(ticket: TicketItem): TemplateResult {
    return html`${this.#renderName(ticket)}
      <p class="meta">
        ${ticket.unread ? html`<strong>${msg('Answer to read')}</strong>` : nothing}${status(ticket.status)}${priority(ticket.priority)}
      </p>
      ${smallPromise(ticket, { now: this.now, locale: this.app.locale })}
      <support-ticket-actions class="act" .about=${`#${ticket.number}`} .items=${this.#actions(ticket)}></support-ticket-actions>`;
  }

  #renderClosed(ticket: TicketItem): TemplateResult {
    const { locale, session } = this.app;
    const from = sayDay(ticket.createdAt, this.now, locale);
    const to = sayDay(ticket.closedAt ?? ticket.updatedAt, this.now, locale);
    return html`${this.#renderName(ticket)}
      <p class="meta">
        ${ticket.unread ? html`<strong>${msg('Answer to read')}</strong>` : nothing}${priority(ticket.priority)}<span>${serviceLabel(session.form, ticket.service)}</span>
      </p>
      <p class="meta dates">${status(ticket.status)}<span>${from === to ? msg(str`on ${from}`) : msg(str`from ${from} to ${to}`)}</span></p>
      ${ticket.can.reopen
        ? html`<button class="button compact act plain" type="button" aria-label=${msg(str`Reopen #${ticket.number}`)} @click=${() => this.app.go({ view: 'ticket', ticket: `${ticket.number}`, reopening: true })}>
            ${msg('Reopen')}
          </button>`
        : nothing}`;
  }

  #renderEmpty(): TemplateResult {
    const { counts } = this.app.session;
    const isOpen = this.listed === 'open';
    const seeClosed = (words: string) => html`<button class="link" type="button" @click=${() => this.app.go({ view: 'closed' })}>${words}</button>`;
    return html`<div class="state">
      ${icon('message')}
      <h3>${isOpen ? msg('No open ticket') : msg('No closed ticket')}</h3>
      <p class="soft">
        ${isOpen ? msg('When you write to us, you will follow the answer here.') : sayReopenWindow(this.app.session.form)}
        ${isOpen && counts.closed > 1 ? msg(html`Your ${counts.closed} closed tickets ${seeClosed(msg('can still be read'))}.`) : nothing}
        ${isOpen && counts.closed === 1 ? msg(html`Your closed ticket ${seeClosed(msg('can still be read', { id: 'one-can-be-read' }))}.`) : nothing}
      </p>
    </div>`;
  }

  #renderNothingFound(): TemplateResult {
    return html`<div class="state" role="status">
      ${icon(searchShape)}
      <p class="soft">${msg(str`No ticket here speaks of “${this.search}”.`)}</p>
      <button class="link" type="button" @click=${() => this.#searchFor('')}>${msg('Show all again')}</button>
    </div>`;
  }

  #renderConfirm(): TemplateResult | typeof nothing {
    const { closing } = this;
    if (!closing) return nothing;
    return html`<support-ticket-confirm
      .heading=${msg(str`Close ticket #${closing.number}?`)}
      .text=${`${msg(str`“${closing.title}” will no longer be followed.`)} ${sayReopenableOnceClosed(this.app.session.form, this.now, this.app.locale)}`}
      .yes=${msg('Close the ticket')}
      .no=${msg('Keep it open')}
      .act=${() => this.#close(closing)}
    ></support-ticket-confirm>`;
  }

  #actions(ticket: TicketItem): MenuItem[] {
    const from = ticket.nudgeableFrom;
    const soon = from && !ticket.can.nudge ? msg(str`from ${sayMoment(from, this.now, this.app.locale, { month: 'short' })} on`) : undefined;
    const items: MenuItem[] = [
      { icon: 'message', label: msg('Read and answer'), act: () => this.app.go({ view: 'ticket', ticket: `${ticket.number}` }) },
    ];
    if (ticket.ball === 'team') items.push({ icon: bellShape, label: msg('Ask for news'), unavailable: soon, act: () => void this.#nudge(ticket) });
    if (ticket.can.close) items.push({ icon: 'check', label: msg('Close the ticket…'), apart: true, act: () => void this.#askToClose(ticket) });
    return items;
  }

  async #askToClose(ticket: TicketItem): Promise<void> {
    this.closing = ticket;
    await this.updateComplete;
    await this.confirmDialog?.ask();
  }

  async #close(ticket: TicketItem): Promise<void> {
    const closed = await this.app.api.close(ticket.id, nanoid());
    this.app.emit(new TicketEvent('ticket-closed', closed));
    this.app.notify(`${msg(str`Ticket #${ticket.number} is closed.`)} ${sayReopenable(closed, this.now, this.app.locale)}`);
    this.app.refresh();
    void this.#load();
  }

  async #nudge(ticket: TicketItem): Promise<void> {
    try {
      await this.app.api.nudge(ticket.id, nanoid());
      this.app.notify(msg(str`The team has been told that you are waiting for news of #${ticket.number}.`));
      await this.#load();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const { code } = asFailure(error);
    this.app.failed(code);
    this.app.notify(sayFailure(code), 'problem');
  }

  #query(cursor?: string | null): ListQuery {
    return { state: this.listed, sort: this.sort, limit: pageSize, ...(this.search && { q: this.search }), ...(cursor && { cursor }) };
  }

  /** The newest question wins: an answer to an older one is not shown. */
  async #load(): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      const page = await this.app.api.list(this.#query(), asking.signal);
      if (asking.signal.aborted) return;
      this.page = page;
      this.failure = null;
    } catch (error) {
      if (asking.signal.aborted) return;
      this.failure = asFailure(error).code;
      this.app.failed(this.failure);
    }
  }

  async #more(): Promise<void> {
    const before = this.page;
    if (!before?.nextCursor) return;
    this.moreFailure = null;
    try {
      const next = await this.app.api.list(this.#query(before.nextCursor));
      if (this.page !== before) return;
      this.page = { ...next, items: [...before.items, ...next.items] };
      await this.updateComplete;
      // The keyboard goes on where the new rows begin.
      this.querySelectorAll<HTMLElement>('.tickets .title-link')[before.items.length]?.focus();
    } catch (error) {
      this.moreFailure = asFailure(error).code;
    }
  }

  #searchFor(text: string): void {
    this.search = text;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#load(), text ? typingPause : 0);
  }

  readonly #handleSearch = (event: InputEvent): void => {
    this.#searchFor((event.target as HTMLInputElement).value);
  };

  readonly #handleSort = (event: Event): void => {
    this.sort = (event.target as HTMLSelectElement).value as Sort;
    void this.#load();
  };
}
