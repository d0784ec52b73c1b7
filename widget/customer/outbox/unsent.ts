/** The names that unsent texts are kept under. */
export const newDraft = 'new';
export const replyDraft = (ticket: string): string => `reply-${ticket}`;
export const reopenDraft = (ticket: string): string => `reopen-${ticket}`;
export const thanksDraft = (ticket: string): string => `thank-${ticket}`;

/** Texts one below the other, without those that are empty. */
export const joined = (...texts: readonly (string | undefined)[]): string => texts.filter((text) => text?.trim()).join('\n\n');
