import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { FailureCode } from '../client/http.ts';
import { withTexts } from '../client/language.ts';
import { basicIcon } from './basic-icon.ts';

/** A skeleton of rows, which is shown when loading takes longer than 0.4 s. */
export const bones = (rows = 3): TemplateResult => html`
  <p class="unseen" role="status">${msg('Loading…')}</p>
  <ul class="rows bones" aria-hidden="true">
    ${Array.from({ length: rows }, () => html`<li><span class="bone"></span><span class="bone"></span></li>`)}
  </ul>
`;

/** A failure that replaces the whole screen, with a button to retry. */
export function failureState(
  title: string,
  text: string,
  retry: () => void,
  extra: unknown = nothing,
  label = msg('Try again now'),
): TemplateResult {
  return html`<div class="state" role="alert">
    ${basicIcon('warning')}
    <h2 part="heading" tabindex="-1">${title}</h2>
    <p class="soft">${text}</p>
    <div class="bar"><button class="button primary" type="button" @click=${retry}>${label}</button>${extra}</div>
  </div>`;
}

type Rare = typeof import('./rare-failures.ts');
let rare: Rare | null = null;
const loadRare = () => withTexts(import('./rare-failures.ts'), { fr: () => import('./locales/fr.ts') });
const usual: readonly FailureCode[] = ['offline', 'unreachable', 'unauthenticated', 'internal', 'refused-on-the-way'];

/**
 * Loads the texts of uncommon failures when the code is one; to be awaited before the failure is shown. `null` when they
 * cannot be loaded.
 */
export async function learnRare(code: FailureCode): Promise<Rare | null> {
  if (!rare && !usual.includes(code)) rare = await loadRare().catch(() => null);
  return rare;
}

/** The texts of uncommon failures; `null` until they are loaded. */
export const rareWords = (): Rare | null => rare;

/** A sentence or two about a failure, without its code. */
export function sayFailure(code: FailureCode): string {
  switch (code) {
    case 'offline':
      return msg('You are offline. Nothing is lost: try again once you are connected.');
    case 'unreachable':
      return msg('The support server does not answer. Nothing is lost: what you wrote is kept here.');
    case 'unauthenticated':
      return msg('Your session has ended. What you wrote is kept here; sign in again to continue.');
    default:
      return rare?.sayFailure(code) ?? msg('Something went wrong on our side. Nothing is lost: please try again.');
  }
}

export function sessionFailed(code: FailureCode, retry: () => void): TemplateResult {
  const nothingLost = msg('Nothing is lost: your tickets and your draft are safe.');
  const text =
    code === 'offline'
      ? msg(str`You are offline. ${nothingLost}`)
      : code === 'token-unavailable'
        ? msg(str`This site could not tell us who you are. ${nothingLost} We will keep trying.`)
        : msg(str`The support server does not answer. ${nothingLost} We will keep trying.`);
  return failureState(msg('Your tickets could not be shown'), text, retry);
}

/** Shown when a chunk cannot be loaded. It offers a reload, since browsers cache a failed import. */
export function brokenScreen(isOutdated = false): TemplateResult {
  const [title, text] = isOutdated
    ? [msg('A new version is available'), msg('Reload the page to use it. What you wrote is kept on this device.')]
    : [msg('This page could not be loaded'), msg('The connection was cut on the way. Nothing is lost.')];
  return failureState(title, text, () => location.reload(), nothing, msg('Reload the page'));
}

/** Failures of the server or the connection, with which other ways to contact the team are shown. */
const ofServer: readonly FailureCode[] = ['offline', 'unreachable', 'internal', 'read-only', 'draining'];

/** A failure beside the control that caused it. */
export const inlineFailure = (code: FailureCode | null): TemplateResult | typeof nothing =>
  code === null
    ? nothing
    : html`<p class=${ofServer.includes(code) ? 'error of-server' : 'error'} role="alert">${basicIcon('warning')}<span>${sayFailure(code)}</span></p>`;

/** Shown above old content after a refresh has failed. */
export const notRefreshed = (code: FailureCode, retry: () => void): TemplateResult =>
  html`<p class="meta not-refreshed of-server"><span role="status">${code === 'offline' ? msg('You are offline: this may have changed since.') : msg('The server does not answer: this may have changed since.')}</span><button class="link" type="button" @click=${retry}>${msg('Try again')}</button></p>`;
