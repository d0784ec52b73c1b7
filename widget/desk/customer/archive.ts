import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { limits } from '../../../server/ticket/limits.ts';
import type { ArchivePage, ArchivedTicketItem, ArchivedTicketView } from '../../../server/wire/archive.ts';
import type { DeskCustomerCard } from '../../../server/wire/customers.ts';
import type { DeskTicket } from '../../../server/wire/desk.ts';
import { adopt } from '../../draw/adopt.ts';
import { asFailure } from '../../client/http.ts';
import { archivedTicket } from '../../draw/archived-ticket.ts';
import type { ArchivedFile } from '../../draw/archived-ticket.ts';
import { icon } from '../../draw/icon.ts';
import { searchShape } from '../../draw/more-icons.ts';
import { bones } from '../../draw/states.ts';
import { saveFile } from '../../client/save-file.ts';
import { sayDay } from '../../draw/dates.ts';
import type { ArchiveQuery } from '../api.ts';
import { customerName } from '../desk.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { isolated } from '../../draw/isolate.ts';

const sheet = css`
  .old-tickets h3 {
    margin-block: 16px 4px;
  }
  .old-tickets .old > li {
    display: grid;
    gap: 0 16px;
    padding: 8px 0;
  }
  .old-tickets .old .link {
    justify-self: start;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .old-tickets .back {
    justify-self: start;
  }
  .old-tickets .copy {
    display: flex;
    gap: 12px;
    margin: 0;
    padding-block: 12px;
    border-block: 1px solid var(--line);
  }
`;

/** Tickets shown of each brand at first; of a single brand, a page is shown. */
const some = 5;
const pageSize = 20;
/** The most tickets without a search field. */
const fewEnough = 8;
/** Debounce of the search, in milliseconds. */
const typingPause = 250;

/**
 * The customer's tickets of earlier systems, as the customer reads them: a list by brand, or one ticket. Read-only.
 */
