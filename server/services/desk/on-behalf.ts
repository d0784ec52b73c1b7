/**
 * Whom the desk opens a ticket for: the customer with that id; else the one known customer with that proven address;
 * else a guest, whose tickets can be read only once the address is proven.
 */
import { customerKey, guestIssuer } from '../../identity/customers.ts';
import { readEmail } from '../../text/email-address.ts';
import type { Customer, CustomerStore } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { Instant } from '../../ticket/model.ts';

export interface Named {
  readonly id?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** @throws InvalidInput */
export async function customerFor(
  { id, email: given, name }: Named,
  issuer: string,
  store: Pick<CustomerStore, 'customer' | 'customersByEmail'>,
  now: Instant,
): Promise<Customer> {
  const known = id ? await store.customer(customerKey(issuer, id)) : undefined;
  if (known) return known;
  if (!given) throw new InvalidInput({ path: 'customer.email', code: 'required' });
  const email = readEmail(given);
  if (email === null) throw new InvalidInput({ path: 'customer.email', code: 'invalid' });
  if (id) return blank({ iss: issuer, sub: id, kind: 'customer', email, name: name || null }, now);
  const proven = (await store.customersByEmail(email)).filter((customer) => customer.emailVerified && customer.kind === 'customer');
  const [only] = proven;
  if (only && proven.length === 1) return only;
  const sub = email.toLowerCase();
  return (
    (await store.customer(customerKey(guestIssuer, sub))) ?? blank({ iss: guestIssuer, sub, kind: 'guest', email, name: name || null }, now)
  );
}

function blank(known: Pick<Customer, 'iss' | 'sub' | 'kind' | 'email' | 'name'>, now: Instant): Customer {
  return {
    id: customerKey(known.iss, known.sub),
    ...known,
    emailVerified: false,
    locale: null,
    catalog: { orders: [], subscriptions: [], projects: [] },
    legacy: [],
    updatedAt: now,
  };
}
