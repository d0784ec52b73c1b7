/** The button and the panel of launcher mode: a page that shows the widget in its flow loads nothing of them. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { isComposing } from './keyboard.ts';

export { launcher as sheet } from './styles/launcher.ts';

export interface Launcher {
  readonly opened: boolean;
  readonly unread: number;
  /** Null: its code is on the way. */
  readonly inside: TemplateResult | null;
  /** It did not come. */
  readonly broken: boolean;
  /** Somebody is about to open it. */
  near(): void;
  open(): void;
  /** Closed by the customer: the keyboard goes back to the button. */
  dismiss(): void;
}

/** The icons of the whole widget come with its inside. */
const icon = (path: string): TemplateResult => html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`;

function renderWaiting(broken: boolean): TemplateResult {
  return broken
    ? html`<p role="alert">${msg('The connection was cut on the way. Nothing is lost.')}</p>
        <button class="button primary" type="button" @click=${() => location.reload()}>${msg('Reload the page')}</button>`
    : html`<p class="soft" role="status">${msg('Loading…')}</p>`;
}

export function renderLauncher({ opened, unread, inside, broken, near, open, dismiss }: Launcher): TemplateResult {
  const answers = unread === 1 ? msg('1 answer to read') : msg(str`${unread} answers to read`);
  const handleCancel = (event: Event) => {
    if (!(event.target as Element).matches('.panel')) return;
    event.preventDefault();
    dismiss();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    // A modal panel hears of Esc through its cancel event.
    const panel = event.currentTarget as HTMLDialogElement;
    if (event.key !== 'Escape' || event.defaultPrevented || panel.open || (event.target as Element).closest('dialog') !== panel) return;
    event.stopPropagation();
    dismiss();
  };
  return html`
    <button class="button primary launch" part="launcher" type="button" aria-haspopup="dialog" aria-expanded=${opened} ?hidden=${opened} @pointerenter=${near} @focus=${near} @click=${open}>
      ${icon('M4 4h12v9H9l-3.5 3v-3H4z')}${msg('Support')}
      ${unread ? html`<span class="mark"><span aria-hidden="true">${unread}</span><span class="unseen">${answers}</span></span>` : nothing}
    </button>
    <dialog class="panel" part="panel" popover="manual" aria-label=${msg('Support')} @cancel=${handleCancel} @keydown=${handleKey}>
      <div class="panel-top">
        <b>${msg('Support')}</b>
        <button class="icon-button" type="button" aria-label=${msg('Close the panel')} @click=${dismiss}>${icon('M5 5l10 10M15 5L5 15')}</button>
      </div>
      <div class="panel-in">${opened ? (inside ?? renderWaiting(broken)) : nothing}</div>
    </dialog>
  `;
}
