import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { countCharacters } from '../../../server/ticket/characters.ts';
import { limits } from '../../../server/ticket/limits.ts';
import { asFailure } from '../../client/http.ts';
import type { Failure } from '../../client/http.ts';
import type { Drafts } from '../../client/drafts.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';

export const changeSheet = css`
  .dialog .change {
    display: grid;
    gap: 16px;
  }
  .dialog textarea {
    min-block-size: 84px;
  }
`;

export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** A change that the dialog asks for. */
export interface Change {
  readonly heading: string;
  /** Tells who sees the change. */
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  /** The options, and the current value. */
  readonly choices?: { readonly label: string; readonly options: readonly Choice[]; readonly value: string };
  /** A text field with suggestions; its text is the chosen value. */
  readonly line?: { readonly label: string; readonly likely: readonly Choice[]; lack(text: string): string | null };
  /** The name its draft is kept under, and whether it may be left out. */
  readonly reason?: { readonly draft: string; readonly label: string; readonly required: boolean };
  act(chosen: string, reason: string): Promise<void>;
  /** A text for a failure that replaces the general one. */
  explain?(failure: Failure): string | null;
}

/** Asks for a choice, a reason, or both. When the change fails, the dialog stays open with its values. */
@customElement('support-desk-change')
@localized()
export class ChangeDialog extends LitElement {
  @property({ attribute: false }) drafts!: Drafts;

  @state() private change: Change | null = null;
  @state() private chosen = '';
  @state() private reason = '';
  @state() private busy = false;
  @state() private problem: string | null = null;
  /** Whether the problem is about the typed text. */
  @state() private invalid = false;

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('textarea') private area!: HTMLTextAreaElement | null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  async ask(change: Change): Promise<void> {
    this.change = change;
    this.chosen = change.choices?.value ?? '';
    this.reason = (change.reason && this.drafts.load<string>(change.reason.draft)?.value) || '';
    this.problem = null;
    this.invalid = false;
    this.busy = false;
    await this.updateComplete;
    // The dialog may be open with another change, which is replaced.
    if (!this.dialog.open) this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    const { change } = this;
    return html`<dialog class="dialog" aria-labelledby="change-heading" aria-describedby="change-text">
      ${
        change
          ? html`<form class="change" novalidate @submit=${this.#handleSubmit}>
            <h2 id="change-heading" class="dialog-heading">${change.heading}</h2>
            <p id="change-text" class="soft">${change.text}</p>
            ${this.#renderChoices(change)} ${this.#renderLine(change)} ${this.#renderReason(change)} ${besideControl(this.problem)}
            <div class="bar">
              <button class="button primary" type="submit" aria-disabled=${this.busy}>${this.busy ? msg('One moment…') : change.yes}</button>
              <button class="button" type="button" @click=${() => this.dialog.close()}>${change.no}</button>
            </div>
          </form>`
          : nothing
      }
    </dialog>`;
  }

  #renderChoices({ choices }: Change): TemplateResult | typeof nothing {
    if (!choices) return nothing;
    const { options, value } = choices;
    // The current value may no longer be in the configuration.
    const all = options.some(({ id }) => id === value) ? options : [{ id: value, label: value }, ...options];
    return html`<label class="field">
      <span class="label">${choices.label}</span>
      <select class="input" @change=${this.#handleChoice}>
        ${all.map(({ id, label }) => html`<option value=${id} .selected=${id === this.chosen}>${label}</option>`)}
      </select>
    </label>`;
  }

  #renderLine({ line }: Change): TemplateResult | typeof nothing {
    if (!line) return nothing;
    return html`<label class="field">
      <span class="label">${line.label}</span>
      <input class="input" list="change-likely" autocomplete="off" aria-required="true" aria-invalid=${this.invalid ? 'true' : 'false'} .value=${this.chosen} @input=${this.#handleChoice} />
      <datalist id="change-likely">${line.likely.map(({ id, label }) => html`<option value=${id}>${label}</option>`)}</datalist>
    </label>`;
  }

  #renderReason({ reason }: Change): TemplateResult | typeof nothing {
    if (!reason) return nothing;
    return html`<label class="field">
      <span class="label">${reason.label}</span>
      <textarea class="input" aria-required=${reason.required} aria-invalid=${this.invalid ? 'true' : 'false'} .value=${this.reason} ?readonly=${this.busy} @input=${this.#handleReason}></textarea>
    </label>`;
  }

  async #act(change: Change): Promise<void> {
    const reason = this.reason.trim();
    this.problem = this.#lack(change, reason);
    this.invalid = this.problem !== null;
    if (this.invalid) return (this.querySelector<HTMLElement>('[aria-invalid=true]') ?? this.area)?.focus();
    // The value is unchanged, so there is nothing to do.
    if (change.choices && this.chosen === change.choices.value) return this.dialog.close();
    this.busy = true;
    try {
      await change.act(this.chosen, reason);
      if (change.reason) this.drafts.drop(change.reason.draft);
      if (this.change === change) this.dialog.close();
    } catch (error) {
      if (this.change !== change) return;
      const failure = asFailure(error);
      this.problem = change.explain?.(failure) ?? sayDeskFailure(failure.code);
    } finally {
      if (this.change === change) this.busy = false;
    }
  }

  #lack({ reason: asked, choices, line }: Change, reason: string): string | null {
    const lack = line?.lack(this.chosen) ?? null;
    if (lack !== null) return lack;
    if (!asked || (choices && this.chosen === choices.value)) return null;
    if (asked.required && !reason) return msg('Give a reason: the customer will read it.');
    const over = countCharacters(reason) - limits.reason.max;
    return over > 0 ? msg(str`This is too long, by ${over}: please shorten it.`) : null;
  }

  readonly #handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.change && !this.busy) void this.#act(this.change);
  };

  readonly #handleChoice = (event: Event): void => {
    this.chosen = (event.target as HTMLSelectElement).value;
    this.problem = null;
    this.invalid = false;
  };

  readonly #handleReason = (event: InputEvent): void => {
    this.reason = (event.target as HTMLTextAreaElement).value;
    this.problem = null;
    this.invalid = false;
    const draft = this.change?.reason?.draft;
    if (draft && this.reason) this.drafts.save(draft, this.reason);
    else if (draft) this.drafts.drop(draft);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-change': ChangeDialog;
  }
}
