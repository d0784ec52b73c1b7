import type { Mailbox } from '../../demo/mailbox.ts';

export const emptyMailbox: Pick<Mailbox, 'list' | 'read'> = { list: () => Promise.resolve([]), read: () => Promise.resolve(null) };
