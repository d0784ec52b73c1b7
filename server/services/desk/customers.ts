/** What the team sees of a customer: profile, catalog and tickets. Reading changes nothing. */
import type { Language } from '../../ticket/languages.ts';
import { customerKey } from '../../identity/customers.ts';
import type { Customer, StaffAccount, Store, TicketQuery } from '../../store/store.ts';
import type { CatalogItem, Ticket } from '../../ticket/model.ts';
import { instant, promiseState } from '../../ticket/promise.ts';
import { limits } from '../../ticket/limits.ts';
import type { CustomerMatches, DeskCustomerCard } from '../../wire/customers.ts';
import type { Policy } from '../../ticket/rules.ts';
import type { Archive } from '../archive/archive.ts';
import { bounceKey, forgetBounce } from '../mail-in/bounces.ts';
import type { BounceDeps } from '../mail-in/bounces.ts';
import { customerView } from './desk.ts';
import type { FindCustomer } from './find-customer.ts';

export interface DeskCustomers {
  /** Finds customers by beginnings of words of their name or address, or by a whole id or address. Returns one page. */
  search(asked: { readonly q: string; readonly limit?: number | undefined }): Promise<CustomerMatches>;
  /**
   * Finds a customer by the site's id, or a guest by address. `whole`: with the complete catalog, not only its first items.
   * @throws NotFound
   */
  read(id: string, kind: Customer['kind'] | undefined, language: Language, whole: boolean): Promise<DeskCustomerCard>;
  /** Allows mails to the customer's address again after a bounce. @throws NotFound */
  mailAgain(by: StaffAccount, id: string, kind: Customer['kind'] | undefined): Promise<void>;
}

export interface DeskCustomersDeps {
  readonly store: Pick<Store, 'listTickets' | 'countTickets' | 'customer' | 'customersByEmail' | 'findCustomers'> & BounceDeps['store'];
  readonly policy: Policy;
  readonly newId: () => string;
  readonly archive: Pick<Archive, 'brands'>;
  readonly find: FindCustomer;
  /** The configured `iss`, under which customers' ids are looked up. */
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The most catalog items of a kind, and the most open tickets, on one card. */
const most = 50;
const latestClosed = 20;

export function createDeskCustomers({ store, archive, find, issuer, policy, now, newId }: DeskCustomersDeps): DeskCustomers {
  /** The customer with this id, and those with this address. */
  async function exactly(q: string): Promise<readonly Customer[]> {
    const byId = q.isWellFormed() ? await store.customer(customerKey(issuer, q)) : undefined;
    return [...(byId ? [byId] : []), ...(await store.customersByEmail(q))];
  }

  async function bounceOf({ email }: Customer): Promise<DeskCustomerCard['bounce']> {
    const row = email === null ? undefined : await store.bounce(bounceKey(email));
    if (!row) return null;
    const { at, permanent, status, said, ticketId } = row;
    return { at, permanent, status, said, ticket: (await store.ticket(ticketId))?.number ?? null };
  }

  return {
    async mailAgain(by, id, kind) {
      await forgetBounce(await find(id, kind), by, { store, policy, now, newId });
    },

    async search({ q, limit = limits.pageSize.default }) {
      const exact = await exactly(q);
      const { items, total } = await store.findCustomers(q, limit + exact.length);
      const all = [...new Map([...exact, ...items].map((customer) => [customer.id, customer])).values()];
      const shown = await Promise.all(
        all.slice(0, limit).map(async (customer) => {
          const { open, closed } = await store.countTickets(customer.id);
          return { ...customerView(customer), tickets: { open, closed } };
        }),
      );
      return { items: shown, nextCursor: null, total: Math.max(total, all.length) };
    },

    async read(id, kind, language, whole) {
      const things = firstThings(whole ? Infinity : most);
      const customer = await find(id, kind);
      const at = instant(now());
      const list = async (statuses: NonNullable<TicketQuery['statuses']>, limit: number) =>
        (await store.listTickets({ reader: 'staff', customerId: customer.id, statuses, sort: 'promise', limit, now: at })).items.map(
          (ticket) => lineOf(ticket, at),
        );
      const { open, closed } = await store.countTickets(customer.id);
      const { orders, subscriptions, projects } = customer.catalog;
      return {
        ...customerView(customer),
        catalog: { orders: things(orders), subscriptions: things(subscriptions), projects: things(projects) },
        tickets: {
          open: await list(['OPEN', 'IN_PROGRESS'], most),
          closed: await list(['CLOSED'], latestClosed),
          counts: { open, closed },
        },
        bounce: await bounceOf(customer),
        archive: { brands: (await archive.brands(customer, language)).filter(({ count }) => count > 0) },
      };
    },
  };
}

const firstThings =
  (count: number) =>
  (items: readonly CatalogItem[]): DeskCustomerCard['catalog']['orders'] => ({
    items: items
      .slice(0, count)
      .map(({ id, label, date, status }) => ({ id, label, ...(date !== undefined && { date }), ...(status !== undefined && { status }) })),
    total: items.length,
  });

/** `late` only while the answer is overdue: a ticket that was answered after its deadline is not late. */
function lineOf({ id, number, title, status, promise }: Ticket, at: string): DeskCustomerCard['tickets']['open'][number] {
  return { id, number, title, status, late: promise.answeredAt === null && promiseState(promise, at) === 'late' };
}
