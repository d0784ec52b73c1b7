import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { FailureCode } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { sayFailure } from '../../draw/states.ts';

/** The ticket is no longer as it was shown: it has to be read again before anybody goes on. */
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

/** Why something could not be done, to somebody of the team. */
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
    default:
      return sayFailure(code);
  }
}

/** Why an answer has not been sent, where the ticket it is for may not be in sight. */
export function sayRefused(code: FailureCode): string {
  if (code === 'not-found') return msg('The ticket is no longer there.');
  if (code === 'stale') return msg('The ticket changed meanwhile, so that what was to go with the answer has not been done either.');
  if (code === 'idempotency-key-reused') return msg('An earlier version of this text has already arrived.');
  return sayDeskFailure(code);
}

/** A failure beside the control that caused it. */
export const besideControl = (text: string | null): TemplateResult | typeof nothing =>
  text === null ? nothing : html`<p class="error" role="alert">${icon('warning')}<span>${text}</span></p>`;
