import type { TicketView } from '../server/ticket/wire.ts';

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

/** The token is missing, expired or refused: the site should sign the customer in again. */
export class SignedOutEvent extends Event {
  constructor() {
    super('support-signed-out', reach);
  }
}

/** The customer moved to another place, so that a site can keep its address bar and back button in step. */
export class NavigatedEvent extends Event {
  readonly view: string;
  /** The ticket that is shown, as the `ticket` attribute takes it: its number, or its identifier. */
  readonly ticket: string | null;

  constructor(view: string, ticket: string | null) {
    super('support-navigated', reach);
    this.view = view;
    this.ticket = ticket;
  }
}
