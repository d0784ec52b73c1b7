/** Tickets of earlier systems, read-only, as they go over the wire. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';

const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);
const instant = v.pipe(v.string(), v.isoTimestamp('invalid'));
const Brand = out({ id: v.string(), label: v.string() });
const text = (max: number) => v.pipe(v.string('invalid'), v.trim(), v.maxLength(max, 'too-long'));

export const archiveSorts = ['activity', 'created', 'oldest'] as const;

const listEntries = {
  limit: v.optional(
    v.pipe(
      v.string('invalid'),
      v.regex(/^[0-9]{1,4}$/, 'invalid'),
      v.transform(Number),
      v.minValue(1, 'invalid'),
      v.maxValue(limits.pageSize.max, 'invalid'),
    ),
  ),
  cursor: v.optional(v.pipe(v.string('invalid'), v.maxLength(512, 'too-long'))),
  q: v.optional(text(limits.search.max)),
  lang: v.optional(v.pipe(v.string('invalid'), v.maxLength(35, 'too-long'))),
  brand: v.optional(text(128)),
  sort: v.optional(v.picklist(archiveSorts, 'not-in-list')),
} as const;

const query = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected }) => (expected === 'never' ? 'unknown-key' : 'invalid'));

export const ArchiveListQuery = query(listEntries);

/** `kind` distinguishes a customer and a guest with the same id. */
export const DeskArchiveListQuery = query({ ...listEntries, kind: v.optional(v.picklist(['customer', 'guest'], 'not-in-list')) });

const itemEntries = {
  id: v.string(),
  brand: Brand,
  /** The number that the customer knew. */
  number: v.string(),
  subject: v.string(),
  status: v.picklist(['open', 'pending', 'closed', 'unknown']),
  createdAt: instant,
  /** When the last message or event happened. */
  updatedAt: instant,
  messageCount: v.number(),
} as const;

export const ArchivedTicketItem = out(itemEntries);
export const ArchivePage = out({ items: v.array(ArchivedTicketItem), nextCursor: v.nullable(v.string()), total: v.number() });

export const ArchivedAttachmentView = out({
  /** Null when the export did not hold the file. */
  id: v.nullable(v.string()),
  name: v.string(),
  type: v.nullable(v.string()),
  size: v.nullable(v.number()),
});

export const ArchivedTicketView = out({
  ...itemEntries,
  closedAt: v.nullable(instant),
  department: v.nullable(v.string()),
  messages: v.array(
    out({
      id: v.string(),
      author: out({ kind: v.picklist(['customer', 'staff', 'system']), name: v.nullable(v.string()) }),
      body: v.string(),
      createdAt: instant,
      /** True when the old system gave no exact value. */
      approximate: v.boolean(),
      attachments: v.array(ArchivedAttachmentView),
    }),
  ),
});

export type ArchivedTicketItem = v.InferOutput<typeof ArchivedTicketItem>;
export type ArchivedTicketView = v.InferOutput<typeof ArchivedTicketView>;
export type ArchivePage = v.InferOutput<typeof ArchivePage>;
