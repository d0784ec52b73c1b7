import type { TicketView } from '../../server/wire/tickets.ts';

/** Every event bubbles and leaves the shadow tree; none is fired because a property was set. */
const reach = { bubbles: true, composed: true } as const;

/** A fact about one ticket, with the ticket as the server confirmed it. */
export class TicketEvent extends Event {
  readonly ticket: TicketView;

  constructor(type: 'ticket-created' | 'ticket-replied' | 'ticket-closed' | 'ticket-reopened', ticket: TicketView) {
    super(type, reach);
    this.ticket = ticket;
  }
}

/** Something the customer asked for could not be done; the widget has already told them. */
export class TicketErrorEvent extends Event {
  /** A stable word, as in the server's answers; `offline` or `unreachable` when there was none. */
  readonly code: string;

  constructor(code: string) {
    super('ticket-error', reach);
    this.code = code;
  }
}

/** The token is missing, expired or refused: the site should sign the customer in again. A listener that does prevents the default. */
export class SignedOutEvent extends Event {
  constructor() {
    super('support-signed-out', { ...reach, cancelable: true });
  }
}

/** What a site needs to know to come back to a place: each member is what the attribute of that name takes. */
export interface Address {
  readonly view: string;
  /** The ticket's number, or its identifier. */
  readonly ticket: string | null;
  /** Identifier of an archived ticket. */
  readonly archived: string | null;
  /** The step of the form. */
  readonly step: string | null;
}

/** The customer moved to another place, so that a site can keep its address bar and back button in step. */
export class NavigatedEvent extends Event implements Address {
  readonly view: string;
  readonly ticket: string | null;
  readonly archived: string | null;
  readonly step: string | null;
  /** The place before this one is nothing to go back to: the address replaces the one before it in the history. */
  readonly replaces: boolean;

  constructor({ view, ticket, archived, step }: Address, replaces = false) {
    super('support-navigated', reach);
    this.view = view;
    this.ticket = ticket;
    this.archived = archived;
    this.step = step;
    this.replaces = replaces;
  }
}
