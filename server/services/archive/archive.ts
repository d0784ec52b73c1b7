/**
 * A customer reads their tickets of earlier systems, and no others. The owner of a ticket is decided on each read
 * (`ownership.ts`), so that a ticket appears as soon as its customer is known. Only the customer's claims are ever written.
 */
import type { InferOutput } from 'valibot';
import { matcherOf } from '../../archive/search.ts';
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import type { ArchivedFile, ArchivedRecord, ArchiveEntry, ArchiveReading } from '../../store/archive-store.ts';
import { ReadOnlyError } from '../../store/store.ts';
import type { Customer, CustomerStore } from '../../store/store.ts';
import type * as schema from '../../wire/archive.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import type { ArchivePage, ArchivedTicketItem, ArchivedTicketView } from '../../wire/archive.ts';
import type { SessionView } from '../../wire/session.ts';
import { FileMissing, NotFound } from '../errors.ts';
import { createOwnership } from './ownership.ts';

export type ArchiveQuery = InferOutput<typeof schema.ArchiveListQuery>;

export interface ArchiveDeps {
  readonly archive: ArchiveReading;
  readonly store: Pick<CustomerStore, 'customer' | 'changeCustomer' | 'customersByEmail' | 'customersByAccount'>;
  readonly site: Site;
}

export interface ArchivedDownload {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** @throws NotFound when the file is gone */
  open(): Promise<ReadableStream<Uint8Array>>;
}

export interface Archive {
  /** The number of the customer's tickets by brand, brands without any included; empty when the server has no archive. */
  brands(customer: Customer, language: Language): Promise<SessionView['archive']['brands']>;
  /** @throws ReadOnlyError when the customer is new and cannot be saved */
  list(customer: Customer, query: ArchiveQuery, language: Language): Promise<ArchivePage>;
  /** @throws NotFound, ReadOnlyError as `list` */
  read(customer: Customer, id: string, language: Language): Promise<ArchivedTicketView>;
  /** @throws NotFound */
  file(customer: Customer, id: string, attachment: string): Promise<ArchivedDownload>;
  owns(customer: Customer, id: string): Promise<boolean>;
}

/** Records that are read in parallel. */
const together = 16;

export function createArchive({ archive, store, site }: ArchiveDeps): Archive {
  const { emailMatching, brands } = site.archive;
  const { meet, owns } = createOwnership({ archive, store, emailMatching });
  const labelOf = (id: string, language: Language): string => {
    const known = brands.find((brand) => brand.id === id);
    return known ? say(known.label, language) : id;
  };

  /** All entries that the customer may read, unsorted. @throws ReadOnlyError */
  async function entriesOf(customer: Customer): Promise<readonly ArchiveEntry[]> {
    await meet(customer);
    const groups = new Map<string, ArchiveEntry[]>();
    const seen = new Set<string>();
    for (const entry of candidatesOf(customer)) {
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      // All tickets of a requester have the same owner, so ownership is decided once per requester.
      const key = `${entry.brand} ${entry.requester}`;
      const group = groups.get(key);
      if (group) group.push(entry);
      else groups.set(key, [entry]);
    }
    const kept: ArchiveEntry[] = [];
    for (const group of groups.values()) if (await isTheirs(customer, group)) kept.push(...group);
    return kept;
  }

  function* candidatesOf(customer: Customer): Generator<ArchiveEntry> {
    if (archive.size === 0) return;
    for (const { brand, account } of customer.legacy) yield* archive.entriesOfAccount(brand, account);
    if (emailMatching && customer.emailVerified && customer.email !== null) yield* archive.entriesOfEmail(customer.email);
    if (customer.kind !== 'customer') return;
    for (const { brand, account, email } of archive.mappingsOf(customer.sub)) {
      if (account !== undefined) yield* archive.entriesOfAccount(brand, account);
      else if (email !== undefined) for (const entry of archive.entriesOfEmail(email)) if (entry.brand === brand) yield entry;
    }
  }

  /** Decides by the first record of the group that can be read; damaged records are skipped. */
  async function isTheirs(customer: Customer, group: readonly ArchiveEntry[]): Promise<boolean> {
    for (const { id } of group) {
      const record = await archive.record(id);
      if (record) return owns(customer, record.ticket.brand, record.ticket.requester);
    }
    return false;
  }

  async function find(customer: Customer, id: string): Promise<ArchivedRecord> {
    await meet(customer);
    const record = await archive.record(id);
    if (!record || !(await owns(customer, record.ticket.brand, record.ticket.requester))) throw new NotFound();
    return record;
  }

  /** The entries whose records match the search. */
  async function searched(entries: readonly ArchiveEntry[], q: string): Promise<readonly ArchiveEntry[]> {
    const matches = matcherOf(q);
    const found: ArchiveEntry[] = [];
    for (let from = 0; from < entries.length; from += together) {
      const slice = entries.slice(from, from + together);
      const records = await Promise.all(slice.map(({ id }) => archive.record(id)));
      slice.forEach((entry, i) => {
        const record = records[i];
        if (record && matches(record.ticket)) found.push(entry);
      });
    }
    return found;
  }

  return {
    async brands(customer, language) {
      const counts = new Map<string, number>();
      for (const { brand } of await entriesOf(customer).catch(noneWhileReadOnly)) counts.set(brand, (counts.get(brand) ?? 0) + 1);
      if (counts.size === 0) for (const { brand, tickets } of archive.batches()) if (tickets > 0) counts.set(brand, 0);
      const place = (id: string): number => brands.findIndex((brand) => brand.id === id) + 1 || brands.length + 1;
      return [...counts]
        .map(([id, count]) => ({ id, label: labelOf(id, language), count }))
        .sort((a, b) => place(a.id) - place(b.id) || (a.id < b.id ? -1 : 1));
    },

    async list(customer, { brand, q, sort = 'activity', limit = limits.pageSize.default, cursor }, language) {
      const after = cursor === undefined ? null : readCursor(sort, cursor);
      const all = (await entriesOf(customer)).filter((entry) => brand === undefined || entry.brand === brand);
      const found = q ? await searched(all, q) : all;
      const ordered = [...found].sort((a, b) => comparePlaces(sort, placeOf(sort, a), placeOf(sort, b)));
      const left = after === null ? ordered : ordered.filter((entry) => comparePlaces(sort, placeOf(sort, entry), after) > 0);
      const shown = left.slice(0, limit);
      const last = shown.at(-1);
      const records = await Promise.all(shown.map(async (entry) => ({ entry, record: await archive.record(entry.id) })));
      return {
        items: records.flatMap(({ entry, record }) => (record ? [itemOf(entry.id, record, labelOf(entry.brand, language))] : [])),
        nextCursor: last && left.length > limit ? writeCursor(sort, placeOf(sort, last)) : null,
        total: found.length,
      };
    },

    async read(customer, id, language) {
      const record = await find(customer, id);
      return viewOf(id, record, labelOf(record.ticket.brand, language));
    },

    async file(customer, id, attachment) {
      const record = await find(customer, id);
      const [message = -1, place = -1] = /^\d{1,5}-\d{1,5}$/.test(attachment) ? attachment.split('-').map(Number) : [];
      const found = record.ticket.messages[message]?.attachments?.[place];
      const file = fileOf(record, found?.ref);
      if (!found || !file) throw new NotFound();
      return {
        name: found.name,
        type: found.type ?? 'application/octet-stream',
        size: file.size,
        async open() {
          const stream = await archive.openFile(file);
          if (!stream) throw new FileMissing({ archived: id, attachment, expected: file.size });
          return stream;
        },
      };
    },

    async owns(customer, id) {
      await meet(customer);
      const record = await archive.record(id);
      return record !== undefined && owns(customer, record.ticket.brand, record.ticket.requester);
    },
  };
}

