import { html, nothing, unsafeCSS } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { ArchivePage, ArchivedTicketItem } from '../../../server/wire/archive.ts';
import type { SessionView } from '../../../server/wire/session.ts';
import { textLimits } from '../../../server/ticket/limits.ts';
import type { ArchiveQuery } from '../api.ts';
import { asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import { archivedStatus, archivedTicket } from '../../draw/archived-ticket.ts';
import type { ArchivedFile } from '../../draw/archived-ticket.ts';
import { conversationSheet } from '../../draw/conversation.ts';
import { findElsewhere, foundElsewhere, sayNothingFound } from '../list/found-elsewhere.ts';
import type { Found } from '../list/found-elsewhere.ts';
import { icon } from '../../draw/icon.ts';
import { searchShape } from '../../draw/more-icons.ts';
import { bones, failureState, inlineFailure, sayFailure } from '../../draw/states.ts';
import { saveFile } from '../../client/save-file.ts';
import { rows } from '../../draw/styles/rows.ts';
import { sayDay } from '../../draw/dates.ts';
import { Screen } from '../screen.ts';
import { searchRules } from '../../draw/styles/search.ts';
import { inner } from '../../draw/styles/inner.ts';
import { css } from '../../draw/styles/css.ts';

type Sort = NonNullable<ArchiveQuery['sort']>;
type Opened = Parameters<typeof archivedTicket>[0];

/** Of each brand, until more is asked for; of the only one, a page. */
const some = 3;
const pageSize = 20;
const typingPause = 250;

/** The tickets of brands that joined the site: kept as they were, to read and to cite. */
@customElement('support-ticket-archive')
@localized()
export class ArchiveScreen extends Screen {
  static override readonly sheets: readonly CSSResult[] = [
    inner,
    css`
    ${unsafeCSS(searchRules)}
    ${conversationSheet} ${rows} .old > li {
      display: grid;
      gap: 2px 16px;
      position: relative;
      padding: 12px 0;
    }
    .old .title-link::after {
      content: '';
      position: absolute;
      inset: 0;
    }
    .brand-name {
      margin-block: 24px 8px;
      font-size: 1em;
    }
    .brand-name > span {
      font-weight: 400;
    }
    .copy {
      display: flex;
      gap: 12px;
      margin-block-end: 20px;
      padding-block: 12px;
      border-block: 1px solid var(--line);
    }
    .again {
      padding-block-start: 20px;
      border-block-start: 1px solid var(--line);
    }
    .again > .bar {
      margin-block-start: 12px;
    }
    @container support (min-width: 600px) {
      .old > li {
        grid-template-columns: 88px minmax(0, 1fr) 312px;
        align-items: baseline;
      }
      .old .meta {
        display: grid;
        grid-template-columns: 112px minmax(0, 1fr);
        gap: 0;
      }
      .old .meta > :last-child {
        justify-content: end;
      }
    }
    @container support (min-width: 960px) {
      .old > li {
        grid-template-columns: 96px minmax(0, 1fr) 344px;
      }
      .old .meta {
        grid-template-columns: 144px 200px;
      }
    }
  `,
  ];

  /** The ticket to show; null: all of them. */
  @property({ attribute: false }) wanted: string | null = null;
  /** What was searched for in another place. */
  @property({ attribute: false }) asked = '';

  @state() private pages: ReadonlyMap<string, ArchivePage> | null = null;
  @state() private search = '';
  /** What the pages answer, and what the other places hold of it. */
  @state() private answer: { readonly search: string; readonly elsewhere: Found } = { search: '', elsewhere: {} };
  @state() private sort: Sort = 'activity';
  @state() private opened: Opened | null = null;
  @state() private failure: FailureCode | null = null;
  @state() private fileFailure: FailureCode | null = null;

  #asking: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    this.#asking?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('asked') && this.asked && this.asked !== this.search) {
      this.search = this.asked;
      this.pages = null;
    } else if (!changed.has('wanted') && this.hasUpdated) return;
    this.opened = null;
    this.failure = this.fileFailure = null;
    if (this.wanted || !this.pages) void this.#load();
  }

  protected override render(): TemplateResult {
    if (this.wanted) return this.#renderOne(this.wanted);
    const { counts } = this.app.session;
    return html`
      <header class="top">
        <button class="back" type="button" @click=${() => this.app.go({ view: 'home' })}>${icon('back')}${msg('Support')}</button>
        <h2 part="heading" tabindex="-1">${msg('My old tickets')}</h2>
        ${
          counts.archived
            ? html`<p class="soft">
              ${msg('Your conversations from before your provider joined us, kept as they were.')}
              ${msg('You can read and quote them, but no longer reply to them.')}
            </p>`
            : nothing
        }
      </header>
      ${counts.archived ? html`${this.#renderTools(counts.archived)} ${this.#renderBrands()}` : this.#renderEmpty()}
    `;
  }

  #renderTools(count: number): TemplateResult {
    const label = count === 1 ? msg('Search your old ticket') : msg(str`Search ${count} old tickets`);
    const option = (value: Sort, words: string) => html`<option value=${value} ?selected=${this.sort === value}>${words}</option>`;
    return html`
      <div class="tools">
        <label class="search">
          <span class="unseen">${label}</span>${icon(searchShape)}
          <input class="input" dir="auto" type="search" .value=${this.search} maxlength=${textLimits.search.max} placeholder=${label} @input=${this.#handleSearch} />
        </label>
        ${
          count > 1
            ? html`<label class="sort">
              <span class="unseen">${msg('Sort by')}</span>
              <select @change=${this.#handleSort}>
                ${option('activity', msg('Latest activity first'))} ${option('created', msg('Newest first'))} ${option('oldest', msg('Oldest first'))}
              </select>
            </label>`
            : nothing
        }
      </div>
    `;
  }

  #renderBrands(): TemplateResult {
    const { answer, failure, pages } = this;
    const isAnswered = answer.search === this.#wantedSearch;
    if (failure && !(pages && isAnswered))
      return failureState(msg('Your old tickets could not be shown'), sayFailure(failure), () => void this.#load());
    if (!pages) return bones();
    const found = [...pages.values()].reduce((sum, { total }) => sum + total, 0);
    const others = foundElsewhere(this.app, answer.elsewhere, answer.search);
    if (!found && answer.search)
      return html`<div class="state">
        ${icon(searchShape)}
        <p class="soft" role="status">${sayNothingFound('archive', answer.elsewhere, answer.search)}</p>
        ${others}
        <button class="link" type="button" @click=${() => this.#searchFor('')}>${msg('Show all again')}</button>
      </div>`;
    return html`
      <p class="unseen" role="status">${answer.search ? msg(str`Tickets found: ${found}`) : ''}</p>
      ${this.#brands.map(({ id, label }) => this.#renderBrand(id, label, pages.get(id)))} ${inlineFailure(failure)} ${others}
    `;
  }

  /** Blanks ask for nothing. */
  get #wantedSearch(): string {
    return this.search.trim();
  }

  #renderBrand(id: string, label: string, page: ArchivePage | undefined): TemplateResult | typeof nothing {
    if (!page?.total) return nothing;
    const rest = page.total - page.items.length;
    return html`<section>
      <h3 class="brand-name">${label} <span class="count">${page.total}</span></h3>
      <ul class="rows old">
        ${page.items.map((ticket) => this.#renderRow(ticket))}
      </ul>
      ${
        page.nextCursor
          ? html`<div class="bar"><button class="link" type="button" @click=${(event: Event) => void this.#more(id, event)}>${rest === 1 ? msg('Show 1 more') : msg(str`Show ${rest} more`)}</button></div>`
          : nothing
      }
    </section>`;
  }

  #renderRow({ id, number, subject, status, updatedAt, messageCount }: ArchivedTicketItem): TemplateResult {
    const follow = (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.app.go({ view: 'archive', ticket: id });
    };
    return html`<li>
      <span class="number small soft wide">${number}</span>
      <p><a class="title-link" href="#" @click=${follow}><bdi>${subject || msg('No subject')}</bdi></a></p>
      <p class="meta">
        <span class="narrow">${number}</span>${archivedStatus(status)}<span>${sayDay(updatedAt, this.now, this.app.locale)}, ${messageCount === 1 ? msg('1 message') : msg(str`${messageCount} messages`)}</span>
      </p>
    </li>`;
  }

  #renderEmpty(): TemplateResult {
    return html`<div class="state">
      ${icon('archive')}
      <h3>${msg('No old ticket')}</h3>
      <p class="soft">
        ${msg('Conversations from before your provider joined us are kept here. If you became a customer after that, there are none.')}
      </p>
      <button class="button" type="button" @click=${() => this.app.go({ view: 'open' })}>${msg('See my open tickets')}</button>
    </div>`;
  }

  #renderOne(id: string): TemplateResult {
    const { opened } = this;
    const back = html`<button class="back" type="button" @click=${() => this.app.go({ view: 'archive' })}>${icon('back')}${msg('My old tickets')}</button>`;
    if (!opened || opened.id !== id)
      return html`${back}${this.failure ? failureState(msg('This old ticket could not be shown'), sayFailure(this.failure), () => void this.#load()) : bones()}`;
    return html`${back}${archivedTicket(opened, {
      now: this.now,
      locale: this.app.locale,
      download: (file) => void this.#download(opened.id, file),
      followUp: () => this.#followUp(opened),
    })}${inlineFailure(this.fileFailure)}`;
  }

  #followUp({ id, brand, number, subject }: Opened): void {
    this.app.go({
      view: 'new',
      prefill: { title: subject.slice(0, textLimits.title.max), followUpOf: id, followUpLabel: `${brand.label} ${number}` },
    });
  }

  async #download(ticket: string, { id, name }: ArchivedFile): Promise<void> {
    this.fileFailure = null;
    try {
      saveFile(await this.app.api.archivedFile(ticket, id), name);
    } catch (error) {
      this.fileFailure = asFailure(error).code;
    }
  }

  /** Those of the customer's own old tickets. */
  get #brands(): SessionView['archive']['brands'] {
    return this.app.session.archive.brands.filter(({ count }) => count > 0);
  }

  #query(brand: string, cursor?: string | null): ArchiveQuery {
    const limit = cursor || this.#brands.length === 1 ? pageSize : some;
    return { brand, sort: this.sort, limit, q: this.#wantedSearch, cursor };
  }

  /** The newest question wins: an answer to an older one is not shown. */
  async #load(): Promise<void> {
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    const { api } = this.app;
    try {
      if (this.wanted) {
        const opened = await api.archived(this.wanted, signal);
        if (signal.aborted) return;
        this.opened = opened;
        await this.updateComplete;
        this.focusHeading();
      } else {
        const search = this.#wantedSearch;
        const [elsewhere, ...pages] = await Promise.all([
          search ? findElsewhere(this.app, 'archive', search, signal) : {},
          ...this.#brands.map(async ({ id }) => [id, await api.archive(this.#query(id), signal)] as const),
        ]);
        if (signal.aborted) return;
        this.pages = new Map(pages);
        this.answer = { search, elsewhere };
      }
      this.failure = null;
    } catch (error) {
      if (signal.aborted) return;
      this.failure = asFailure(error).code;
      this.app.failed(this.failure);
    }
  }

  async #more(brand: string, event: Event): Promise<void> {
    const before = this.pages;
    const page = before?.get(brand);
    const list = (event.currentTarget as HTMLElement).closest('section');
    if (!page) return;
    this.failure = null;
    try {
      const next = await this.app.api.archive(this.#query(brand, page.nextCursor));
      if (this.pages !== before) return;
      this.pages = new Map(before).set(brand, { ...next, items: [...page.items, ...next.items] });
      await this.updateComplete;
      // The keyboard goes on where the new rows begin.
      list?.querySelectorAll<HTMLElement>('.title-link')[page.items.length]?.focus();
    } catch (error) {
      this.failure = asFailure(error).code;
    }
  }

  #searchFor(text: string): void {
    this.search = text;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#load(), text ? typingPause : 0);
  }

  readonly #handleSearch = (event: InputEvent): void => this.#searchFor((event.target as HTMLInputElement).value);

  readonly #handleSort = (event: Event): void => {
    this.sort = (event.target as HTMLSelectElement).value as Sort;
    void this.#load();
  };
}
