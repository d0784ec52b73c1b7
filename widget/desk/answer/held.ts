import { LitElement, css, html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { Desk } from '../desk.ts';
import { sayRefused, sayWaiting } from '../frame/failures.ts';
import type { Held, Refused } from './holding.ts';
import { icon } from '../../draw/icon.ts';
import { isolated } from '../../draw/isolate.ts';

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
  /* It has a place of its own, and takes it from the queue: over what is below it could not be pressed. */
  support-desk-held {
    grid-area: held;
    display: grid;
    max-block-size: 40dvh;
    overflow: auto;
    border-block-start: 1px solid var(--line);
    background: var(--tint);
  }
  support-desk-held:not(:has(.held)) {
    display: none;
  }
  support-desk-held .held {
    padding: 8px 20px;
  }
  support-desk-held .held + .held {
    border-block-start: 1px solid var(--line);
  }
  support-desk-held .held.failed {
    padding: 12px 8px 12px 16px;
    border: 1px solid var(--late);
    border-inline-start-width: 4px;
    background: var(--_paper);
  }
  .held.failed > svg {
    color: var(--late);
  }
  .held.failed > span {
    flex: 1 1 240px;
  }
  .held.failed b {
    display: block;
    color: var(--late);
  }
`;

/** A ring of which the given share is drawn. */
function ring(share: number): TemplateResult {
  const rest = Math.round(100 * Math.min(1, Math.max(0, share)));
  return html`<svg class="ring" viewBox="0 0 20 20" aria-hidden="true">
    <circle cx="10" cy="10" r="8" />${svg`<circle cx="10" cy="10" r="8" pathLength="100" stroke-dasharray="${rest} 100"/>`}
  </svg>`;
}

/** Why the answer waits, and that it will be sent automatically. */
const sayState = ({ beside, failure }: Held): string =>
  `${sayWaiting(failure)} ${beside ? msg('It will be sent automatically, with what you changed.') : msg('It will be sent automatically.')}`;

/** The state of a held answer, with buttons to send it now or take it back. */
export function heldRow(held: Held, desk: Desk, takeBack: () => void, what: string | null = null): TemplateResult {
  const { holding } = desk;
  const left = Math.max(0, Math.ceil((Date.parse(held.until) - Date.now()) / 1_000));
  const sending = holding.isSending(held);
  const state = sending ? msg('Sending…') : held.tried ? sayState(held) : msg(str`Goes in ${left} s`);
  return html`<div class="held">
    ${held.tried ? nothing : ring(left / Math.max(1, holding.seconds))}
    <span>${what ? html`<b>${what}</b> ` : nothing}<span aria-live="off">${state}</span></span>
    ${
      sending
        ? nothing
        : html`<button class="button compact" type="button" @click=${takeBack}>${held.tried ? msg('Take the text up again') : msg('Cancel sending')}</button>
          <button class="link" type="button" @click=${() => void holding.sendNow(held)}>${held.tried ? msg('Try again now') : msg('Send now')}</button>`
    }
  </div>`;
}

/** Held answers of tickets other than the open one, so that they can be taken back. */
@customElement('support-desk-held')
@localized()
export class HeldAnswers extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  /** The number of the open ticket, whose composer shows its held answer itself. */
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
    const isElsewhere = ({ number }: Held): boolean => String(number) !== this.opened;
    const refused = this.desk.holding.refused.filter(({ held }) => isElsewhere(held));
    return html`${refused.map((one) => this.#renderRefused(one))}${this.#renderWaiting(isElsewhere)}`;
  }

  #renderRefused(refused: Refused): TemplateResult {
    const { held, code } = refused;
    const { holding } = this.desk;
    const again =
      code === 'ticket-closed' || code === 'not-found'
        ? null
        : code === 'answered-meanwhile'
          ? msg('Send it all the same')
          : msg('Try again');
    return html`<div class="held failed" role="alert">
      ${icon('warning')}
      <span><b>${msg(str`Your answer to ${isolated(held.to)}, #${held.number}, has not been sent.`)}</b> ${sayRefused(code)}</span>
      <button class="icon-button" type="button" aria-label=${msg('Put this notice away; the text stays with its ticket')} @click=${() => holding.lookAfter(held.form)}>${icon('close')}</button>
      <a class="button compact" href="#${held.number}">${msg(str`Open #${held.number}`)}</a>
      ${again ? html`<button class="button compact" type="button" @click=${() => void holding.sendAgain(refused)}>${again}</button>` : nothing}
    </div>`;
  }

  #renderWaiting(isElsewhere: (held: Held) => boolean): unknown {
    const others = this.desk.holding.all.filter(isElsewhere);
    return others.map((held) =>
      heldRow(held, this.desk, () => this.#takeBack(held), msg(str`Answer to ${isolated(held.to)}, #${held.number}`)),
    );
  }

  #watch(holding: EventTarget | null): void {
    if (holding === this.#watched) return;
    this.#watched?.removeEventListener('change', this.#handleChange);
    holding?.addEventListener('change', this.#handleChange);
    this.#watched = holding;
  }

  /** Takes the answer back and opens its ticket, whose composer has the text again. */
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
