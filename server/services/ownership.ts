/** Whose an archived ticket is: the site's mapping file says it, else the old account, else a verified address; of two people, nobody's. */
import type { ArchivedTicket } from '../archive/format.ts';
import type { ArchiveReading, Claimants } from '../store/archive-store.ts';
import type { Customer, CustomerStore } from '../store/store.ts';

export interface OwnershipDeps {
  readonly store: Pick<CustomerStore, 'customersByEmail' | 'customersByAccount'>;
  readonly archive: Pick<ArchiveReading, 'mappedCustomer'>;
  readonly emailMatching: boolean;
}

/** Decides for one customer. What their token says now counts, and not what was stored of them earlier. */
export type Owns = (customer: Customer, brand: string, requester: ArchivedTicket['requester']) => Promise<boolean>;

export function createOwnership({ store, archive, emailMatching }: OwnershipDeps): Owns {
  const seen = new Seen();

  return async (customer, brand, requester) => {
    seen.note(customer);
    const mapped = archive.mappedCustomer(brand, requester);
    if (mapped !== undefined) return customer.kind === 'customer' && customer.sub === mapped;
    const { account, email } = requester;
    if (account !== undefined) {
      const people = seen.over(await store.customersByAccount(brand, account));
      const holders = idsOf(people, ({ legacy }) => legacy.some((held) => held.brand === brand && held.account === account));
      if (holders.size > 0) return isOnly(customer, holders);
    }
    if (!emailMatching || email === undefined || !holdsAddress(customer, email)) return false;
    const holders = idsOf(seen.over(await store.customersByEmail(email)), (person) => person.kind === 'customer' && holdsAddress(person, email));
    // A guest has proven the address just as its one customer has: they are the same person.
    return customer.kind === 'guest' ? holders.size < 2 : isOnly(customer, holders);
  };
}

/** Everybody who is stored, for a count over all tickets. */
export function claimantsOf(customers: () => Iterable<Customer>, emailMatching: boolean): Claimants {
  return {
    *accounts() {
      for (const { legacy, sub } of customers()) for (const { brand, account } of legacy) yield { brand, account, customer: sub };
    },
    *emails() {
      if (!emailMatching) return;
      for (const { kind, email, emailVerified, sub } of customers()) if (kind === 'customer' && emailVerified && email !== null) yield { email, customer: sub };
    },
  };
}

const keyOf = (email: string): string => email.trim().toLowerCase();

/** An address that somebody merely typed proves nothing. */
export function holdsAddress({ email, emailVerified }: Customer, address: string): boolean {
  return emailVerified && email !== null && keyOf(address) !== '' && keyOf(email) === keyOf(address);
}

function idsOf(people: Iterable<Customer>, holds: (person: Customer) => boolean): Set<string> {
  const ids = new Set<string>();
  for (const person of people) if (holds(person)) ids.add(person.id);
  return ids;
}

const isOnly = ({ id }: Customer, ids: ReadonlySet<string>): boolean => ids.size === 1 && ids.has(id);

/** People that are looked at one by one: so many at most. */
const mostSeen = 5_000;

/**
 * Those who asked for their archive since the start. Customers are stored with their first act, and many never act:
 * without this, two who share an address and have only looked would not know of each other.
 */
class Seen {
  readonly #people = new Map<string, Customer>();

  note(customer: Customer): void {
    this.#people.delete(customer.id);
    this.#people.set(customer.id, customer);
    if (this.#people.size > mostSeen) for (const oldest of this.#people.keys()) return void this.#people.delete(oldest);
  }

  /** What is stored, and over it what was seen. */
  over(stored: readonly Customer[]): Customer[] {
    return [...stored.filter(({ id }) => !this.#people.has(id)), ...this.#people.values()];
  }
}
