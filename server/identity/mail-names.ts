/**
 * Names of mails. They are made from ids by hashing, so that the same mail always has the same name, also after a
 * crash, and a name reveals no id. A Message-ID in an incoming mail proves nothing, since any sender can write one.
 */
import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../store/store.ts';

const nameOf = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);

export interface MailName {
  readonly messageId: string;
  /** The Message-ID that all mails of a ticket to its customer, or to the team, refer to; `null` for the first mail, which has it. */
  readonly thread: string | null;
}

/** A ticket's mails to its customer and to the team have different thread names, so that a mail program never mixes them. */
export function mailName({ id, kind, to, ticketId }: Pick<OutgoingMail, 'id' | 'kind' | 'to' | 'ticketId'>, domain: string): MailName {
  const bracketed = (name: string): string => `<${name}@${domain}>`;
  const thread = bracketed(nameOf('thread', to.kind === 'customer' ? 'customer' : 'team', ticketId));
  if (to.kind === 'customer' && kind === 'created') return { messageId: thread, thread: null };
  return { messageId: bracketed(nameOf('mail', id)), thread };
}
