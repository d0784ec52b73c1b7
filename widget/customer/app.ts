import type { SessionView } from '../../server/wire/session.ts';
import type { Api } from './api.ts';
import type { Address } from '../client/events.ts';
import type { FailureCode } from '../client/http.ts';
import type { Drafts } from '../client/drafts.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { NoticeWay } from './notices.ts';
import type { Place } from './place.ts';
import type { Live } from './live/host.ts';

/** What screens may ask of the element. They never talk to the server or to storage themselves. */
export interface App {
  readonly api: Api;
  readonly drafts: Drafts;
  /** `null` until its code is there: it comes with the screens that write. */
  readonly outbox: Outbox | null;
  readonly session: SessionView;
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

/** What screens that write are given. */
export interface WritingApp extends App {
  readonly outbox: Outbox;
}
