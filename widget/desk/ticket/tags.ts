import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskTicket } from '../../../server/wire/desk.ts';
import { asFailure } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import type { Amend } from './changes.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { foldText } from '../../draw/fold-text.ts';
import { isComposing } from '../../draw/keyboard.ts';

export const tagsSheet = css`
  support-desk-tags {
    display: block;
    inline-size: 100%;
  }
  .desk .tags {
    margin: 0 0 4px;
    gap: 4px;
  }
  .tags .chip {
    min-block-size: 28px;
    padding: 0 0 0 8px;
    gap: 0;
  }
  .desk .tags .icon-button {
    margin: 0;
  }
  support-desk-tags .input {
    min-block-size: 36px;
    padding: 4px 8px;
    font-size: inherit;
  }
`;

const most = 20;
let count = 0;

/** The tags of a ticket, which only the team sees. Existing tags are suggested while typing. */
@customElement('support-desk-tags')
@localized()
export class TagsField extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) ticket!: DeskTicket;
  @property({ attribute: false }) amend: Amend = () => Promise.resolve();

  @state() private used: readonly string[] = [];
  @state() private problem: string | null = null;

  @query('input') private input!: HTMLInputElement;

  readonly #id = `tags-${String(++count)}`;
  #busy = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override focus(): void {
    this.input.focus();
  }

  protected override render(): TemplateResult {
    const { tags } = this.ticket;
    return html`${
      tags.length
        ? html`<ul class="chips tags" aria-label=${msg('Tags')}>
            ${tags.map(
              (tag) =>
                html`<li class="chip"><bdi>${tag}</bdi><button class="icon-button" type="button" aria-label=${msg(str`Remove the tag ${tag}`)} @click=${() => void this.#remove(tag)}>${icon('close')}</button></li>`,
            )}
          </ul>`
        : ''
    }
      <input
        class="input"
        aria-label=${msg('Add a tag')}
        placeholder=${msg('Add a tag')}
        maxlength="40"
        autocomplete="off"
        list=${this.#id}
        @focus=${this.#handleFocus}
        @input=${() => (this.problem = null)}
        @change=${(event: Event) => event.stopPropagation()}
        @keydown=${this.#handleKey}
      />
      <datalist id=${this.#id}>${this.used.filter((tag) => !tags.includes(tag)).map((tag) => html`<option value=${tag}></option>`)}</datalist>
      ${besideControl(this.problem)}`;
  }

  /** The spelling of an existing tag that differs only in case or accents: "php" for "PHP". */
  #spelt(text: string): string {
    const tag = text.replace(/\s+/g, ' ').trim();
    return this.used.find((known) => foldText(known) === foldText(tag)) ?? tag;
  }

  async #add(text: string): Promise<void> {
    const tag = this.#spelt(text);
    const { tags, number } = this.ticket;
    if (!tag) return;
    if (tags.includes(tag)) this.problem = msg('The ticket has this tag already.');
    else if (tags.length >= most) this.problem = msg('Twenty tags are the most: take one off first.');
    else if (await this.#change([...tags, tag], msg(str`#${number} bears the tag “${tag}”.`))) this.input.value = '';
  }

  async #remove(tag: string): Promise<void> {
    const { tags, number } = this.ticket;
    if (
      await this.#change(
        tags.filter((other) => other !== tag),
        msg(str`#${number} no longer bears the tag “${tag}”.`),
      )
    )
      this.focus();
  }

  async #change(tags: string[], said: string): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    try {
      await this.amend({ tags }, said);
      this.problem = null;
      return true;
    } catch (error) {
      this.problem = sayDeskFailure(asFailure(error).code);
      return false;
    } finally {
      this.#busy = false;
    }
  }

  /** Loads the suggestions; failures are ignored. */
  readonly #handleFocus = (): void => {
    this.desk.api.tags().then(
      ({ items }) => (this.used = items.map(({ id }) => id)),
      () => undefined,
    );
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key === 'Enter' || event.key === ',') void this.#add(this.input.value);
    else if (event.key === 'Backspace' && !this.input.value && this.ticket.tags.length) void this.#remove(this.ticket.tags.at(-1) ?? '');
    else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-tags': TagsField;
  }
}
