import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg } from '@lit/localize';
import type { CannedReply } from '../../../server/wire/replies.ts';
import { asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import type { RepliesPanel } from './canned-panel.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { foldText } from '../../draw/fold-text.ts';
import { isComposing } from '../../draw/keyboard.ts';

export const pickerSheet = css`
  .picker {
    display: grid;
    gap: 8px;
    padding: 8px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--float);
  }
  .picker [role='listbox'] {
    max-block-size: 144px;
    margin: 0;
    padding: 0;
    overflow: auto;
    list-style: none;
  }
  .picker [role='option'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    padding: 6px 8px;
    border-radius: var(--radius);
    cursor: pointer;
  }
  .picker [aria-selected='true'] {
    background: var(--accent-tint);
    box-shadow: inset 3px 0 var(--accent);
  }
  .picker .preview {
    max-block-size: 120px;
    overflow: auto;
    padding: 0 8px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;

let count = 0;

/** Canned replies by keyboard: typing filters, arrows choose, Enter inserts, Esc goes back to the text. */
@customElement('support-desk-picker')
@localized()
export class CannedPicker extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  /** The ticket's service: its replies come first, and those of other services are left out. */
  @property({ attribute: false }) service = '';
  /** The reply's text with its placeholders filled. */
  @property({ attribute: false }) fill: (reply: CannedReply) => string = () => '';
  @property({ attribute: false }) picked: (reply: CannedReply) => void = () => undefined;
  /** Called on Escape with the typed text. */
  @property({ attribute: false }) left: (typed: string) => void = () => undefined;

  @state() private replies: readonly CannedReply[] | null = null;
  @state() private words = '';
  @state() private at = 0;
  @state() private failure: FailureCode | null = null;

  @query('input') private input!: HTMLInputElement;

  readonly #id = `picker-${String(++count)}`;
  #asking: AbortController | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  override focus(): void {
    void this.updateComplete.then(() => this.input.focus());
  }

  protected override updated(): void {
    this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const found = this.#found();
    const chosen = found[this.at];
    return html`<div class="picker">
      <input
        class="input"
        role="combobox"
        autocomplete="off"
        aria-label=${msg('Find a canned reply')}
        placeholder=${msg('Find a canned reply')}
        aria-expanded="true"
        aria-controls=${this.#id}
        aria-activedescendant=${chosen ? `${this.#id}-${chosen.id}` : nothing}
        .value=${this.words}
        @input=${this.#handleInput}
        @keydown=${this.#handleKey}
      />
      ${besideControl(this.failure && sayDeskFailure(this.failure))}
      <ul id=${this.#id} role="listbox" aria-label=${msg('Canned replies')}>
        ${found.map(
          (reply, i) =>
            html`<li id=${`${this.#id}-${reply.id}`} role="option" aria-selected=${i === this.at} @click=${() => this.picked(reply)}>
              <b><bdi>${reply.title}</bdi></b><span class="soft">/${reply.shortcut}</span>
            </li>`,
        )}
      </ul>
      ${this.replies && !found.length ? html`<p class="soft small" role="status">${this.replies.length ? msg('No reply has these words.') : msg('No canned reply has been written yet.')}</p>` : nothing}
      ${chosen ? html`<div class="preview small soft">${this.fill(chosen)}</div>` : nothing}
      <div class="bar"><button class="link" type="button" @click=${this.#handleManage}>${msg('Manage the canned replies')}</button></div>
    </div>`;
  }

  /** Replies that match by shortcut, then by title, then in the text. */
  #found(): readonly CannedReply[] {
    const words = foldText(this.words.trim());
    const fits = (this.replies ?? []).filter(({ service }) => service === null || service === this.service);
    const rank = ({ shortcut, title, bodies, service }: CannedReply): number => {
      const bonus = service === null ? 0.5 : 0;
      if (!words) return bonus;
      if (foldText(shortcut).startsWith(words)) return 1 + bonus;
      if (foldText(title).includes(words)) return 2 + bonus;
      return foldText(`${bodies.fr ?? ''} ${bodies.en ?? ''}`).includes(words) ? 3 + bonus : Infinity;
    };
    return fits
      .map((reply) => ({ reply, rank: rank(reply) }))
      .filter(({ rank: place }) => place < Infinity)
      .sort((a, b) => a.rank - b.rank)
      .map(({ reply }) => reply);
  }

  async #load(): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      this.replies = await this.desk.api.replies(asking.signal);
      this.failure = null;
    } catch (error) {
      if (asking.signal.aborted) return;
      this.failure = asFailure(error).code;
      this.desk.failed(this.failure);
    }
  }

  readonly #handleInput = (event: InputEvent): void => {
    event.stopPropagation();
    this.words = (event.target as HTMLInputElement).value;
    this.at = 0;
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const found = this.#found();
    const chosen = found[this.at];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (found.length) this.at = (this.at + step + found.length) % found.length;
    } else if (event.key === 'Enter') {
      // Enter must not submit the form around the picker, even without a match.
      if (chosen) this.picked(chosen);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.left(this.words);
    } else return;
    event.preventDefault();
  };

  readonly #handleManage = (): void => {
    const root = this.getRootNode() as ShadowRoot;
    void root.querySelector<RepliesPanel>('support-desk-replies')?.open(() => this.#load());
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-picker': CannedPicker;
  }
}
