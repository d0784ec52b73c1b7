import { emailKey } from '../text/email-address.ts';
import type { Ticket } from '../ticket/model.ts';
import { readersOf } from '../ticket/readers.ts';
import { Queue } from './queue.ts';
import { Search } from './search.ts';
import type {
  AttachmentOwner,
  AttachmentRow,
  Commit,
  Customer,
  OutgoingMail,
  StaffAccount,
  StaffSession,
  TableName,
  Tables,
} from './store.ts';
import { mapTables, tableNames } from './tables.ts';

/** What reads look up besides ids. */
interface Index<Row> {
  add(row: Row): void;
  remove(row: Row): void;
}

type TableMaps = { readonly [T in TableName]: Map<string, Tables[T]> };

/**
 * Every row in memory, with the indexes that reads need. Rows are immutable and keyed in maps, so that an id such as
 * `__proto__` is a key like any other.
 */
export class Rows {
  readonly #tables = mapTables<TableMaps>(() => new Map());
  readonly #ticketsByNumber = new Map<number, Ticket>();
  readonly #ticketsByReader = new Groups<Ticket>();
  readonly #customersByEmail = new Groups<Customer>();
  readonly #customersByAccount = new Groups<Customer>();
  readonly #staffByEmail = new Map<string, StaffAccount>();
  readonly #sessionsByStaff = new Groups<StaffSession>();
  readonly #pendingByOwner = new Groups<AttachmentRow>();
  readonly #tags = new Map<string, number>();
  readonly #waitingMails = new Map<string, OutgoingMail>();
  #lastNumber = 0;

