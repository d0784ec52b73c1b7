import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { QueueCounts } from '../../../server/wire/desk.ts';
import type { SavedView } from '../../../server/wire/views.ts';
import { icon } from '../../draw/icon.ts';
import { pencilShape } from '../../draw/more-icons.ts';
import { formerName } from '../desk.ts';
import { deskIcon } from '../../draw/desk-icon.ts';
import type { Looking } from './search.ts';
import { Popup } from '../../draw/popup.ts';
import { isolated } from '../../draw/isolate.ts';
import { countOf, nearViews, viewLabel, views } from './views.ts';
import type { View } from './views.ts';
import { isComposing } from '../../draw/keyboard.ts';

export const viewsSheet = css`
  support-desk-views {
    display: contents;
  }
  .tabs {
    position: relative;
    display: flex;
    align-items: center;
    gap: 0 10px;
    min-block-size: 44px;
    padding-inline: 20px;
    border-block-end: 1px solid var(--line);
    font-size: var(--small);
  }
  .tabs > button {
    display: inline-flex;
    align-items: center;
    flex: none;
    gap: 5px;
    position: relative;
    min-block-size: 44px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--ink-2);
    white-space: nowrap;
    cursor: pointer;
  }
  .tabs > [hidden] {
    display: none;
  }
  .tabs > [aria-current='true'] {
    color: var(--ink);
    font-weight: var(--bold);
  }
  /* No border: with forced colours every tab would have one, and break the line below them. */
  .tabs > [aria-current='true']::after {
    content: '';
    position: absolute;
    inset: auto 0 -1px;
    block-size: 2px;
    background: var(--accent);
  }
  @media (forced-colors: active) {
    .tabs > [aria-current='true']::after {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
  .tabs .count {
    color: var(--ink-2);
    font-weight: 400;
  }
  .tabs .more {
    flex: 0 1 auto;
    min-inline-size: 0;
    gap: 4px;
    margin-inline-start: auto;
  }
  .tabs .more .word {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .tabs .more .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .menu.views {
    inset-block-start: 44px;
    inset-inline: auto 12px;
    inline-size: min(300px, calc(100% - 24px));
    max-block-size: min(70vh, 520px);
    overflow: auto;
  }
  .menu.views button {
    justify-content: space-between;
    min-block-size: 36px;
    padding-block: 4px;
  }
  .menu.views .name {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .menu.views [aria-current='true'] .name {
    font-weight: var(--bold);
  }
  .menu.views .is-late .count {
    color: var(--late);
  }
  .menu.views p {
    padding: 12px 12px 4px;
    margin-block-start: 4px;
    border-block-start: 1px solid var(--line);
    color: var(--ink-2);
  }
  .menu.views .by {
    display: block;
    color: var(--ink-2);
    font-size: 0.8125rem;
  }
`;

/** The views of the queue: frequent ones as tabs, all of them in a menu with the saved views. */
@customElement('support-desk-views')
@localized()
export class ViewsMenu extends LitElement {
  @property({ attribute: false }) looking!: Looking;
  @property({ attribute: false }) counts: QueueCounts | null = null;
  @property({ attribute: false }) saved: readonly SavedView[] = [];
  @property({ attribute: false }) locale = '';
  @property({ attribute: false }) choose: (view: View) => void = () => undefined;
  @property({ attribute: false }) lookThrough: (view: SavedView) => void = () => undefined;
  @property({ attribute: false }) manage: () => void = () => undefined;

  @query('.more') private button!: HTMLElement | null;
  @query('.tabs') private nav!: HTMLElement | null;

