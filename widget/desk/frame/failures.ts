import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { FailureCode } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { sayFailure } from '../../draw/states.ts';

/** Failures that mean that the shown ticket is outdated and has to be loaded again. */
const moved: readonly FailureCode[] = [
  'stale',
  'bad-transition',
  'nothing-to-acknowledge',
  'ticket-closed',
  'already-closed',
  'not-closed',
  'not-found',
];

export const hasMoved = (code: FailureCode): boolean => moved.includes(code);

/** The text of a failure for the team. */
export function sayDeskFailure(code: FailureCode): string {
  switch (code) {
    case 'stale':
      return msg(
        'This ticket changed while you were at it. Here it is as it stands now: check it, then confirm again. What you typed is kept.',
      );
    case 'nothing-to-acknowledge':
      return msg(
        'It is no longer the team’s turn, so there was nothing to acknowledge. Here it is as it stands now; what you typed is kept.',
      );
    case 'bad-transition':
      return msg('This ticket has moved on meanwhile. Here it is as it stands now.');
    case 'ticket-closed':
      return msg('This ticket was closed meanwhile. Reopen it to answer; what you typed is kept.');
    case 'answered-meanwhile':
      return msg(
        'A colleague has answered meanwhile. Nothing has been sent: read their answer, and send yours all the same if it adds something.',
      );
    case 'reopen-window-passed':
      return msg('This ticket was closed too long ago to be reopened.');
    case 'not-found':
      return msg('No ticket bears this number.');
    case 'invalid-input':
      return msg('The server does not accept this as it is. Nothing is lost: check what you typed.');
    case 'outdated':
      return msg('A new version of the desk is there. Reload the page to go on with it; what you typed is kept.');
    case 'forbidden':
      return msg('Your account does not allow this.');
    case 'unreachable':
      return msg('The server does not answer. Nothing is lost: what you typed is kept. Try again in a moment.');
    case 'internal':
      return msg(
        'The server ran into an error. Nothing is lost: what you typed is kept. Try again, and tell your administrator if it keeps happening.',
      );
    case 'too-many-requests':
      return msg('The server is receiving too many requests. Nothing is lost: wait a moment, then try again.');
    case 'read-only':
    case 'draining':
      return msg('The server is under maintenance. Nothing is lost: what you typed is kept. Try again shortly.');
    case 'too-large':
      return msg('This is more than the server takes at once. Nothing is lost: shorten the text, or send it in two parts.');
    case 'refused-on-the-way':
      return msg(
        'Something between you and the server, such as a proxy or a firewall, blocked this. Nothing is lost: try again, and tell your administrator if it keeps happening.',
      );
    case 'malformed-json':
    case 'malformed-request':
    case 'unsupported-media-type':
    case 'method-not-allowed':
    case 'precondition-required':
      return msg('The server refused this request. Nothing is lost: reload the page, then try again.');
    default:
      return sayFailure(code);
  }
}

/** Why an answer that will be retried has not been sent yet. The code is unknown after the page was left. */
export function sayWaiting(code: FailureCode | undefined): string {
  switch (code) {
    case undefined:
    case 'in-flight':
      return msg('It may have been sent already: this is being checked.');
    case 'offline':
      return msg('Not sent yet: you are offline.');
    case 'internal':
      return msg('Not sent yet: the server ran into an error. Your text is kept.');
    case 'too-many-requests':
      return msg('Not sent yet: the server is receiving too many requests.');
    case 'read-only':
    case 'draining':
      return msg('Not sent yet: the server is under maintenance.');
    case 'unauthenticated':
      return msg('Not sent yet: your session had ended.');
    default:
      return msg('Not sent yet: the server does not answer.');
  }
}

/** Why an answer was not sent, for a notice outside of its ticket. */
export function sayRefused(code: FailureCode): string {
  if (code === 'not-found') return msg('The ticket is no longer there.');
  if (code === 'stale') return msg('The ticket changed meanwhile, so that what was to go with the answer has not been done either.');
  if (code === 'idempotency-key-reused') return msg('An earlier version of this text has already arrived.');
  return sayDeskFailure(code);
}

/** A failure beside the control that caused it. */
export const besideControl = (text: string | null): TemplateResult | typeof nothing =>
  text === null ? nothing : html`<p class="error" role="alert">${icon('warning')}<span>${text}</span></p>`;
