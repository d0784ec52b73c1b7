import { html, nothing, unsafeCSS } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { isolated } from '../../draw/isolate.ts';
import { nanoid } from 'nanoid';
import type { TicketItem, TicketPage } from '../../../server/wire/tickets.ts';
import { textLimits } from '../../../server/ticket/limits.ts';
import { asFailure } from '../../client/http.ts';
import type { ListQuery } from '../api.ts';
import type { FailureCode } from '../../client/http.ts';
import { TicketEvent } from '../../client/events.ts';
import './actions-menu.ts';
import type { MenuItem } from './actions-menu.ts';
import '../../draw/confirm-dialog.ts';
import type { ConfirmDialog } from '../../draw/confirm-dialog.ts';
import { priority, serviceLabel, status } from '../../draw/facts.ts';
import { findElsewhere, foundElsewhere, sayNothingFound } from './found-elsewhere.ts';
import type { Found } from './found-elsewhere.ts';
import { icon } from '../../draw/icon.ts';
import { bellShape, searchShape } from '../../draw/more-icons.ts';
import { renderRows } from './keyed-rows.ts';
import { sayKept } from '../../draw/promise-line.ts';
import { smallPromise } from '../../draw/small-promise.ts';
import { sayReopenWindow, sayReopenable, sayReopenableOnceClosed } from '../reopening.ts';
import { ticketLink } from '../ticket-link.ts';
import { bones, failureState, inlineFailure, notRefreshed, sayFailure } from '../../draw/states.ts';
import { dialog } from '../../draw/styles/dialog.ts';
import { menu } from '../../draw/styles/menu.ts';
import { searchRules } from '../../draw/styles/search.ts';
import { rows } from '../../draw/styles/rows.ts';
import { sayDays, sayStart } from '../../draw/dates.ts';
import { sayDate } from '../../draw/when.ts';
import { Screen } from '../screen.ts';
import { inner } from '../../draw/styles/inner.ts';
import { promise } from '../../draw/styles/promise.ts';
import { css } from '../../draw/styles/css.ts';

type Sort = NonNullable<ListQuery['sort']>;

const pageSize = 20;

/** A page, what it answers, and what the other places hold of the same search. */
interface Answer {
  readonly listed: 'open' | 'closed';
  readonly search: string;
  readonly elsewhere: Found;
}

/** Long enough not to ask at every key, short enough to feel immediate. */
const typingPause = 200;

/** The customer's open or closed tickets: search, order, and what can be done with each. */
@customElement('support-ticket-list')
@localized()
export class ListScreen extends Screen {
  static override readonly sheets: readonly CSSResult[] = [inner, promise, css`${dialog} ${menu} ${rows} ${unsafeCSS(searchRules)}`];

  @property({ attribute: false }) listed: 'open' | 'closed' = 'open';
  /** What was searched for in another place. */
  @property({ attribute: false }) asked = '';

