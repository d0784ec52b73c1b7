import { customerKey, guestIssuer } from '../../identity/customers.ts';
import type { Customer, CustomerStore } from '../../store/store.ts';
import { NotFound } from '../errors.ts';

/** Finds a customer by the site's id, or a guest by address; without a kind, customers of the site are tried first. */
export type FindCustomer = (id: string, kind?: Customer['kind']) => Promise<Customer>;

/** The returned function throws NotFound. */
export function createFindCustomer(store: Pick<CustomerStore, 'customer'>, issuer: string): FindCustomer {
  return async (id, kind) => {
    const issuers = kind === 'guest' ? [guestIssuer] : kind === 'customer' ? [issuer] : [issuer, guestIssuer];
    // A lone surrogate cannot be encoded as UTF-8, so no customer has such an id.
    for (const iss of id.isWellFormed() ? issuers : []) {
      const customer = await store.customer(customerKey(iss, id));
      if (customer) return customer;
    }
    throw new NotFound();
  };
}
