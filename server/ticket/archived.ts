/**
 * The archive format: tickets of earlier systems as lines of JSON, between the readers of those systems and the loader.
 * `docs/archive-format.md` describes it for people, `docs/archive.schema.json` for programs; both follow from this file.
 *
 * There is no field for private notes, and unknown fields are refused: a reader cannot pass one on by mistake.
 * Messages of issues are stable codes, as in `ticket/codes.ts`: they never repeat the value.
 */
import * as v from 'valibot';
import { clean, cleanLine } from './characters.ts';

/** Sizes of what one ticket may hold; texts in UTF-16 units. */
export const archiveLimits = {
  /** Bytes. The reader skips a longer line without holding it in memory. */
  line: 16 * 1024 * 1024,
  word: 40,
  id: 200,
  subject: 1_000,
  name: 200,
  email: 320,
  text: 1_000_000,
  messages: 20_000,
  attachments: 500,
  path: 1_000,
} as const;

/** One line, cleaned of control characters. */
const line = (max: number) => v.pipe(v.string('invalid'), v.maxLength(max, 'too-long'), v.transform(cleanLine));
/** Several lines, cleaned of control characters but tab and line feed. */
const text = (max: number) => v.pipe(v.string('invalid'), v.maxLength(max, 'too-long'), v.transform(clean));
/** An id of the old system. It is compared, so a malformed one is refused, not mended. */
const id = v.pipe(
  v.string('invalid'),
  v.minLength(1, 'required'),
  v.maxLength(archiveLimits.id, 'too-long'),
  v.check((value) => value === cleanLine(value), 'invalid'),
);
/** A name that this product gives: a brand, or the kind of system. */
const word = v.pipe(v.string('invalid'), v.regex(/^[a-z][a-z0-9-]{0,39}$/, 'invalid'));
const count = v.pipe(v.number('invalid'), v.integer('invalid'), v.minValue(0, 'invalid'));

/** UTC, such as `2016-04-28T09:19:34Z`, milliseconds allowed; read as an `Instant`. */
const moment = v.pipe(
  v.string('invalid'),
  v.regex(/^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3})?Z$/, 'invalid'),
  v.check(exists, 'invalid'),
  v.transform((value) => new Date(value).toISOString()),
);

/** Whether a well-formed date is in the calendar: 30 February is not. */
function exists(value: string): boolean {
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value.slice(0, 19));
}

/** A path below the folder of attachments, with `/` between its parts: nothing leads out of it. */
const ref = v.pipe(
  v.string('invalid'),
  v.minLength(1, 'required'),
  v.maxLength(archiveLimits.path, 'too-long'),
  v.check(
    (path) =>
      path === cleanLine(path) && !/[\\:]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'invalid',
  ),
);

const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));

export const ArchivedAttachment = strict({
  name: line(archiveLimits.name),
  type: v.optional(line(archiveLimits.name)),
  /** Bytes. */
  size: v.optional(count),
  ref: v.optional(ref),
  /** True when the old system named a file that the export does not hold. */
  missing: v.optional(v.boolean('invalid')),
});

export const ArchivedMessage = strict({
  id,
  kind: v.picklist(['customer', 'staff', 'system'], 'not-in-list'),
  name: v.optional(line(archiveLimits.name)),
  at: moment,
  /** Set when a local time happened twice or never because the clocks changed, or when the time was taken from another field. */
  atNote: v.optional(v.picklist(['dst-gap', 'dst-overlap', 'assumed'], 'not-in-list')),
  text: text(archiveLimits.text),
  attachments: v.optional(v.pipe(v.array(ArchivedAttachment, 'invalid'), v.maxLength(archiveLimits.attachments, 'too-many'))),
});

