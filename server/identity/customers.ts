/**
 * A customer is the pair of issuer and subject, never an e-mail address. What a token says of them counts while it is
 * read; it is stored with their first act, or before they see old tickets (`services/ownership.ts`).
 */
import { createHash } from 'node:crypto';
import type { Customer, CustomerStore } from '../store/store.ts';
import type { Catalog, Instant } from '../ticket/model.ts';
import { emailOf } from './claims.ts';
import type { Claims } from './claims.ts';

/** The key of a customer's rows: the same two words always give the same key, and it says nothing of either. */
export function customerKey(iss: string, sub: string): string {
  return createHash('sha256')
    .update(JSON.stringify([iss, sub]))
    .digest('base64url');
}

/** In the place of an issuer. No site can be configured with it: a guest is never taken for a customer. */
export const guestIssuer = '';

/** Whoever holds the token, as they are now. */
export interface Caller {
  readonly customer: Customer;
  /** The one ticket that the link of a mail lets its holder read; null: all of theirs, for reading and writing. */
  readonly only: string | null;
  /** What the token says, laid over the row as it is stored by then; null when it says nothing new. */
  over(stored: Customer | undefined): Customer | null;
}

const emptyCatalog: Catalog = { orders: [], subscriptions: [], projects: [] };

export async function callerOf(
  claims: Claims,
  store: Pick<CustomerStore, 'customer'>,
  now: Instant,
  only: string | null = null,
): Promise<Caller> {
  const id = customerKey(claims.iss, claims.sub);
  const over = (stored: Customer | undefined): Customer | null => {
    const customer = merge(stored ?? blankCustomer(id, claims), claims);
    return stored && JSON.stringify(customer) === JSON.stringify(stored) ? null : { ...customer, updatedAt: now };
  };
  const stored = await store.customer(id);
  return { customer: over(stored) ?? (stored as Customer), only, over };
}

/** Nobody is known under this key yet. */
export const blankCustomer = (id: string, { iss, sub }: { readonly iss: string; readonly sub: string }): Customer => ({
  id,
  iss,
  sub,
  kind: iss === guestIssuer ? 'guest' : 'customer',
  name: null,
  email: null,
  emailVerified: false,
  locale: null,
  catalog: emptyCatalog,
  legacy: [],
  updatedAt: '',
});

/** What the token leaves out stays as it was; a list in it replaces the stored list of that kind. */
function merge(stored: Customer, claims: Claims): Customer {
  const email = emailOf(claims);
  const { orders, subscriptions, projects, legacy, name, locale } = claims;
  return {
    id: stored.id,
    iss: stored.iss,
    sub: stored.sub,
    kind: stored.kind,
    name: name ?? stored.name,
    ...(email === undefined || email === null
      ? { email: stored.email, emailVerified: stored.emailVerified }
      : { email, emailVerified: claims.email_verified === true }),
    locale: locale ?? stored.locale,
    catalog: {
      orders: orders ?? stored.catalog.orders,
      subscriptions: subscriptions ?? stored.catalog.subscriptions,
      projects: projects ?? stored.catalog.projects,
    },
    legacy: legacy ?? stored.legacy,
    updatedAt: stored.updatedAt,
  };
}