  #seen: ResizeObserver | null = null;
  readonly #popup: Popup = new Popup(this, () => this.button);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Opens the menu; returns false when the button is hidden. */
  show(): boolean {
    if (!this.button?.checkVisibility()) return false;
    void this.#popup
      .show()
      .then(() =>
        (this.querySelector<HTMLElement>('.menu [aria-current=true]') ?? this.querySelector<HTMLElement>('.menu button'))?.focus(),
      );
    return true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen = new ResizeObserver(() => this.#fit());
    void this.updateComplete.then(() => this.nav && this.#seen?.observe(this.nav));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen?.disconnect();
  }

  protected override updated(): void {
    this.#fit();
  }

  protected override render(): TemplateResult {
    return html`<nav class="tabs" aria-label=${msg('Queues')}>
      ${nearViews.map((view) => this.#renderTab(view))} ${this.#renderMore()} ${this.#popup.open ? this.#renderMenu() : nothing}
    </nav>`;
  }

  #renderTab(view: View): TemplateResult {
    return html`<button type="button" aria-current=${this.#isAt(view) ? 'true' : 'false'} @click=${() => this.choose(view)}>${viewLabel(view)} ${this.#renderCount(this.#count(view))}</button>`;
  }

  /** The button of the menu, labelled with the current view when that is no tab. */
  #renderMore(): TemplateResult {
    const { looking, saved } = this;
    const kept = saved.find(({ id }) => id === looking.kept);
    const away = this.#isAway;
    const [label, count] = kept
      ? [kept.name, kept.count]
      : away
        ? [viewLabel(looking.view), this.#count(looking.view)]
        : [msg('Views'), null];
    return html`<button
      class="more"
      type="button"
      aria-current=${away ? 'true' : 'false'}
      aria-expanded=${this.#popup.open ? 'true' : 'false'}
      title=${msg('All views')}
      @click=${this.#handleMore}
    >
      <span class="word">${label}</span> ${this.#renderCount(count)}${icon('down')}
    </button>`;
  }

  #renderMenu(): TemplateResult {
    const own = this.saved.filter(({ mine }) => mine);
    const shared = this.saved.filter(({ mine }) => !mine);
    return html`<div class="menu views" @keydown=${this.#handleKey}>
      ${views.map((view) => this.#renderItem(viewLabel(view), this.#count(view), this.#isAt(view), () => this.choose(view), view === 'late'))}
      ${this.#renderGroup(msg('Your views'), own)} ${this.#renderGroup(msg('Views of the team'), shared)}
      ${own.length ? html`<button class="apart" type="button" @click=${() => this.#go(() => this.manage())}>${icon(pencilShape)}<span class="name">${msg('Manage your views…')}</span></button>` : nothing}
    </div>`;
  }

  #renderGroup(label: string, group: readonly SavedView[]): TemplateResult | typeof nothing {
    if (!group.length) return nothing;
    return html`<div role="group" aria-label=${label}>
      <p class="small" aria-hidden="true">${label}</p>
      ${group.map((view) => this.#renderSaved(view))}
    </div>`;
  }

  #renderSaved(view: SavedView): TemplateResult {
    const { name, count, shared, mine, owner, ownerInTeam } = view;
    const by = mine
      ? ''
      : owner === null
        ? msg('by a colleague who has left')
        : msg(str`by ${ownerInTeam ? isolated(owner) : formerName(owner)}`);
    const label = html`<bdi>${name}</bdi>${shared && mine ? html` ${deskIcon('people')}<span class="unseen">${msg('(shared with the team)')}</span>` : nothing}${by ? html`<span class="by">${by}</span>` : nothing}`;
    return this.#renderItem(label, count, this.looking.kept === view.id, () => this.lookThrough(view));
  }

  #renderItem(label: unknown, count: number | null, isHere: boolean, act: () => void, isLate = false): TemplateResult {
    return html`<button class=${isLate && count ? 'is-late' : ''} type="button" aria-current=${isHere ? 'true' : 'false'} @click=${() => this.#go(act)}>
      <span class="name">${label}</span> ${this.#renderCount(count)}
    </button>`;
  }

  #renderCount(count: number | null): TemplateResult | typeof nothing {
    return count === null ? nothing : html`<span class="count">${count.toLocaleString(this.locale)}</span>`;
  }

  /** Hides tabs that do not fit, instead of cutting labels; they are in the menu too. The current tab stays. */
  #fit(): void {
    const { nav } = this;
    if (!nav) return;
    const tabs = [...nav.querySelectorAll<HTMLElement>(':scope > button:not(.more)')];
    const word = nav.querySelector('.word');
    const isTight = (): boolean => nav.scrollWidth > nav.clientWidth || (word !== null && word.scrollWidth > word.clientWidth);
    for (const tab of tabs) tab.hidden = false;
    const spare = tabs.filter((tab) => tab.ariaCurrent !== 'true');
    while (spare.length > 0 && isTight()) {
      const tab = spare.pop();
      if (tab) tab.hidden = true;
    }
  }

  get #isAway(): boolean {
    return this.saved.some(({ id }) => id === this.looking.kept) || !nearViews.includes(this.looking.view);
  }

  #count(view: View): number | null {
    return this.counts && countOf(view, this.counts);
  }

  #isAt(view: View): boolean {
    return !this.saved.some(({ id }) => id === this.looking.kept) && this.looking.view === view;
  }

  #go(act: () => void): void {
    this.#popup.leave();
    act();
  }

  readonly #handleMore = (): void => {
    if (this.#popup.open) this.#popup.leave();
    else this.show();
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...this.querySelectorAll<HTMLElement>('.menu button')];
    const at = buttons.indexOf((this.getRootNode() as ShadowRoot).activeElement as HTMLElement);
    buttons.at((at + step + buttons.length) % buttons.length)?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-views': ViewsMenu;
  }
}
