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

/** What the desk's element offers to its parts, which access the server and storage only through it. */
export interface Desk {
  readonly api: DeskApi;
  readonly drafts: Drafts;
  /** Answers that are held before they are sent. */
  readonly holding: Holding;
  /** Colleagues' presence, and the reader's own. */
  readonly company: Company;
  readonly me: DeskMe;
  /** For dates, such as `fr` or `en-GB`. */
  readonly locale: string;
  /** Shows a confirmation above the ticket and announces it; with the icon `warning`, a warning. */
  notify(text: string, icon?: IconName): void;
  /** Reports a failure; when the session has ended, the sign-in is shown. */
  failed(code: FailureCode): void;
  /** Asks for a name and saves the view; `own` is the saved view that it came from. `kept` gets the saved view; `null`: it was deleted. */
  keepView(query: DeskQuery, own: SavedView | null, kept: (view: SavedView | null) => void): void;
  /** Opens the reader's saved views; `kept` is called when one has changed. */
  manageViews(kept: (view: SavedView | null) => void): void;
  /** Opens the incidents. */
  showIncidents(): void;
  /** Called when a ticket has changed, to load the queue again. */
  changed(): void;
}

export interface Notice {
  readonly text: string;
  /** `warning` shows a warning, framed and announced at once. */
  readonly icon: IconName;
}

/** What rendering depends on besides the ticket. */
export interface Scene {
  readonly me: DeskMe;
  readonly locale: string;
  readonly now: string;
  /** Colleagues' presence. */
  readonly others?: readonly Present[];
}

export const customerName = ({ name, email }: DeskItem['customer']): string => name ?? email ?? msg('The customer');

/**
 * "Nadia" for "Nadia Moreau" with the address nadia@… or nadia.moreau@…; otherwise the whole name, since its first word may
 * be no first name, as in "Garage Lenoir".
 */
export const shortName = (customer: DeskItem['customer']): string => firstNameOf(customer) ?? customerName(customer);

/** The first name, when the address begins with it; otherwise `null`. */
export function firstNameOf(customer: DeskItem['customer']): string | null {
  const [first = ''] = customerName(customer).split(' ');
  return first.length > 1 && fold(customer.email ?? '').startsWith(fold(first)) ? first : null;
}

export function assigneeName(assignee: DeskItem['assignee'], me: DeskMe): string {
  if (!assignee) return msg('nobody');
  if (!assignee.inTeam) return formerName(assignee.name);
  return assignee.id === me.id ? msg('you') : assignee.name;
}

/** The name of a former member; it is empty when only the id is known, which is not shown. */
export const formerName = (name: string): string =>
  name ? msg(str`${isolated(name)}, no longer in the team`) : msg('somebody who is no longer in the team');

export const isFormer = (id: string | undefined, { formerTeam }: Pick<DeskMe, 'formerTeam'>): boolean =>
  formerTeam.some((former) => former.id === id);

/** The name of a present or former member; `null` when the id is unknown. */
export function colleagueName(id: string, { team, formerTeam }: Pick<DeskMe, 'team' | 'formerTeam'>): string | null {
  const name = team.find((colleague) => colleague.id === id)?.name;
  const former = formerTeam.find((colleague) => colleague.id === id)?.name;
  return name ?? (former === undefined ? null : formerName(former));
}
