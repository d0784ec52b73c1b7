/**
 * Names of mails. They are made from ids by hashing, so that the same mail always has the same name, also after a
 * crash, and a name tells nobody an id. Nothing may ever be decided by a name that comes back: anybody can write one.
 */
import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../store/store.ts';

const nameOf = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);

export interface MailName {
  readonly messageId: string;
  /** The mails of one ticket to one side hang on this name; null for the first of them, which has it. */
  readonly thread: string | null;
}

/** Customers' and team's mails of a ticket hang on different names: they never meet in one thread. */
export function mailName({ id, kind, to, ticketId }: Pick<OutgoingMail, 'id' | 'kind' | 'to' | 'ticketId'>, domain: string): MailName {
  const bracketed = (name: string): string => `<${name}@${domain}>`;
  const thread = bracketed(nameOf('thread', to.kind === 'customer' ? 'customer' : 'team', ticketId));
  if (to.kind === 'customer' && kind === 'created') return { messageId: thread, thread: null };
  return { messageId: bracketed(nameOf('mail', id)), thread };
}
