import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { FailureCode } from '../http.ts';
import { icon } from './icon.ts';

/** Stands in for rows while they load; shows only when that takes its time. */
export const bones = (rows = 3): TemplateResult => html`
  <p class="unseen" role="status">${msg('Loading…')}</p>
  <ul class="rows bones" aria-hidden="true">
    ${Array.from({ length: rows }, () => html`<li><span class="bone"></span><span class="bone"></span></li>`)}
  </ul>
`;

/** What happened, that nothing is lost, and what to do: for a failure that leaves nothing else to show. */
export function failureState(title: string, text: string, retry: () => void, extra: unknown = nothing, label = msg('Try again now')): TemplateResult {
  return html`<div class="state" role="alert">
    ${icon('warning')}
    <h2 part="heading" tabindex="-1">${title}</h2>
    <p class="soft">${text}</p>
    <div class="bar"><button class="button primary" type="button" @click=${retry}>${label}</button>${extra}</div>
  </div>`;
}

/** Why something could not be done, in one plain sentence or two; never a code. */
export function sayFailure(code: FailureCode): string {
  switch (code) {
    case 'offline':
      return msg('You are offline. Nothing is lost: try again once you are connected.');
    case 'unreachable':
      return msg('The support server does not answer. Nothing is lost: what you wrote is kept here.');
    case 'unauthenticated':
      return msg('Your session has ended. What you wrote is kept here; sign in again to go on.');
    case 'code-required':
      return msg('A link of a mail is for reading. To write, ask for a code below.');
    case 'too-many-requests':
      return msg('That was a lot at once. Wait a moment, then try again: nothing is lost.');
    case 'read-only':
    case 'draining':
      return msg('The support server is being looked after for a moment. Nothing is lost: try again shortly.');
    case 'in-flight':
      return msg('Your request is already on its way. Try again in a moment to see it.');
    case 'not-found':
      return msg('We cannot find this ticket. It may belong to another account.');
    case 'ticket-closed':
      return msg('This ticket has been closed in the meantime. You can reopen it.');
    case 'already-closed':
      return msg('This ticket is already closed.');
    case 'not-closed':
      return msg('This ticket is already open again.');
    case 'reopen-window-passed':
      return msg('This ticket can no longer be reopened. Please open a new one: mention this number in it.');
    case 'already-thanked':
      return msg('Your thanks have already arrived.');
    case 'already-rated':
      return msg('You have already rated this answer.');
    case 'idempotency-key-reused':
      return msg('An earlier version of this was already sent, perhaps from another window: see your open tickets. Send this one too if it adds something.');
    case 'file-lost':
      return msg('One of its files could not be taken: remove it, or add it again.');
    case 'too-large':
      return msg('This is more text than we can take at once. Please shorten it.');
    default:
      return msg('Something went wrong on our side. Nothing is lost: please try again.');
  }
}

export function sessionFailed(code: FailureCode, retry: () => void): TemplateResult {
  const nothingLost = msg('Nothing is lost: your tickets and your draft are safe.');
  const text =
    code === 'offline'
      ? msg(str`You are offline. ${nothingLost}`)
      : msg(str`The support server does not answer. ${nothingLost} We try again by ourselves.`);
  return failureState(msg('Your tickets could not be shown'), text, retry);
}

/** Browsers remember a script that did not come: asking for it once more would change nothing. */
export function brokenScreen(): TemplateResult {
  return failureState(msg('This page could not be loaded'), msg('The connection was cut on the way. Nothing is lost.'), () => location.reload(), nothing, msg('Reload the page'));
}

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

/** A failure beside the control that caused it. */
export const inlineFailure = (code: FailureCode | null): TemplateResult | typeof nothing =>
  code === null ? nothing : html`<p class="error" role="alert">${icon('warning')}<span>${sayFailure(code)}</span></p>`;
