/** Loaded when nobody is signed in. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import { icon } from '../../draw/icon.ts';

function sayEnded(ended: boolean, unsure: boolean): string {
  if (unsure) return msg('Your session ended while your request was being sent');
  return ended ? msg('Your session has ended') : msg('Sign in to reach us');
}

/** `unsure`: nobody knows yet whether a request has arrived. */
export function signedOut(ended: boolean, unsure: boolean, signIn: () => void): TemplateResult {
  return html`<div class="state" role=${unsure ? 'alert' : nothing}>
    ${icon('leave')}
    <h2 part="heading" tabindex="-1">${sayEnded(ended, unsure)}</h2>
    <p class="soft">
      ${
        unsure
          ? msg(
              'We do not know yet whether it arrived. Your text is kept on this device. Sign in again: we check, and never send it twice.',
            )
          : ended
            ? msg('Sign in again to continue. What you had begun to write is kept on this device, and nobody else sees it.')
            : msg('Your tickets and our answers are shown once you are signed in.')
      }
    </p>
    <button class="button primary" type="button" @click=${signIn}>${ended ? msg('Sign in again') : msg('Sign in')}</button>
  </div>`;
}

/** The site has no way of its own to react: what is left is what the customer can do. */
export function signInElsewhere(ended: boolean, unsure: boolean): TemplateResult {
  return html`<div class="state" role="alert">
    ${icon('leave')}
    <h2 part="heading" tabindex="-1">${sayEnded(ended, unsure)}</h2>
    <p class="soft">${unsure ? msg('We do not know yet whether it arrived. Your text is kept on this device. Sign in on this site, then reload this page: we check, and never send it twice.') : msg('Sign in on this site first, then reload this page. What you had begun to write is kept on this device, and nobody else sees it.')}</p>
    <button class="button primary" type="button" @click=${() => location.reload()}>${msg('Reload the page')}</button>
  </div>`;
}
