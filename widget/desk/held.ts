import { LitElement, css, html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { Desk } from './desk.ts';
import type { Held } from './holding.ts';

export const heldSheet = css`
  .held {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    font-size: var(--small);
    line-height: 1.43;
  }
  .held .ring {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: var(--line);
    stroke-width: 2.5;
    transform: rotate(-90deg);
  }
  .held .ring circle + circle {
    stroke: var(--accent);
  }
  .held-text {
    max-block-size: 30vh;
    overflow: auto;
    padding: 8px 12px;
    border: 1px dashed var(--edge);
    border-radius: var(--radius);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  support-desk-held {
    position: fixed;
    z-index: 3;
    inset-block-end: 12px;
    inset-inline-start: 12px;
    max-inline-size: calc(100% - 24px);
    display: grid;
    gap: 8px;
  }
  support-desk-held .held {
    padding: 8px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--float);
    box-shadow: var(--shadow);
  }
`;

/** Length of the ring's line: 100 is all of it. */
function ring(share: number): TemplateResult {
  const rest = Math.round(100 * Math.min(1, Math.max(0, share)));
  return html`<svg class="ring" viewBox="0 0 20 20" aria-hidden="true">
    <circle cx="10" cy="10" r="8" />${svg`<circle cx="10" cy="10" r="8" pathLength="100" stroke-dasharray="${rest} 100"/>`}
  </svg>`;
}

/** What becomes of a held answer, and the two ways to be done with waiting. */
export function heldRow(held: Held, desk: Desk, takeBack: () => void, what: string | null = null): TemplateResult {
  const { holding } = desk;
  const left = Math.max(0, Math.ceil((Date.parse(held.until) - Date.now()) / 1_000));
  const sending = holding.isSending(held);
  const state = sending ? msg('Sending…') : held.tried ? msg('Not sent yet: the connection is down. It goes by itself.') : msg(str`Goes in ${left} s`);
  return html`<div class="held">
    ${held.tried ? nothing : ring(left / Math.max(1, holding.seconds))}
    <span>${what ? html`<b>${what}</b> ` : nothing}<span aria-live="off">${state}</span></span>
    ${sending
      ? nothing
      : html`<button class="button compact" type="button" @click=${takeBack}>${held.tried ? msg('Take the text up again') : msg('Cancel sending')}</button>
          <button class="link" type="button" @click=${() => void holding.sendNow(held)}>${held.tried ? msg('Try again now') : msg('Send now')}</button>`}
  </div>`;
}

/** The answers that wait while another ticket is open, so that they can be taken back from anywhere. */
@customElement('support-desk-held')
@localized()
export class HeldAnswers extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  /** The number of the ticket that is open: its composer shows its own. */
  @property({ attribute: false }) opened: string | null = null;

  #watched: EventTarget | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch(null);
  }

  protected override willUpdate(): void {
    this.#watch(this.desk.holding);
  }

  protected override render(): unknown {
    const others = this.desk.holding.all.filter(({ number }) => String(number) !== this.opened);
    return others.map((held) => heldRow(held, this.desk, () => this.#takeBack(held), msg(str`Answer to ${held.to}, #${held.number}`)));
  }

  #watch(holding: EventTarget | null): void {
    if (holding === this.#watched) return;
    this.#watched?.removeEventListener('change', this.#handleChange);
    holding?.addEventListener('change', this.#handleChange);
    this.#watched = holding;
  }

  /** Back to where it was written: the text stands there again. */
  #takeBack(held: Held): void {
    if (this.desk.holding.takeBack(held)) location.hash = `#${held.number}`;
  }

  readonly #handleChange = (): void => this.requestUpdate();
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-held': HeldAnswers;
  }
}
