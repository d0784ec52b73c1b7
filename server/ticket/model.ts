/**
 * What a ticket is. Every row is immutable: an act makes the next version (see `rules.ts`).
 * Nothing here depends on a runtime; the widget and the server share these types.
 */

/** A moment in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`, so that text order is time order. */
export type Instant = string;

export const Status = { open: 'OPEN', inProgress: 'IN_PROGRESS', closed: 'CLOSED' } as const;
export type Status = (typeof Status)[keyof typeof Status];

export const Priority = { low: 'LOW', medium: 'MEDIUM', high: 'HIGH', urgent: 'URGENT' } as const;
export type Priority = (typeof Priority)[keyof typeof Priority];

/** From the least to the most pressing. */
export const priorities: readonly Priority[] = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'];

/** Who must act next; null once the ticket is closed. */
export type Ball = 'team' | 'customer' | null;

export type PromiseState = 'pending' | 'met' | 'late' | 'none';

/** What a promise was made for: the request, a message after an answer, or a reopening. */
export type PromiseKind = 'first' | 'follow-up' | 'reopening';

export const promiseKinds: readonly PromiseKind[] = ['first', 'follow-up', 'reopening'];

/** The moment by which the team answers, and what became of it. */
export interface AnswerPromise {
  /** Absent in promises made before there were follow-ups; `kindOf` tells it for every promise. */
  readonly kind?: PromiseKind;
  /** Where the count started: creation, the customer's message after an answer, or a reopening. */
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  /** The team's first public reply after it was made, its acknowledgement, or its closing. */
  readonly answeredAt: Instant | null;
  /** The customer closed the ticket before any answer: nothing is owed any more. */
  readonly waived: boolean;
}

export type Actor =
  | { readonly kind: 'customer'; readonly name: string | null }
  | { readonly kind: 'staff'; readonly id: string; readonly name: string }
  | { readonly kind: 'system'; readonly name: null };

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** What a message that came as a mail has beside its text; for the team. */
export interface MailFacts {
  /** What was taken out of the text, or the whole mail where answers stand between quotes. */
  readonly quoted: string | null;
  /** Files that came along and were not taken. */
  readonly refused: readonly { readonly name: string; readonly why: RefusedFile }[];
}

export type RefusedFile = 'not-accepted' | 'too-large' | 'too-many' | 'broken';

/** Seen by the customer and the team. */
export interface PublicMessage {
  readonly visibility: 'public';
  readonly id: string;
  readonly author: Actor;
  readonly body: string;
  readonly createdAt: Instant;
  readonly attachments: readonly Attachment[];
  /** It came by mail. */
  readonly mail?: MailFacts;
}

/**
 * Seen by the team only. A type of its own, kept in a list of its own: what makes customer output takes a
 * `CustomerFacing` ticket, which has no place for one, and the compiler says so.
 */
export interface Note {
  readonly visibility: 'internal';
  readonly id: string;
  readonly author: Actor & { readonly kind: 'staff' };
  readonly body: string;
  readonly createdAt: Instant;
  readonly attachments: readonly Attachment[];
}

export type TimelineKind =
  | 'created'
  | 'started'
  | 'closed'
  | 'reopened'
  | 'thanked'
  | 'nudged'
  | 'rated'
  | 'acknowledged'
  | 'priority-changed'
  | 'service-changed';

/** One public fact of the ticket's life; messages are not repeated here. */
export interface TimelineEntry {
  readonly id: string;
  readonly kind: TimelineKind;
  readonly at: Instant;
  readonly by: Actor;
  readonly reason?: string;
  readonly from?: string;
  readonly to?: string;
  /** Closed because another ticket is about the same; `to` is its number, where the customer may know of it. */
  readonly as?: 'duplicate';
}

/** What only the desk sees of who changed what. */
export interface AuditEntry {
  readonly id: string;
  readonly kind: 'assigned' | 'tagged' | 'noted' | 'duplicate-of' | 'duplicate' | 'solution' | 'bounced' | 'mail-again';
  readonly at: Instant;
  /** Nobody, of a mail that came back. */
  readonly by: Actor & { readonly kind: 'staff' | 'system' };
  readonly from?: string;
  readonly to?: string;
  /** Of the tags; entries of before 2026-11-28 hold the whole sets alone, in `from` and `to`. */
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  /** Of a mail that came back, as RFC 3463 has it; `permanent`: no more go there. */
  readonly status?: string;
  readonly permanent?: boolean;
}

