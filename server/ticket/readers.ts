/** Which customers may read a ticket. The team may read every ticket. */
import type { CustomerFacing } from './model.ts';

type Owned = Pick<CustomerFacing, 'customerId'>;

/** A customer who asks. */
export interface Reader {
  readonly customer: { readonly id: string };
  /** The one ticket that the link of a mail lets its holder read; null: every ticket that the customer may read. */
  readonly only: string | null;
}

/** The ids of the customers who may read the ticket. */
export function readersOf({ customerId }: Owned): readonly string[] {
  return [customerId];
}

export function mayRead(ticket: Owned & Pick<CustomerFacing, 'id'>, { customer, only }: Reader): boolean {
  return readersOf(ticket).includes(customer.id) && (only === null || only === ticket.id);
}

/** Whether each ticket may be named on the other's page: a customer who may read one of them may read both. */
export function haveSameReaders(a: Owned, b: Owned): boolean {
  const [ofA, ofB] = [readersOf(a), readersOf(b)];
  return ofA.length === ofB.length && ofA.every((id) => ofB.includes(id));
}