  readonly #indexes: { readonly [T in TableName]?: Index<Tables[T]> } = {
    tickets: { add: (ticket) => this.#indexTicket(ticket), remove: (ticket) => this.#unindexTicket(ticket) },
    customers: { add: (customer) => this.#indexCustomer(customer), remove: (customer) => this.#unindexCustomer(customer) },
    staff: {
      add: (account) => void this.#staffByEmail.set(emailKey(account.email), account),
      remove: (account) => deleteIfSame(this.#staffByEmail, emailKey(account.email), account),
    },
    sessions: {
      add: (session) => this.#sessionsByStaff.add(session.staffId, session),
      remove: ({ staffId, id }) => this.#sessionsByStaff.remove(staffId, id),
    },
    attachments: { add: (row) => this.#indexAttachment(row), remove: (row) => this.#unindexAttachment(row) },
    mails: {
      add: (mail) => void (mail.state === 'waiting' && this.#waitingMails.set(mail.id, mail)),
      remove: ({ id }) => void this.#waitingMails.delete(id),
    },
  };

  /** Finds tickets by words; it is up to date with the rows. */
  readonly search = new Search(this.#tables);

  /** The desk's tickets in the order of the queue. */
  readonly queue = new Queue(this.#tables.tickets, this.#tables.staff);

  /** The highest ticket number ever given out, dropped tickets included. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** Numbers up to and including `number` are spent, whether their tickets are still here or not. */
  spendNumber(number: number): void {
    this.#lastNumber = Math.max(this.#lastNumber, number);
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.#tables[table].get(id);
  }

  all<T extends TableName>(table: T): ReadonlyMap<string, Tables[T]> {
    return this.#tables[table];
  }

  /** Tags in use, and on how many tickets. */
  get tags(): ReadonlyMap<string, number> {
    return this.#tags;
  }

  ticketByNumber(number: number): Ticket | undefined {
    return this.#ticketsByNumber.get(number);
  }

  /** Every ticket that the customer may read. */
  ticketsOf(customerId: string): ReadonlyMap<string, Ticket> {
    return this.#ticketsByReader.of(customerId);
  }

  customersByEmail(email: string): ReadonlyMap<string, Customer> {
    return this.#customersByEmail.of(emailKey(email));
  }

  customersByAccount(brand: string, account: string): ReadonlyMap<string, Customer> {
    return this.#customersByAccount.of(accountKey(brand, account));
  }

  staffByEmail(email: string): StaffAccount | undefined {
    return this.#staffByEmail.get(emailKey(email));
  }

  sessionsOf(staffId: string): ReadonlyMap<string, StaffSession> {
    return this.#sessionsByStaff.of(staffId);
  }

  /** Uploads of an owner that no ticket has taken. */
  pendingOf(owner: AttachmentOwner): ReadonlyMap<string, AttachmentRow> {
    return this.#pendingByOwner.of(ownerKey(owner));
  }

  /** Waiting mails, which are few among those that were sent and are kept for days. */
  waitingMails(): ReadonlyMap<string, OutgoingMail> {
    return this.#waitingMails;
  }

  /** Puts and drops everything of one commit; drops come last. */
  apply(commit: Commit): void {
    for (const table of tableNames) this.#putAll(table, commit.put?.[table] ?? []);
    for (const table of tableNames) {
      for (const id of commit.drop?.[table] ?? []) this.drop(table, id);
    }
  }

  put<T extends TableName>(table: T, row: Tables[T]): void {
    const rows: Map<string, Tables[T]> = this.#tables[table];
    const index: Index<Tables[T]> | undefined = this.#indexes[table];
    const before = rows.get(row.id);
    if (before !== undefined) index?.remove(before);
    rows.set(row.id, row);
    index?.add(row);
    if (table === 'tickets') this.#followTicket(row as Ticket, before as Ticket | undefined);
    if (table === 'customers') this.search.putCustomer(row as Customer, before as Customer | undefined);
  }

  drop<T extends TableName>(table: T, id: string): void {
    const rows: Map<string, Tables[T]> = this.#tables[table];
    const index: Index<Tables[T]> | undefined = this.#indexes[table];
    const before = rows.get(id);
    if (before === undefined) return;
    index?.remove(before);
    rows.delete(id);
    if (table === 'tickets') {
      this.search.dropTicket(id);
      this.queue.drop(before as Ticket);
    }
    if (table === 'customers') this.search.dropCustomer(id);
  }

  #followTicket(ticket: Ticket, before: Ticket | undefined): void {
    this.search.putTicket(ticket, before);
    this.queue.put(ticket, before);
  }

  #putAll<T extends TableName>(table: T, rows: readonly Tables[T][]): void {
    for (const row of rows) this.put(table, row);
  }

  #indexTicket(ticket: Ticket): void {
    this.#ticketsByNumber.set(ticket.number, ticket);
    for (const id of readersOf(ticket)) this.#ticketsByReader.add(id, ticket);
    for (const tag of ticket.tags) this.#tags.set(tag, (this.#tags.get(tag) ?? 0) + 1);
    this.spendNumber(ticket.number);
  }

  #unindexTicket(ticket: Ticket): void {
    deleteIfSame(this.#ticketsByNumber, ticket.number, ticket);
    for (const id of readersOf(ticket)) this.#ticketsByReader.remove(id, ticket.id);
    for (const tag of ticket.tags) {
      const left = (this.#tags.get(tag) ?? 0) - 1;
      if (left > 0) this.#tags.set(tag, left);
      else this.#tags.delete(tag);
    }
  }

  #indexAttachment(row: AttachmentRow): void {
    if (row.ticketId === null) this.#pendingByOwner.add(ownerKey(row.owner), row);
  }

  #unindexAttachment(row: AttachmentRow): void {
    if (row.ticketId === null) this.#pendingByOwner.remove(ownerKey(row.owner), row.id);
  }

  #indexCustomer(customer: Customer): void {
    if (customer.email !== null) this.#customersByEmail.add(emailKey(customer.email), customer);
    for (const { brand, account } of customer.legacy) this.#customersByAccount.add(accountKey(brand, account), customer);
  }

  #unindexCustomer(customer: Customer): void {
    if (customer.email !== null) this.#customersByEmail.remove(emailKey(customer.email), customer.id);
    for (const { brand, account } of customer.legacy) this.#customersByAccount.remove(accountKey(brand, account), customer.id);
  }
}

/** Rows by a key that several share. */
class Groups<T extends { readonly id: string }> {
  readonly #groups = new Map<string, Map<string, T>>();

  of(key: string): ReadonlyMap<string, T> {
    return this.#groups.get(key) ?? new Map<string, T>();
  }

  add(key: string, row: T): void {
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, new Map([[row.id, row]]));
    else group.set(row.id, row);
  }

  remove(key: string, id: string): void {
    const group = this.#groups.get(key);
    group?.delete(id);
    if (group?.size === 0) this.#groups.delete(key);
  }
}

function ownerKey({ kind, id }: AttachmentOwner): string {
  return `${kind} ${id}`;
}

function accountKey(brand: string, account: string): string {
  return JSON.stringify([brand, account]);
}

function deleteIfSame<K, V>(map: Map<K, V>, key: K, value: unknown): void {
  if (map.get(key) === value) map.delete(key);
}
