import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { SessionView } from '../../../server/wire/session.ts';
import { countCharacters, countVisible } from '../../../server/ticket/characters.ts';
import { asFailure } from '../../client/http.ts';
import { focused } from '../../draw/keyboard.ts';
import type { FailureCode } from '../../client/http.ts';
import type { Drafts } from '../../client/drafts.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { secretsFor } from '../advice/secrets.ts';
import '../../upload/field.ts';
import type { Files } from '../../upload/field.ts';
import { icon } from '../../draw/icon.ts';
import { inlineFailure, rareWords, sayFailure } from '../../draw/states.ts';
import { isComposing } from '../../draw/keyboard.ts';

/** What is kept while it is being written: the text, and the key that makes sending it twice harmless. */
interface Kept {
  readonly body: string;
  readonly key: string;
}

export const messageBoxSheet = css`
  .box {
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--_paper);
  }
  .box:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .box textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 88px;
    max-block-size: 50vh;
    padding: 12px;
    border: 0;
    border-radius: var(--radius);
    background: none;
    resize: none;
    field-sizing: content;
  }
  .box textarea:focus-visible {
    outline: none;
    box-shadow: none;
  }
  .box textarea::placeholder {
    color: var(--ink-2);
    opacity: 1;
  }
  .box .bar {
    justify-content: flex-end;
    padding: 4px 8px 8px 12px;
  }
  .box .bar > .small {
    margin-inline-end: auto;
  }
`;

/**
 * A text to send: kept on this device from the first letter on, sent once whatever happens on the way. The caller
 * sends it (`send`) and says whether the box is framed (a reply) or a field of a panel.
 */
