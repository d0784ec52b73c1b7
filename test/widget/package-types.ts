/** The types that are packed (`package/element.d.ts`) are written by hand: where the element is no longer as they say, this does not compile. */
import type * as packed from '../../package/element.d.ts';
import type * as events from '../../widget/client/events.ts';
import type { TokenAnswer, TokenRequest } from '../../widget/customer/tag.ts';
import type { Prefill } from '../../widget/form/prefill.ts';
import type { SupportTicket } from '../../widget/support-ticket.ts';

type Is<Promised, _Real extends Promised> = true;

export type Kept = [
  Is<packed.SupportTicketElement, SupportTicket>,
  Is<Required<packed.SupportTicketProps>, SupportTicket & { mode: never; view: never; theme: never }>,
  Is<packed.TicketEvent, events.TicketEvent>,
  Is<packed.TicketErrorEvent, events.TicketErrorEvent>,
  Is<packed.TokenRequestEvent, TokenRequest>,
  Is<packed.NavigatedEvent, events.NavigatedEvent>,
  Is<TokenAnswer, packed.TokenAnswer>,
  // What a site may give, the element takes.
  Is<Prefill, packed.Prefill>,
];
