/** Tickets at the desk: queries, changes and answers. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';
import { DeskCustomer } from './customers.ts';
import { writtenFilters } from './filters.ts';
import { Author, Priority, Status, count, id, instant, line, out, page, paging, strict, text, word } from './parts.ts';
import { SessionView } from './session.ts';
import { StaffView } from './staff.ts';
import { Attachment, AttachmentIds, NewTicket, PromiseView, TicketRef, TimelineView, itemEntries, reason } from './tickets.ts';

export const DeskListQuery = strict({
  ...paging,
  ...writtenFilters,
  sort: v.optional(v.picklist(['promise', 'activity', 'created', 'priority', 'number'], 'not-in-list')),
});

/** A ticket that an agent opens for a customer, named by the host's id or by an e-mail address. */
export const DeskNewTicket = strict({
  ...NewTicket.entries,
  customer: strict({
    id: v.optional(v.nullable(word)),
    /** Optional when the id is known. */
    email: v.optional(v.nullable(v.pipe(v.string('invalid'), v.trim(), v.maxLength(254, 'too-long')))),
    name: v.optional(v.nullable(line(0, 200))),
  }),
});

export const Amendment = strict({
  status: v.optional(Status),
  priority: v.optional(Priority),
  reason: v.optional(reason),
  assignee: v.optional(v.nullable(word)),
  tags: v.optional(v.pipe(v.array(line(1, 40), 'invalid'), v.maxLength(20, 'too-many'))),
  service: v.optional(word),
  category: v.optional(v.nullable(word)),
  /** `customer`: the team has read the message and there is nothing to answer. */
  ball: v.optional(v.picklist(['customer'], 'not-in-list')),
  /** Id of a public message of the team; null removes the mark. */
  solution: v.optional(v.nullable(word)),
  /** Id or number of the original ticket: this one is closed as its duplicate. */
  duplicateOf: v.optional(
    v.pipe(
      word,
      v.transform((text) => text.replace(/^#/, '')),
      v.minLength(1, 'required'),
    ),
  ),
});

export const DeskMessage = strict({
  body: text(limits.message.min, limits.message.max),
  visibility: v.picklist(['public', 'internal'], 'not-in-list'),
  attachments: v.optional(AttachmentIds, []),
  /**
   * Id of the last public message that the answer's writer has read; null when there was none. A later answer of the team refuses
   * this one.
   */
  lastRead: v.optional(v.nullable(word)),
  /** Changes applied together with the answer, all or none. */
  then: v.optional(Amendment),
});

const deskEntries = {
  ...itemEntries,
  customer: DeskCustomer,
  /** Names an assignee even when they are no longer in the team. */
  assignee: v.nullable(out({ id, name: v.string(), inTeam: v.boolean() })),
  tags: v.array(v.string()),
  rev: v.number(),
  /** As `duplicateOf` and `duplicates`, for other customers' tickets; only the team sees them. */
  otherDuplicateOf: v.nullable(TicketRef),
  otherDuplicates: v.array(TicketRef),
} as const;

export const DeskItem = out(deskEntries);

export const DeskPage = page(DeskItem);

/** A message or a note at the desk. */
export const DeskMessageView = out({
  id,
  visibility: v.picklist(['public', 'internal']),
  author: out({ kind: v.picklist(['customer', 'staff', 'system']), id: v.optional(v.string()), name: v.nullable(v.string()) }),
  body: v.string(),
  createdAt: instant,
  attachments: v.array(Attachment),
  /** Present when the message came by mail: the quoted text cut off from it, and the files not accepted. */
  mail: v.optional(
    out({
      quoted: v.nullable(v.string()),
      refused: v.array(out({ name: v.string(), why: v.picklist(['not-accepted', 'too-large', 'too-many', 'broken']) })),
    }),
  ),
});

export const DeskTicket = out({
  ...deskEntries,
  description: v.string(),
  context: v.nullable(v.record(v.string(), v.unknown())),
  promises: v.array(PromiseView),
  messages: v.array(DeskMessageView),
  notes: v.array(DeskMessageView),
  timeline: v.array(TimelineView),
  audit: v.array(
    out({
      id,
      kind: v.picklist(['assigned', 'tagged', 'noted', 'duplicate-of', 'duplicate', 'solution', 'bounced', 'mail-again']),
      at: instant,
      by: Author,
      from: v.optional(v.string()),
      to: v.optional(v.string()),
      /** Tags that the act added. */ added: v.optional(v.array(v.string())),
      removed: v.optional(v.array(v.string())),
      /** Of a bounced mail: the status code of RFC 3463. */ status: v.optional(v.string()),
      permanent: v.optional(v.boolean()),
    }),
  ),
});

/** Counts for the queue's tabs. Every count but `closed` is a part of `open`. */
export const QueueCounts = out({
  open: count,
  late: count,
  /** Due within `soonLate` and not late. */
  soon: count,
  /** Assigned to the agent who asks. */
  mine: count,
  unassigned: count,
  /** The team must act next. */
  team: count,
  customer: count,
  closed: count,
});

/** Tags in use, each with its number of tickets. */
export const TagList = page(out({ id, count: v.number() }));

/** The signed-in agent, and the choices that the desk offers. */
export const DeskMe = out({
  ...StaffView.entries,
  services: SessionView.entries.form.entries.services,
  priorities: SessionView.entries.form.entries.priorities,
  hours: SessionView.entries.form.entries.hours,
  team: v.array(out({ id, name: v.string() })),
  /** Former agents who are named by past acts. */
  formerTeam: v.array(out({ id, name: v.string() })),
  /** Seconds for which the desk holds an answer back so that it can be undone; 0 sends at once. */
  holdSeconds: v.number(),
  /** True when people without an account may sign in by a code. */
  guests: v.boolean(),
});

export type DeskMessage = v.InferInput<typeof DeskMessage>;

export type Amendment = v.InferInput<typeof Amendment>;

export type DeskNewTicket = v.InferInput<typeof DeskNewTicket>;

export type DeskItem = v.InferOutput<typeof DeskItem>;

export type QueueCounts = v.InferOutput<typeof QueueCounts>;

export type DeskPage = v.InferOutput<typeof DeskPage>;

export type DeskTicket = v.InferOutput<typeof DeskTicket>;

export type DeskMessageView = v.InferOutput<typeof DeskMessageView>;

export type DeskMe = v.InferOutput<typeof DeskMe>;

export type TagList = v.InferOutput<typeof TagList>;
