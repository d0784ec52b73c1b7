/** Customers: as the site’s backend brings them, and as the desk finds them. */
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

/** What is left out stays as it was; a list replaces the one that was there. */
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

/** Names and addresses begin with these words; the host's id or an address whole comes first. */
export const CustomerSearchQuery = strict({ q: line(1, limits.search.max), limit: paging.limit, lang: paging.lang });

/** `kind` tells apart a customer and a guest who bear the same id. */
export const DeskCustomerQuery = strict({ lang: paging.lang, kind: v.optional(v.picklist(['customer', 'guest'], 'not-in-list')) });

/** `catalog=whole`: everything they own, as for choosing from it, instead of the first of each kind. */
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

/** A customer as the desk knows them: what they own (the first of each kind), and their tickets. */
export const DeskCustomerCard = out({
  ...DeskCustomer.entries,
  catalog: out({ orders: OwnedThings, subscriptions: OwnedThings, projects: OwnedThings }),
  /** Those that are not closed, and the latest closed. */
  tickets: out({
    open: v.array(out({ id, number: v.number(), title: v.string(), status: Status, late: v.boolean() })),
    closed: v.array(out({ id, number: v.number(), title: v.string(), status: Status, late: v.boolean() })),
    counts: out({ open: v.number(), closed: v.number() }),
  }),
  /** Tickets of earlier systems, by brand. */
  archive: out({ brands: v.array(out({ id, label: v.string(), count: v.number() })) }),
  /** A mail to their address came back; `permanent`: no more go there until it changes or somebody has them tried again. */
  bounce: v.nullable(
    out({ at: instant, permanent: v.boolean(), status: v.string(), said: v.nullable(v.string()), ticket: v.nullable(v.number()) }),
  ),
});

/** Customers found by name or address, the likeliest first; never more than a page. */
export const CustomerMatches = page(out({ ...DeskCustomer.entries, tickets: out({ open: count, closed: count }) }));

/** A customer as the host's backend has brought them; of lists, how much they hold. */
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
