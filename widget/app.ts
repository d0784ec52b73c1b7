import type { SessionView } from '../server/ticket/wire.ts';
import type { Api } from './api.ts';
import type { Address } from './events.ts';
import type { FailureCode } from './http.ts';
import type { Drafts } from './controllers/drafts.ts';
import type { Outbox, QueuedTicket } from './controllers/outbox.ts';
import type { Live } from './live/host.ts';

/** What a site or another screen already knows about the ticket to open. */
export interface Prefill {
  readonly service?: string;
  readonly category?: string;
  readonly type?: string;
  readonly order?: string;
  /** Of an order that is not listed. */
  readonly orderReference?: string;
  readonly subscription?: string;
  readonly project?: string;
  readonly title?: string;
  readonly description?: string;
  readonly priority?: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT';
  /** Answers to the site's own questions, by their ids. */
  readonly fields?: Readonly<Record<string, string | boolean>>;
  /** The ticket it goes on from, by its id, and what to call it. */
  readonly followUpOf?: string;
  readonly followUpLabel?: string;
}

/** See `extras.ts`. */
export type Extras = typeof import('./extras.ts');

/** The places that can be searched. */
export type SearchedView = 'open' | 'closed' | 'archive';

/** Where the customer is. */
export type Place =
  | { readonly view: 'home' }
  /** `search`: what was searched for in another place. */
  | { readonly view: 'open' | 'closed'; readonly search?: string }
  | { readonly view: 'archive'; readonly ticket?: string; readonly search?: string }
  /** `resumed`: taken out of the outbox, to be changed. `waiting`: it goes by itself, and is shown until it has arrived. */
  | { readonly view: 'new'; readonly step?: string; readonly prefill?: Prefill; readonly resumed?: QueuedTicket; readonly waiting?: QueuedTicket }
  | { readonly view: 'ticket'; readonly ticket: string; readonly reopening?: boolean };

/** Where a notice leads. */
export interface NoticeWay {
  readonly label: string;
  go(): void;
}

/** What screens may ask of the element. They never talk to the server or to storage themselves. */
export interface App {
  readonly api: Api;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly session: SessionView;
  /** Null where nothing of it is needed, and until its code is there. */
  readonly extras: Extras | null;
  /** What says that the team is away, where it is. */
  readonly closed: Pick<typeof import('./parts/closed-notice.ts'), 'closedNotice'> | null;
  /** For dates, such as `fr` or `en-GB`. */
  readonly locale: string;
  go(place: Place): void;
  /**
   * The screen shows another part of itself, such as the next step of the form: the site is told the address, and nothing
   * is drawn anew. The site may bring the customer back by the same `step`, which the screen receives as a property.
   */
  moved(to: Partial<Address>, replaces?: boolean): void;
  /** A confirmation that outlives the screen: shown on top of the next one, and spoken. */
  notify(text: string, tone?: 'done' | 'problem', way?: NoticeWay): void;
  /** Takes back the confirmation: what it says no longer holds. */
  unsay(): void;
  /** Fires a public event from the element. */
  emit(event: Event): void;
  /** Something failed: signs out where that is the reason. */
  failed(code: FailureCode): void;
  /** Counts have changed: asks the server for the session again, without disturbing the screen. */
  refresh(): void;
  /** Null until its code is there. */
  live(): Live | null;
}
