import type { ArchivedTicket } from '../../ticket/archived.ts';
import type { Mapping } from '../archive-store.ts';
import { emailKey } from '../../text/email-address.ts';

/** Mappings that one line holds at most. */
const linesAtOnce = 1_000;

/** The mappings of all files. The newest one applies; those of an undone batch do not. */
export class Mappings {
  #all: { readonly mapping: Mapping; readonly batch: string }[] = [];
  #byRequester = new Map<string, Mapping>();
  #byCustomer = new Map<string, Mapping[]>();

  add(mappings: readonly Mapping[], batch: string): void {
    for (const mapping of mappings) {
      this.#all.push({ mapping, batch });
      this.#index(mapping);
    }
  }

  undo(batch: string): void {
    this.#all = this.#all.filter((said) => said.batch !== batch);
    this.#byRequester = new Map();
    this.#byCustomer = new Map();
    for (const { mapping } of this.#all) this.#index(mapping);
  }

  has(mapping: Mapping): boolean {
    return this.#byRequester.get(keyOf(mapping))?.customer === mapping.customer;
  }

  /** An account says more than an address. */
  customerOf(brand: string, { account, email }: ArchivedTicket['requester']): string | undefined {
    const byAccount = account === undefined ? undefined : this.#byRequester.get(keyOf({ brand, account }));
    return (byAccount ?? (email === undefined ? undefined : this.#byRequester.get(keyOf({ brand, email }))))?.customer;
  }

  of(customer: string): readonly Mapping[] {
    return (this.#byCustomer.get(customer) ?? []).filter((mapping) => this.has(mapping));
  }

  /** All that was said and not taken back, in its order, by the batch that said it. */
  *said(): Generator<{ readonly mappings: readonly Mapping[]; readonly batch: string }> {
    for (let from = 0; from < this.#all.length; ) {
      const batch = this.#all[from]?.batch ?? '';
      let to = from;
      while (to - from < linesAtOnce && this.#all[to]?.batch === batch) to += 1;
      yield { mappings: this.#all.slice(from, to).map(({ mapping }) => mapping), batch };
      from = to;
    }
  }

  current(): Iterable<Mapping> {
    return this.#byRequester.values();
  }

  #index(mapping: Mapping): void {
    this.#byRequester.set(keyOf(mapping), mapping);
    const others = this.#byCustomer.get(mapping.customer);
    if (others) others.push(mapping);
    else this.#byCustomer.set(mapping.customer, [mapping]);
  }
}

function keyOf({ brand, account, email }: Pick<Mapping, 'brand' | 'account' | 'email'>): string {
  return JSON.stringify(account === undefined ? [brand, 'email', emailKey(email ?? '')] : [brand, 'account', account]);
}
