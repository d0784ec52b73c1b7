import { LitElement, css, html, nothing } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskItem, DeskPage } from '../../server/ticket/wire.ts';
import { limits } from '../../server/ticket/limits.ts';
import { asFailure } from '../http.ts';
import type { FailureCode } from '../http.ts';
import { icon } from '../parts/icon.ts';
import { bones } from '../parts/states.ts';
import type { DeskQuery } from './api.ts';
import type { Desk } from './desk.ts';
import { besideControl, sayDeskFailure } from './failures.ts';
import { queueRow, rowSheet } from './queue-row.ts';
import { onShelf, readLive, shelfLabel, shelves } from './shelves.ts';
import type { Live, Shelf } from './shelves.ts';

const pageSize = 50;
/** Long enough not to ask at every key, short enough to feel immediate. */
const typingPause = 200;

export const queueSheet: CSSResult = css`
  ${rowSheet} support-desk-queue {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .queue-top {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 16px 20px 8px;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    min-block-size: 44px;
    padding-inline: 20px;
    border-block-end: 1px solid var(--line);
    font-size: var(--small);
  }
  .tabs button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 44px;
    margin-block-end: -1px;
    padding: 0;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--ink-2);
    white-space: nowrap;
    cursor: pointer;
  }
  .tabs [aria-current='true'] {
    border-color: var(--accent);
    color: var(--ink);
    font-weight: var(--bold);
  }
  .tabs .count {
    color: var(--ink-2);
    font-weight: 400;
  }
  .tabs .found {
    flex: 1;
  }
  .tabs .found + button {
    text-decoration: underline;
    text-underline-offset: 0.22em;
  }
  .queue-list {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
  }
  .queue-list > :is(.state, .bar, .error, .bones, p) {
    margin: 0;
    padding: 16px 20px;
  }
`;

