import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { localized, msg } from '@lit/localize';
import { icon } from '../../draw/icon.ts';
import { isComposing } from '../../draw/keyboard.ts';
import { dotsShape } from '../../draw/more-icons.ts';
import { Popup } from '../../draw/popup.ts';

export const actsSheet = css`
  support-desk-acts {
    position: relative;
    display: flex;
    margin-inline-end: -8px;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 4px;
  }
  .quiet-button {
    display: inline-flex;
    align-items: center;
    min-block-size: 36px;
    padding: 0 8px;
    border: 0;
    border-radius: var(--radius);
    background: none;
    font-size: var(--small);
    white-space: nowrap;
    cursor: pointer;
  }
  .quiet-button:hover {
    background: var(--tint);
  }
  .acts-button {
    display: none;
  }
  @container work (max-width: 519.98px) {
    .acts {
      display: none;
    }
    .acts-button {
      display: inline-flex;
    }
  }
  @media (pointer: coarse) {
    .quiet-button {
      min-block-size: 44px;
    }
  }
`;

/** An act on the ticket. */
export interface Act {
  readonly label: string;
  readonly act: () => void;
}

/** The frequent acts on a ticket, as buttons, or in a menu when there is no room. */
@customElement('support-desk-acts')
@localized()
export class TicketActs extends LitElement {
  @property({ attribute: false }) all: readonly Act[] = [];

  @query('.acts-button') private button!: HTMLElement | null;

  readonly #popup: Popup = new Popup(this, () => this.button);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { open } = this.#popup;
    return html`<div class="acts">${this.all.map(({ label, act }) => html`<button class="quiet-button" type="button" @click=${act}>${label}</button>`)}</div>
      <button class="icon-button acts-button" type="button" aria-label=${msg('More actions')} aria-expanded=${open ? 'true' : 'false'} @click=${this.#handleClick}>${icon(dotsShape)}</button>
      ${
        open
          ? html`<div class="menu" @keydown=${this.#handleKey}>${this.all.map(({ label, act }) => html`<button type="button" @click=${() => this.#choose(act)}>${label}</button>`)}</div>`
          : nothing
      }`;
  }

  #choose(act: () => void): void {
    this.#popup.leave();
    act();
  }

  readonly #handleClick = (): void => {
    if (this.#popup.open) return this.#popup.leave();
    void this.#popup.show().then(() => this.querySelector<HTMLElement>('.menu button')?.focus());
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...this.querySelectorAll<HTMLElement>('.menu button')];
    const at = buttons.indexOf((this.getRootNode() as ShadowRoot).activeElement as HTMLElement);
    buttons.at((at + step + buttons.length) % buttons.length)?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-acts': TicketActs;
  }
}
