import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { adopt } from './adopt.ts';
import { icon } from './icon.ts';
import { linesOf, withoutLine } from './context.ts';
import type { Context, Line, PageFacts } from './context.ts';
import { isolated } from './isolate.ts';

const sheet = css`
  .context-lines li {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-block: 6px;
  }
  .context-lines div {
    flex: 1;
    display: grid;
    gap: 0 12px;
    overflow-wrap: anywhere;
  }
  .context-lines .text {
    unicode-bidi: plaintext;
  }
  .context-lines .icon-button {
    margin-block: -6px;
  }
  @container support (min-width: 600px) {
    .context-lines div {
      grid-template-columns: 136px minmax(0, 1fr);
    }
  }
`;

function sayKey(key: string): string {
  switch (key) {
    case 'browser':
      return msg('Browser');
    case 'page':
      return msg('Page');
    case 'window':
      return msg('Window');
    case 'language':
      return msg('Language');
    case 'timeZone':
      return msg('Time zone');
    case 'collected':
      return msg('Noted on');
    case 'errors':
      return msg('Error');
    case 'requests':
      return msg('Failed request');
    default:
      return key;
  }
}

/** The facts of the page, line by line; with `keep`, each line can be removed. */
@customElement('support-ticket-context')
@localized()
export class ContextLines extends LitElement {
  @property({ attribute: false }) context: Context = {};
  /** Gets the remaining facts after a removal; `null`: the lines are read-only. */
  @property({ attribute: false }) keep: ((left: PageFacts) => void) | null = null;

  #spoken = '';
  #focus: number | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, sheet);
  }

  /** After a removal, focuses the next line, else the last one, else the checkbox. */
  protected override updated(): void {
    if (this.#focus === null) return;
    const buttons = [...this.querySelectorAll('button')];
    const next =
      buttons[Math.min(this.#focus, buttons.length - 1)] ?? (this.getRootNode() as ShadowRoot).querySelector<HTMLElement>('#context');
    this.#focus = null;
    next?.focus();
  }

  protected override render(): TemplateResult {
    const lines = linesOf(this.context);
    return html`${lines.length ? html`<ul class="rows small context-lines">${lines.map((line, at) => this.#renderLine(line, at))}</ul>` : html`<p class="small soft">${msg('Nothing about this page will be sent.')}</p>`}
      ${this.keep ? html`<p class="unseen" role="status">${this.#spoken}</p>` : nothing}`;
  }

  #renderLine(line: Line, at: number): TemplateResult {
    const key = sayKey(line.key);
    return html`<li>
      <div><span class="soft">${key}</span><span class="text">${line.text}</span></div>
      ${this.keep ? html`<button class="icon-button" type="button" aria-label=${msg(str`Remove: ${key}, ${isolated(line.text)}`)} @click=${() => this.#remove(line, at)}>${icon('close')}</button>` : nothing}
    </li>`;
  }

  #remove(line: Line, at: number): void {
    this.#focus = at;
    this.#spoken = msg(str`Removed: ${sayKey(line.key)}`);
    this.keep?.(withoutLine(this.context as PageFacts, line));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-context': ContextLines;
  }
}
