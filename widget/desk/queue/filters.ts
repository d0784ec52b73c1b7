import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { queueFilters } from '../../../server/ticket/filters.ts';
import type { FilterName, Filters } from '../../../server/ticket/filters.ts';
import { sayPriority, sayStatus } from '../../draw/facts.ts';
import { icon } from '../../draw/icon.ts';
import { formerName } from '../desk.ts';
import type { Desk } from '../desk.ts';
import { deskIcon } from '../../draw/desk-icon.ts';
import { isolated } from '../../draw/isolate.ts';
import { changed, conditionsIn, sayLate, toggled, valuesOf } from './filter-words.ts';
import type { Condition } from './filter-words.ts';
import { countFilters, fitting, viewOf } from './search.ts';
import type { Looking } from './search.ts';
import { isSettled, showsClosed } from './views.ts';
import { isComposing } from '../../draw/keyboard.ts';

export const sieveSheet = css`
  .sieve {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    padding: 2px 20px;
    border-block-end: 1px solid var(--line);
    font-size: var(--small);
  }
  .sieve .open-sieve {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 36px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--ink-2);
    cursor: pointer;
  }
  .sieve .open-sieve .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .sieve .open-sieve[aria-expanded='true'] {
    color: var(--ink);
    font-weight: var(--bold);
  }
  .sieve .total {
    margin-inline-start: auto;
    color: var(--ink-2);
  }
  .sieve .on {
    display: flex;
    flex: 1 0 100%;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    padding-block-end: 6px;
  }
  .desk .sieve .chip {
    gap: 0;
    min-block-size: 28px;
    padding: 0 0 0 8px;
  }
  .sieve .chip .icon-button {
    inline-size: 28px;
    block-size: 28px;
  }
  .sieve .link {
    min-block-size: 28px;
  }
  @media (pointer: coarse) {
    .sieve .open-sieve,
    .sieve .chip .icon-button,
    .sieve .link {
      min-block-size: 44px;
    }
    .sieve .chip .icon-button {
      inline-size: 40px;
    }
  }
  .filters {
    display: grid;
    gap: 12px;
    max-block-size: 50vh;
    padding: 12px 20px 16px;
    overflow: auto;
    border-block-end: 1px solid var(--line);
    background: var(--tint);
    font-size: var(--small);
  }
  .filters :is(legend, .label) {
    padding-block-end: 4px;
    color: var(--ink-2);
    font-weight: 400;
  }
  .filters .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .filters .choices button {
    min-block-size: 32px;
    padding: 2px 10px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--_paper);
    cursor: pointer;
  }
  .filters .choices [aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: var(--bold);
  }
  .filters .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(132px, 1fr));
    gap: 12px;
  }
  .filters .input {
    min-block-size: 36px;
    padding: 4px 8px;
  }
  @media (pointer: coarse) {
    .filters :is(.choices button, .input) {
      min-block-size: 44px;
    }
  }
`;

type Choice = readonly [id: string, label: string];

/** Filters with a field of their own; the others are choices. */
type FieldFilter = 'assignee' | 'tag';

