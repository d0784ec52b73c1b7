/** Loaded when nobody is signed in. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import { icon } from './icon.ts';

export function signedOut(ended: boolean, signIn: () => void): TemplateResult {
  return html`<div class="state">
    ${icon('leave')}
    <h2 part="heading" tabindex="-1">${ended ? msg('Your session has ended') : msg('Sign in to reach us')}</h2>
    <p class="soft">
      ${ended
        ? msg('Sign in again to go on. What you had begun to write is kept on this device, and nobody else sees it.')
        : msg('Your tickets and our answers are shown once you are signed in.')}
    </p>
    <button class="button primary" type="button" @click=${signIn}>${ended ? msg('Sign in again') : msg('Sign in')}</button>
  </div>`;
}

/** The site has no way of its own to react: what is left is what the customer can do. */
export function signInElsewhere(ended: boolean): TemplateResult {
  return html`<div class="state" role="alert">
    ${icon('leave')}
    <h2 part="heading" tabindex="-1">${ended ? msg('Your session has ended') : msg('Sign in to reach us')}</h2>
    <p class="soft">${msg('Sign in on this site first, then reload this page. What you had begun to write is kept on this device, and nobody else sees it.')}</p>
    <button class="button primary" type="button" @click=${() => location.reload()}>${msg('Reload the page')}</button>
  </div>`;
}
