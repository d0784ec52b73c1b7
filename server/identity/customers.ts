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

/** The issuer of guests. No site can be configured with an empty issuer, so a guest is never taken for a customer. */
export const guestIssuer = '';

/** The customer or guest who sent the request. */
export interface Caller {
  readonly customer: Customer;
  /** The one ticket that the caller may read when they followed the link of a mail; `null`: they may read and write all of theirs. */
  readonly only: string | null;
  /** Merges the token's claims into the newest stored row; `null` when the claims change nothing. */
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

/** The row of a customer who is seen for the first time. */
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

/** Claims that the token omits keep their stored value; a list in the token replaces the stored list. */
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
