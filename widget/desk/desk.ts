import type { DeskItem, DeskMe } from '../../server/wire/desk.ts';
import type { Present } from '../../server/wire/live.ts';
import type { SavedView } from '../../server/wire/views.ts';
import { msg, str } from '@lit/localize';
import type { FailureCode } from '../client/http.ts';
import type { Drafts } from '../client/drafts.ts';
import type { IconName } from '../draw/icon.ts';
import { isolated } from '../draw/isolate.ts';
import type { DeskApi, DeskQuery } from './api.ts';
import { foldText as fold } from '../draw/fold-text.ts';
import type { Company } from './frame/presence.ts';
import type { Holding } from './answer/holding.ts';

/** What the places of the desk may ask of the element. They never talk to the server or to storage themselves. */
export interface Desk {
  readonly api: DeskApi;
  readonly drafts: Drafts;
  /** Answers that may still be taken back. */
  readonly holding: Holding;
  /** Colleagues at their tickets, and where oneself is. */
  readonly company: Company;
  readonly me: DeskMe;
  /** For dates, such as `fr` or `en-GB`. */
  readonly locale: string;
  /** A confirmation, unless the icon says otherwise: shown above the ticket, and spoken. */
  notify(text: string, icon?: IconName): void;
  /** Something failed: back to signing in where that is the reason. */
  failed(code: FailureCode): void;
  /** Asks for a name to keep a view under; `own` is the kept view that it came from. Tells what became of it; null: it is gone. */
  keepView(query: DeskQuery, own: SavedView | null, kept: (view: SavedView | null) => void): void;
  /** Opens the views that the reader keeps, and tells when one has changed. */
  manageViews(kept: (view: SavedView | null) => void): void;
  /** Opens what the team tells all customers. */
  showIncidents(): void;
  /** A ticket has changed: the queue has to be read again. */
  changed(): void;
}

export interface Notice {
  readonly text: string;
  /** A warning is told as one: framed, and spoken at once. */
  readonly icon: IconName;
}

/** What drawing needs to know of its reader. */
export interface Scene {
  readonly me: DeskMe;
  readonly locale: string;
  readonly now: string;
  /** Colleagues, and where they are. */
  readonly others?: readonly Present[];
}

export const customerName = ({ name, email }: DeskItem['customer']): string => name ?? email ?? msg('The customer');

/**
 * "Nadia" for "Nadia Moreau" who writes from nadia@… or nadia.moreau@…; the whole name where nothing says that its
 * first word is a first name, as in "Garage Lenoir".
 */
export const shortName = (customer: DeskItem['customer']): string => firstNameOf(customer) ?? customerName(customer);

/** Null where nothing says that there is one. */
export function firstNameOf(customer: DeskItem['customer']): string | null {
  const [first = ''] = customerName(customer).split(' ');
  return first.length > 1 && fold(customer.email ?? '').startsWith(fold(first)) ? first : null;
}

export function assigneeName(assignee: DeskItem['assignee'], me: DeskMe): string {
  if (!assignee) return msg('nobody');
  if (!assignee.inTeam) return formerName(assignee.name);
  return assignee.id === me.id ? msg('you') : assignee.name;
}

/** Nothing but an id may be known of whoever left long ago: an id is shown to nobody. */
export const formerName = (name: string): string =>
  name ? msg(str`${isolated(name)}, no longer in the team`) : msg('somebody who is no longer in the team');

export const isFormer = (id: string | undefined, { formerTeam }: Pick<DeskMe, 'formerTeam'>): boolean =>
  formerTeam.some((former) => former.id === id);

/** A colleague by id, whether they are still in the team or not; null where nothing is known of them. */
export function colleagueName(id: string, { team, formerTeam }: Pick<DeskMe, 'team' | 'formerTeam'>): string | null {
  const name = team.find((colleague) => colleague.id === id)?.name;
  const former = formerTeam.find((colleague) => colleague.id === id)?.name;
  return name ?? (former === undefined ? null : formerName(former));
}
