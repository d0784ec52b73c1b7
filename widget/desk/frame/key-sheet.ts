import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';

export const helpSheet = css`
  .keys-list {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 8px 20px;
  }
  @container support (min-width: 720px) {
    .dialog.keys-sheet {
      max-inline-size: 820px;
    }
    .keys-sheet .keys-list {
      grid-template-columns: max-content minmax(0, 1fr) max-content minmax(0, 1fr);
    }
  }
  .keys-list dt {
    display: flex;
    gap: 4px;
    align-items: center;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: var(--tap);
  }
  .check input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    flex: none;
    accent-color: var(--accent);
  }
`;

const holds = [0, 5, 10, 20, 30];

const key = (name: string): TemplateResult => html`<kbd class="key">${name}</kbd>`;

/** The list of shortcuts, with a switch to turn them off. */
@customElement('support-desk-help')
@localized()
export class HelpSheet extends LitElement {
  @property({ attribute: false }) enabled = true;
  @property({ attribute: false }) enable: (enabled: boolean) => void = () => undefined;

  /** Seconds for which answers are held; `null`: the site's setting. */
  @property({ attribute: false }) holdFor: number | null = null;
  @property({ attribute: false }) setHold: (seconds: number | null) => void = () => undefined;

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('h2') private heading!: HTMLElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  show(): void {
    if (this.dialog.open) return;
    this.dialog.showModal();
    // Focused so that reading begins at the keys, which are before the button.
    this.heading.focus();
  }

  protected override render(): TemplateResult {
    const rows: readonly [readonly string[], string][] = [
      [['J', 'K'], msg('next, previous ticket of the queue')],
      [[msg('Enter')], msg('open the ticket')],
      [['R'], msg('write to the customer')],
      [['N'], msg('write an internal note')],
      [['/'], msg('search')],
      [['G'], msg('go to another view of the queue')],
      [['F'], msg('filter the queue')],
      [['X'], msg('take off filters and search')],
      [['W'], msg('find a customer')],
      [['O'], msg('open a ticket for a customer')],
      [['I'], msg('incidents that customers are told of')],
      [['S'], msg('statistics')],
      [['U'], msg('take the ticket up')],
      [['Y'], msg('say that it needs no answer')],
      [['A'], msg('assign it')],
      [['P'], msg('change its priority')],
      [['M'], msg('move it to another service')],
      [['T'], msg('add a tag')],
      [['C'], msg('close it, or reopen it')],
      [['D'], msg('close it as a duplicate')],
      [['V'], msg('view it as its customer does')],
      [['E'], msg('manage the canned replies')],
      [['/'], msg('at the start of a line of your answer: insert a canned reply; Ctrl with ; does it anywhere')],
      [['Ctrl', msg('Enter')], msg('send the answer, or keep the note, that you are writing')],
      [['Z'], msg('take back the answer that is about to go')],
      [[msg('Esc')], msg('leave what you are writing; it is kept')],
      [['?'], msg('this sheet')],
    ];
    return html`<dialog class="dialog keys-sheet" aria-labelledby="help-heading">
      <h2 id="help-heading" class="dialog-heading" tabindex="-1">${msg('Keyboard shortcuts')}</h2>
      <dl class="keys-list">${rows.map(([names, does]) => html`<dt>${names.map(key)}</dt><dd>${does}</dd>`)}</dl>
      <label class="check"><input type="checkbox" .checked=${this.enabled} @change=${this.#handleChange} /><span>${msg('Use single-letter shortcuts')}</span></label>
      <label class="field">
        <span class="label">${msg('Before an answer goes, it can be taken back for')}</span>
        <select class="input" @change=${this.#handleHold}>
          <option value="" .selected=${this.holdFor === null}>${msg('as long as the site has set')}</option>
          ${holds.map((seconds) => html`<option value=${seconds} .selected=${this.holdFor === seconds}>${seconds ? msg(str`${seconds} seconds`) : msg('no time: it goes at once')}</option>`)}
        </select>
      </label>
      <div class="bar"><button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the desk')}</button></div>
    </dialog>`;
  }

  readonly #handleHold = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.setHold(value === '' ? null : Number(value));
  };

  readonly #handleChange = (event: Event): void => {
    this.enable((event.target as HTMLInputElement).checked);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-help': HelpSheet;
  }
}
