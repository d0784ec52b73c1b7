import type { Incident } from '../ticket/incident.ts';
import type { Effect, Instant, Priority, Status, Ticket } from '../ticket/model.ts';
import type {
  ArrivedMail,
  AttachmentOwner,
  AttachmentRow,
  Bounce,
  CannedReply,
  Customer,
  FormerStaff,
  GuestChallenge,
  GuestKey,
  IdempotencyRecord,
  OutgoingMail,
  QuarantinedMail,
  ReplyKey,
  SavedView,
  StaffAccount,
  StaffAlerts,
  StaffSession,
  TableName,
  Tables,
} from './tables.ts';

export type * from './tables.ts';

/** Changes that are stored together: all of them, or none. */
export interface Commit {
  readonly put?: { readonly [T in TableName]?: readonly Tables[T][] };
  readonly drop?: { readonly [T in TableName]?: readonly string[] };
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total: number;
}

export type TicketSort = 'activity' | 'created' | 'priority' | 'number' | 'promise';

export interface TicketQuery {
  /** Search and order only see what this reader may see: a word that stands only in a note is not found for a customer. */
  readonly reader: 'customer' | 'staff';
  /** Only tickets that this customer may read. */
  readonly customerId?: string;
  readonly statuses?: readonly Status[];
  readonly priorities?: readonly Priority[];
  readonly services?: readonly string[];
  /** Agents' ids; null for unassigned. */
  readonly assignees?: readonly (string | null)[];
  /** Besides `assignees`: tickets of former agents. */
  readonly formerAssignees?: boolean;
  readonly tag?: string;
  /** Who must act next. */
  readonly ball?: 'team' | 'customer';
  /** Promises past due and unanswered at `now`. */
  readonly late?: boolean;
  /** Promises not late at `now`, but due by then. */
  readonly dueBy?: Instant;
  readonly now: Instant;
  readonly q?: string;
  readonly sort: TicketSort;
  readonly limit: number;
  readonly cursor?: string;
}

/** Counts for the queue's tabs. */
export interface QueueCounts {
  /** Not closed. */
  readonly open: number;
  /** Of these, promised answers past due, and those due soon. */
  readonly late: number;
  readonly soon: number;
  /** Of these, tickets assigned to the agent who asks, and those assigned to no present agent. */
  readonly mine: number;
  readonly unassigned: number;
  /** Of these, by who must act next. */
  readonly team: number;
  readonly customer: number;
  readonly closed: number;
}

/** Writing has stopped after a failed disk operation; reads go on. Answered as 503 `read-only`. */
export class ReadOnlyError extends Error {
  override readonly name = 'ReadOnlyError';
}

/** The cursor was not made by this store. */
export class BadCursorError extends Error {
  override readonly name = 'BadCursorError';
}

/** The row that a commit made now would replace, whether it is durable yet or not. */
export type NewestCustomer = (id: string) => Customer | undefined;

/** The upload as a commit made now would find it, whether that is durable yet or not: no two can take the same. */
export type NewestAttachment = (id: string) => AttachmentRow | undefined;

/** Another ticket as a commit made now would find it. What an act reads of it holds until its commit is taken. */
export type NewestTicket = (id: string) => Ticket | undefined;

export interface TicketStore {
  ticket(id: string): Promise<Ticket | undefined>;
  ticketByNumber(number: number): Promise<Ticket | undefined>;
  listTickets(query: TicketQuery): Promise<Page<Ticket>>;
  /** Every ticket there is, as long as nothing is awaited in between. */
  everyTicket(): Iterable<Ticket>;
  countTickets(customerId: string): Promise<{ open: number; closed: number; unread: number }>;
  /** `soonBy`: until when a promise that is not late counts as soon; `assignee`: whose tickets are "mine". */
  countQueue(of: { readonly now: Instant; readonly soonBy: Instant; readonly assignee: string }): Promise<QueueCounts>;
  /** Hands out the next number and commits in one step; no number is used twice. Returns the ticket of the commit. */
  createTicket(make: (number: number, newest: NewestCustomer, upload: NewestAttachment) => Commit): Promise<Ticket>;
  /**
   * Runs `act` on the newest version, one act at a time per ticket, and commits what it returns (null: nothing to do).
   * Its commit may hold new versions of other tickets too, made from what `other` gave. What `act` throws is thrown to
   * the caller and changes nothing. Resolves once the commit is durable.
   */
  changeTicket(
    id: string,
    act: (ticket: Ticket, newest: NewestCustomer, upload: NewestAttachment, other: NewestTicket) => Commit | null,
  ): Promise<Ticket | undefined>;
  /** Tags in use and on how many tickets, the most used first. */
  countTags(): Promise<readonly { readonly id: string; readonly count: number }[]>;
}

export interface ReplyStore {
  cannedReply(id: string): Promise<CannedReply | undefined>;
  /** In no order. */
  listCannedReplies(): Promise<readonly CannedReply[]>;
}

export interface ViewStore {
  savedView(id: string): Promise<SavedView | undefined>;
  /** In no order. */
  listSavedViews(): Promise<readonly SavedView[]>;
}

