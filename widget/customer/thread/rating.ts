import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { textLimits } from '../../../server/ticket/limits.ts';
import type { Drafts } from '../../client/drafts.ts';
import { asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import { inlineFailure } from '../../draw/states.ts';

export const ratingSheet = css`
  support-ticket-rating {
    display: grid;
    justify-items: start;
    gap: 8px;
  }
  .scores {
    display: flex;
    margin-block-start: 8px;
    inline-size: fit-content;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
  }
  .scores label {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: var(--tap);
    block-size: var(--tap);
    border-inline-start: 1px solid var(--line);
    cursor: pointer;
  }
  .scores label:first-child {
    border: 0;
  }
  .scores input {
    position: absolute;
    inset: 0;
    margin: 0;
    appearance: none;
    border-radius: var(--radius);
    cursor: pointer;
  }
  .scores label:has(:checked) {
    background: var(--accent);
    color: var(--on-accent);
    font-weight: var(--bold);
  }
  @media (forced-colors: active) {
    .scores label:has(:checked) {
      outline: 2px solid Highlight;
      outline-offset: -4px;
    }
  }
  support-ticket-rating .field {
    inline-size: 100%;
  }
`;

const scores = [1, 2, 3, 4, 5] as const;

interface Given {
  readonly score: number | null;
  readonly comment: string | null;
}

/** What the customer has said of the help, for them to see again. */
export const givenRating = ({ score, comment }: Given): TemplateResult =>
  html`<div>
    <p><b>${msg('Your rating')}</b> ${msg(str`${score ?? 0} out of 5`)}</p>
    ${comment ? html`<p class="said soft">${comment}</p>` : nothing}
  </div>`;

/** How satisfied the customer is, asked once a ticket is closed. */
@customElement('support-ticket-rating')
@localized()
export class Rating extends LitElement {
  @property({ attribute: false }) drafts!: Drafts;
  /** The name that a comment is kept under until it is sent. */
  @property({ attribute: false }) form = '';
  @property({ attribute: false }) send: (score: number, comment: string | null) => Promise<void> = () => Promise.resolve();

  @state() private score: number | null = null;
  @state() private comment = '';
  @state() private busy = false;
  @state() private failure: FailureCode | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('form') && !changed.has('drafts')) return;
    const kept = this.drafts.load<Partial<Given>>(this.form)?.value;
    this.score = scores.find((score) => score === kept?.score) ?? null;
    this.comment = typeof kept?.comment === 'string' ? kept.comment : '';
  }

  protected override render(): TemplateResult {
    return html`
      <fieldset aria-describedby="rating-scale">
        <legend>${msg('Was our help useful?')}</legend>
        <div class="scores">
          ${scores.map((score) => html`<label><input type="radio" name="score" value=${score} .checked=${this.score === score} @change=${() => this.#choose(score)} />${score}</label>`)}
        </div>
      </fieldset>
      <p class="small soft" id="rating-scale">${msg('1: not at all, 5: entirely')}</p>
      ${this.score === null ? nothing : this.#renderComment()}
    `;
  }

  #renderComment(): TemplateResult {
    return html`
      <label class="field">
        <span class="label">${msg('Anything to add? (optional)')}</span>
        <textarea class="input" dir="auto" maxlength=${textLimits.comment.max} .value=${this.comment} @input=${this.#handleComment}></textarea>
      </label>
      ${inlineFailure(this.failure)}
      <button class="button" type="button" aria-disabled=${this.busy} @click=${() => void this.#send()}>${msg('Send feedback')}</button>
    `;
  }

  async #send(): Promise<void> {
    if (this.busy || this.score === null) return;
    this.busy = true;
    this.failure = null;
    try {
      await this.send(this.score, this.comment.trim() || null);
      this.drafts.drop(this.form);
    } catch (error) {
      this.failure = asFailure(error).code;
    } finally {
      this.busy = false;
    }
  }

  readonly #handleComment = (event: InputEvent): void => {
    this.comment = (event.target as HTMLTextAreaElement).value;
    this.#keep();
  };

  #choose(score: number): void {
    this.score = score;
    this.#keep();
  }

  #keep(): void {
    this.drafts.save(this.form, { score: this.score, comment: this.comment });
  }
}
