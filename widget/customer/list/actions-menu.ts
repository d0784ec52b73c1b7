import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { icon } from '../../draw/icon.ts';
import { dotsShape } from '../../draw/more-icons.ts';
import type { IconName } from '../../draw/icon.ts';
import { isComposing } from '../../draw/keyboard.ts';

export interface MenuItem {
  readonly icon: IconName;
  readonly label: string;
  /** Why it is not possible now; shown under the label. */
  readonly unavailable?: string | undefined;
  /** Set apart from what stands above it. */
  readonly apart?: boolean;
  readonly act: () => void;
}

/** The Actions of a row: a menu button as the ARIA practices describe it (arrows, Home, End, Esc, first letters). */
@customElement('support-ticket-actions')
@localized()
export class ActionsMenu extends LitElement {
  /** What the actions are about, for those who hear the button alone. */
  @property({ attribute: false }) about = '';
  @property({ attribute: false }) items: readonly MenuItem[] = [];

  @state() private opened = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  protected override render(): TemplateResult {
    return html`
      <button class="actions-button" type="button" aria-haspopup="menu" aria-expanded=${this.opened} aria-label=${msg(str`Actions for ${this.about}`)} @click=${this.#toggle} @keydown=${this.#handleButtonKey}>
        <span class="wide" aria-hidden="true">${msg('Actions')}</span><span class="wide">${icon('down')}</span><span class="narrow">${icon(dotsShape)}</span>
      </button>
      ${this.opened ? this.#renderMenu() : nothing}
    `;
  }

  #renderMenu(): TemplateResult {
    return html`<div class="menu" role="menu" aria-label=${msg(str`Actions for ${this.about}`)} @keydown=${this.#handleMenuKey} @focusout=${this.#handleFocusOut}>
      ${this.items.map(
        (
          item,
        ) => html`<button class=${item.apart ? 'apart' : ''} type="button" role="menuitem" tabindex="-1" aria-disabled=${item.unavailable ? 'true' : 'false'} @click=${() => this.#choose(item)}>
          ${icon(item.icon)}<span>${item.label}${item.unavailable ? html`<span class="small soft why">${item.unavailable}</span>` : nothing}</span>
        </button>`,
      )}
    </div>`;
  }

  async #open(focus: 'first' | 'last'): Promise<void> {
    this.opened = true;
    document.addEventListener('pointerdown', this.#handleOutside, true);
    await this.updateComplete;
    this.#focus(focus === 'first' ? 0 : this.items.length - 1);
  }

  #close(refocus = false): void {
    this.opened = false;
    document.removeEventListener('pointerdown', this.#handleOutside, true);
    if (refocus) this.querySelector<HTMLElement>('.actions-button')?.focus();
  }

  #entries(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  #focus(index: number): void {
    const entries = this.#entries();
    entries.at(index % entries.length)?.focus();
  }

  #choose(item: MenuItem): void {
    if (item.unavailable) return;
    this.#close(true);
    item.act();
  }

  readonly #toggle = (): void => {
    if (this.opened) this.#close();
    else void this.#open('first');
  };

  readonly #handleButtonKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    void this.#open(event.key === 'ArrowDown' ? 'first' : 'last');
  };

  readonly #handleMenuKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const entries = this.#entries();
    const current = entries.indexOf((this.getRootNode() as ShadowRoot).activeElement as HTMLElement);
    const moves: Record<string, number> = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: entries.length - 1 };
    const move = moves[event.key] ?? this.#startingWith(event.key, current);
    if (event.key === 'Tab') return this.#close();
    if (event.key === 'Escape') this.#close(true);
    else if (move === null) return;
    else this.#focus(move);
    event.preventDefault();
    event.stopPropagation();
  };

  #startingWith(key: string, current: number): number | null {
    if (key.length !== 1 || key === ' ') return null;
    const labels = this.items.map((item) => item.label.toLowerCase());
    const order = labels.map((_, i) => (current + 1 + i) % labels.length);
    return order.find((i) => labels[i]?.startsWith(key.toLowerCase())) ?? null;
  }

  readonly #handleFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) this.#close();
  };

  readonly #handleOutside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.#close();
  };
}
