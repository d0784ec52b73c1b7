import type { Drafts } from '../../client/drafts.ts';

/** The names that unsent texts are kept under. */
export const newDraft = 'new';
export const replyDraft = (ticket: string): string => `reply-${ticket}`;
export const reopenDraft = (ticket: string): string => `reopen-${ticket}`;
export const thanksDraft = (ticket: string): string => `thank-${ticket}`;

/** Name of the list of what waits in the outbox. */
export const outboxName = 'outbox';
/** Name of a request that arrived while its customer was signed out, not knowing whether it had. */
export const untoldName = 'untold';

/** Whether a page has left something to send, or to tell of. */
export const leftToSend = (drafts: Drafts): boolean =>
  !!drafts.load(outboxName) || !!drafts.load(untoldName) || !!drafts.load<{ sending?: boolean }>(newDraft)?.value.sending;

/** Texts one below the other, without those that are empty. */
export const joined = (...texts: readonly (string | undefined)[]): string => texts.filter((text) => text?.trim()).join('\n\n');
