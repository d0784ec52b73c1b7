import type { Filters } from '../ticket/filters.ts';
import type { Incident } from '../ticket/incident.ts';
import type { Catalog, Effect, Instant, Priority, Status, Ticket } from '../ticket/model.ts';

/** A person known through the site's token, or a guest proven by a code. `id` is made from (`iss`,`sub`), never from the e-mail. */
export interface Customer {
  readonly id: string;
  readonly iss: string;
  readonly sub: string;
  readonly kind: 'customer' | 'guest';
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly locale: string | null;
  readonly catalog: Catalog;
  readonly legacy: readonly { readonly brand: string; readonly account: string }[];
  readonly updatedAt: Instant;
}

export interface StaffAccount {
  readonly id: string;
  /** Lower-cased, unique. */
  readonly email: string;
  readonly name: string;
  readonly role: 'agent' | 'admin';
  /** `scrypt$N$r$p$salt$hash`, base64. */
  readonly passwordHash: string;
  readonly createdAt: Instant;
}

/** A removed agent, whose name stays on what they wrote and were assigned to. */
export interface FormerStaff {
  readonly id: string;
  readonly name: string;
  readonly leftAt: Instant;
}

export interface StaffSession {
  /** SHA-256 of the cookie's value: a stolen store opens no session. */
  readonly id: string;
  readonly staffId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** The recipient of a mail. The address is looked up when it is sent, so that an erased or removed person gets none. */
export type Recipient =
  | { readonly kind: 'customer' }
  | { readonly kind: 'team'; readonly address: string }
  | { readonly kind: 'agent'; readonly staffId: string };

/**
 * A mail to one address, from the moment its effect was addressed until it is removed. `waiting` is retried at `nextAttemptAt`;
 * `dead` stays until an agent replays it, or it is removed.
 */
export interface OutgoingMail {
  /** Made from the effect and the recipient, so that neither can lead to two mails; the Message-ID is made from it. */
  readonly id: string;
  readonly kind: Effect['kind'] | 'due';
  readonly to: Recipient;
  readonly ticketId: string;
  readonly messageId: string | null;
  /** When the event happened. */
  readonly at: Instant;
  /** When the mail was queued, or replayed. */
  readonly queuedAt: Instant;
  readonly state: 'waiting' | 'sent' | 'dead';
  /** Attempts begun. Recorded before a mail is handed over, so that a crash counts as well. */
  readonly attempts: number;
  readonly nextAttemptAt: Instant;
  /** When it was sent or given up. */
  readonly endedAt: Instant | null;
  /** The last error, such as `recipient-refused`. */
  readonly fault: string | null;
  /** The mail server's reply to it. */
  readonly reply: string | null;
}

export type AlertTopic = 'new' | 'urgent' | 'reopened' | 'replied' | 'nudged' | 'due';

/** Notifications that an agent has chosen. */
export interface StaffAlerts {
  /** The agent's id. */
  readonly id: string;
  readonly topics: readonly AlertTopic[];
  /** `mine`: tickets that are assigned to the agent, or unassigned. */
  readonly scope: 'all' | 'mine';
  /** Outside opening hours, all but the urgent ones wait for the next opening. */
  readonly openHoursOnly: boolean;
}

/** A sign-in code, bound to its challenge; only a hash of the code is stored. */
export interface GuestChallenge {
  /** Told only to the client that asked for the code. */
  readonly id: string;
  readonly email: string;
  readonly locale: string | null;
  /** A keyed hash of the IP address that asked. */
  readonly from: string;
  readonly codeHash: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** Wrong codes. */
  readonly tries: number;
  readonly usedAt: Instant | null;
}

/** A key that signs guests' tokens. */
export interface GuestKey {
  /** The `kid` of its tokens. */
  readonly id: string;
  /** 32 random bytes, base64url. */
  readonly secret: string;
  readonly createdAt: Instant;
}

/** A key that signs reply addresses. */
export interface ReplyKey {
  readonly id: string;
  /** 32 random bytes, base64url. */
  readonly secret: string;
  readonly createdAt: Instant;
}

/** A mail that was processed, so that a second delivery has no effect. */
export interface ArrivedMail {
  /** A hash of its Message-ID, content and recipients: equal for the same mail. */
  readonly id: string;
  readonly at: Instant;
  readonly outcome: 'reply' | 'reopened' | 'thanked' | 'quarantined' | 'ignored';
  readonly reason: QuarantineReason | 'bounce' | null;
  /** Null when it belongs to no ticket. */
  readonly ticketId: string | null;
}

/** A bounced address, stored as a hash. */
export interface Bounce {
  readonly id: string;
  readonly at: Instant;
  /** True when no more mails are sent there. */
  readonly permanent: boolean;
  /** Such as 5.1.1. */
  readonly status: string;
  /** The diagnostic text of the other mail server. */
  readonly said: string | null;
  readonly ticketId: string;
}

/** Why a mail was quarantined. */
export type QuarantineReason =
  | 'no-address'
  | 'bad-address'
  | 'several-addresses'
  | 'unclear-sender'
  | 'other-sender'
  | 'unproven-sender'
  | 'unauthenticated'
  | 'maybe-automatic'
  | 'window-passed'
  | 'too-many'
  | 'empty'
  | 'unreadable';

/** A mail that waits for an agent's decision. Its bytes are in `AttachmentFiles` under its id. */
export interface QuarantinedMail {
  readonly id: string;
  readonly at: Instant;
  readonly reason: QuarantineReason;
  /** In lower case; null when it is ambiguous. Anyone can forge it. */
  readonly from: string | null;
  readonly name: string;
  readonly subject: string;
  readonly text: string;
  readonly quoted: string | null;
  readonly files: readonly { readonly name: string; readonly type: string; readonly size: number }[];
  /** The ticket whose signed address it was sent to; null when there was none, or an invalid one. */
  readonly ticketId: string | null;
  /** Bytes of the whole mail. */
  readonly size: number;
}

/** The record of a successful POST, kept for 24 h, and committed together with its change. */
export interface IdempotencyRecord {
  /** SHA-256 of caller + method + path + key. */
  readonly id: string;
  /** SHA-256 of the request body. */
  readonly bodyHash: string;
  readonly status: number;
  readonly ticketId: string;
  readonly at: Instant;
}

/** An uploaded file. Its bytes are in `AttachmentFiles` under the same id, and were written before the row. */
export interface AttachmentRow {
  readonly id: string;
  readonly owner: AttachmentOwner;
  /** Who may have it: the team alone, or the ticket's customer too. What an agent uploads is internal until a reply takes it. */
  readonly audience: 'public' | 'internal';
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  readonly createdAt: Instant;
  /** The ticket that has taken it, for good; null before that. */
  readonly ticketId: string | null;
}

/** A customer's or an agent's id: the same id of both kinds names two people. */
export interface AttachmentOwner {
  readonly kind: 'customer' | 'staff';
  readonly id: string;
}

/** A canned reply. */
export interface CannedReply {
  readonly id: string;
  /** Version number. */
  readonly rev: number;
  readonly title: string;
  /** Lower-cased, unique. */
  readonly shortcut: string;
  /** In at least one language. */
  readonly bodies: { readonly fr: string | null; readonly en: string | null };
  /** The service that it suits; null for every service. */
  readonly service: string | null;
  readonly updatedAt: Instant;
}

/** A saved view of the queue. */
export interface SavedView {
  readonly id: string;
  /** Version number. */
  readonly rev: number;
  /** A staff id. */
  readonly owner: string;
  readonly name: string;
  /** Every agent may use it. */
  readonly shared: boolean;
  readonly query: SavedQuery;
  readonly updatedAt: Instant;
}

/** The filters of a view, and its words to search for. */
export interface SavedQuery extends Filters {
  readonly q?: string | undefined;
}

/** The rows the store keeps, by table. Every row has an `id` and is replaced, never mutated. */
export interface Tables {
  tickets: Ticket;
  customers: Customer;
  staff: StaffAccount;
  formerStaff: FormerStaff;
  sessions: StaffSession;
  idempotency: IdempotencyRecord;
  effects: Effect;
  attachments: AttachmentRow;
  incidents: Incident;
  replies: CannedReply;
  mails: OutgoingMail;
  alerts: StaffAlerts;
  challenges: GuestChallenge;
  guestKeys: GuestKey;
  views: SavedView;
  replyKeys: ReplyKey;
  arrivals: ArrivedMail;
  quarantine: QuarantinedMail;
  bounces: Bounce;
}

export type TableName = keyof Tables;

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
