import { LitElement, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { FailureCode } from '../client/http.ts';
import { asFailure } from '../client/http.ts';
import { focused } from './keyboard.ts';
import { inlineFailure } from './states.ts';
import { renderIsolated } from './isolate.ts';

/** Asks before an act that others notice. Escape and the secondary button cancel. */
@customElement('support-ticket-confirm')
export class ConfirmDialog extends LitElement {
  @property({ attribute: false }) heading = '';
  @property({ attribute: false }) text = '';
  @property({ attribute: false }) yes = '';
  @property({ attribute: false }) no = '';
  /** Runs on confirmation; when it fails, the dialog stays open and shows the reason. */
  @property({ attribute: false }) act: () => Promise<void> = () => Promise.resolve();

  @state() private busy = false;
  @state() private failure: FailureCode | null = null;

  @query('dialog') private dialog!: HTMLDialogElement | null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  async ask(): Promise<void> {
    this.failure = null;
    this.busy = false;
    await this.updateComplete;
    this.dialog?.showModal();
    this.querySelector<HTMLElement>('[data-quiet]')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="dialog" aria-labelledby="confirm-heading" aria-describedby="confirm-text" @cancel=${this.#handleCancel}>
      <h3 id="confirm-heading">${this.heading}</h3>
      <p id="confirm-text" class="soft">${renderIsolated(this.text)}</p>
      ${inlineFailure(this.failure)}
      <div class="bar">
        <button class="button primary" type="button" aria-disabled=${this.busy} @click=${() => void this.#yes()}>${this.yes}</button>
        <button class="button" type="button" data-quiet @click=${() => this.dialog?.close()}>${this.no}</button>
      </div>
    </dialog>`;
  }

  async #yes(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.act();
      this.dialog?.close();
      await this.#giveFocusBack();
    } catch (error) {
      this.failure = asFailure(error).code;
    } finally {
      this.busy = false;
    }
  }

  /** Moves the focus to the screen's heading when the button that opened the dialog was removed by the act. */
  async #giveFocusBack(): Promise<void> {
    const screen = this.closest<LitElement & { focusHeading(): void }>('.screen');
    await screen?.updateComplete;
    if (!focused(this.getRootNode() as ShadowRoot)) screen?.focusHeading();
  }

  /** Esc must close this dialog only, not the panel around it. */
  readonly #handleCancel = (event: Event): void => {
    event.stopPropagation();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-confirm': ConfirmDialog;
  }
}
