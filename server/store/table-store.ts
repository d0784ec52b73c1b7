import type { Low } from 'lowdb';
import type { Incident } from '../ticket/incident.ts';
import type { Effect, Instant, Ticket } from '../ticket/model.ts';
import { firstOf, isOwed } from './order.ts';
import { countMails, listMails, nextFirst } from './outbox.ts';
import { candidateCount, countTickets, findCustomers, listTickets } from './query.ts';
import type { Rows } from './rows.ts';
import { Staging } from './staging.ts';
import type {
  AttachmentOwner,
  ArrivedMail,
  AttachmentRow,
  Bounce,
  CannedReply,
  Commit,
  Customer,
  GuestChallenge,
  GuestKey,
  IdempotencyRecord,
  MailQuery,
  NewestAttachment,
  NewestCustomer,
  NewestTicket,
  OutgoingMail,
  Page,
  QueueCounts,
  SavedView,
  Replaced,
  QuarantinedMail,
  ReplyKey,
  FormerStaff,
  StaffAccount,
  StaffAlerts,
  StaffSession,
  Store,
  StoreHealth,
  TableName,
  Tables,
  TicketQuery,
  Watcher,
} from './store.ts';

/** Where commits go before they are true: memory at once, a journal after its fsync. */
export interface CommitLog {
  /**
   * Takes a commit. The promise resolves once it is durable and the rows show it; commits become visible in the order
   * they were taken. A log that fails once takes nothing more.
   * @throws ReadOnlyError, or TypeError/RangeError for a commit that cannot be written, at once and not by the promise.
   */
  append(commit: Commit): Promise<void>;
  health(): StoreHealth;
  close(): Promise<void>;
}

/** Most tickets that are searched without an index. */
const readThrough = 300;

/**
 * The store over rows in memory and a log. Readers see durable rows only. An act on a ticket runs on the version
 * before it, durable or not, so that acts in a row share one fsync; this is safe because the log is written in order
 * and stops for good at its first failure: no act becomes durable without those it builds on.
 */
export class TableStore implements Store {
  readonly #low: Low<Rows>;
  readonly #log: CommitLog;
  readonly #staged = new Staging();
  readonly #watchers = new Set<Watcher>();
  #lastNumber = 0;

  constructor(low: Low<Rows>, log: CommitLog) {
    this.#low = low;
    this.#log = log;
  }

