import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import { isComposing } from '../draw/keyboard.ts';
import { basicIcon } from '../draw/basic-icon.ts';
import { adoptInto } from '../draw/adopt.ts';
import { panelSheet } from './panel-sheet.ts';

export interface PanelOptions {
  /** The shadow tree that it stands in. */
  readonly root: ShadowRoot;
  /** What had the keyboard before: the launcher's button. */
  readonly button: HTMLElement;
  readonly onChange: () => void;
  /** It has come: the keyboard goes to the screen in it. */
  readonly onOpen: () => void;
}

/** The panel of launcher mode. */
export class Panel {
  isOpen = false;
  /** It was asked for, and has not been brought to the top since. */
  #isComing = false;
  readonly #options: PanelOptions;

  constructor(options: PanelOptions) {
    this.#options = options;
    adoptInto(options.root, panelSheet);
  }

  get element(): HTMLDialogElement | null {
    return this.#options.root.querySelector<HTMLDialogElement>('.panel');
  }

  open(): void {
    this.isOpen = this.#isComing = true;
    this.#options.onChange();
  }

  close(): void {
    const panel = this.element;
    if (panel?.matches(':popover-open')) panel.hidePopover();
    if (panel?.open) panel.close();
    if (!this.isOpen) return;
    this.isOpen = this.#isComing = false;
    this.#options.onChange();
  }

  /** Brings the drawn panel to the top of the page; to be called after each drawing. */
  drawn(): void {
    const panel = this.element;
    if (!this.#isComing || !panel?.isConnected) return;
    this.#isComing = false;
    if (panel.open || (panel.matches(':popover-open') && !this.#isInert(panel))) return;
    if (panel.matches(':popover-open')) panel.hidePopover();
    // A phone gets a true modal; elsewhere the page stays usable beside the panel.
    if (matchMedia('(max-width: 599.98px)').matches) this.#showModal(panel);
    else {
      panel.setAttribute('popover', 'manual');
      panel.showPopover();
      // A dialog of the page is modal: only another modal one can be used above it.
      if (this.#isInert(panel)) {
        panel.hidePopover();
        this.#showModal(panel);
      }
    }
    this.#options.onOpen();
  }

  render(inside: TemplateResult | null): TemplateResult {
    return html`<dialog class="panel" part="panel" popover="manual" aria-label=${msg('Support')} @cancel=${this.#handleCancel} @keydown=${this.#handleKey}>
      <div class="panel-top">
        <b>${msg('Support')}</b>
        <button class="icon-button" type="button" aria-label=${msg('Close the panel')} @click=${() => this.#dismiss()}>${basicIcon('close')}</button>
      </div>
      <div class="panel-in">${inside}</div>
    </dialog>`;
  }

  #showModal(panel: HTMLDialogElement): void {
    panel.removeAttribute('popover');
    panel.showModal();
  }

  /** What is inert takes no keyboard. */
  #isInert(panel: HTMLDialogElement): boolean {
    const button = panel.querySelector('button');
    button?.focus({ preventScroll: true });
    return !!button && this.#options.root.activeElement !== button;
  }

  /** Closed by the customer: the keyboard goes back to the button. */
  #dismiss(): void {
    this.close();
    this.#options.button.hidden = false;
    this.#options.button.focus();
  }

  readonly #handleCancel = (event: Event): void => {
    if (!(event.target as Element).matches('.panel')) return;
    event.preventDefault();
    this.#dismiss();
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    // A modal panel hears of Esc through its cancel event.
    const panel = event.currentTarget as HTMLDialogElement;
    if (event.key !== 'Escape' || event.defaultPrevented || panel.open || (event.target as Element).closest('dialog') !== panel) return;
    event.stopPropagation();
    this.#dismiss();
  };
}