/** Another ticket, as people call it. */
export interface TicketRef {
  readonly id: string;
  readonly number: number;
}

/** Tickets about the same: the one that this was closed for, and those that were closed for this. */
export interface Duplicates {
  readonly of: TicketRef | null;
  readonly these: readonly TicketRef[];
}

/** A thing the customer owns, with its label as it was when the ticket was made. */
export interface Link {
  readonly id: string;
  readonly label: string;
}

export interface Links {
  readonly order?: Link;
  readonly subscription?: Link;
  readonly project?: Link;
}

export interface Rating {
  /** 1 (not at all satisfied) to 5. */
  readonly score: number;
  readonly comment: string | null;
  readonly at: Instant;
}

/** The team's message that solves the request, and who marked it. */
export interface Solution {
  readonly messageId: string;
  readonly by: Actor;
  readonly at: Instant;
}

export interface Closing {
  readonly at: Instant;
  readonly by: Actor;
  readonly reason: string | null;
  readonly as?: 'duplicate';
  readonly thankedAt: Instant | null;
  readonly ratedAt: Instant | null;
}

/** Everything of a ticket that its customer may ever see. */
export interface CustomerFacing {
  readonly id: string;
  /** Counts from 1; shown as `#123`. */
  readonly number: number;
  readonly customerId: string;
  readonly status: Status;
  readonly priority: Priority;
  readonly service: string;
  readonly category: string | null;
  readonly type: string | null;
  readonly links: Links;
  readonly orderReference: string | null;
  readonly fields: Readonly<Record<string, string | boolean>>;
  readonly title: string;
  readonly description: string;
  readonly attachments: readonly Attachment[];
  readonly context: Readonly<Record<string, unknown>> | null;
  readonly followUpOf: string | null;
  readonly createdAt: Instant;
  /** The last public activity. */
  readonly updatedAt: Instant;
  readonly promise: AnswerPromise;
  /** Promises before the present one, oldest first; absent where there were none. */
  readonly earlierPromises?: readonly AnswerPromise[];
  readonly ball: Ball;
  readonly reopenCount: number;
  readonly closing: Closing | null;
  readonly rating: Rating | null;
  /** Absent where none was ever marked. */
  readonly solution?: Solution | null;
  readonly nudgedAt: Instant | null;
  /** When the customer last looked; public staff activity after it is unread. */
  readonly seenAt: Instant;
  /** The last public thing the team did that the customer should read. */
  readonly staffActedAt: Instant | null;
  readonly messages: readonly PublicMessage[];
  readonly timeline: readonly TimelineEntry[];
  /** Among the same customer's tickets; absent where there never was any. */
  readonly duplicates?: Duplicates;
}

/** The aggregate as it is stored. */
export interface Ticket extends CustomerFacing {
  /** Counts every version, notes included; the desk's ETag, never the customer's. */
  readonly rev: number;
  readonly notes: readonly Note[];
  readonly assignee: string | null;
  readonly tags: readonly string[];
  readonly audit: readonly AuditEntry[];
  /** The same, with tickets of other customers: none of them may know of the other. */
  readonly foreignDuplicates?: Duplicates;
}

/** What a customer owns on the site; a token or the host's backend brings it. */
export interface CatalogItem {
  readonly id: string;
  readonly label: string;
  /** ISO date of an order. */
  readonly date?: string;
  readonly status?: string;
}

export interface Catalog {
  readonly orders: readonly CatalogItem[];
  readonly subscriptions: readonly CatalogItem[];
  readonly projects: readonly CatalogItem[];
}

/** A mail or webhook that a change asks for; committed with the change, delivered after it. */
export interface Effect {
  readonly id: string;
  readonly kind: 'created' | 'replied' | 'closed' | 'reopened' | 'nudged' | 'customer-replied' | 'solution';
  readonly audience: 'customer' | 'team';
  readonly ticketId: string;
  /** The public message it carries, if any. */
  readonly messageId: string | null;
  readonly at: Instant;
}

/** `business-days` run while the team is open; `hours` run day and night. */
export type Clock = 'business-days' | 'hours';

/** How soon the team answers; the promise is the upper bound. */
export interface ResponseTime {
  readonly min: number;
  readonly max: number;
  readonly clock: Clock;
}