  get #rows(): Rows {
    return this.#low.data;
  }

  async ticket(id: string): Promise<Ticket | undefined> {
    return this.#rows.get('tickets', id);
  }

  async ticketByNumber(number: number): Promise<Ticket | undefined> {
    return this.#rows.ticketByNumber(number);
  }

  async listTickets(query: TicketQuery): Promise<Page<Ticket>> {
    // Searching so many texts would block the event loop; the index is nearly built.
    if (query.q !== undefined && candidateCount(this.#rows, query) > readThrough) await this.#rows.search.ready;
    return listTickets(this.#rows, query);
  }

  everyTicket(): Iterable<Ticket> {
    return this.#rows.all('tickets').values();
  }

  async countTickets(customerId: string): Promise<{ open: number; closed: number; unread: number }> {
    return countTickets(this.#rows, customerId);
  }

  async countQueue(of: { now: Instant; soonBy: Instant; assignee: string }): Promise<QueueCounts> {
    return this.#rows.queue.counts(of);
  }

  async createTicket(make: (number: number, newest: NewestCustomer, upload: NewestAttachment) => Commit): Promise<Ticket> {
    const number = Math.max(this.#lastNumber, this.#rows.lastNumber) + 1;
    const commit = make(number, this.#newestCustomer, this.#newestAttachment);
    const created = commit.put?.tickets?.find((ticket) => ticket.number === number);
    if (created === undefined) throw new TypeError(`the commit holds no ticket with the number ${String(number)}`);
    const durable = this.#append(commit);
    this.#lastNumber = number;
    await durable;
    return created;
  }

  async changeTicket(
    id: string,
    act: (ticket: Ticket, newest: NewestCustomer, upload: NewestAttachment, other: NewestTicket) => Commit | null,
  ): Promise<Ticket | undefined> {
    const staged = this.#staged.get('tickets', id);
    const before = this.#newest('tickets', id);
    let after = before;
    let durable = staged?.durable;
    const lookedAt: Promise<void>[] = [];
    const other: NewestTicket = (otherId) => {
      const found = this.#staged.get('tickets', otherId);
      if (found) lookedAt.push(found.durable);
      return this.#newest('tickets', otherId);
    };
    // Nothing is awaited between reading `before` and taking the commit, so no other act on these tickets comes in between.
    try {
      const commit = before === undefined ? null : act(before, this.#newestCustomer, this.#newestAttachment, other);
      if (commit !== null) {
        durable = this.#append(commit);
        after = versionIn(commit, id, before);
      }
    } catch (error) {
      // "Already closed" may be said only once the closing it was read from is on disk.
      await Promise.all([staged?.durable, ...lookedAt]);
      throw error;
    }
    await durable;
    return after;
  }

  async countTags(): Promise<readonly { id: string; count: number }[]> {
    return [...this.#rows.tags].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count || compareText(a.id, b.id));
  }

  async cannedReply(id: string): Promise<CannedReply | undefined> {
    return this.#rows.get('replies', id);
  }

  async listCannedReplies(): Promise<readonly CannedReply[]> {
    return [...this.#rows.all('replies').values()];
  }

  async savedView(id: string): Promise<SavedView | undefined> {
    return this.#rows.get('views', id);
  }

  async listSavedViews(): Promise<readonly SavedView[]> {
    return [...this.#rows.all('views').values()];
  }

  async commit(commit: Commit): Promise<void> {
    await this.#append(commit);
  }

  async findCustomers(q: string, limit: number): Promise<{ items: readonly Customer[]; total: number }> {
    if (this.#rows.all('customers').size > readThrough) await this.#rows.search.ready;
    return findCustomers(this.#rows, q, limit);
  }

  async customer(id: string): Promise<Customer | undefined> {
    return this.#rows.get('customers', id);
  }

  async changeCustomer(id: string, change: (before: Customer | undefined) => Customer): Promise<Customer> {
    const after = change(this.#newestCustomer(id));
    await this.#append({ put: { customers: [after] } });
    return after;
  }

  async customersByEmail(email: string): Promise<readonly Customer[]> {
    return [...this.#rows.customersByEmail(email).values()];
  }

  async customersByAccount(brand: string, account: string): Promise<readonly Customer[]> {
    return [...this.#rows.customersByAccount(brand, account).values()];
  }

  everyCustomer(): Iterable<Customer> {
    return this.#rows.all('customers').values();
  }

  async staff(id: string): Promise<StaffAccount | undefined> {
    return this.#rows.get('staff', id);
  }

  async staffByEmail(email: string): Promise<StaffAccount | undefined> {
    return this.#rows.staffByEmail(email);
  }

  async listStaff(): Promise<readonly StaffAccount[]> {
    return [...this.#rows.all('staff').values()].sort((a, b) => compareText(a.email, b.email));
  }

  async listFormerStaff(): Promise<readonly FormerStaff[]> {
    return [...this.#rows.all('formerStaff').values()].sort((a, b) => compareText(a.name, b.name));
  }

  async session(id: string): Promise<StaffSession | undefined> {
    return this.#rows.get('sessions', id);
  }

  async sessionsOf(staffId: string): Promise<readonly StaffSession[]> {
    return [...this.#rows.sessionsOf(staffId).values()].sort(byCreation);
  }

  async idempotencyRecord(id: string): Promise<IdempotencyRecord | undefined> {
    return this.#rows.get('idempotency', id);
  }

  async idempotencyRecordsBefore(at: Instant): Promise<readonly IdempotencyRecord[]> {
    return [...this.#rows.all('idempotency').values()].filter((record) => record.at < at);
  }

  async attachment(id: string): Promise<AttachmentRow | undefined> {
    return this.#rows.get('attachments', id);
  }

  async pendingAttachments(owner: AttachmentOwner): Promise<{ files: number; bytes: number }> {
    const pending = [...this.#rows.pendingOf(owner).values()];
    return { files: pending.length, bytes: pending.reduce((sum, { size }) => sum + size, 0) };
  }

  async dropPendingAttachments(before: Instant, limit: number): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const { id, createdAt } of this.#rows.all('attachments').values()) {
      // Includes tickets that are taking one at this moment, not only those whose commit is on disk.
      if (createdAt < before && this.#newestAttachment(id)?.ticketId === null) ids.push(id);
      if (ids.length >= limit) break;
    }
    if (ids.length > 0) await this.#append({ drop: { attachments: ids } });
    return ids;
  }

  async listAttachments(): Promise<readonly AttachmentRow[]> {
    return [...this.#rows.all('attachments').values()];
  }

  async pendingEffects(limit: number): Promise<readonly Effect[]> {
    return firstOf(this.#rows.all('effects').values(), limit, byTime);
  }

  async incident(id: string): Promise<Incident | undefined> {
    return this.#rows.get('incidents', id);
  }

  async listIncidents(): Promise<readonly Incident[]> {
    return [...this.#rows.all('incidents').values()];
  }

  async changeIncident(id: string, act: (incident: Incident) => Commit | null): Promise<Incident | undefined> {
    const before = this.#newest('incidents', id);
    const commit = before === undefined ? null : act(before);
    if (commit === null) return before;
    await this.#append(commit);
    return commit.drop?.incidents?.includes(id) === true ? undefined : commit.put?.incidents?.find((incident) => incident.id === id);
  }

  async mail(id: string): Promise<OutgoingMail | undefined> {
    return this.#rows.get('mails', id);
  }

  async waitingMails(limit: number): Promise<readonly OutgoingMail[]> {
    return firstOf(this.#rows.waitingMails().values(), limit, nextFirst);
  }

  async listMails(query: MailQuery): Promise<Page<OutgoingMail>> {
    return listMails(this.#rows.all('mails').values(), query);
  }

  async countMails(): Promise<Readonly<Record<OutgoingMail['state'], number>>> {
    return countMails(this.#rows.all('mails').values());
  }

  everyMail(): Iterable<OutgoingMail> {
    return this.#rows.all('mails').values();
  }

  async mailsQueuedSince(at: Instant): Promise<readonly OutgoingMail[]> {
    return [...this.#rows.all('mails').values()].filter((mail) => mail.queuedAt >= at);
  }

  async mailsEndedBefore(at: Instant): Promise<readonly OutgoingMail[]> {
    return [...this.#rows.all('mails').values()].filter(({ endedAt }) => endedAt !== null && endedAt < at);
  }

  async promisesDue(from: Instant, to: Instant): Promise<readonly Ticket[]> {
    const within = ({ promise: { dueAt } }: Ticket): boolean => dueAt > from && dueAt <= to;
    return [...this.#rows.all('tickets').values()].filter((ticket) => isOwed(ticket) && within(ticket));
  }

  async alertsOf(staffId: string): Promise<StaffAlerts | undefined> {
    return this.#rows.get('alerts', staffId);
  }

  async challenges(): Promise<readonly GuestChallenge[]> {
    return [...this.#rows.all('challenges').values()];
  }

  async guestKeys(): Promise<readonly GuestKey[]> {
    return [...this.#rows.all('guestKeys').values()];
  }

  async replyKeys(): Promise<readonly ReplyKey[]> {
    return [...this.#rows.all('replyKeys').values()];
  }

  async bounce(id: string): Promise<Bounce | undefined> {
    return this.#rows.get('bounces', id);
  }

  async arrival(id: string): Promise<ArrivedMail | undefined> {
    return this.#rows.get('arrivals', id);
  }

  async arrivalsBefore(at: Instant): Promise<readonly ArrivedMail[]> {
    return [...this.#rows.all('arrivals').values()].filter((arrival) => arrival.at < at);
  }

  async quarantined(id: string): Promise<QuarantinedMail | undefined> {
    return this.#rows.get('quarantine', id);
  }

  async listQuarantined(): Promise<readonly QuarantinedMail[]> {
    return [...this.#rows.all('quarantine').values()].sort((a, b) => compareText(b.at, a.at) || compareText(b.id, a.id));
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  health(): StoreHealth {
    return this.#log.health();
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #append(commit: Commit): Promise<void> {
    const replaced = this.#replacedBy(commit);
    const durable = this.#log.append(commit);
    // The promise of the commit reports its failure to the caller.
    durable.then(
      () => this.#watchers.forEach((watcher) => watcher(commit, replaced)),
      () => undefined,
    );
    this.#staged.add(commit, durable);
    return durable;
  }

  /** The rows replaced by a commit, looked up before the log shows the new versions. */
  #replacedBy({ put, drop }: Commit): Replaced {
    const replaced = new Map<string, Ticket>();
    for (const id of [...(put?.tickets ?? []).map((ticket) => ticket.id), ...(drop?.tickets ?? [])]) {
      const before = this.#newest('tickets', id);
      if (before) replaced.set(id, before);
    }
    return replaced;
  }

  /** The row that a commit made now would replace, whether it is durable yet or not. */
  #newest<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    const staged = this.#staged.get(table, id);
    return staged === undefined ? this.#rows.get(table, id) : (staged.row ?? undefined);
  }

  readonly #newestCustomer: NewestCustomer = (id) => this.#newest('customers', id);

  readonly #newestAttachment: NewestAttachment = (id) => this.#newest('attachments', id);
}

function versionIn(commit: Commit, id: string, before: Ticket | undefined): Ticket | undefined {
  if (commit.drop?.tickets?.includes(id) === true) return undefined;
  return commit.put?.tickets?.find((ticket) => ticket.id === id) ?? before;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function byTime(a: Effect, b: Effect): number {
  return compareText(a.at, b.at);
}

function byCreation(a: StaffSession, b: StaffSession): number {
  return compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id);
}
