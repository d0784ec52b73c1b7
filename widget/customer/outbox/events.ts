/** What an outbox tells of its entries. Apart from the outbox, whose chunk is loaded by itself. */
import type { TicketView } from '../../../server/wire/tickets.ts';
import type { Queued } from './outbox.ts';

/** An entry has arrived. Whoever shows it says so by preventing the default, a notice. */
export class ArrivedEvent extends Event {
  readonly key: string;
  readonly ticket: TicketView;

  constructor(key: string, ticket: TicketView) {
    super('arrived', { cancelable: true });
    this.key = key;
    this.ticket = ticket;
  }
}

/** The server will never take an entry as it is: its text is kept where it was written. */
export class ReturnedEvent extends Event {
  readonly entry: Queued;

  constructor(entry: Queued) {
    super('returned');
    this.entry = entry;
  }
}
