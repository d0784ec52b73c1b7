/** Tickets as customers send, read and change them. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';
import { Author, Priority, Status, id, instant, key, line, number, out, page, paging, strict, text, word } from './parts.ts';

export const AttachmentIds = v.pipe(v.array(word, 'invalid'), v.maxLength(limits.attachment.perMessage, 'too-many'));

const contextValue = v.union([text(0, 2_000), number, v.boolean(), v.array(text(0, 2_000))], 'invalid');

export const NewTicket = strict({
  service: word,
  category: v.optional(v.nullable(word)),
  type: v.optional(v.nullable(word)),
  order: v.optional(v.nullable(word)),
  orderReference: v.optional(v.nullable(line(0, limits.orderReference.max))),
  subscription: v.optional(v.nullable(word)),
  project: v.optional(v.nullable(word)),
  title: line(limits.title.min, limits.title.max),
  description: text(limits.description.min, limits.description.max),
  priority: v.optional(Priority, 'MEDIUM'),
  attachments: v.optional(AttachmentIds, []),
  context: v.optional(v.nullable(v.record(key, contextValue, 'invalid'))),
  fields: v.optional(v.record(key, v.union([text(0, 2_000), v.boolean()], 'invalid'), 'invalid'), {}),
  followUpOf: v.optional(v.nullable(word)),
});

export const NewMessage = strict({
  body: text(limits.message.min, limits.message.max),
  attachments: v.optional(AttachmentIds, []),
});

export const reason = text(limits.reason.min, limits.reason.max);

export const CloseRequest = strict({ reason: v.optional(v.nullable(text(0, limits.reason.max))) });

export const ReopenRequest = strict({ reason });

export const ThankRequest = strict({ body: reason });

export const NudgeRequest = strict({});

export const SeenRequest = strict({});

export const SolutionMailRequest = strict({});

export const RatingRequest = strict({
  score: v.pipe(v.number('invalid'), v.integer('invalid'), v.minValue(1, 'invalid'), v.maxValue(5, 'invalid')),
  comment: v.optional(v.nullable(text(0, limits.comment.max))),
});

export const TicketListQuery = strict({
  ...paging,
  state: v.optional(v.picklist(['open', 'closed'], 'not-in-list')),
  sort: v.optional(v.picklist(['activity', 'created', 'priority', 'number'], 'not-in-list')),
});

export const Attachment = out({ id, name: v.string(), type: v.string(), size: v.number() });

const LinkView = out({ id, label: v.string() });

export const MessageView = out({
  id,
  author: Author,
  body: v.string(),
  createdAt: instant,
  attachments: v.array(Attachment),
});

export const TimelineView = out({
  id,
  kind: v.picklist([
    'created',
    'started',
    'closed',
    'reopened',
    'thanked',
    'nudged',
    'rated',
    'acknowledged',
    'priority-changed',
    'service-changed',
  ]),
  at: instant,
  by: Author,
  reason: v.optional(v.string()),
  from: v.optional(v.string()),
  to: v.optional(v.string()),
  /** With `closed`: closed as a duplicate; `to` is the original's number when it is the same customer's. */
  as: v.optional(v.picklist(['duplicate'])),
});

export const PromiseView = out({
  /** What the promise was made for: the request, a message after an answer, or a reopening. */
  kind: v.picklist(['first', 'follow-up', 'reopening']),
  startedAt: instant,
  dueAt: instant,
  answeredAt: v.nullable(instant),
  state: v.picklist(['pending', 'met', 'late', 'none']),
});

export const TicketRef = out({ id, number: v.number() });

const Can = out({ reply: v.boolean(), close: v.boolean(), reopen: v.boolean(), thank: v.boolean(), nudge: v.boolean(), rate: v.boolean() });

export const itemEntries = {
  id,
  number: v.number(),
  status: Status,
  priority: Priority,
  service: v.string(),
  category: v.nullable(v.string()),
  type: v.nullable(v.string()),
  links: out({ order: v.optional(LinkView), subscription: v.optional(LinkView), project: v.optional(LinkView) }),
  orderReference: v.nullable(v.string()),
  fields: v.record(v.string(), v.union([v.string(), v.boolean()])),
  title: v.string(),
  createdAt: instant,
  updatedAt: instant,
  closedAt: v.nullable(instant),
  /** Who closed the ticket; null while it is open. */
  closedBy: v.nullable(Author),
  closeReason: v.nullable(v.string()),
  /** `duplicate` when the ticket was closed for another one about the same matter. */
  closedAs: v.nullable(v.picklist(['duplicate'])),
  /** The original, and the duplicates closed for this ticket, among the same customer's tickets. */
  duplicateOf: v.nullable(TicketRef),
  duplicates: v.array(TicketRef),
  unread: v.boolean(),
  promise: PromiseView,
  ball: v.nullable(v.picklist(['team', 'customer'])),
  /** Id of the team's message that solves the request, and who marked it. */
  solution: v.nullable(v.string()),
  solutionBy: v.nullable(Author),
  reopenCount: v.number(),
  followUpOf: v.nullable(v.string()),
  rating: v.nullable(out({ score: v.number(), comment: v.nullable(v.string()), at: instant })),
  attachments: v.array(Attachment),
  can: Can,
  /** When the customer may ask for news; null while the team does not have the ball. */
  nudgeableFrom: v.nullable(instant),
  /** Until when the ticket may be reopened; null when there is no limit or the ticket is open. */
  reopenableUntil: v.nullable(instant),
  /** The team's last public message, cut to a line or two, for lists. */
  lastAnswer: v.nullable(out({ author: v.nullable(v.string()), excerpt: v.string(), at: instant })),
} as const;

/** A ticket in a customer's list. */
export const TicketItem = out(itemEntries);

/** A ticket for its customer. */
export const TicketView = out({
  ...itemEntries,
  description: v.string(),
  context: v.nullable(v.record(v.string(), v.unknown())),
  /** Every promise, oldest first; the last equals `promise`. */
  promises: v.array(PromiseView),
  messages: v.array(MessageView),
  timeline: v.array(TimelineView),
});

export const TicketPage = page(TicketItem);

export type NewTicket = v.InferInput<typeof NewTicket>;

export type NewMessage = v.InferInput<typeof NewMessage>;

export type RatingRequest = v.InferInput<typeof RatingRequest>;

export type MessageView = v.InferOutput<typeof MessageView>;

export type TimelineView = v.InferOutput<typeof TimelineView>;

export type TicketItem = v.InferOutput<typeof TicketItem>;

export type TicketView = v.InferOutput<typeof TicketView>;

export type TicketPage = v.InferOutput<typeof TicketPage>;

export type AttachmentView = v.InferOutput<typeof Attachment>;
