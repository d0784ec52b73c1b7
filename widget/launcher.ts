/** The button and the panel of launcher mode: a page that shows the widget in its flow loads nothing of them. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { icon } from './parts/icon.ts';

export { launcher as sheet } from './styles/launcher.ts';

export interface Launcher {
  readonly opened: boolean;
  readonly unread: number;
  readonly inside: TemplateResult | typeof nothing;
  open(): void;
  /** Closed by the customer: the keyboard goes back to the button. */
  dismiss(): void;
}

export function renderLauncher({ opened, unread, inside, open, dismiss }: Launcher): TemplateResult {
  const answers = unread === 1 ? msg('1 answer to read') : msg(str`${unread} answers to read`);
  const handleCancel = (event: Event) => {
    if (!(event.target as Element).matches('.panel')) return;
    event.preventDefault();
    dismiss();
  };
  const handleKey = (event: KeyboardEvent) => {
    // A modal panel hears of Esc through its cancel event.
    const panel = event.currentTarget as HTMLDialogElement;
    if (event.key !== 'Escape' || event.defaultPrevented || panel.open || (event.target as Element).closest('dialog') !== panel) return;
    event.stopPropagation();
    dismiss();
  };
  return html`
    <button class="button primary launch" part="launcher" type="button" aria-haspopup="dialog" aria-expanded=${opened} ?hidden=${opened} @click=${open}>
      ${icon('message')}${msg('Support')}
      ${unread ? html`<span class="mark"><span aria-hidden="true">${unread}</span><span class="unseen">${answers}</span></span>` : nothing}
    </button>
    <dialog class="panel" part="panel" popover="manual" aria-label=${msg('Support')} @cancel=${handleCancel} @keydown=${handleKey}>
      <div class="panel-top">
        <b>${msg('Support')}</b>
        <button class="icon-button" type="button" aria-label=${msg('Close the panel')} @click=${dismiss}>${icon('close')}</button>
      </div>
      <div class="panel-in">${inside}</div>
    </dialog>
  `;
}
