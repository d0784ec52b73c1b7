/** The site's backend updates a customer's profile. Omitted fields keep their value; later tokens may update them as well. */
import type { InferOutput } from 'valibot';
import { blankCustomer, customerKey } from '../../identity/customers.ts';
import { readEmail } from '../../text/email-address.ts';
import type { Customer, CustomerStore } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { CatalogItem } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import type { CustomerProfile, CustomerSummary } from '../../wire/customers.ts';

export type Profile = InferOutput<typeof CustomerProfile>;

export interface Customers {
  /** `sub`: the customer's id at the site. */
  put(sub: string, profile: Profile): Promise<{ readonly created: boolean; readonly customer: CustomerSummary }>;
}

export interface CustomersDeps {
  readonly store: Pick<CustomerStore, 'changeCustomer'>;
  readonly issuer: string;
  readonly now: () => number;
}

export function createCustomers({ store, issuer, now }: CustomersDeps): Customers {
  return {
    async put(sub, given) {
      const email = given.email ? readEmail(given.email) : given.email;
      if (given.email && !email) throw new InvalidInput({ path: 'email', code: 'invalid' });
      const profile = { ...given, ...(email !== undefined && { email }) };
      let created = false;
      const id = customerKey(issuer, sub);
      const customer = await store.changeCustomer(id, (before) => {
        created = before === undefined;
        return { ...laidOver(before ?? blankCustomer(id, { iss: issuer, sub }), profile), updatedAt: instant(now()) };
      });
      return { created, customer: summaryOf(customer) };
    },
  };
}

function laidOver(before: Customer, profile: Profile): Customer {
  const { name, locale, orders, subscriptions, projects, legacy } = profile;
  return {
    ...before,
    ...(name !== undefined && { name: name || null }),
    ...(locale !== undefined && { locale: locale || null }),
    ...addressOf(before, profile),
    catalog: {
      orders: orders?.map(itemOf) ?? before.catalog.orders,
      subscriptions: subscriptions?.map(itemOf) ?? before.catalog.subscriptions,
      projects: projects?.map(itemOf) ?? before.catalog.projects,
    },
    legacy: legacy ?? before.legacy,
  };
}

/** A changed address is unverified unless the site says that it is verified. */
function addressOf(before: Customer, { email, email_verified: verified }: Profile): Pick<Customer, 'email' | 'emailVerified'> {
  const next = email === undefined ? before.email : email || null;
  const same = next?.toLowerCase() === before.email?.toLowerCase();
  return { email: next, emailVerified: next !== null && (verified ?? (same && before.emailVerified)) };
}

function itemOf({ id, label, date, status }: NonNullable<Profile['orders']>[number]): CatalogItem {
  return { id, label, ...(date && { date }), ...(status && { status }) };
}

function summaryOf({ sub, name, email, emailVerified, locale, catalog }: Customer): CustomerSummary {
  const { orders, subscriptions, projects } = catalog;
  return {
    id: sub,
    name,
    email,
    emailVerified,
    locale,
    orders: orders.length,
    subscriptions: subscriptions.length,
    projects: projects.length,
  };
}
