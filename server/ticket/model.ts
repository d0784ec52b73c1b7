/**
 * What a ticket is. Every row is immutable: an act makes the next version (see `rules.ts`).
 * Nothing here depends on a runtime; the widget and the server share these types.
 */

/** A moment in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`, so that text order is time order. */
export type Instant = string;

export const Status = { open: 'OPEN', inProgress: 'IN_PROGRESS', closed: 'CLOSED' } as const;
export type Status = (typeof Status)[keyof typeof Status];

/** In the order of a ticket's life. */
export const statuses = ['OPEN', 'IN_PROGRESS', 'CLOSED'] as const satisfies readonly Status[];

export const Priority = { low: 'LOW', medium: 'MEDIUM', high: 'HIGH', urgent: 'URGENT' } as const;
export type Priority = (typeof Priority)[keyof typeof Priority];

/** From the lowest to the highest. */
export const priorities = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const satisfies readonly Priority[];

/** Who must act next; null when the ticket is closed. */
export type Ball = 'team' | 'customer' | null;

export type PromiseState = 'pending' | 'met' | 'late' | 'none';

/** What a promise was made for: the request, a message after an answer, or a reopening. */
export type PromiseKind = 'first' | 'follow-up' | 'reopening';

export const promiseKinds: readonly PromiseKind[] = ['first', 'follow-up', 'reopening'];

/** The moment by which the team has to answer, and whether it did. */
export interface AnswerPromise {
  /** Absent in promises made before follow-ups existed; `kindOf` derives it for those. */
  readonly kind?: PromiseKind;
  /** When the count started: creation, the customer's message after an answer, or a reopening. */
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  /** When the team first replied, acknowledged or closed after the promise was made; null before that. */
  readonly answeredAt: Instant | null;
  /** True when the customer closed the ticket before any answer: no answer is owed. */
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

/** What the team sees of a message that came by mail, besides its text. */
export interface MailFacts {
  /** The quoted text that was cut off, or the whole mail when its answers stand between quotes. */
  readonly quoted: string | null;
  /** Attachments that were not accepted. */
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
  /** Present when the message came by mail. */
  readonly mail?: MailFacts;
}

/**
 * Seen by the team only. Notes have a type and a list of their own: the functions that make customer output take a
 * `CustomerFacing` ticket, which has no notes, so the compiler refuses to pass one.
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

/** One public event of the ticket. Messages are not repeated here. */
export interface TimelineEntry {
  readonly id: string;
  readonly kind: TimelineKind;
  readonly at: Instant;
  readonly by: Actor;
  readonly reason?: string;
  readonly from?: string;
  readonly to?: string;
  /** Set when the ticket was closed as a duplicate; `to` is then the original's number, if the customer may know it. */
  readonly as?: 'duplicate';
}

/** A change as the desk alone sees it. */
export interface AuditEntry {
  readonly id: string;
  readonly kind: 'assigned' | 'tagged' | 'noted' | 'duplicate-of' | 'duplicate' | 'solution' | 'bounced' | 'mail-again';
  readonly at: Instant;
  /** `system` when a mail bounced. */
  readonly by: Actor & { readonly kind: 'staff' | 'system' };
  readonly from?: string;
  readonly to?: string;
  /** Of a change of tags. Entries written before 2026-11-28 have only the whole sets, in `from` and `to`. */
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  /** Of a bounced mail: the status code of RFC 3463. `permanent`: no more mails are sent to the address. */
  readonly status?: string;
  readonly permanent?: boolean;
}

/** Another ticket, by id and number. */
export interface TicketRef {
  readonly id: string;
  readonly number: number;
}

/** Tickets about the same matter: the one this was closed for, and those closed for this. */
export interface Duplicates {
  readonly of: TicketRef | null;
  readonly these: readonly TicketRef[];
}

/** An item the customer owns, with its label at the time the ticket was made. */
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

/** Everything of a ticket that its customer may see. */
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
  /** Promises before the present one, oldest first; absent when there were none. */
  readonly earlierPromises?: readonly AnswerPromise[];
  readonly ball: Ball;
  readonly reopenCount: number;
  readonly closing: Closing | null;
  readonly rating: Rating | null;
  /** Absent when no message was ever marked. */
  readonly solution?: Solution | null;
  readonly nudgedAt: Instant | null;
  /** When the customer last opened the ticket; public staff activity after that is unread. */
  readonly seenAt: Instant;
  /** The last public act of the team that the customer should read. */
  readonly staffActedAt: Instant | null;
  readonly messages: readonly PublicMessage[];
  readonly timeline: readonly TimelineEntry[];
  /** Duplicates among the same customer's tickets; absent when there never were any. */
  readonly duplicates?: Duplicates;
}

/** The aggregate as it is stored. */
export interface Ticket extends CustomerFacing {
  /** Version number, raised by every change, notes included. It is the desk's ETag and never shown to the customer. */
  readonly rev: number;
  readonly notes: readonly Note[];
  readonly assignee: string | null;
  readonly tags: readonly string[];
  readonly audit: readonly AuditEntry[];
  /** Duplicates among other customers' tickets: no customer may learn of them. */
  readonly foreignDuplicates?: Duplicates;
}

/** An item a customer owns on the site; a token or the host's backend sends it. */
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
  /** The public message that the effect carries, if any. */
  readonly messageId: string | null;
  readonly at: Instant;
}

/** `business-days` run while the team is open; `hours` run day and night. */
export type Clock = 'business-days' | 'hours';

/** How soon the team answers, as a range; the upper bound is the promise. */
export interface ResponseTime {
  readonly min: number;
  readonly max: number;
  readonly clock: Clock;
}
