import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { localized, msg } from '@lit/localize';

export const helpSheet = css`
  .keys-list {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 8px 20px;
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

const key = (name: string): TemplateResult => html`<kbd class="key">${name}</kbd>`;

/** The sheet of keys, and the switch for whoever does without them. */
@customElement('support-desk-help')
@localized()
export class HelpSheet extends LitElement {
  @property({ attribute: false }) enabled = true;
  @property({ attribute: false }) enable: (enabled: boolean) => void = () => undefined;

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('.bar .button') private button!: HTMLElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  show(): void {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.button.focus();
  }

  protected override render(): TemplateResult {
    const rows: readonly [readonly string[], string][] = [
      [['J', 'K'], msg('next, previous ticket of the queue')],
      [[msg('Enter')], msg('open the ticket')],
      [['R'], msg('write to the customer')],
      [['N'], msg('write an internal note')],
      [['/'], msg('search')],
      [['I'], msg('incidents that customers are told of')],
      [['Ctrl', msg('Enter')], msg('send the answer, or keep the note, that you are writing')],
      [[msg('Esc')], msg('leave what you are writing; it is kept')],
      [['?'], msg('this sheet')],
    ];
    return html`<dialog class="dialog" aria-labelledby="help-heading">
      <h2 id="help-heading" class="dialog-heading">${msg('Keys of the desk')}</h2>
      <dl class="keys-list">${rows.map(([names, does]) => html`<dt>${names.map(key)}</dt><dd>${does}</dd>`)}</dl>
      <label class="check"><input type="checkbox" .checked=${this.enabled} @change=${this.#handleChange} /><span>${msg('Use keys of a single letter')}</span></label>
      <div class="bar"><button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the desk')}</button></div>
    </dialog>`;
  }

  readonly #handleChange = (event: Event): void => {
    this.enable((event.target as HTMLInputElement).checked);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-help': HelpSheet;
  }
}
