/**
 * What stands around every screen: the styles they share, the panel of launcher mode, and what is shown when there is
 * no screen to show. Loaded beside the customer's session, so that the element itself stays small.
 */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { SessionState } from './controllers/session.ts';
import { icon } from './parts/icon.ts';
import { bones, brokenScreen, sessionFailed, signedOut } from './parts/states.ts';
import { base } from './styles/base.ts';
import { launcher } from './styles/launcher.ts';

export { AppearanceController } from './controllers/appearance.ts';
export { Drafts } from './controllers/drafts.ts';
export { openOutbox } from './controllers/open-outbox.ts';

export const sheets = [base, launcher];

/** What has just happened, or why it did not. */
export interface Notice {
  readonly text: string;
  readonly tone: 'done' | 'problem';
}

export interface Inside {
  readonly session: SessionState;
  readonly now: string;
  readonly offline: boolean;
  readonly notice: Notice | null;
  /** The screen; null while its code is on the way. */
  readonly screen: TemplateResult | null;
  /** The screen's code could not be loaded. */
  readonly broken: boolean;
  signIn(): void;
  reload(): void;
  loadScreen(): void;
}

function renderState(inside: Inside): TemplateResult {
  switch (inside.session.kind) {
    case 'waiting':
      return bones();
    case 'signed-out':
      return signedOut(inside.session.ended, () => inside.signIn());
    case 'failed':
      return sessionFailed(inside.session.code, () => inside.reload());
    case 'ready':
      return inside.broken ? brokenScreen(() => inside.loadScreen()) : (inside.screen ?? bones());
  }
}

export function renderInside(inside: Inside): TemplateResult {
  return html`
    ${inside.offline
      ? html`<p class="strip" role="status">${icon('offline')}<span><b>${msg('You are offline.')}</b> ${msg('You can read and write; what you send goes as soon as the connection is back.')}</span></p>`
      : nothing}
    ${inside.notice === null ? nothing : html`<div class="strip notice">${icon(inside.notice.tone === 'done' ? 'check' : 'warning')}<span>${inside.notice.text}</span></div>`} ${renderState(inside)}
  `;
}

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
