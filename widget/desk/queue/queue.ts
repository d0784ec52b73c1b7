import { LitElement, html, nothing } from 'lit';
import type { Filters } from '../../../server/ticket/filters.ts';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskItem } from '../../../server/wire/desk.ts';
import type { Present } from '../../../server/wire/live.ts';
import type { SavedView } from '../../../server/wire/views.ts';
import { limits } from '../../../server/ticket/limits.ts';
import { icon } from '../../draw/icon.ts';
import { bellShape, searchShape } from '../../draw/more-icons.ts';
import { bones } from '../../draw/states.ts';
import type { Desk } from '../desk.ts';
import { deskIcon } from '../../draw/desk-icon.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { Listing } from './listing.ts';
import { asksTheSame, countFilters, lookingThrough, questionOf, viewOf } from './search.ts';
import { LookingController } from './search-controller.ts';
import { customerHash, newTicketHash } from '../frame/place.ts';
import { FoundCustomers, foundCustomersSheet } from '../customer/found-customers.ts';
import { queueRow, rowSheet } from './queue-row.ts';
import './filters.ts';
import { sieveSheet } from './filters.ts';
import type { Sieve } from './filters.ts';
import { sayEmptyView, viewLabel } from './views.ts';
import type { View } from './views.ts';
import './views-menu.ts';
import { viewsSheet } from './views-menu.ts';
import type { ViewsMenu } from './views-menu.ts';
import { isComposing } from '../../draw/keyboard.ts';
import { RowWindow, chunkSize } from '../../draw/row-window.ts';
import { css } from '../../draw/styles/css.ts';

export const queueSheet: CSSResult = css`
  ${rowSheet} ${viewsSheet} ${sieveSheet} ${foundCustomersSheet} support-desk-queue {
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
  .queue-top .icon-button {
    margin-inline: -4px;
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
  .queue-list.is-stale {
    opacity: 0.6;
  }
  .queue-list > :is(.state, .bar, .error, .bones, p) {
    margin: 0;
    padding: 16px 20px;
  }
`;

/** Debounce of the search, in milliseconds. */
const keyPause = 60;

