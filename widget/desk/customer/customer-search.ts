import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { CustomerMatches } from '../../../server/wire/customers.ts';
import { limits } from '../../../server/ticket/limits.ts';
import { asFailure } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { searchShape } from '../../draw/more-icons.ts';
import type { Desk } from '../desk.ts';
import { customerName } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { isComposing } from '../../draw/keyboard.ts';

export const customerSearchSheet = css`
  support-desk-customer-search {
    position: relative;
    display: block;
    flex: 1;
  }
  .found-customers {
    margin-block-start: 4px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--float);
    overflow: hidden;
  }
  .found-customers > li {
    display: grid;
    gap: 0 12px;
    padding: 8px 12px;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .found-customers > li + li {
    border-block-start: 1px solid var(--line);
  }
  .found-customers > :is([aria-selected='true'], li:hover) {
    background: var(--accent-tint);
  }
  .found-customers .meta {
    gap: 0 12px;
  }
  .found-customers > .others {
    color: var(--ink-2);
    cursor: default;
  }
`;

export type Match = CustomerMatches['items'][number];

const shown = 8;

/** Finds a customer by the beginning of their name or address while it is typed. */
@customElement('support-desk-customer-search')
@localized()
export class CustomerSearch extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) choose: (match: Match) => void = () => undefined;
  /** Called with the typed text to enter a new customer; without it, only found customers can be chosen. */
  @property({ attribute: false }) start: ((typed: string) => void) | null = null;

  @state() private words = '';
  @state() private found: CustomerMatches | null = null;
  /** The index of the active option; one past the end is "new customer". */
  @state() private at = 0;
  @state() private problem: string | null = null;

  @query('input') private input!: HTMLInputElement;

  #asking: AbortController | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  override focus(): void {
    this.input.focus();
  }

  protected override render(): TemplateResult {
    const { found, at } = this;
    const open = this.words.trim() !== '' && found !== null;
    return html`<label class="search">
        <span class="unseen">${this.label}</span>${icon(searchShape)}
        <input
          class="input"
          type="search"
          role="combobox"
          autocomplete="off"
          aria-autocomplete="list"
          aria-expanded=${open ? 'true' : 'false'}
          aria-controls="found-customers"
          aria-activedescendant=${open && this.#count() > 0 ? `found-customer-${at}` : nothing}
          maxlength=${limits.search.max}
          placeholder=${this.label}
          .value=${this.words}
          @input=${this.#handleInput}
          @keydown=${this.#handleKey}
        />
      </label>
      ${open ? this.#renderFound(found) : nothing}
      <p class="unseen" role="status">${open ? this.#sayFound(found) : ''}</p>
      ${besideControl(this.problem)}`;
  }

  #renderFound({ items, total }: CustomerMatches): TemplateResult {
    const option = (index: number, content: unknown, act: () => void) =>
      html`<li id="found-customer-${index}" role="option" aria-selected=${index === this.at ? 'true' : 'false'} @click=${act}>${content}</li>`;
    return html`<ul class="found-customers" id="found-customers" role="listbox" aria-label=${msg('Customers found')}>
      ${items.map((match, index) => option(index, this.#renderMatch(match), () => this.#take(match)))}
      ${
        this.start
          ? option(
              items.length,
              html`<span>${items.length ? msg('Somebody else, who is not known here') : msg(str`Nobody here is called “${this.words.trim()}”: start with somebody new`)}</span>`,
              () => this.#startNew(),
            )
          : items.length
            ? nothing
            : html`<li class="others" role="option" aria-selected="false" aria-disabled="true">${msg(str`Nobody here is called “${this.words.trim()}”.`)}</li>`
      }
      ${total > items.length ? html`<li class="others small" role="option" aria-selected="false" aria-disabled="true">${msg(str`${total - items.length} more: type a few letters more to tell them apart.`)}</li>` : nothing}
    </ul>`;
  }

  #renderMatch(match: Match): TemplateResult {
    const { open, closed } = match.tickets;
    return html`<span>${customerName(match)}</span>
      <span class="meta">
        ${match.name !== null && match.email !== null ? html`<span>${match.email}</span>` : nothing} ${match.kind === 'guest' ? html`<span>${msg('guest')}</span>` : nothing}
        <span>${open + closed === 0 ? msg('no ticket yet') : msg(str`${open} open, ${closed} closed`)}</span>
      </span>`;
  }

  #sayFound({ total }: CustomerMatches): string {
    if (total === 0) return msg('Nobody found');
    return total === 1 ? msg('1 customer found') : msg(str`${total} customers found`);
  }

  #count(): number {
    return (this.found?.items.length ?? 0) + (this.start ? 1 : 0);
  }

  #take(match: Match): void {
    this.words = '';
    this.found = null;
    this.choose(match);
  }

  #startNew(): void {
    const typed = this.words.trim();
    this.words = '';
    this.found = null;
    this.start?.(typed);
  }

  /** Searches for the typed text; aborts an earlier request. */
  readonly #handleInput = async (event: InputEvent): Promise<void> => {
    this.words = (event.target as HTMLInputElement).value;
    this.problem = null;
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    if (!this.words.trim()) return void (this.found = null);
    try {
      const found = await this.desk.api.customers(this.words.trim(), shown, signal);
      if (signal.aborted) return;
      this.found = found;
      this.at = 0;
    } catch (error) {
      if (signal.aborted) return;
      const { code } = asFailure(error);
      this.problem = sayDeskFailure(code);
      this.desk.failed(code);
    }
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const count = this.#count();
    if (event.key === 'Escape' && this.words) this.words = '';
    else if (event.key === 'ArrowDown' && count) this.at = (this.at + 1) % count;
    else if (event.key === 'ArrowUp' && count) this.at = (this.at - 1 + count) % count;
    else if (event.key === 'Enter') {
      const match = this.found?.items[this.at];
      if (match) this.#take(match);
      else if (this.start && this.found && this.at === this.found.items.length) this.#startNew();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-customer-search': CustomerSearch;
  }
}
