import type { DeskItem, DeskMe } from '../../server/ticket/wire.ts';
import { msg } from '@lit/localize';
import type { FailureCode } from '../api.ts';
import type { Drafts } from '../controllers/drafts.ts';
import type { DeskApi } from './api.ts';

/** What the places of the desk may ask of the element. They never talk to the server or to storage themselves. */
export interface Desk {
  readonly api: DeskApi;
  readonly drafts: Drafts;
  readonly me: DeskMe;
  /** For dates, such as `fr` or `en-GB`. */
  readonly locale: string;
  /** A confirmation: shown above the ticket, and spoken. */
  notify(text: string): void;
  /** Something failed: back to signing in where that is the reason. */
  failed(code: FailureCode): void;
  /** A ticket has changed: the queue has to be read again. */
  changed(): void;
}

/** What drawing needs to know of its reader. */
export interface Scene {
  readonly me: DeskMe;
  readonly locale: string;
  readonly now: string;
}

export const customerName = ({ name, email }: DeskItem['customer']): string => name ?? email ?? msg('The customer');

/** "Nadia" for "Nadia Moreau"; the whole name where its first word is no name to be called by, as in "La Poste". */
export function shortName(customer: DeskItem['customer']): string {
  const whole = customerName(customer);
  const [first = ''] = whole.split(' ');
  return /^\p{Lu}\p{Ll}[\p{L}'’-]+$/u.test(first) ? first : whole;
}

export function assigneeName(assignee: DeskItem['assignee'], me: DeskMe): string {
  if (!assignee) return msg('nobody');
  return assignee.id === me.id ? msg('you') : assignee.name;
}