export const ArchivedTicket = strict({
  v: v.literal(1, 'invalid'),
  brand: word,
  /** Which old system of the brand; with `brand` and `id` the ticket's identity. */
  source: word,
  id,
  /** The number that customers knew, when it is not the id. */
  number: v.optional(line(archiveLimits.id)),
  subject: line(archiveLimits.subject),
  status: v.picklist(['open', 'pending', 'closed', 'unknown'], 'not-in-list'),
  /** The status as the old system spells it. */
  statusRaw: v.optional(line(archiveLimits.name)),
  priority: v.optional(v.picklist(['low', 'normal', 'high', 'urgent'], 'not-in-list')),
  priorityRaw: v.optional(line(archiveLimits.name)),
  department: v.optional(line(archiveLimits.name)),
  createdAt: moment,
  updatedAt: v.optional(moment),
  closedAt: v.optional(moment),
  requester: strict({
    email: v.optional(line(archiveLimits.email)),
    /** The customer's id in the old system, as `legacy` in the site's tokens names it. */
    account: v.optional(id),
    name: v.optional(line(archiveLimits.name)),
  }),
  /** In the order they were written, oldest first. */
  messages: v.pipe(
    v.array(ArchivedMessage, 'invalid'),
    v.maxLength(archiveLimits.messages, 'too-many'),
    v.check((messages) => new Set(messages.map((message) => message.id)).size === messages.length, 'duplicate'),
  ),
});

/** The first line of the file. */
export const ArchiveHeader = strict({
  v: v.literal(1, 'invalid'),
  archive: v.literal('support-ticket', 'invalid'),
  /** The program that wrote the file. */
  generatedBy: v.optional(line(archiveLimits.name)),
  /** The file holds what an import refused, to be mended and imported: it has no last line. */
  rejects: v.optional(v.literal(true, 'invalid')),
});

/** The last line. A file without it, or with another count, was cut. */
export const ArchiveEnd = strict({ end: v.literal(true, 'invalid'), tickets: count });

/** A line of a rejects file: the line number in the source, the fault, and the ticket itself when `--keep-content` was given. */
export const RejectedLine = strict({
  reject: strict({
    line: v.optional(count),
    byte: v.optional(count),
    table: v.optional(v.string('invalid')),
    legacyId: v.optional(v.string('invalid')),
    code: v.string('invalid'),
    field: v.optional(v.string('invalid')),
  }),
  /** The ticket to import in place of the rejected line; `reject` may hold a remark. */
  ticket: v.optional(v.unknown()),
});

export type ArchivedAttachment = v.InferOutput<typeof ArchivedAttachment>;
export type ArchivedMessage = v.InferOutput<typeof ArchivedMessage>;
export type ArchivedTicket = v.InferOutput<typeof ArchivedTicket>;
export type ArchiveHeader = v.InferOutput<typeof ArchiveHeader>;
export type ArchiveEnd = v.InferOutput<typeof ArchiveEnd>;

/** The first thing wrong with a ticket: a dotted path such as `messages.3.at`, and a code. */
export interface Fault {
  readonly field: string;
  readonly code: string;
}

/** Checks and cleans one ticket. The same input gives the same output, whatever the order of its keys. */
export function readTicket(input: unknown): { readonly ticket: ArchivedTicket } | { readonly fault: Fault } {
  const result = v.safeParse(ArchivedTicket, input, { abortEarly: true });
  if (result.success) return { ticket: result.output };
  const [issue] = result.issues;
  return { fault: { field: v.getDotPath(issue) ?? '', code: issue.message } };
}

/** The first line of an archive. */
export function headerLine(header: Omit<ArchiveHeader, 'v' | 'archive'> = {}): string {
  return `${JSON.stringify({ v: 1, archive: 'support-ticket', ...header })}\n`;
}

/** One ticket's line, its keys in the order of the schema. */
export function ticketLine(ticket: ArchivedTicket): string {
  return `${JSON.stringify(ticket)}\n`;
}

/** The last line of an archive. */
export function endLine(tickets: number): string {
  return `${JSON.stringify({ end: true, tickets })}\n`;
}
