/** Mail at the desk: the outgoing queue, the quarantine, and each agent's notification choices. */
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
  /** Null when the customer, the account or the address no longer exists. */
  to: v.nullable(v.string()),
  /** Null when the ticket no longer exists. */
  ticket: v.nullable(v.number()),
  at: instant,
  state: MailState,
  attempts: v.number(),
  /** Null once the mail was sent or given up. */
  nextAttemptAt: v.nullable(instant),
  endedAt: v.nullable(instant),
  fault: v.nullable(v.string()),
  reply: v.nullable(v.string()),
});

export const OutboxPage = out({
  items: v.array(MailView),
  nextCursor: v.nullable(v.string()),
  total: v.number(),
  /** `unaddressed`: effects that no mail has been made for yet, counted up to 1,000. */
  counts: out({ waiting: v.number(), sent: v.number(), dead: v.number(), unaddressed: v.number() }),
  /** False when no mail server is configured. */
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

/** What the server did with a mail. The sender of the request need not act on it. */
export const MailInAnswer = out({
  outcome: v.picklist(['reply', 'reopened', 'thanked', 'quarantined', 'ignored']),
  /** Why the mail was quarantined or dropped. */
  reason: v.nullable(v.union([quarantineReason, v.picklist(['bounce', 'auto-reply', 'loop', 'already-thanked', 'flood'])])),
  ticket: v.nullable(v.number()),
});

export const QuarantineQuery = strict({
  limit: v.optional(digits),
  cursor: v.optional(v.pipe(v.string('invalid'), v.maxLength(400, 'invalid'))),
  lang: v.optional(v.pipe(v.string('invalid'), v.maxLength(35, 'too-long'))),
});

/** Files a quarantined mail into a ticket. `reply` requires the customer's proven address. */
export const QuarantineFiling = strict({
  ticket: v.pipe(v.string('invalid'), v.trim(), v.minLength(1, 'required'), v.maxLength(64, 'too-long')),
  as: v.picklist(['reply', 'note'], 'not-in-list'),
});

const quarantineEntries = {
  id: v.string(),
  at: instant,
  reason: quarantineReason,
  /** The From address, which anyone can forge; null when there is none. */
  from: v.nullable(v.string()),
  name: v.string(),
  subject: v.string(),
  /** The ticket whose reply address the mail was sent to; null when it was another address. */
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
  /** Tickets of the customer with that proven address: the mail may be filed into these as a reply. */
  candidates: v.array(out({ number: v.number(), title: v.string(), status: v.picklist(['OPEN', 'IN_PROGRESS', 'CLOSED']) })),
});

export const MailInQuery = strict({
  recipient: v.optional(v.pipe(v.string('invalid'), v.maxLength(1_000, 'too-long'))),
  sender: v.optional(v.pipe(v.string('invalid'), v.maxLength(1_000, 'too-long'))),
  /** IP address of the machine that handed the mail to the mail server. */
  peer: v.optional(v.pipe(v.string('invalid'), v.maxLength(64, 'too-long'))),
  /** For providers that post the raw mail only to addresses ending in this word. */
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

/** Which mails an agent wants. */
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
