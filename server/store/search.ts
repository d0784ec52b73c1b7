import type { Ticket } from '../ticket/model.ts';
import { wordsOf, type Term } from './fold.ts';
import type { Customer, TicketQuery } from './store.ts';
import { WordIndex } from './word-index.ts';

type Reader = TicketQuery['reader'];

/** The rows that search reads. */
export interface Searched {
  readonly tickets: ReadonlyMap<string, Ticket>;
  readonly customers: ReadonlyMap<string, Customer>;
}

/** Milliseconds of indexing after which requests get their turn. */
const sliceTime = 2;

/**
 * Finds tickets by words. What a customer may search and what only the desk may are two indexes, and a customer's
 * question never reaches the second. The index is built in slices once the store is open; until then texts are read
 * through one by one.
 */
export class Search {
  readonly #rows: Searched;
  readonly #public = new WordIndex();
  readonly #desk = new WordIndex();
  readonly #customers = new WordIndex();
  #state: 'none' | 'building' | 'built' = 'none';
  #building: Promise<void> = Promise.resolve();

  constructor(rows: Searched) {
    this.#rows = rows;
  }

  /** Resolves once no index is being built. */
  get ready(): Promise<void> {
    return this.#building;
  }

  /** Indexes everything there is, and from now on what comes. Ends early when the signal says so. */
  build(signal?: AbortSignal): Promise<void> {
    if (this.#state === 'none') this.#building = this.#build(signal);
    return this.#building;
  }

  putTicket(ticket: Ticket, before: Ticket | undefined): void {
    // Rows that the building index has not reached will be indexed by it.
    if (this.#state === 'built' || this.#public.has(ticket.id)) this.#add(ticket, before);
  }

  putCustomer(customer: Customer, before: Customer | undefined): void {
    if (this.#state === 'built' || this.#customers.has(customer.id)) this.#addCustomer(customer, before);
  }

  dropTicket(id: string): void {
    this.#public.delete(id);
    this.#desk.delete(id);
  }

  dropCustomer(id: string): void {
    this.#customers.delete(id);
  }

  /** Whether a ticket holds every term, among what the reader may see. */
  matcher(terms: readonly Term[], reader: Reader): (ticket: Ticket) => boolean {
    const tests = terms.map((term) => this.#termTest(term, reader));
    return (ticket) => tests.every((test) => test(ticket));
  }

  /** Whether a customer's name and address hold every term. */
  customerMatcher(terms: readonly Term[]): (customer: Customer) => boolean {
    const tests = terms.map(({ prefix }): ((customer: Customer) => boolean) => {
      if (prefix === null) return () => false;
      const found = this.#state === 'built' ? this.#customers.find(prefix) : null;
      return found
        ? ({ id }) => found(id)
        : (customer) => customerTexts(customer).some((text) => wordsOf(text).some((word) => word.startsWith(prefix)));
    });
    return (customer) => tests.every((test) => test(customer));
  }

  #termTest({ prefix, number }: Term, reader: Reader): (ticket: Ticket) => boolean {
    if (prefix === null) return (ticket) => ticket.number === number;
    const has = this.#state === 'built' ? this.#indexed(prefix, reader) : this.#readThrough(prefix, reader);
    return number === null ? has : (ticket) => ticket.number === number || has(ticket);
  }

  #indexed(prefix: string, reader: Reader): (ticket: Ticket) => boolean {
    const inPublic = this.#public.find(prefix);
    if (reader === 'customer') return (ticket) => inPublic(ticket.id);
    const [inDesk, ofCustomer] = [this.#desk.find(prefix), this.#customers.find(prefix)];
    return ({ id, customerId }) => inPublic(id) || inDesk(id) || ofCustomer(customerId);
  }

  #readThrough(prefix: string, reader: Reader): (ticket: Ticket) => boolean {
    const has = (text: string): boolean => wordsOf(text).some((word) => word.startsWith(prefix));
    if (reader === 'customer') return (ticket) => publicTexts(ticket).some(has);
    return (ticket) =>
      publicTexts(ticket).some(has) || deskTexts(ticket).some(has) || customerTexts(this.#rows.customers.get(ticket.customerId)).some(has);
  }

  async #build(signal: AbortSignal | undefined): Promise<void> {
    this.#state = 'building';
    let sliceEnd = performance.now() + sliceTime;
    for (const row of this.#everything()) {
      if ('number' in row) this.#add(row, undefined);
      else this.#addCustomer(row, undefined);
      if (performance.now() < sliceEnd) continue;
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted === true) return;
      sliceEnd = performance.now() + sliceTime;
    }
    this.#state = 'built';
  }

  *#everything(): Generator<Ticket | Customer> {
    // A map's iterator also visits rows that are added meanwhile.
    yield* this.#rows.customers.values();
    yield* this.#rows.tickets.values();
  }

  #add(ticket: Ticket, before: Ticket | undefined): void {
    this.#public.set(ticket.id, before === undefined ? [] : publicTexts(before), publicTexts(ticket));
    this.#desk.set(ticket.id, before === undefined ? [] : deskTexts(before), deskTexts(ticket));
  }

  #addCustomer(customer: Customer, before: Customer | undefined): void {
    this.#customers.set(customer.id, customerTexts(before), customerTexts(customer));
  }
}

/**
 * Everything of a ticket that its customer can read in it. What never changes comes first and what is added over time
 * comes after it, oldest first: the index then only takes in what is new.
 */
function publicTexts(ticket: Ticket): readonly string[] {
  const { title, description, attachments, links, orderReference, fields } = ticket;
  const linked = [links.order, links.subscription, links.project].flatMap((link) => (link ? [link.label, link.id] : []));
  const answers = Object.values(fields).filter((answer) => typeof answer === 'string');
  return [
    title,
    description,
    ...namesOf(attachments),
    ...linked,
    ...(orderReference === null ? [] : [orderReference]),
    ...answers,
    ...addedTexts(ticket),
  ];
}

function addedTexts({ messages, timeline, rating }: Ticket): readonly string[] {
  const said = messages.map(({ createdAt, body, attachments }) => ({ at: createdAt, texts: [body, ...namesOf(attachments)] }));
  // The reason of a reopening is a message too.
  const reasons = timeline.flatMap(({ kind, at, reason }) =>
    reason === undefined || kind === 'reopened' ? [] : [{ at, texts: [reason] }],
  );
  const comment = rating?.comment ? [{ at: rating.at, texts: [rating.comment] }] : [];
  const added = [...said, ...reasons, ...comment];
  if (added.length > said.length) added.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  return added.flatMap(({ texts }) => texts);
}

const namesOf = (attachments: Ticket['attachments']): readonly string[] => attachments.map(({ name }) => name);

/** The texts that only the desk may search. */
function deskTexts(ticket: Ticket): readonly string[] {
  return [...ticket.tags, ...ticket.notes.flatMap(({ body, attachments }) => [body, ...namesOf(attachments)])];
}

function customerTexts(customer: Customer | undefined): readonly string[] {
  return [customer?.name ?? '', customer?.email ?? ''];
}