/** When the disk is full, archived tickets count as none so that the session can still start. @throws any other error */
function noneWhileReadOnly(error: unknown): readonly ArchiveEntry[] {
  if (error instanceof ReadOnlyError) return [];
  throw error;
}

/** The file of a ref. `hasOwn`, since the ref comes from imported data and may be `constructor`. */
function fileOf({ files }: ArchivedRecord, ref: string | undefined): ArchivedFile | undefined {
  return ref !== undefined && Object.hasOwn(files, ref) ? files[ref] : undefined;
}

function itemOf(id: string, { ticket }: ArchivedRecord, label: string): ArchivedTicketItem {
  const { brand, number, subject, status, createdAt, messages } = ticket;
  const updatedAt = messages.reduce((latest, { at }) => (at > latest ? at : latest), ticket.updatedAt ?? createdAt);
  return {
    id,
    brand: { id: brand, label },
    number: number || ticket.id,
    subject,
    status,
    createdAt,
    updatedAt,
    messageCount: messages.length,
  };
}

/** Copies field by field, so that a field added to records is not sent to customers by accident. */
function viewOf(id: string, record: ArchivedRecord, label: string): ArchivedTicketView {
  const { ticket } = record;
  return {
    ...itemOf(id, record, label),
    closedAt: ticket.closedAt ?? null,
    department: ticket.department || null,
    messages: ticket.messages.map(({ id: messageId, kind, name, text, at, atNote, attachments = [] }, message) => ({
      id: messageId,
      author: { kind, name: name || null },
      body: text,
      createdAt: at,
      approximate: atNote !== undefined,
      attachments: attachments.map(({ name: fileName, type, size, ref }, place) => {
        const file = fileOf(record, ref);
        return {
          id: file ? `${String(message)}-${String(place)}` : null,
          name: fileName,
          type: type || null,
          size: file?.size ?? size ?? null,
        };
      }),
    })),
  };
}

type Sort = NonNullable<ArchiveQuery['sort']>;

/** A time in milliseconds, and the id, which no two tickets share. */
type Place = readonly [time: number, id: string];

const placeOf = (sort: Sort, { id, createdAt, updatedAt }: ArchiveEntry): Place => [sort === 'activity' ? updatedAt : createdAt, id];

function comparePlaces(sort: Sort, [time, id]: Place, [otherTime, otherId]: Place): number {
  if (time !== otherTime) return sort === 'oldest' ? time - otherTime : otherTime - time;
  return id < otherId ? -1 : Number(id > otherId);
}

const writeCursor = (sort: Sort, [time, id]: Place): string => `${sort}.${String(time)}.${id}`;

/** @throws InvalidInput unless the cursor was made for the same sort order */
function readCursor(sort: Sort, cursor: string): Place {
  const [, of, time = '', id = ''] = /^([a-z]+)\.(\d{1,15})\.([\w-]{22})$/.exec(cursor) ?? [];
  if (of !== sort) throw new InvalidInput({ path: 'cursor', code: 'invalid' });
  return [Number(time), id];
}