  @state() private page: TicketPage | null = null;
  @state() private search = '';
  @state() private answer: Answer = { listed: 'open', search: '', elsewhere: {} };
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
    this.search = this.asked;
    void this.#load();
  }

  protected override updated(): void {
    const list = this.querySelector('.tickets');
    if (list)
      renderRows(
        list,
        this.page?.items ?? [],
        ({ id }) => id,
        (ticket, row) => this.#renderTicket(ticket, row),
      );
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
        <div class="head-bar">
          <h2 part="heading" tabindex="-1">${msg('My tickets')}</h2>
          <button class="button primary" type="button" @click=${() => this.app.go({ view: 'new' })}>${icon('plus')}${msg('Open a ticket')}</button>
        </div>
      </header>
      ${this.#renderTabs()} ${this.#renderTools()} ${this.#renderBody()} ${this.#renderConfirm()}
    `;
  }

  #renderTabs(): TemplateResult {
    const { counts } = this.app.session;
    // The newest count is the list's own.
    const counted = (view: 'open' | 'closed', count: number): number =>
      this.page && this.answer.listed === view && !this.answer.search ? this.page.total : count;
    const tab = (
      view: 'open' | 'closed',
      label: string,
      count: number,
    ) => html`<button type="button" aria-current=${this.listed === view ? 'page' : nothing} @click=${() => this.app.go({ view })}>
      ${label} <span class="count">${counted(view, count)}</span>
    </button>`;
    return html`<div class="tabs-bar">
      <nav class="tabs" aria-label=${msg('My tickets')}>
        ${tab('open', msg('Open', { id: 'tab-open' }), counts.open)} ${tab('closed', msg('Closed', { id: 'tab-closed' }), counts.closed)}
      </nav>
      ${counted(this.listed, this.listed === 'open' ? counts.open : counts.closed) > 1 ? this.#renderSort() : nothing}
    </div>`;
  }

  #renderSort(): TemplateResult {
    const option = (value: Sort, label: string) => html`<option value=${value} ?selected=${this.sort === value}>${label}</option>`;
    return html`<label class="sort">
      <span class="unseen">${msg('Sort by')}</span>
      <select @change=${this.#handleSort}>
        ${option('activity', msg('Latest activity first'))} ${option('created', msg('Newest first'))} ${option('priority', msg('Most urgent first'))}
        ${option('number', msg('By number'))}
      </select>
    </label>`;
  }

  #renderTools(): TemplateResult {
    return html`<div class="tools">
      <label class="search">
        <span class="unseen">${msg('Search for a word or a number')}</span>${icon(searchShape)}
        <input class="input" dir="auto" type="search" .value=${this.search} maxlength=${textLimits.search.max} placeholder=${msg('Search for a word or a number')} @input=${this.#handleSearch} />
      </label>
    </div>`;
  }

  #renderBody(): TemplateResult {
    const { answer, failure, page } = this;
    const isAnswered = answer.listed === this.listed && answer.search === this.#wantedSearch;
    if (failure && !(page && isAnswered))
      return failureState(msg('Your tickets could not be shown'), sayFailure(failure), () => void this.#load());
    if (!page) return bones();
    const stale = failure ? notRefreshed(failure, () => void this.#load()) : nothing;
    if (!page.items.length) return html`${stale}${answer.search ? this.#renderNothingFound() : this.#renderEmpty()}`;
    const rest = page.total - page.items.length;
    return html`
      ${stale}
      <p class="unseen" role="status">${answer.search ? msg(str`Tickets found: ${page.total}`) : ''}</p>
      <ul class="rows tickets" aria-busy=${isAnswered ? nothing : 'true'}></ul>
      ${
        page.nextCursor
          ? html`<div class="bar"><button class="link" type="button" @click=${() => void this.#more()}>${rest === 1 ? msg('Show 1 more') : msg(str`Show ${rest} more`)}</button></div>`
          : nothing
      }
      ${inlineFailure(this.moreFailure)} ${foundElsewhere(this.app, answer.elsewhere, answer.search)}
    `;
  }

  /** Blanks ask for nothing. */
  get #wantedSearch(): string {
    return this.search.trim();
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
    const { number } = ticket;
    return html`${this.#renderName(ticket)}
      <p class="meta">
        ${ticket.unread ? html`<strong>${msg('Answer to read')}</strong>` : nothing}${priority(ticket.priority)}<span>${serviceLabel(session.form, ticket.service)}</span>
      </p>
      <div class="dates">
        <p class="meta">${status(ticket.status)}<span>${sayDays(ticket.createdAt, ticket.closedAt ?? ticket.updatedAt, this.now, locale)}</span></p>
        <p class="small soft">${this.#sayEnd(ticket)}</p>
      </div>
      ${
        ticket.can.reopen
          ? html`<button class="button compact act plain" type="button" aria-label=${msg(str`Reopen #${number}`)} @click=${() => this.app.go({ view: 'ticket', ticket: `${number}`, reopening: true })}>
            ${msg('Reopen')}
          </button>`
          : html`<button class="link small act plain" type="button" aria-label=${msg(str`Write about it again: #${number}`)} @click=${() => this.#followUp(ticket)}>${msg('Write about it again')}</button>`
      }`;
  }

  /** Until when it can be reopened, or else what became of the promise. */
  #sayEnd({ can, reopenableUntil, promise, closedBy }: TicketItem): string {
    if (can.reopen && reopenableUntil) {
      const last = sayDate(reopenableUntil, this.now, this.app.locale);
      return msg(str`Can be reopened until ${last}`);
    }
    if (promise.state === 'none')
      return closedBy?.kind === 'customer' ? msg('Closed by you, with no answer from us') : msg('Closed without an answer from us');
    return sayKept(promise, this.app.locale);
  }

  #followUp({ id, number, title }: TicketItem): void {
    this.app.go({ view: 'new', prefill: { title, followUpOf: id, followUpLabel: `#${number}` } });
  }

  #renderEmpty(): TemplateResult {
    const { counts } = this.app.session;
    const isOpen = this.listed === 'open';
    const seeClosed = (words: string) =>
      html`<button class="link" type="button" @click=${() => this.app.go({ view: 'closed' })}>${words}</button>`;
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
    const { search, elsewhere } = this.answer;
    return html`<div class="state">
      ${icon(searchShape)}
      <p class="soft" role="status">${sayNothingFound(this.listed, elsewhere, search)}</p>
      ${foundElsewhere(this.app, elsewhere, search)}
      <button class="link" type="button" @click=${() => this.#searchFor('')}>${msg('Show all again')}</button>
    </div>`;
  }

  #renderConfirm(): TemplateResult | typeof nothing {
    const { closing } = this;
    if (!closing) return nothing;
    return html`<support-ticket-confirm
      .heading=${msg(str`Close ticket #${closing.number}?`)}
      .text=${`${msg(str`“${isolated(closing.title)}” will no longer be followed.`)} ${sayReopenableOnceClosed(this.app.session.form, this.now, this.app.locale)}`}
      .yes=${msg('Close the ticket')}
      .no=${msg('Keep it open')}
      .act=${() => this.#close(closing)}
    ></support-ticket-confirm>`;
  }

  #actions(ticket: TicketItem): MenuItem[] {
    const from = ticket.nudgeableFrom;
    const soon = from && !ticket.can.nudge ? msg(str`from ${sayStart(from, this.now, this.app.locale)} on`) : undefined;
    const items: MenuItem[] = [
      { icon: 'message', label: msg('Read and answer'), act: () => this.app.go({ view: 'ticket', ticket: `${ticket.number}` }) },
    ];
    if (ticket.ball === 'team')
      items.push({ icon: bellShape, label: msg('Ask for news'), unavailable: soon, act: () => void this.#nudge(ticket) });
    if (ticket.can.close)
      items.push({ icon: 'check', label: msg('Close the ticket…'), apart: true, act: () => void this.#askToClose(ticket) });
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
      this.app.notify(msg(str`The team has been told that you are waiting for news on #${ticket.number}.`));
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
    return {
      state: this.listed,
      sort: this.sort,
      limit: pageSize,
      ...(this.#wantedSearch && { q: this.#wantedSearch }),
      ...(cursor && { cursor }),
    };
  }

  /** The newest question wins: an answer to an older one is not shown. */
  async #load(): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const { listed } = this;
    const search = this.#wantedSearch;
    try {
      const [page, elsewhere] = await Promise.all([
        this.app.api.list(this.#query(), asking.signal),
        search ? findElsewhere(this.app, listed, search, asking.signal) : {},
      ]);
      if (asking.signal.aborted) return;
      this.page = page;
      this.answer = { listed, search, elsewhere };
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
