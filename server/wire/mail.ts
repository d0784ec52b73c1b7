/** What the desk sends and is told about mails: the outbox, and each agent's own choice. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';

const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);
const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));
const instant = v.pipe(v.string(), v.isoTimestamp('invalid'));

export const MailState = v.picklist(['waiting', 'sent', 'dead'], 'not-in-list');

const digits = v.pipe(
  v.string('invalid'),
  v.regex(/^\d{1,3}$/, 'invalid'),
  v.transform(Number),
  v.check((count) => count >= 1 && count <= limits.pageSize.max, 'invalid'),
);

export const OutboxQuery = strict({
  state: v.optional(MailState),
  limit: v.optional(digits),
  cursor: v.optional(v.pipe(v.string('invalid'), v.maxLength(400, 'invalid'))),
  lang: v.optional(v.pipe(v.string('invalid'), v.maxLength(35, 'too-long'))),
});

export const ReplayRequest = strict({});

export const MailView = out({
  id: v.string(),
  kind: v.picklist(['created', 'replied', 'closed', 'reopened', 'nudged', 'customer-replied', 'due', 'solution']),
  audience: v.picklist(['customer', 'team']),
  /** Null: the customer, the account or the address is gone. */
  to: v.nullable(v.string()),
  /** Null: the ticket is gone. */
  ticket: v.nullable(v.number()),
  at: instant,
  state: MailState,
  attempts: v.number(),
  /** Null once it was sent or given up. */
  nextAttemptAt: v.nullable(instant),
  endedAt: v.nullable(instant),
  fault: v.nullable(v.string()),
  reply: v.nullable(v.string()),
});

export const OutboxPage = out({
  items: v.array(MailView),
  nextCursor: v.nullable(v.string()),
  total: v.number(),
  /** `unaddressed`: what has happened and nobody was written to yet, counted up to a thousand. */
  counts: out({ waiting: v.number(), sent: v.number(), dead: v.number(), unaddressed: v.number() }),
  /** Whether there is a mail server at all. */
  mailing: v.boolean(),
});

const quarantineReason = v.picklist([
  'no-address',
  'bad-address',
  'several-addresses',
  'unclear-sender',
  'other-sender',
  'unproven-sender',
  'unauthenticated',
  'maybe-automatic',
  'window-passed',
  'too-many',
  'empty',
  'unreadable',
]);

/** What became of a mail that came in; whoever posts it need not do anything about it. */
export const MailInAnswer = out({
  outcome: v.picklist(['reply', 'reopened', 'thanked', 'quarantined', 'ignored']),
  /** Why it is in doubt, or let go. */
  reason: v.nullable(v.union([quarantineReason, v.picklist(['bounce', 'auto-reply', 'loop', 'already-thanked', 'flood'])])),
  ticket: v.nullable(v.number()),
});

export const QuarantineQuery = strict({
  limit: v.optional(digits),
  cursor: v.optional(v.pipe(v.string('invalid'), v.maxLength(400, 'invalid'))),
  lang: v.optional(v.pipe(v.string('invalid'), v.maxLength(35, 'too-long'))),
});

/** As a reply it is its customer's words, and must come from their proven address. */
export const QuarantineFiling = strict({
  ticket: v.pipe(v.string('invalid'), v.trim(), v.minLength(1, 'required'), v.maxLength(64, 'too-long')),
  as: v.picklist(['reply', 'note'], 'not-in-list'),
});

const quarantineEntries = {
  id: v.string(),
  at: instant,
  reason: quarantineReason,
  /** What the mail says; anybody may have written it. Null: nobody can tell. */
  from: v.nullable(v.string()),
  name: v.string(),
  subject: v.string(),
  /** The ticket whose address it came to; null: none. */
  ticket: v.nullable(v.number()),
  files: v.number(),
};

export const QuarantineItem = out(quarantineEntries);
export const QuarantinePage = out({ items: v.array(QuarantineItem), nextCursor: v.nullable(v.string()), total: v.number() });

export const QuarantinedMailView = out({
  ...quarantineEntries,
  text: v.string(),
  quoted: v.nullable(v.string()),
  /** Bytes of the whole mail. */
  size: v.number(),
  attachments: v.array(out({ name: v.string(), type: v.string(), size: v.number() })),
  /** Tickets of whoever has proven that address: as a reply it may go into these. */
  candidates: v.array(out({ number: v.number(), title: v.string(), status: v.picklist(['OPEN', 'IN_PROGRESS', 'CLOSED']) })),
});

export const MailInQuery = strict({
  recipient: v.optional(v.pipe(v.string('invalid'), v.maxLength(1_000, 'too-long'))),
  sender: v.optional(v.pipe(v.string('invalid'), v.maxLength(1_000, 'too-long'))),
  /** The address of the machine that handed the mail to the mail server. */
  peer: v.optional(v.pipe(v.string('invalid'), v.maxLength(64, 'too-long'))),
  /** For providers that send a mail as it is only to addresses that end in this word. */
  format: v.optional(v.literal('mime', 'not-in-list')),
  lang: v.optional(v.pipe(v.string('invalid'), v.maxLength(35, 'too-long'))),
});

export const AlertTopic = v.picklist(['new', 'urgent', 'reopened', 'replied', 'nudged', 'due'], 'not-in-list');

const alertEntries = {
  topics: v.pipe(
    v.array(AlertTopic, 'invalid'),
    v.maxLength(20, 'too-many'),
    v.transform((topics) => [...new Set(topics)]),
  ),
  scope: v.picklist(['all', 'mine'], 'not-in-list'),
  openHoursOnly: v.boolean('invalid'),
};

/** An agent chooses which mails they get. */
export const Alerts = strict(alertEntries);
export const AlertsView = out({ ...alertEntries, email: v.string(), mailing: v.boolean() });

export type MailView = v.InferOutput<typeof MailView>;
export type OutboxPage = v.InferOutput<typeof OutboxPage>;
export type MailInAnswer = v.InferOutput<typeof MailInAnswer>;
export type QuarantineItem = v.InferOutput<typeof QuarantineItem>;
export type QuarantinePage = v.InferOutput<typeof QuarantinePage>;
export type QuarantinedMailView = v.InferOutput<typeof QuarantinedMailView>;
export type QuarantineFiling = v.InferInput<typeof QuarantineFiling>;
export type AlertTopic = v.InferOutput<typeof AlertTopic>;
export type Alerts = v.InferOutput<typeof Alerts>;
export type AlertsView = v.InferOutput<typeof AlertsView>;