/** The queue: what waits for whom, ordered by promise, and a search through everything. */
@customElement('support-desk-queue')
@localized()
export class Queue extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';
  /** The number of the ticket that is open beside it. */
  @property({ attribute: false }) opened: string | null = null;

  @state() private shelf: Shelf = 'ours';
  @state() private words = '';
  @state() private live: Live | null = null;
  /** Closed or found tickets: too many for one answer. */
  @state() private page: DeskPage | null = null;
  @state() private failure: FailureCode | null = null;

  @query('input') private search!: HTMLInputElement;
  @query('.queue-list') private list!: HTMLElement;

  #asking: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #held: { readonly id: string; readonly index: number } | null = null;
  #wantsFocus = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    this.#asking?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('desk')) void this.refresh();
    this.#held = this.#focused();
  }

  /** A row that moves in the list, or leaves it, must not take the keyboard along. */
  protected override updated(): void {
    const held = this.#held;
    if (held && !this.#focused()) (this.#rows().find((row) => row.dataset['id'] === held.id) ?? this.#rows().at(Math.min(held.index, this.#rows().length - 1)))?.focus();
    if (this.#wantsFocus && this.#items()) {
      this.#wantsFocus = false;
      (this.#rows()[0] ?? this.search).focus();
    }
  }

  /** Asks again for what is shown; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    // Whoever has asked for more pages keeps them: a refresh would fold the list up under their eyes.
    if (this.#paged && (this.page?.items.length ?? 0) > pageSize) return;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      if (this.#paged) this.page = await this.desk.api.list(this.#query(), asking.signal);
      else this.live = await readLive(this.desk.api, asking.signal);
      this.failure = null;
    } catch (error) {
      if (!asking.signal.aborted) this.#failed(error);
    }
  }

  /** Says whether it is there to be seen. */
  focusSearch(): boolean {
    this.search.focus();
    this.search.select();
    return this.search.checkVisibility();
  }

  /** The first ticket, as soon as there is one. */
  focusFirst(): void {
    this.#wantsFocus = true;
    this.requestUpdate();
  }

  /** Back from a ticket: to its row, or to where the rows begin. */
  focusRow(number: string): void {
    const row = this.#rows().find((link) => link.hash === `#${number}`) ?? this.#rows()[0];
    (row ?? this.search).focus();
  }

  /** Moves the keyboard through the rows, starting from the open ticket. Where no row is to be seen, goes to the ticket itself. */
  step(by: 1 | -1): void {
    const rows = this.#rows();
    const from = this.#focused()?.index ?? rows.findIndex((row) => row.ariaCurrent === 'true');
    const next = rows[from < 0 ? (by > 0 ? 0 : rows.length - 1) : from + by];
    if (!next) return;
    if (next.checkVisibility()) next.focus();
    else next.click();
  }

  protected override render(): TemplateResult {
    return html`
      <div class="queue-top" role="search">
        <div class="search">
          <label class="unseen" for="desk-search">${msg('Search in all tickets')}</label>${icon('search')}
          <input
            id="desk-search"
            class="input"
            type="search"
            autocomplete="off"
            maxlength=${limits.search.max}
            placeholder=${msg('Search')}
            .value=${this.words}
            @input=${this.#handleSearch}
            @keydown=${this.#handleSearchKey}
          />
        </div>
        <kbd class="key">/</kbd>
        <button class="icon-button" type="button" aria-label=${msg('Incidents')} title=${msg('Incidents')} @click=${() => this.desk.showIncidents()}>${icon('bell')}</button>
      </div>
      ${this.words ? this.#renderFound() : this.#renderTabs()}
      <div class="queue-list">${this.#renderList()}</div>
    `;
  }

  #renderTabs(): TemplateResult {
    return html`<nav class="tabs" aria-label=${msg('Queues')}>
      ${shelves.map(
        (shelf) => html`<button type="button" aria-current=${shelf === this.shelf ? 'true' : 'false'} @click=${() => this.#choose(shelf)}>
          ${shelfLabel(shelf)} ${this.#renderCount(shelf)}
        </button>`,
      )}
    </nav>`;
  }

  #renderCount(shelf: Shelf): TemplateResult | typeof nothing {
    if (shelf === 'closed') return this.shelf === 'closed' && this.page ? html`<span class="count">${this.page.total}</span>` : nothing;
    if (!this.live) return nothing;
    return html`<span class="count">${onShelf(shelf, this.live, this.desk.me).length}${this.live.cut ? '+' : ''}</span>`;
  }

  #renderFound(): TemplateResult {
    const count = this.page?.total;
    return html`<div class="tabs">
      <p class="found" role="status">${count === undefined ? msg('Searching…') : count === 1 ? msg('1 ticket found') : msg(str`Tickets found: ${count}`)}</p>
      <button type="button" @click=${this.#handleClear}>${msg('Back to the queues')}</button>
    </div>`;
  }

  #renderList(): TemplateResult {
    const items = this.#items();
    const failure = this.failure && sayDeskFailure(this.failure);
    if (!items) return failure ? html`${besideControl(failure)}${this.#renderRetry()}` : bones(5);
    return html`
      ${failure ? html`<p class="small soft" role="status">${msg('This list is not up to date.')} ${failure}</p>` : nothing}
      ${items.length ? this.#renderRows(items) : html`<div class="state"><p class="soft">${this.#sayEmpty()}</p></div>`} ${this.#renderMore()}
    `;
  }

  #renderRows(items: readonly DeskItem[]): TemplateResult {
    const scene = { me: this.desk.me, locale: this.desk.locale, now: this.now };
    return html`<ol class="queue" aria-label=${this.words ? msg('Tickets found') : shelfLabel(this.shelf)}>
      ${repeat(
        items,
        (item) => item.id,
        (item) => queueRow(item, String(item.number) === this.opened, scene),
      )}
    </ol>`;
  }

  #renderMore(): TemplateResult | typeof nothing {
    if (!this.#paged) return this.live?.cut ? html`<p class="small soft">${msg('There are more tickets than can be listed: search for the others.')}</p>` : nothing;
    if (!this.page?.nextCursor) return nothing;
    return html`<div class="bar"><button class="button compact" type="button" @click=${() => void this.#readMore()}>${msg('Show more')}</button></div>`;
  }

  #renderRetry(): TemplateResult {
    return html`<div class="bar"><button class="button" type="button" @click=${() => void this.refresh()}>${msg('Try again now')}</button></div>`;
  }

  #sayEmpty(): string {
    if (this.words) return msg(str`No ticket speaks of “${this.words}”.`);
    switch (this.shelf) {
      case 'ours':
        return msg('Nobody is waiting for an answer from us.');
      case 'mine':
        return msg('No open ticket is assigned to you.');
      case 'theirs':
        return msg('We are not waiting for any customer.');
      case 'closed':
        return msg('No ticket has been closed yet.');
    }
  }

  /** Searching and the closed tickets come page by page; the rest is one list. */
  get #paged(): boolean {
    return this.words !== '' || this.shelf === 'closed';
  }

  #query(): DeskQuery {
    const words = this.words.trim();
    return words ? { q: words, sort: 'activity', limit: pageSize } : { status: 'CLOSED', sort: 'activity', limit: pageSize };
  }

  #items(): readonly DeskItem[] | null {
    if (this.words) return this.page?.items ?? null;
    if (this.shelf === 'closed') return this.page?.items ?? null;
    return this.live && onShelf(this.shelf, this.live, this.desk.me);
  }

  #rows(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>('.queue .title-link')];
  }

  #focused(): { id: string; index: number } | null {
    const index = this.#rows().indexOf((this.getRootNode() as ShadowRoot).activeElement as HTMLAnchorElement);
    return index < 0 ? null : { id: this.#rows()[index]?.dataset['id'] ?? '', index };
  }

  #choose(shelf: Shelf): void {
    this.shelf = shelf;
    this.#startOver();
  }

  #startOver(): void {
    this.page = null;
    this.failure = null;
    this.list.scrollTo(0, 0);
    void this.refresh();
  }

  async #readMore(): Promise<void> {
    const { page } = this;
    if (!page?.nextCursor) return;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      const next = await this.desk.api.list({ ...this.#query(), cursor: page.nextCursor }, asking.signal);
      const known = new Set(page.items.map((item) => item.id));
      this.page = { ...next, items: [...page.items, ...next.items.filter((item) => !known.has(item.id))] };
    } catch (error) {
      if (!asking.signal.aborted) this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.failure = asFailure(error).code;
    this.desk.failed(this.failure);
  }

  readonly #handleSearch = (event: InputEvent): void => {
    const words = (event.target as HTMLInputElement).value;
    // A space alone is no search yet.
    this.words = words.trim() ? words : '';
    clearTimeout(this.#pause);
    this.#asking?.abort();
    this.#pause = setTimeout(() => this.#startOver(), typingPause);
  };

  readonly #handleSearchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.words) {
      event.preventDefault();
      this.#handleClear();
    }
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      this.#rows()[0]?.focus();
    }
  };

  readonly #handleClear = (): void => {
    this.words = '';
    this.search.value = '';
    clearTimeout(this.#pause);
    this.#startOver();
    this.search.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-queue': Queue;
  }
}
