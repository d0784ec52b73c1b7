/**
 * `import 'support-ticket'` registers `<support-ticket>`. These are its types, for the DOM and for the templates of
 * React, Vue and Svelte. What belongs to a framework that is not installed counts for nothing, and is no error.
 */

export type SupportView = 'home' | 'new' | 'open' | 'closed' | 'archive';

/** What may come in place of a token; null: nobody is signed in on the site. */
export type TokenAnswer = string | null | undefined;

/** Asked at the start and whenever a token runs out. Rejected: the site cannot tell, and is asked again. */
export type TokenProvider = () => Promise<TokenAnswer>;

/** What the page knows already of a new ticket. */
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
}

/** A ticket as the server confirmed it: what most sites need of it. */
export interface Ticket {
  readonly id: string;
  readonly number: number;
  readonly status: 'OPEN' | 'IN_PROGRESS' | 'CLOSED';
  readonly priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT';
  readonly service: string;
  readonly category: string | null;
  readonly type: string | null;
  readonly title: string;
  readonly description: string;
  /** RFC 3339, as all points in time. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
}

/** Of `ticket-created`, `ticket-replied`, `ticket-closed` and `ticket-reopened`. */
export interface TicketEvent extends Event {
  readonly ticket: Ticket;
}

export interface TicketErrorEvent extends Event {
  /** A stable word, as in the server's answers; `offline` or `unreachable` when there was none. */
  readonly code: string;
}

/** The token is missing, expired or refused. Call `preventDefault()` where the listener is not on the element itself. */
export type SignedOutEvent = Event;

export interface TokenRequestEvent extends Event {
  /** The first answer counts; to be called while the event is dispatched. */
  respondWith(token: TokenAnswer | PromiseLike<TokenAnswer>): void;
}

/** Each member is what the attribute of that name takes. */
export interface NavigatedEvent extends Event {
  readonly view: string;
  readonly ticket: string | null;
  readonly archived: string | null;
  readonly step: string | null;
  /** The address replaces the one before it in the history. */
  readonly replaces: boolean;
}

export interface SupportTicketEventMap {
  'ticket-created': TicketEvent;
  'ticket-replied': TicketEvent;
  'ticket-closed': TicketEvent;
  'ticket-reopened': TicketEvent;
  'ticket-error': TicketErrorEvent;
  'support-signed-out': SignedOutEvent;
  'support-token': TokenRequestEvent;
  'support-navigated': NavigatedEvent;
}

export interface SupportTicketAttributes {
  /** Address of the support server. By default where the script came from: needed wherever a bundler made it part of another. */
  server?: string | null | undefined;
  token?: string | null | undefined;
  lang?: string | undefined;
  mode?: 'inline' | 'launcher' | null | undefined;
  view?: SupportView | null | undefined;
  ticket?: string | null | undefined;
  archived?: string | null | undefined;
  step?: string | null | undefined;
  service?: string | null | undefined;
  category?: string | null | undefined;
  order?: string | null | undefined;
  subscription?: string | null | undefined;
  project?: string | null | undefined;
  theme?: 'auto' | 'light' | 'dark' | null | undefined;
}

/** Attributes and properties, as templates set them. */
export interface SupportTicketProps extends SupportTicketAttributes {
  tokenProvider?: TokenProvider | null | undefined;
}

/** The element itself. A wrong value of an attribute counts as none. */
export interface SupportTicketElement extends HTMLElement {
  server: string | null;
  token: string | null;
  lang: string;
  mode: string | null;
  view: string | null;
  ticket: string | null;
  archived: string | null;
  step: string | null;
  service: string | null;
  category: string | null;
  order: string | null;
  subscription: string | null;
  project: string | null;
  theme: string | null;
  tokenProvider: TokenProvider | null;
  /** Shows the widget, at a place if one is named; opens the panel in launcher mode. */
  show(view?: SupportView): void;
  /** Closes the panel of launcher mode. */
  hide(): void;
  /** Starts a new ticket with what the page already knows; nothing is sent. */
  compose(prefill?: Prefill): void;
}

type Listeners = { [Type in keyof SupportTicketEventMap as `on${Type}`]?: ((event: SupportTicketEventMap[Type]) => void) | undefined };
type Both<Union> = (Union extends unknown ? (member: Union) => void : never) extends (member: infer Members) => void ? Members : never;

// @ts-ignore Without React.
type ReactHost = import('react').ClassAttributes<SupportTicketElement> & import('react').HTMLAttributes<SupportTicketElement>;
// @ts-ignore Without Vue.
type VueHost = import('vue').HTMLAttributes & import('vue').PublicProps;
// @ts-ignore Without Svelte.
type SvelteHost = import('svelte/elements').HTMLAttributes<SupportTicketElement>;

type VueEmit = Both<
  { [Type in keyof SupportTicketEventMap]: (type: Type, event: SupportTicketEventMap[Type]) => void }[keyof SupportTicketEventMap]
>;
type SvelteListeners = {
  [Type in keyof SupportTicketEventMap as `on:${Type}`]?: ((event: SupportTicketEventMap[Type]) => void) | undefined;
};

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket': SupportTicketElement;
  }
  /** They bubble: a page may listen anywhere above the element. */
  interface GlobalEventHandlersEventMap extends SupportTicketEventMap {}
}

// @ts-ignore Without React.
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'support-ticket': ReactHost & SupportTicketProps & Listeners;
    }
  }
}

// @ts-ignore Without Vue.
declare module 'vue' {
  interface GlobalComponents {
    'support-ticket': new () => SupportTicketElement & { $props: VueHost & SupportTicketProps; $emit: VueEmit };
  }
}

// @ts-ignore Without Svelte.
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'support-ticket': SvelteHost & SupportTicketProps & Listeners & SvelteListeners;
  }
}