@customElement('support-desk-archive')
@localized()
export class DeskArchive extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';

  @state() private customer: DeskTicket['customer'] | null = null;
  @state() private brands: DeskCustomerCard['archive']['brands'] = [];
  @state() private pages: ReadonlyMap<string, ArchivePage> | null = null;
  @state() private search = '';
  /** The id of the ticket to show; `null`: the list. */
  @state() private wanted: string | null = null;
  @state() private opened: ArchivedTicketView | null = null;
  @state() private problem: string | null = null;

  @query('dialog') private dialog!: HTMLDialogElement;

  #asking: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, sheet);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#handleClose();
  }

  /** Opens the list, or the ticket with this id. */
  async show(customer: DeskTicket['customer'], { archive }: DeskCustomerCard, id: string | null = null): Promise<void> {
    this.customer = customer;
    this.brands = archive.brands;
    this.pages = null;
    this.search = '';
    this.wanted = id;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    await this.#load();
  }

  protected override render(): TemplateResult {
    const { customer } = this;
    const title = customer ? msg(str`Old tickets of ${isolated(customerName(customer))}`) : '';
    return html`<dialog class="dialog as-customer old-tickets" aria-label=${title} @close=${this.#handleClose}>
      ${
        this.wanted === null
          ? html`<h2 class="dialog-heading" tabindex="-1">${title}</h2>
            <p class="strip">${icon('archive')}<span>${msg('Kept as they were in earlier systems, to be read only. The customer reads the same.')}</span></p>
            ${this.#renderList()}`
          : html`<button class="back" type="button" @click=${this.#handleBack}>${icon('back')}${title}</button>
            ${this.opened ? this.#renderOne(this.opened) : this.problem ? nothing : bones()}`
      }
      ${besideControl(this.problem)}
      <div class="bar"><button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the desk')}</button></div>
    </dialog>`;
  }

  #renderOne(ticket: ArchivedTicketView): TemplateResult {
    const { now, customer } = this;
    return html`<article>${archivedTicket(ticket, { now, locale: this.desk.locale, customer: customer && customerName(customer), download: (file) => void this.#download(ticket.id, file) })}</article>`;
  }

  #renderList(): TemplateResult {
    const { pages, brands } = this;
    const label = msg('Search these old tickets');
    const count = brands.reduce((sum, brand) => sum + brand.count, 0);
    const found = [...(pages?.values() ?? [])].reduce((sum, { total }) => sum + total, 0);
    return html`
      ${
        count > fewEnough
          ? html`<label class="search">
            <span class="unseen">${label}</span>${icon(searchShape)}
            <input class="input" type="search" autocomplete="off" maxlength=${limits.search.max} .value=${this.search} placeholder=${label} @input=${this.#handleSearch} />
          </label>`
          : nothing
      }
      ${
        pages
          ? html`<p class=${found ? 'unseen' : 'soft'} role="status">${found ? (this.search ? msg(str`Found: ${found}`) : nothing) : msg('No old ticket has these words.')}</p>
            <div>${brands.map(({ id, label: brand }) => this.#renderBrand(id, brand, pages.get(id)))}</div>`
          : this.problem
            ? nothing
            : bones()
      }
    `;
  }

  #renderBrand(id: string, label: string, page: ArchivePage | undefined): TemplateResult | typeof nothing {
    if (!page?.total) return nothing;
    const rest = page.total - page.items.length;
    return html`<section>
      <h3>${label} <span class="count">${page.total}</span></h3>
      <ul class="rows old">
        ${page.items.map((ticket) => this.#renderRow(ticket))}
      </ul>
      ${page.nextCursor ? html`<button class="link" type="button" @click=${(event: Event) => void this.#more(id, event)}>${rest === 1 ? msg('Show 1 more') : msg(str`Show ${rest} more`)}</button>` : nothing}
    </section>`;
  }

  #renderRow({ id, number, subject, updatedAt, messageCount }: ArchivedTicketItem): TemplateResult {
    return html`<li>
      <button class="link" type="button" data-id=${id} @click=${() => void this.#read(id)}>${subject || msg('No subject')}</button>
      <span class="small soft">${number} · ${sayDay(updatedAt, this.now, this.desk.locale)} · ${messageCount === 1 ? msg('1 message') : msg(str`${messageCount} messages`)}</span>
    </li>`;
  }

  async #read(id: string): Promise<void> {
    this.wanted = id;
    await this.#load();
  }

  #query(brand: string, cursor?: string | null): ArchiveQuery {
    return { brand, q: this.search, limit: cursor || this.brands.length === 1 ? pageSize : some, cursor };
  }

  /** Loads the list or the ticket; aborts an earlier request. */
  async #load(): Promise<void> {
    const { customer, wanted } = this;
    if (!customer) return;
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    const { api } = this.desk;
    this.opened = null;
    this.problem = null;
    try {
      if (wanted !== null) {
        const opened = await api.archived(customer, wanted, signal);
        if (signal.aborted) return;
        this.opened = opened;
        await this.updateComplete;
        this.querySelector('h2')?.focus();
      } else {
        const pages = await Promise.all(
          this.brands.map(async ({ id }) => [id, await api.archive(customer, this.#query(id), signal)] as const),
        );
        if (!signal.aborted) this.pages = new Map(pages);
      }
    } catch (error) {
      if (!signal.aborted) this.#tell(error);
    }
  }

  async #more(brand: string, event: Event): Promise<void> {
    const { customer, pages: before } = this;
    const page = before?.get(brand);
    const list = (event.currentTarget as HTMLElement).closest('section');
    if (!customer || !page) return;
    this.problem = null;
    try {
      const next = await this.desk.api.archive(customer, this.#query(brand, page.nextCursor));
      if (this.pages !== before) return;
      this.pages = new Map(before).set(brand, { ...next, items: [...page.items, ...next.items] });
      await this.updateComplete;
      // The focus moves to the first new row.
      list?.querySelectorAll<HTMLElement>('li > .link')[page.items.length]?.focus();
    } catch (error) {
      this.#tell(error);
    }
  }

  async #download(ticket: string, { id, name }: ArchivedFile): Promise<void> {
    if (!this.customer) return;
    this.problem = null;
    try {
      saveFile(await this.desk.api.archivedFile(this.customer, ticket, id), name);
    } catch (error) {
      this.#tell(error);
    }
  }

  #tell(error: unknown): void {
    const { code } = asFailure(error);
    this.problem = code === 'not-found' ? msg('This is no longer in the archive.') : sayDeskFailure(code);
    this.desk.failed(code);
  }

  readonly #handleSearch = (event: InputEvent): void => {
    event.stopPropagation();
    this.search = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#load(), typingPause);
  };

  /** Returns to the list and focuses the row of the ticket. */
  readonly #handleBack = async (): Promise<void> => {
    const { wanted } = this;
    this.#asking?.abort();
    this.wanted = null;
    this.problem = null;
    if (!this.pages) await this.#load();
    await this.updateComplete;
    (this.querySelector<HTMLElement>(`[data-id="${wanted}"]`) ?? this.querySelector('h2'))?.focus();
  };

  readonly #handleClose = (): void => {
    clearTimeout(this.#pause);
    this.#asking?.abort();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-archive': DeskArchive;
  }
}