export interface CustomerStore {
  /**
   * Those with a word that begins like each of the given ones in their name or address: those whose name begins so
   * first, then the one heard of last.
   */
  findCustomers(q: string, limit: number): Promise<{ readonly items: readonly Customer[]; readonly total: number }>;
  customer(id: string): Promise<Customer | undefined>;
  /** Makes the next row from the newest, so that nothing said of a customer meanwhile is lost. Resolves once it is durable. */
  changeCustomer(id: string, change: (before: Customer | undefined) => Customer): Promise<Customer>;
  /** Everyone with this address, whatever its case, verified or not: the caller decides whom to trust. */
  customersByEmail(email: string): Promise<readonly Customer[]>;
  /** Everyone whose token names this account of a brand that was taken over. */
  customersByAccount(brand: string, account: string): Promise<readonly Customer[]>;
  /** Everyone there is, as long as nothing is awaited in between. */
  everyCustomer(): Iterable<Customer>;
}

export interface StaffStore {
  staff(id: string): Promise<StaffAccount | undefined>;
  staffByEmail(email: string): Promise<StaffAccount | undefined>;
  listStaff(): Promise<readonly StaffAccount[]>;
  /** Those whose accounts were removed, by name. */
  listFormerStaff(): Promise<readonly FormerStaff[]>;
  session(id: string): Promise<StaffSession | undefined>;
  sessionsOf(staffId: string): Promise<readonly StaffSession[]>;
}

export interface IdempotencyStore {
  idempotencyRecord(id: string): Promise<IdempotencyRecord | undefined>;
  idempotencyRecordsBefore(at: Instant): Promise<readonly IdempotencyRecord[]>;
}

export interface AttachmentStore {
  attachment(id: string): Promise<AttachmentRow | undefined>;
  /** What somebody uploaded and no ticket took yet. */
  pendingAttachments(owner: AttachmentOwner): Promise<{ readonly files: number; readonly bytes: number }>;
  /** Drops up to `limit` uploads from before a moment that no ticket took. Resolves with their ids once they are gone for good. */
  dropPendingAttachments(before: Instant, limit: number): Promise<readonly string[]>;
  /** Every row, in no order. */
  listAttachments(): Promise<readonly AttachmentRow[]>;
}

export interface MailQuery {
  readonly state?: OutgoingMail['state'];
  readonly limit: number;
  readonly cursor?: string;
}

export interface IncidentStore {
  incident(id: string): Promise<Incident | undefined>;
  listIncidents(): Promise<readonly Incident[]>;
  /** As `changeTicket`: `act` runs on the newest version, one act at a time per incident. Undefined: there is none. */
  changeIncident(id: string, act: (incident: Incident) => Commit | null): Promise<Incident | undefined>;
}

export interface OutboxStore {
  /** Effects without mails so far, oldest first. */
  pendingEffects(limit: number): Promise<readonly Effect[]>;
  mail(id: string): Promise<OutgoingMail | undefined>;
  /** Waiting mails, the next to be tried first. */
  waitingMails(limit: number): Promise<readonly OutgoingMail[]>;
  /** Newest first. @throws BadCursorError */
  listMails(query: MailQuery): Promise<Page<OutgoingMail>>;
  countMails(): Promise<Readonly<Record<OutgoingMail['state'], number>>>;
  /** Every mail there is, as long as nothing is awaited in between. */
  everyMail(): Iterable<OutgoingMail>;
  mailsQueuedSince(at: Instant): Promise<readonly OutgoingMail[]>;
  /** Sent or given up before the moment. */
  mailsEndedBefore(at: Instant): Promise<readonly OutgoingMail[]>;
  /** Tickets whose answer is owed and due after `from`, by `to` at the latest. */
  promisesDue(from: Instant, to: Instant): Promise<readonly Ticket[]>;
}

export interface GuestStore {
  challenges(): Promise<readonly GuestChallenge[]>;
  guestKeys(): Promise<readonly GuestKey[]>;
}

export interface MailInStore {
  replyKeys(): Promise<readonly ReplyKey[]>;
  /** The bounce of an address, by its hash. */
  bounce(id: string): Promise<Bounce | undefined>;
  arrival(id: string): Promise<ArrivedMail | undefined>;
  arrivalsBefore(at: Instant): Promise<readonly ArrivedMail[]>;
  quarantined(id: string): Promise<QuarantinedMail | undefined>;
  /** Newest first. */
  listQuarantined(): Promise<readonly QuarantinedMail[]>;
}

export interface AlertStore {
  alertsOf(staffId: string): Promise<StaffAlerts | undefined>;
}

/** The tickets whose versions a commit has replaced or dropped, as they were before it, by id. */
export type Replaced = ReadonlyMap<string, Ticket>;

/** Called for every durable commit, in order; must not throw. */
export type Watcher = (commit: Commit, replaced: Replaced) => void;

export interface StoreHealth {
  readonly writable: boolean;
  /** Why writing stopped, for the operator. */
  readonly fault: string | null;
  /** Damaged lines found and set aside when the store was opened. */
  readonly damagedLines: number;
}

export interface Store
  extends TicketStore,
    CustomerStore,
    StaffStore,
    IdempotencyStore,
    AttachmentStore,
    ReplyStore,
    ViewStore,
    OutboxStore,
    AlertStore,
    IncidentStore,
    GuestStore,
    MailInStore {
  /**
   * Puts and drops rows as they are. An existing ticket is changed by `changeTicket`; here its newest version would be
   * overwritten unseen.
   * @throws ReadOnlyError
   */
  commit(commit: Commit): Promise<void>;
  /** Returns a function that ends the watch. */
  watch(watcher: Watcher): () => void;
  health(): StoreHealth;
  close(): Promise<void>;
}