/** The queue of tickets, ordered by promise and narrowed by a view, filters and search words. */
@customElement('support-desk-queue')
@localized()
export class Queue extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';
  /** The number of the open ticket; `null` when none is open. */
  @property({ attribute: false }) opened: string | null = null;

  /** Colleagues' presence. */
  @property({ attribute: false }) others: readonly Present[] = [];

  @query('#desk-search') private search!: HTMLInputElement;
  @query('.queue-list') private list!: HTMLElement | null;
  @query('support-desk-views') private views!: ViewsMenu | null;
  @query('support-desk-sieve') private sieve!: Sieve | null;

  readonly #looking: LookingController = new LookingController(this, () => this.#startOver());
  readonly #listing: Listing = new Listing(this, {
    api: () => this.desk.api,
    query: () => questionOf(this.#looking.now),
    failed: (code) => this.desk.failed(code),
  });
  readonly #people: FoundCustomers = new FoundCustomers(this, () => this.desk.api);
  readonly #window: RowWindow = new RowWindow(this, { list: () => this.list, more: () => void this.#listing.readMore() });
  #held: { readonly id: string; readonly index: number } | null = null;
  #wantsFocus = false;
  /** Ids of the rows next to the open ticket when it was opened. */
  #beside: { readonly previous: string | undefined; readonly next: string | undefined } = { previous: undefined, next: undefined };

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('desk')) void this.refresh();
    this.#held = this.#focused();
  }

  /** Restores the focus when its row has moved or was removed. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('opened')) this.#lookBeside();
    const held = this.#held;
    if (held && !this.#focused())
      (
        this.#rows().find((row) => row.dataset['id'] === held.id) ?? this.#rows().at(Math.min(held.index, this.#rows().length - 1))
      )?.focus();
    if (this.#wantsFocus && this.#listing.items) {
      this.#wantsFocus = false;
      (this.#rows()[0] ?? this.search).focus();
    }
  }

  /** Loads the shown rows again; they stay until the result has arrived. */
  refresh(): Promise<void> {
    return this.#listing.refresh();
  }

  /** Focuses the search; returns whether it is visible. */
  focusSearch(): boolean {
    this.search.focus();
    this.search.select();
    return this.search.checkVisibility();
  }

  /** Opens the menu of views; returns whether it is visible. */
  showViews(): boolean {
    if (this.#looking.now.words) this.#clearWords();
    return this.views?.show() ?? this.search.checkVisibility();
  }

  toggleFilters(): boolean {
    return this.sieve?.toggle() ?? false;
  }

  /** Removes search words and filters; returns false when there were none. */
  clear(): boolean {
    if (!this.#looking.now.words && !countFilters(this.#looking.now) && this.#looking.now.kept === null) return false;
    this.#looking.look({ ...this.#looking.now, filters: {}, words: '', kept: null });
    return true;
  }

  /** Focuses the first ticket once it is rendered. */
  focusFirst(): void {
    this.#wantsFocus = true;
    this.requestUpdate();
  }

  /** Focuses the row of a ticket, or the first row. */
  focusRow(number: string): void {
    const row = this.#rows().find((link) => link.hash === `#${number}`) ?? this.#rows()[0];
    (row ?? this.search).focus();
  }

  /** Moves the focus through the rows, starting from the open ticket. When no row is visible, opens the ticket itself. */
  step(by: 1 | -1): void {
    const rows = this.#rows();
    const from = this.#focused()?.index ?? rows.findIndex((row) => row.ariaCurrent === 'true');
    const next = (this.#focused() ? null : this.#neighbour(rows, from, by)) ?? rows[from < 0 ? (by > 0 ? 0 : rows.length - 1) : from + by];
    if (!next) return;
    if (next.checkVisibility()) next.focus();
    else next.click();
  }

  /** The former neighbour of the open ticket, when the ticket has moved since, so that after closing it "next" leads to its neighbour. */
  #neighbour(rows: readonly HTMLAnchorElement[], from: number, by: 1 | -1): HTMLAnchorElement | null {
    const at = rows.findIndex((row) => row.dataset['id'] === (by > 0 ? this.#beside.next : this.#beside.previous));
    return at >= 0 && (from < 0 || from > at === by > 0) ? (rows[at] ?? null) : null;
  }

  /** Records the neighbours of the ticket when it is opened. */
  #lookBeside(): void {
    const rows = this.#rows();
    const at = rows.findIndex((row) => row.hash === `#${this.opened ?? ''}`);
    this.#beside = { previous: rows[at - 1]?.dataset['id'], next: at < 0 ? undefined : rows[at + 1]?.dataset['id'] };
  }

  protected override render(): TemplateResult {
    const { desk } = this;
    const looking = this.#looking.now;
    const { items, total, stale } = this.#listing;
    return html`
      <div class="queue-top" role="search">
        <div class="search">
          <label class="unseen" for="desk-search">${msg('Search in all tickets')}</label>${icon(searchShape)}
          <input
            id="desk-search"
            class="input"
            type="search"
            autocomplete="off"
            maxlength=${limits.search.max}
            placeholder=${msg('Search')}
            .value=${looking.words}
            @input=${this.#handleSearch}
            @keydown=${this.#handleSearchKey}
          />
        </div>
        <kbd class="key">/</kbd>
        <a class="icon-button" href=${newTicketHash()} aria-label=${msg('Open a ticket for a customer')} title=${msg('Open a ticket for a customer')}>${icon('plus')}</a>
        <a class="icon-button" href=${customerHash()} aria-label=${msg('Find a customer')} title=${msg('Find a customer')}>${deskIcon('person')}</a>
        <button class="icon-button" type="button" aria-label=${msg('Incidents')} title=${msg('Incidents')} @click=${() => desk.showIncidents()}>${icon(bellShape)}</button>
      </div>
      ${looking.words ? this.#renderFound() : this.#renderViews()}
      <support-desk-sieve .desk=${desk} .looking=${looking} .total=${items && !stale ? total : null} .worthKeeping=${this.#isWorthKeeping()} .apply=${this.#handleFilters} .keep=${this.#handleKeep}></support-desk-sieve>
      <div class="queue-list ${stale ? 'is-stale' : ''}">${looking.words ? this.#people.render() : nothing}${this.#renderList()}</div>
    `;
  }

  #renderViews(): TemplateResult {
    const { counts, saved } = this.#listing;
    return html`<support-desk-views
      .looking=${this.#looking.now}
      .counts=${counts}
      .saved=${saved}
      .locale=${this.desk.locale}
      .choose=${this.#handleView}
      .lookThrough=${this.#handleSaved}
      .manage=${this.#handleManage}
    ></support-desk-views>`;
  }

  #renderFound(): TemplateResult {
    const { items, stale, total } = this.#listing;
    return html`<div class="tabs">
      <p class="found" role="status">${!items || stale ? msg('Searching…') : total === 1 ? msg('1 ticket found') : msg(str`Tickets found: ${total.toLocaleString(this.desk.locale)}`)}</p>
      <button type="button" @click=${() => this.#clearWords()}>${msg('Back to the queues')}</button>
    </div>`;
  }

  #renderList(): TemplateResult {
    const { items, failure: code, hasMore, total } = this.#listing;
    const failure = code && sayDeskFailure(code);
    if (!items) return failure ? html`${besideControl(failure)}${this.#renderRetry()}` : bones(5);
    const scene = { me: this.desk.me, locale: this.desk.locale, now: this.now, others: this.others };
    const label = this.#looking.now.words ? msg('Tickets found') : viewLabel(this.#looking.now.view);
    return html`
      ${failure ? html`<p class="small soft" role="status">${msg('This list is not up to date.')} ${failure}</p>` : nothing}
      ${items.length ? this.#renderRows(items, label, scene) : this.#renderEmpty()}
      ${hasMore ? html`<p class="on-paper">${msg(str`The first ${items.length.toLocaleString(this.desk.locale)} of ${total.toLocaleString(this.desk.locale)} tickets.`)}</p>` : nothing}
      ${hasMore ? html`<div class="bar" data-more><button class="button compact" type="button" @click=${() => void this.#listing.readMore()}>${msg('Show more')}</button></div>` : nothing}
    `;
  }

  #renderRetry(): TemplateResult {
    return html`<div class="bar"><button class="button" type="button" @click=${() => void this.refresh()}>${msg('Try again now')}</button></div>`;
  }

  #renderEmpty(): TemplateResult {
    const { words } = this.#looking.now;
    const narrowed = countFilters(this.#looking.now) > 0;
    const text = narrowed
      ? msg('No ticket passes all the filters.')
      : words
        ? msg(str`No ticket matches “${words}”.`)
        : sayEmptyView(viewOf(this.#looking.now));
    return html`<div class="state">
      <p class="soft">${text}</p>
      ${narrowed ? html`<button class="button compact" type="button" @click=${() => this.#handleFilters({})}>${msg('Take the filters off')}</button>` : nothing}
    </div>`;
  }

  #renderRows(items: readonly DeskItem[], label: string, scene: Parameters<typeof queueRow>[2]): readonly TemplateResult[] {
    const row = (item: DeskItem): TemplateResult => queueRow(item, String(item.number) === this.opened, scene);
    return this.#window.render(
      items,
      row,
      (rows, chunk) => html`<ol class="queue" data-chunk=${chunk} start=${chunk * chunkSize + 1} aria-label=${label}>${rows}</ol>`,
    );
  }

  #rows(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>('.queue .title-link')];
  }

  #focused(): { id: string; index: number } | null {
    const index = this.#rows().indexOf((this.getRootNode() as ShadowRoot).activeElement as HTMLAnchorElement);
    return index < 0 ? null : { id: this.#rows()[index]?.dataset['id'] ?? '', index };
  }

  /** Whether the query can be saved: it differs from the saved view, or it has filters or search words. */
  #isWorthKeeping(): boolean {
    const { saved } = this.#listing;
    const kept = saved.find(({ id }) => id === this.#looking.now.kept);
    if (kept) return !asksTheSame(kept.query, questionOf(this.#looking.now));
    return countFilters(this.#looking.now) > 0 || this.#looking.now.words.trim() !== '';
  }

  #startOver(): void {
    this.#window.reset();
    this.list?.scrollTo(0, 0);
    const { words } = this.#looking.now;
    void this.#listing.startOver(words ? keyPause : 0);
    void this.#people.look(words, keyPause);
  }

  #clearWords(): void {
    this.#looking.look({ ...this.#looking.now, words: '' });
    this.search.focus();
  }

  readonly #handleView = (view: View): void =>
    this.#looking.look({ view, filters: this.#looking.now.kept === null ? this.#looking.now.filters : {}, words: '', kept: null });

  readonly #handleSaved = ({ id, query: kept }: SavedView): void => this.#looking.look(lookingThrough(id, kept));

  readonly #handleFilters = (filters: Filters): void => this.#looking.look({ ...this.#looking.now, filters });

  readonly #handleKeep = (): void =>
    this.desk.keepView(
      questionOf(this.#looking.now),
      this.#listing.saved.find(({ id, mine }) => mine && id === this.#looking.now.kept) ?? null,
      this.#handleKept,
    );

  readonly #handleManage = (): void => this.desk.manageViews(this.#handleKept);

  /** Null: it is gone. */
  readonly #handleKept = (view: SavedView | null): void => {
    if (view) this.#looking.look({ ...this.#looking.now, kept: view.id }, 'replace');
    void this.refresh();
  };

  /** Searches for the typed words. */
  readonly #handleSearch = (event: InputEvent): void => {
    const { value } = event.target as HTMLInputElement;
    // Spaces alone are no search.
    const words = value.trim() ? value : '';
    if (words.trim() === this.#looking.now.words.trim()) return;
    this.#looking.type(words);
  };

  readonly #handleSearchKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key === 'Escape' && this.#looking.now.words) {
      event.preventDefault();
      this.#clearWords();
    }
    if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'ArrowDown') {
      event.preventDefault();
      this.#rows()[0]?.focus();
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-queue': Queue;
  }
}
