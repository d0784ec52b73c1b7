/** Customers: as the site's backend sends them, and as the desk searches and reads them. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';
import { Status, count, id, instant, line, out, page, paging, strict } from './parts.ts';
import { CatalogItem } from './session.ts';

const OwnedItem = strict({
  id: line(1, 128),
  label: line(1, 200),
  date: v.optional(v.nullable(line(0, 40))),
  status: v.optional(v.nullable(line(0, 80))),
});

const owned = v.optional(v.pipe(v.array(OwnedItem, 'invalid'), v.maxLength(limits.profile.items, 'too-many')));

/** Absent fields stay as they were; a list replaces the stored one. */
export const CustomerProfile = strict({
  name: v.optional(v.nullable(line(0, 200))),
  email: v.optional(v.nullable(v.pipe(v.string('invalid'), v.trim(), v.maxLength(254, 'too-long')))),
  email_verified: v.optional(v.boolean('invalid')),
  locale: v.optional(v.nullable(line(0, 35))),
  orders: owned,
  subscriptions: owned,
  projects: owned,
  legacy: v.optional(v.pipe(v.array(strict({ brand: line(1, 40), account: line(1, 128) }), 'invalid'), v.maxLength(50, 'too-many'))),
});

/** Matches names and addresses that begin with the words of `q`; an exact host id or address ranks first. */
export const CustomerSearchQuery = strict({ q: line(1, limits.search.max), limit: paging.limit, lang: paging.lang });

/** `kind` distinguishes a customer and a guest with the same id. */
export const DeskCustomerQuery = strict({ lang: paging.lang, kind: v.optional(v.picklist(['customer', 'guest'], 'not-in-list')) });

/** `catalog=whole` returns every item the customer owns, to choose from; without it, the first of each kind. */
export const DeskCardQuery = strict({ ...DeskCustomerQuery.entries, catalog: v.optional(v.picklist(['whole'], 'not-in-list')) });

export const DeskCustomer = out({
  id,
  name: v.nullable(v.string()),
  email: v.nullable(v.string()),
  emailVerified: v.boolean(),
  locale: v.nullable(v.string()),
  kind: v.picklist(['customer', 'guest']),
});

const OwnedThings = out({ items: v.array(CatalogItem), total: v.number() });

/** A customer at the desk: the first items of each kind they own, and their tickets. */
export const DeskCustomerCard = out({
  ...DeskCustomer.entries,
  catalog: out({ orders: OwnedThings, subscriptions: OwnedThings, projects: OwnedThings }),
  /** Tickets that are not closed, and the latest closed ones. */
  tickets: out({
    open: v.array(out({ id, number: v.number(), title: v.string(), status: Status, late: v.boolean() })),
    closed: v.array(out({ id, number: v.number(), title: v.string(), status: Status, late: v.boolean() })),
    counts: out({ open: v.number(), closed: v.number() }),
  }),
  /** Counts of tickets of earlier systems, by brand. */
  archive: out({ brands: v.array(out({ id, label: v.string(), count: v.number() })) }),
  /**
   * Set when a mail to their address bounced. `permanent`: no more mails are sent until the address changes or an agent asks for a
   * retry.
   */
  bounce: v.nullable(
    out({ at: instant, permanent: v.boolean(), status: v.string(), said: v.nullable(v.string()), ticket: v.nullable(v.number()) }),
  ),
});

/** Customers found by name or address, best match first; at most one page. */
export const CustomerMatches = page(out({ ...DeskCustomer.entries, tickets: out({ open: count, closed: count }) }));

/** A stored profile as the host's backend sent it; of each list, only its length. */
export const CustomerSummary = out({
  id,
  name: v.nullable(v.string()),
  email: v.nullable(v.string()),
  emailVerified: v.boolean(),
  locale: v.nullable(v.string()),
  orders: v.number(),
  subscriptions: v.number(),
  projects: v.number(),
});

export type CustomerMatches = v.InferOutput<typeof CustomerMatches>;

export type DeskCustomerCard = v.InferOutput<typeof DeskCustomerCard>;

export type CustomerSummary = v.InferOutput<typeof CustomerSummary>;
