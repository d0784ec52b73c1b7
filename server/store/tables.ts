/** What the store keeps: the kinds of rows, and the one list of tables that everything else about tables is made from. */
import type { Filters } from '../ticket/filters.ts';
import type { Incident } from '../ticket/incident.ts';
import type { Catalog, Effect, Instant, Ticket } from '../ticket/model.ts';

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

/** A table; `Row` is known to the compiler only. */
interface Table<Row extends { readonly id: string }> {
  readonly row?: Row;
}

const of = <Row extends { readonly id: string }>(): Table<Row> => ({});

/**
 * The tables. Every row has an `id` and is replaced, never mutated. The rows in memory, the lines of the journal, what is on its way
 * to the disk, and the types of commits are made from this list; a line of the journal names tables in this order.
 */
export const tables = {
  tickets: of<Ticket>(),
  customers: of<Customer>(),
  staff: of<StaffAccount>(),
  formerStaff: of<FormerStaff>(),
  sessions: of<StaffSession>(),
  idempotency: of<IdempotencyRecord>(),
  effects: of<Effect>(),
  attachments: of<AttachmentRow>(),
  incidents: of<Incident>(),
  replies: of<CannedReply>(),
  mails: of<OutgoingMail>(),
  alerts: of<StaffAlerts>(),
  challenges: of<GuestChallenge>(),
  guestKeys: of<GuestKey>(),
  views: of<SavedView>(),
  replyKeys: of<ReplyKey>(),
  arrivals: of<ArrivedMail>(),
  quarantine: of<QuarantinedMail>(),
  bounces: of<Bounce>(),
} as const;

export type TableName = keyof typeof tables;
export type Tables = { readonly [T in TableName]: (typeof tables)[T] extends Table<infer Row> ? Row : never };

export const tableNames = Object.keys(tables) as readonly TableName[];

/** Something for each table. */
export const mapTables = <All extends { readonly [T in TableName]: unknown }>(make: (table: TableName) => unknown): All =>
  Object.fromEntries(tableNames.map((table) => [table, make(table)])) as All;
