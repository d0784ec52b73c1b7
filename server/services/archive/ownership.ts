/** Whose an archived ticket is: the site's mapping file says it, else the old account, else a verified address; of two people, nobody's. */
import type { ArchivedTicket } from '../../ticket/archived.ts';
import type { ArchiveReading, Claimants } from '../../store/archive-store.ts';
import type { Customer, CustomerStore } from '../../store/store.ts';
import { emailKey } from '../../text/email-address.ts';

export interface OwnershipDeps {
  readonly store: Pick<CustomerStore, 'customer' | 'changeCustomer' | 'customersByEmail' | 'customersByAccount'>;
  readonly archive: Pick<ArchiveReading, 'mappedCustomer' | 'entriesOfAccount' | 'entriesOfEmail'>;
  readonly emailMatching: boolean;
}

export interface Ownership {
  /**
   * Stores what a customer's token says of them where it bears on old tickets, before any of these is shown: two who share
   * an address know of each other once both have been there, for good. Resolves once it is durable.
   * @throws ReadOnlyError
   */
  meet(customer: Customer): Promise<void>;
  /** Decides for one customer who has been met. */
  owns(customer: Customer, brand: string, requester: ArchivedTicket['requester']): Promise<boolean>;
}

export function createOwnership({ store, archive, emailMatching }: OwnershipDeps): Ownership {
  /** Whether what is said of somebody leads to old tickets. */
  const leadsToTickets = (claims: Claims): boolean =>
    claims.legacy.some(({ brand, account }) => archive.entriesOfAccount(brand, account).length > 0) ||
    (emailMatching && claims.emailVerified && claims.email !== null && archive.entriesOfEmail(claims.email).length > 0);

  return {
    async meet(customer) {
      if (customer.kind !== 'customer') return;
      const stored = await store.customer(customer.id);
      if (stored && sameClaims(stored, customer)) return;
      // Whoever has changed their address gives up what the stored one leads to, as much as they gain by the new one.
      if (!leadsToTickets(customer) && !(stored && leadsToTickets(stored))) return;
      const { email, emailVerified, legacy, updatedAt } = customer;
      await store.changeCustomer(customer.id, (before) => (before ? { ...before, email, emailVerified, legacy, updatedAt } : customer));
    },

    async owns(customer, brand, requester) {
      const mapped = archive.mappedCustomer(brand, requester);
      if (mapped !== undefined) return customer.kind === 'customer' && customer.sub === mapped;
      const { account, email } = requester;
      if (account !== undefined) {
        const holders = idsOf(await store.customersByAccount(brand, account));
        if (holders.size > 0) return isOnly(customer, holders);
      }
      if (!emailMatching || email === undefined || !holdsAddress(customer, email)) return false;
      const holders = idsOf(
        (await store.customersByEmail(keyOf(email))).filter((person) => person.kind === 'customer' && holdsAddress(person, email)),
      );
      // A guest has proven the address just as its one customer has: they are the same person.
      return customer.kind === 'guest' ? holders.size < 2 : isOnly(customer, holders);
    },
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
      for (const { kind, email, emailVerified, sub } of customers())
        if (kind === 'customer' && emailVerified && email !== null) yield { email, customer: sub };
    },
  };
}

const keyOf = emailKey;

/** An address that somebody merely typed proves nothing. */
export function holdsAddress({ email, emailVerified }: Customer, address: string): boolean {
  return emailVerified && email !== null && keyOf(address) !== '' && keyOf(email) === keyOf(address);
}

type Claims = Pick<Customer, 'email' | 'emailVerified' | 'legacy'>;

const claimsOf = ({ email, emailVerified, legacy }: Claims): string =>
  JSON.stringify([email, emailVerified, legacy.map(({ brand, account }) => [brand, account])]);

const sameClaims = (one: Claims, other: Claims): boolean => claimsOf(one) === claimsOf(other);

const idsOf = (people: readonly Customer[]): Set<string> => new Set(people.map(({ id }) => id));

const isOnly = ({ id }: Customer, ids: ReadonlySet<string>): boolean => ids.size === 1 && ids.has(id);
