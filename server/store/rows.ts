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

export const tableNames: readonly TableName[] = [
  'tickets',
  'customers',
  'staff',
  'formerStaff',
  'sessions',
  'idempotency',
  'effects',
  'attachments',
  'incidents',
  'replies',
  'mails',
  'alerts',
  'challenges',
  'guestKeys',
  'views',
  'replyKeys',
  'arrivals',
  'quarantine',
  'bounces',
];

type TableMaps = { readonly [T in TableName]: Map<string, Tables[T]> };

/**
 * Every row in memory, with the indexes that reads need. Rows are immutable and keyed in maps, so that an id such as
 * `__proto__` is a key like any other.
 */
export class Rows {
  readonly #tables: TableMaps = {
    tickets: new Map(),
    customers: new Map(),
    staff: new Map(),
    formerStaff: new Map(),
    sessions: new Map(),
    idempotency: new Map(),
    effects: new Map(),
    attachments: new Map(),
    incidents: new Map(),
    replies: new Map(),
    mails: new Map(),
    alerts: new Map(),
    challenges: new Map(),
    guestKeys: new Map(),
    views: new Map(),
    replyKeys: new Map(),
    arrivals: new Map(),
    quarantine: new Map(),
    bounces: new Map(),
  };
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
    const map: Map<string, Tables[T]> = this.#tables[table];
    const before = map.get(row.id);
    if (before !== undefined) this.#unindex(table, before);
    map.set(row.id, row);
    this.#index(table, row);
    if (table === 'tickets') this.#followTicket(row as Ticket, before as Ticket | undefined);
    if (table === 'customers') this.search.putCustomer(row as Customer, before as Customer | undefined);
  }

  drop(table: TableName, id: string): void {
    const before = this.#tables[table].get(id);
    if (before === undefined) return;
    this.#unindex(table, before);
    this.#tables[table].delete(id);
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

  #index(table: TableName, row: Tables[TableName]): void {
    if (table === 'tickets') this.#indexTicket(row as Ticket);
    else if (table === 'customers') this.#indexCustomer(row as Customer);
    else if (table === 'staff') this.#staffByEmail.set(emailKey((row as StaffAccount).email), row as StaffAccount);
    else if (table === 'sessions') this.#sessionsByStaff.add((row as StaffSession).staffId, row as StaffSession);
    else if (table === 'attachments') this.#indexAttachment(row as AttachmentRow);
    else if (table === 'mails' && (row as OutgoingMail).state === 'waiting') this.#waitingMails.set(row.id, row as OutgoingMail);
  }

  #unindex(table: TableName, row: Tables[TableName]): void {
    if (table === 'tickets') this.#unindexTicket(row as Ticket);
    else if (table === 'customers') this.#unindexCustomer(row as Customer);
    else if (table === 'staff') deleteIfSame(this.#staffByEmail, emailKey((row as StaffAccount).email), row);
    else if (table === 'sessions') this.#sessionsByStaff.remove((row as StaffSession).staffId, row.id);
    else if (table === 'attachments') this.#unindexAttachment(row as AttachmentRow);
    else if (table === 'mails') this.#waitingMails.delete(row.id);
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