@customElement('support-ticket-message-box')
@localized()
export class MessageBox extends LitElement {
  @property({ attribute: false }) drafts!: Drafts;
  /** The name its draft is kept under. */
  @property({ attribute: false }) form = '';
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) hint = '';
  @property({ attribute: false }) button = '';
  @property({ attribute: false }) max = 20_000;
  @property({ attribute: false }) framed = false;
  /** Where its files go; null for a text without any. */
  @property({ attribute: false }) outbox: Outbox | null = null;
  @property({ attribute: false }) limits: SessionView['form']['limits']['attachment'] | null = null;
  @property({ attribute: false }) locale = 'en';
  /** A quiet way out beside the button; null for none. */
  @property({ attribute: false }) cancel: (() => void) | null = null;
  /** What the way out is called where it leaves a text behind. */
  @property({ attribute: false }) keep: string | null = null;
  @property({ attribute: false }) send: (body: string, key: string) => Promise<void> = () => Promise.resolve();

  @state() private body = '';
  @state() private busy = false;
  @state() private failure: FailureCode | null = null;
  @state() private problem: string | null = null;
  @state() private keptBefore = false;
  @state() private secretsKept: readonly string[] = [];

  @query('textarea') private area!: HTMLTextAreaElement | null;
  @query('support-ticket-files') private files!: Files | null;

  #key = nanoid();
  #hadFocus = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = this.contains((this.getRootNode() as ShadowRoot).activeElement);
    if (changed.has('form') || changed.has('drafts')) this.reload();
  }

  /** The button that sent the text may be gone with what it was for. */
  protected override updated(): void {
    if (this.#hadFocus && !focused(this.getRootNode() as ShadowRoot)) this.focus();
  }

  /** Takes up what is kept under its name. */
  reload(): void {
    const shown = this.body;
    const kept = this.drafts.load<Kept>(this.form)?.value;
    this.#begin(typeof kept?.body === 'string' ? kept.body : '', typeof kept?.key === 'string' ? kept.key : nanoid());
    // What stood in the box already is not news.
    this.keptBefore = this.body !== '' && this.body !== shown;
    this.failure = null;
    this.problem = null;
  }

  override focus(): void {
    this.area?.focus();
  }

  /** One template for both forms, so that text, caret and an unfinished character survive where one takes the other's place. */
  protected override render(): TemplateResult {
    const { framed, form } = this;
    return html`
      <div class=${framed ? 'box' : 'field'}>
        ${framed ? nothing : html`<label class="label" for=${`text-${form}`}>${this.label}</label>`} ${this.#renderArea()} ${framed ? this.#renderEnd() : this.#renderHint()}
      </div>
      ${secretsFor(this, this.body)?.secretWarning({ text: this.body, kept: this.secretsKept, replace: (text) => this.#write(text), keep: (kept) => (this.secretsKept = kept) })} ${this.#renderProblems()}
      ${framed ? nothing : this.#renderBar()}
    `;
  }

  #renderArea(): TemplateResult {
    const { form, framed, problem } = this;
    // Whoever comes back to a refused text hears first what is wrong with it.
    return html`<textarea
      id=${`text-${form}`}
      dir="auto"
      class=${framed ? '' : 'input'}
      placeholder=${framed ? this.label : nothing}
      aria-label=${framed ? this.label : nothing}
      aria-describedby=${problem ? `problem-${form} hint-${form}` : `hint-${form}`}
      aria-invalid=${problem ? 'true' : 'false'}
      .value=${this.body}
      ?readonly=${this.busy}
      @input=${this.#handleInput}
      @keydown=${this.#handleKey}
      @paste=${(event: ClipboardEvent) => this.files?.paste(event)}
    ></textarea>`;
  }

  #renderProblems(): TemplateResult {
    const { problem, form } = this;
    return html`
      ${problem ? html`<p class="error" role="alert">${icon('warning')}<span id=${`problem-${form}`}>${problem}</span></p>` : nothing} ${inlineFailure(this.failure)}
    `;
  }

  #renderEnd(): TemplateResult {
    const kept = this.keptBefore && this.body ? msg('Your draft, kept here') : '';
    const end = html`<span id=${`hint-${this.form}`} class="small soft">${kept}</span>${this.#renderButton('primary')}`;
    return this.outbox && this.limits
      ? html`<support-ticket-files .outbox=${this.outbox} .form=${this.form} .limits=${this.limits} .locale=${this.locale} .end=${end}></support-ticket-files>`
      : html`<div class="bar">${end}</div>`;
  }

  #renderHint(): TemplateResult {
    return html`<p id=${`hint-${this.form}`} class="small soft">${this.hint}</p>`;
  }

  #renderBar(): TemplateResult {
    return html`<div class="bar">
      ${this.#renderButton('primary')}
      ${this.cancel ? html`<button class="link" type="button" @click=${this.cancel}>${this.body ? (this.keep ?? msg('Cancel')) : msg('Cancel')}</button>` : nothing}
    </div>`;
  }

  #renderButton(kind: string): TemplateResult {
    return html`<button class="button ${kind}" type="button" aria-disabled=${this.busy} @click=${() => void this.#send()}>
      ${this.busy ? msg('Sending…') : this.button}
    </button>`;
  }

  async #send(): Promise<void> {
    const body = this.body.trim();
    if (this.busy || !this.#check(body)) return;
    this.busy = true;
    this.failure = null;
    const { form, drafts } = this;
    try {
      await this.send(body, this.#key);
      drafts.drop(form);
      // Whoever has moved to another ticket meanwhile has another text here.
      if (form === this.form) this.#begin('', nanoid());
    } catch (error) {
      this.#explain(asFailure(error).code);
    } finally {
      this.busy = false;
    }
  }

  #begin(body: string, key: string): void {
    this.body = body;
    this.#key = key;
    this.secretsKept = [];
  }

  #write(body: string): void {
    this.body = body;
    this.problem = null;
    this.#keep();
  }

  #check(body: string): boolean {
    const count = countCharacters(body);
    const stuck = this.limits && this.outbox?.uploads?.isStuck(this.form, this.limits);
    this.problem = stuck
      ? (this.outbox?.uploads?.sayStuck() ?? '')
      : !countVisible(body)
        ? msg('Write a few words first.')
        : count > this.max
          ? count - this.max === 1
            ? msg('This is 1 character too long: please shorten it.')
            : msg(str`This is ${count - this.max} characters too long: please shorten it.`)
          : null;
    if (this.problem) this.focus();
    return !this.problem;
  }

  /** The text was changed after a try whose answer got lost, and that try had arrived: this one is a new message. */
  #explain(code: FailureCode): void {
    if (code !== 'idempotency-key-reused') {
      this.failure = code;
      return;
    }
    this.#key = nanoid();
    this.#keep();
    this.problem = rareWords()?.sayArrivedBefore() ?? sayFailure(code);
    this.dispatchEvent(new Event('already-sent', { bubbles: true }));
  }

  #keep(): void {
    if (this.body) this.drafts.save(this.form, { body: this.body, key: this.#key } satisfies Kept);
    else this.drafts.drop(this.form);
  }

  readonly #handleInput = (event: InputEvent): void => {
    this.#write((event.target as HTMLTextAreaElement).value);
  };

  /** Ctrl or Command with Enter sends, as in any mail programme. */
  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this.#send();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-message-box': MessageBox;
  }
}
