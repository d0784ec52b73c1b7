import { customerKey, guestIssuer } from '../../identity/customers.ts';
import type { Customer, CustomerStore } from '../../store/store.ts';
import { NotFound } from '../errors.ts';

/** For the desk: by the host's id of theirs, or a guest by their address; without a kind the host's comes first. */
export type FindCustomer = (id: string, kind?: Customer['kind']) => Promise<Customer>;

/** What it returns throws NotFound. */
export function createFindCustomer(store: Pick<CustomerStore, 'customer'>, issuer: string): FindCustomer {
  return async (id, kind) => {
    const issuers = kind === 'guest' ? [guestIssuer] : kind === 'customer' ? [issuer] : [issuer, guestIssuer];
    // Half a character has no bytes to look anybody up by.
    for (const iss of id.isWellFormed() ? issuers : []) {
      const customer = await store.customer(customerKey(iss, id));
      if (customer) return customer;
    }
    throw new NotFound();
  };
}