/** The filters of the queue: active ones as chips that can be removed, and a menu with all. */
@customElement('support-desk-sieve')
@localized()
export class Sieve extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) looking!: Looking;
  /** The number of matching tickets; `null` while unknown. */
  @property({ attribute: false }) total: number | null = null;
  @property({ attribute: false }) apply: (filters: Filters) => void = () => undefined;
  @property({ attribute: false }) keep: () => void = () => undefined;
  /** Whether the filters differ from the saved view, or were never saved. */
  @property({ attribute: false }) worthKeeping = false;

  @state() private open = false;
  @state() private tags: readonly string[] = [];

  @query('.open-sieve') private button!: HTMLElement | null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Opens or closes the menu; returns false when the button is hidden. */
  toggle(): boolean {
    if (!this.button?.checkVisibility()) return false;
    this.open = !this.open;
    if (!this.open) this.button.focus();
    else {
      // The suggestions are optional, so failures are ignored.
      this.desk.api.tags().then(
        ({ items }) => (this.tags = items.map(({ id }) => id)),
        () => undefined,
      );
      void this.updateComplete.then(() => this.querySelector<HTMLElement>('.filters button')?.focus());
    }
    return true;
  }

  protected override render(): TemplateResult {
    const { open, total, desk } = this;
    const conditions = conditionsIn(this.looking.filters, desk.me);
    return html`<div class="sieve">
        <button class="open-sieve" type="button" aria-expanded=${open ? 'true' : 'false'} @click=${() => this.toggle()}>${deskIcon('sieve')}${msg('Filter')}</button>
        <span class="total" role="status">${total === null || !countFilters(this.looking) ? '' : total === 1 ? msg('1 ticket') : msg(str`${total.toLocaleString(desk.locale)} tickets`)}</span>
        ${this.#renderConditions(conditions)}
      </div>
      ${open ? this.#renderPanel() : nothing}`;
  }

  #renderConditions(conditions: readonly Condition[]): TemplateResult | typeof nothing {
    const keep = this.worthKeeping
      ? html`<button class="link" type="button" aria-haspopup="dialog" @click=${() => this.keep()}>${msg('Keep this view…')}</button>`
      : nothing;
    if (!conditions.length) return keep;
    return html`<div class="on">
      <ul class="chips" aria-label=${msg('Filters that are on')}>
        ${conditions.map(
          ({ label, without }) => html`<li class="chip">
            <bdi>${label}</bdi><button class="icon-button" type="button" aria-label=${msg(str`Take the filter off: ${label}`)} @click=${() => this.#takeOff(without)}>${icon('close')}</button>
          </li>`,
        )}
      </ul>
      ${conditions.length > 1 ? html`<button class="link" type="button" @click=${() => this.#takeOff({})}>${msg('Take all off')}</button>` : nothing} ${keep}
    </div>`;
  }

  #renderPanel(): TemplateResult {
    const { filters } = this.looking;
    return html`<div class="filters" role="group" aria-label=${msg('Filters')} @keydown=${this.#handleKey}>
      ${this.#choices().map(([name, label, choices]) => this.#renderChoices(name, label, choices))}
      <div class="two">
        ${
          this.#isOffered('assignee')
            ? html`<label class="field">
              <span class="label">${msg('Assigned to')}</span>
              <select class="input" @change=${this.#handleAssignee}>
                ${this.#assignees().map(([id, label]) => html`<option value=${id} .selected=${(filters.assignee?.[0] ?? '') === id}>${label}</option>`)}
              </select>
            </label>`
            : nothing
        }
        <label class="field">
          <span class="label">${msg('Tag')}</span>
          <input class="input" autocomplete="off" maxlength="40" list="sieve-tags" .value=${filters.tag ?? ''} @change=${this.#handleTag} />
        </label>
        <datalist id="sieve-tags">${this.tags.map((tag) => html`<option value=${tag}></option>`)}</datalist>
      </div>
    </div>`;
  }

  /** In the order in which they stand. */
  #choices(): readonly (readonly [Exclude<FilterName, FieldFilter>, string, readonly Choice[]])[] {
    const closedToo = showsClosed(viewOf(this.looking));
    const groups: { readonly [N in Exclude<FilterName, FieldFilter>]: readonly [string, readonly Choice[]] } = {
      priority: [msg('Priority'), queueFilters.priority.values.map((id) => [id, sayPriority(id)] as const).reverse()],
      service: [msg('Service'), this.desk.me.services.map(({ id, label }) => [id, label])],
      status: [
        msg('Status'),
        queueFilters.status.values.filter((status) => closedToo || status !== 'CLOSED').map((id) => [id, sayStatus(id)]),
      ],
      ball: [
        msg('Whose turn it is'),
        [
          ['team', msg('Our turn')],
          ['customer', msg('The customer’s')],
        ],
      ],
      late: [
        msg('Promise'),
        [
          ['true', sayLate('true')],
          ['soon', sayLate('soon')],
        ],
      ],
    };
    return (Object.keys(groups) as (keyof typeof groups)[]).map((name) => [name, ...groups[name]]);
  }

  #renderChoices(name: FilterName, label: string, choices: readonly Choice[]): TemplateResult | typeof nothing {
    if (!this.#isOffered(name)) return nothing;
    const { filters } = this.looking;
    const on: readonly string[] = valuesOf(filters, name);
    return html`<fieldset>
      <legend>${label}</legend>
      <div class="choices">${choices.map(([id, text]) => html`<button type="button" aria-pressed=${on.includes(id) ? 'true' : 'false'} @click=${() => this.apply(toggled(filters, name, id))}>${text}</button>`)}</div>
    </fieldset>`;
  }

  /** Whether the filter is offered: not when the view has fixed it. */
  #isOffered(name: FilterName): boolean {
    return !isSettled(viewOf(this.looking), name);
  }

  #assignees(): readonly (readonly [string, string])[] {
    const { me } = this.desk;
    const others = me.team.filter(({ id }) => id !== me.id).map(({ id, name }) => [id, name] as const);
    const former = me.formerTeam.map(({ id, name }) => [id, formerName(name)] as const);
    return [
      ['', msg('Anybody')],
      ['me', msg(str`${isolated(me.name)} (you)`)],
      ['none', msg('Nobody')],
      ...others,
      ['former', msg('Somebody who has left')],
      ...former,
    ];
  }

  /** Removes a filter and moves the focus to the next chip or the button. */
  #takeOff(without: Filters): void {
    this.apply(fitting({ ...this.looking, filters: without }).filters);
    void this.updateComplete.then(() => (this.querySelector<HTMLElement>('.on .icon-button') ?? this.button)?.focus());
  }

  readonly #handleAssignee = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.apply(changed(this.looking.filters, 'assignee', value ? [value] : undefined));
  };

  /** Filters by the typed tag, in the spelling of an existing tag that differs only in case. */
  readonly #handleTag = (event: Event): void => {
    const typed = (event.target as HTMLInputElement).value.replace(/\s+/g, ' ').trim();
    const tag = this.tags.find((known) => known.toLowerCase() === typed.toLowerCase()) ?? typed;
    this.apply(changed(this.looking.filters, 'tag', tag || undefined));
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.toggle();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-sieve': Sieve;
  }
}
