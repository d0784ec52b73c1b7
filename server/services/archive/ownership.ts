/**
 * Decides who owns an archived ticket: by the site's mapping file, else the old account, else a verified address. When two
 * customers match, neither owns it.
 */
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
   * Stores a customer's claims when they match archived tickets, before any of these is shown: once two customers with the
   * same address have both signed in, the address counts as shared for good. Resolves once the row is on disk.
   * @throws ReadOnlyError
   */
  meet(customer: Customer): Promise<void>;
  /** Decides for a customer after `meet`. */
  owns(customer: Customer, brand: string, requester: ArchivedTicket['requester']): Promise<boolean>;
}

export function createOwnership({ store, archive, emailMatching }: OwnershipDeps): Ownership {
  /** Whether the claims match archived tickets. */
  const leadsToTickets = (claims: Claims): boolean =>
    claims.legacy.some(({ brand, account }) => archive.entriesOfAccount(brand, account).length > 0) ||
    (emailMatching && claims.emailVerified && claims.email !== null && archive.entriesOfEmail(claims.email).length > 0);

  return {
    async meet(customer) {
      if (customer.kind !== 'customer') return;
      const stored = await store.customer(customer.id);
      if (stored && sameClaims(stored, customer)) return;
      // After a change of address the stored claims must be replaced too when only the old address matches tickets.
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
      // A guest and the only customer with the same proven address are the same person.
      return customer.kind === 'guest' ? holders.size < 2 : isOnly(customer, holders);
    },
  };
}

/** The claims of all stored customers, for counting owned tickets. */
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

/** Whether the customer has proven this address. */
export function holdsAddress({ email, emailVerified }: Customer, address: string): boolean {
  return emailVerified && email !== null && keyOf(address) !== '' && keyOf(email) === keyOf(address);
}

type Claims = Pick<Customer, 'email' | 'emailVerified' | 'legacy'>;

const claimsOf = ({ email, emailVerified, legacy }: Claims): string =>
  JSON.stringify([email, emailVerified, legacy.map(({ brand, account }) => [brand, account])]);

const sameClaims = (one: Claims, other: Claims): boolean => claimsOf(one) === claimsOf(other);

const idsOf = (people: readonly Customer[]): Set<string> => new Set(people.map(({ id }) => id));

const isOnly = ({ id }: Customer, ids: ReadonlySet<string>): boolean => ids.size === 1 && ids.has(id);
