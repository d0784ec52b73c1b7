import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { localized, msg } from '@lit/localize';
import { deskIcon } from '../../draw/desk-icon.ts';
import { icon } from '../../draw/icon.ts';
import type { IconName } from '../../draw/icon.ts';
import { isComposing } from '../../draw/keyboard.ts';
import { bellShape, envelopeShape } from '../../draw/more-icons.ts';
import { Popup } from '../../draw/popup.ts';

export const accountSheet = css`
  support-desk-account {
    position: relative;
    display: block;
    min-inline-size: 0;
  }
  .account-button {
    display: flex;
    align-items: center;
    gap: 8px;
    max-inline-size: 100%;
    min-block-size: var(--tap);
    padding: 0 8px;
    border: 0;
    border-radius: var(--radius);
    background: none;
    cursor: pointer;
  }
  .account-button:is(:hover, [aria-expanded='true']) {
    background: var(--tint);
  }
  .account-button > bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .account-button > .icon:last-child {
    inline-size: 16px;
    block-size: 16px;
    transform: rotate(180deg);
  }
  .menu.account {
    inset-block: auto calc(100% + 4px);
    inset-inline: 0 auto;
    inline-size: min(288px, calc(100vw - 24px));
    max-block-size: calc(100dvh - 72px);
    overflow: auto;
  }
  .menu.account > p {
    padding: 8px 12px;
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .menu.account .name {
    flex: 1;
  }
`;

const chartShape = 'M4 16.5h12M5.5 16.5v-6M10 16.5v-12M14.5 16.5v-8';
const cannedShape = 'M4 4.5h12v5H4zM4 12.5h12M4 15.5h8';
const keysShape = 'M2.5 5.5h15v9h-15zM5.5 8.5v.1M8.5 8.5v.1M11.5 8.5v.1M14.5 8.5v.1M6.5 11.5h7';

export type Errand = 'statistics' | 'replies' | 'incidents' | 'mails' | 'keys' | 'sign-out';

/** The account menu, with acts that belong to no ticket. */
@customElement('support-desk-account')
@localized()
export class AccountMenu extends LitElement {
  @property({ attribute: false }) name = '';
  @property({ attribute: false }) go: (errand: Errand) => void = () => undefined;

  @query('.account-button') private button!: HTMLElement | null;

  readonly #popup: Popup = new Popup(this, () => this.button);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { open } = this.#popup;
    return html`<button class="account-button" type="button" aria-expanded=${open ? 'true' : 'false'} @click=${this.#handleClick}>
        ${deskIcon('person')}<bdi>${this.name}</bdi><span class="unseen">${msg('Your menu')}</span>${icon('down')}
      </button>
      ${open ? this.#renderMenu() : nothing}`;
  }

  #renderMenu(): TemplateResult {
    return html`<div class="menu account" @keydown=${this.#handleKey}>
      ${this.#renderItem('statistics', chartShape, msg('Statistics'), 'S')} ${this.#renderItem('replies', cannedShape, msg('Canned replies'), 'E')}
      ${this.#renderItem('incidents', bellShape, msg('Incidents'), 'I')}
      <div class="apart">
        ${this.#renderItem('mails', envelopeShape, msg('My e-mails'))} ${this.#renderItem('keys', keysShape, msg('Keyboard shortcuts'), '?')}
      </div>
      <div class="apart">${this.#renderItem('sign-out', 'leave', msg('Sign out'))}</div>
    </div>`;
  }

  #renderItem(errand: Errand, shape: IconName, label: string, key?: string): TemplateResult {
    return html`<button type="button" @click=${() => this.#choose(errand)}>${icon(shape)}<span class="name">${label}</span>${key ? html`<kbd class="key" aria-hidden="true">${key}</kbd>` : nothing}</button>`;
  }

  /** Focuses the button before a dialog opens, so that it gets the focus back when the dialog closes. */
  #choose(errand: Errand): void {
    this.#popup.leave();
    this.go(errand);
  }

  readonly #handleClick = (): void => {
    if (this.#popup.open) return this.#popup.leave();
    void this.#popup.show().then(() => this.querySelector<HTMLElement>('.menu button')?.focus());
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
    'support-desk-account': AccountMenu;
  }
}
