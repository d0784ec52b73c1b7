/**
 * Rows of tickets and messages put together. Everything waits on disk until the source is read, because dumps come in
 * the order of their tables; then tickets go by in the order of their ids, and their messages beside them.
 */
import { archiveLimits } from '../../format.ts';
import type { ArchivedMessage, ArchivedTicket } from '../../format.ts';
import { countDropped } from '../../reader.ts';
import type { DropReason, Read } from '../../reader.ts';
import { Heap } from '../spool/heap.ts';
import { sortKey } from '../spool/keys.ts';
import type { Cells } from '../spool/records.ts';
import type { Entry } from '../spool/entries.ts';
import type { SortedIndex } from '../spool/sorted-index.ts';
import { lineOf, makeMessage, refusal, visibility } from './message.ts';
import type { Made, Workshop } from './message.ts';
import { looksUp } from './rules.ts';
import type { MessageSource, Profile, Rule } from './schema.ts';
import type { Row } from './tables.ts';
import { join } from 'node:path';

/** Bytes of all rows of one ticket. */
const largestTicket = 64 * 1024 * 1024;

/** Rows on their way to an index, whose key needs other tables: they wait until all are there. */
interface Deferred {
  readonly rule: Rule;
  readonly table: string;
  readonly index: SortedIndex;
  readonly places: Heap;
}

interface Lane {
  readonly source: MessageSource;
  readonly table: string;
  readonly index: SortedIndex;
}

interface Group {
  readonly entries: Entry[];
  /** Of all rows, also of those that are not held. */
  count: number;
  bytes: number;
}

export interface AssemblyOptions {
  readonly profile: Profile;
  readonly shop: Workshop;
  readonly brand: string;
  readonly source: string;
  /** An empty folder, removed by whoever made it. */
  readonly folder: string;
}

export class Assembly {
  readonly #profile: Profile;
  readonly #shop: Workshop;
  readonly #brand: string;
  readonly #source: string;
  readonly #tickets: SortedIndex;
  /** Messages that are found by their ticket's id. */
  readonly #lanes: readonly Lane[];
  /** Messages in the rows of their tickets. */
  readonly #inside: readonly MessageSource[];
  readonly #routes = new Map<string, { readonly rule: Rule; readonly index: SortedIndex; readonly deferred: Deferred | null; readonly counts: boolean }[]>();
  readonly #deferred: Deferred[] = [];

  constructor({ profile, shop, brand, source, folder }: AssemblyOptions) {
    this.#profile = profile;
    this.#shop = shop;
    this.#brand = brand;
    this.#source = source;
    const own = profile.tickets.table;
    this.#tickets = shop.tables.newIndex();
    this.#inside = profile.messages.filter(({ table, ticket }) => (table === undefined || table === own) && ticket === undefined);
    this.#lanes = profile.messages.flatMap((message) =>
      message.ticket === undefined ? [] : [{ source: message, table: message.table ?? own, index: shop.tables.newIndex() }],
    );
    this.#route(own, profile.tickets.id, this.#tickets, true, folder);
    for (const { table, source: message, index } of this.#lanes) this.#route(table, message.ticket ?? '', index, table !== own, folder);
  }

  #route(table: string, rule: Rule, index: SortedIndex, counts: boolean, folder: string): void {
    const deferred = looksUp(rule) ? { rule, table, index, places: new Heap(join(folder, `later-${String(this.#deferred.length)}`)) } : null;
    if (deferred) this.#deferred.push(deferred);
    this.#routes.set(table, [...(this.#routes.get(table) ?? []), { rule, index, deferred, counts }]);
  }

  /** @param cells in the order of the tables' `columnsOf` */
  add(table: string, cells: Cells, place: number): void {
    const entry = this.#shop.tables.add(table, cells, place);
    const routes = this.#routes.get(table);
    if (!routes) return;
    if (routes.some(({ counts }) => counts)) this.#shop.counters.rows += 1;
    const row = this.#shop.tables.rowOf(table, cells, place);
    for (const { rule, index, deferred } of routes) {
      if (deferred) deferred.places.append(encodePlace(entry));
      else index.add({ key: this.#key(rule, row), at: entry.at, length: entry.length });
    }
  }

  /** The id as a key; rows without one come first, under a key that no value has. */
  #key(rule: Rule, row: Row): string {
    const id = this.#shop.rules.value(rule, row)?.trim() ?? '';
    return id === '' ? '' : sortKey([id]);
  }

  /** Everything is there: tickets and rejects, in the order of their ids. */
  *read(): Generator<Read> {
    this.#shop.tables.seal();
    for (const { rule, table, index, places } of this.#deferred) {
      for (let at = 0; at < places.size; at += placeSize) {
        const entry = decodePlace(places.read(at, placeSize));
        index.add({ key: this.#key(rule, this.#shop.tables.read(table, entry)), at: entry.at, length: entry.length });
      }
      places.close();
    }
    for (const index of [this.#tickets, ...this.#lanes.map((lane) => lane.index)]) index.seal();
    yield* this.#merge();
  }

  *#merge(): Generator<Read> {
    const tickets = new Groups(this.#tickets);
    const lanes = this.#lanes.map((lane) => ({ lane, groups: new Groups(lane.index) }));
    for (let key = tickets.key; key !== null; key = tickets.key) {
      const rows = tickets.take();
      const messages: { readonly lane: Lane; readonly group: Group }[] = [];
      for (const { lane, groups } of lanes) {
        while (groups.key !== null && groups.key < key) yield* this.#orphans(lane, groups.take());
        if (groups.key === key) messages.push({ lane, group: groups.take() });
      }
      if (key === '') {
        for (const { lane, group } of messages) yield* this.#orphans(lane, group);
        yield* this.#rejectRows(this.#profile.tickets.table, rows, rows.entries, 'required');
      } else yield* this.#ticket(rows, messages);
    }
    for (const { lane, groups } of lanes) while (groups.key !== null) yield* this.#orphans(lane, groups.take());
  }

  /** Messages whose ticket is not there: a private one is no loss, any other is told of. */
  *#orphans(lane: Lane, group: Group): Generator<Read> {
    const counts = lane.table !== this.#profile.tickets.table;
    for (const entry of group.entries) {
      const row = this.#shop.tables.read(lane.table, entry);
      const reason = refusal(lane.source, row, this.#shop);
      const said = reason === null && (counts || (this.#shop.rules.value(lane.source.text, row)?.trim() ?? '') !== '');
      if (said) {
        const legacyId = this.#shop.rules.value(lane.source.ticket, row)?.trim().slice(0, archiveLimits.id) ?? '';
        yield { reject: { ...this.#shop.placeOf(row), ...(legacyId !== '' && { legacyId }), code: 'orphan', field: 'ticket', rows: counts ? 1 : 0 } };
      }
      else if (counts && reason) countDropped(this.#shop.counters, reason);
    }
    const rest = group.count - group.entries.length;
    if (rest > 0 && counts) yield { reject: { ...this.#place(lane.table, group.entries[0]), code: 'orphan', field: 'ticket', rows: rest } };
  }

  #place(table: string, entry: Entry | undefined): ReturnType<Workshop['placeOf']> {
    return entry ? this.#shop.placeOf(this.#shop.tables.read(table, entry)) : { table };
  }

  /** One by one as far as they are held, and the rest together. */
  *#rejectRows(table: string, group: Group, entries: readonly Entry[], code: string): Generator<Read> {
    for (const entry of entries) yield this.#rejectRow(table, entry, code, 'id');
    const rest = group.count - group.entries.length;
    if (rest > 0) yield { reject: { ...this.#place(table, group.entries[0]), code, field: 'id', rows: rest } };
  }

  #rejectRow(table: string, entry: Entry, code: string, field: string): Read {
    return { reject: { ...this.#place(table, entry), code, field } };
  }

  *#ticket(group: Group, messages: readonly { readonly lane: Lane; readonly group: Group }[]): Generator<Read> {
    const { tickets } = this.#profile;
    const { tables, rules, counters } = this.#shop;
    const [first] = group.entries;
    if (!first) return;
    const row = tables.read(tickets.table, first);
    const place = this.#shop.placeOf(row);
    const id = rules.value(tickets.id, row)?.trim() ?? '';
    const messageRows = messages.reduce((sum, { lane, group: { count } }) => sum + (lane.table === tickets.table ? 0 : count), 0);
    const joined = tickets.rows === 'message';
    if (!joined) yield* this.#rejectRows(tickets.table, group, group.entries.slice(1), 'duplicate');
    const allRows = messageRows + (joined ? group.count : 1);
    const reason = this.#leftOut(row);
    if (reason) return countDropped(counters, reason, allRows);
    const bytes = messages.reduce((sum, one) => sum + one.group.bytes, group.bytes);
    const count = messages.reduce((sum, one) => sum + one.group.count, 0) + (joined ? group.count : 0);
    const legacyId = id.slice(0, archiveLimits.id);
    if (bytes > largestTicket || count > archiveLimits.messages)
      return yield { reject: { ...place, legacyId, code: bytes > largestTicket ? 'too-long' : 'too-many', field: 'messages', rows: allRows } };
    const inside = (joined ? group.entries : [first]).map((entry) => (entry === first ? row : tables.read(tickets.table, entry)));
    if (joined && !this.#sameRequester(inside)) return yield { reject: { ...place, legacyId, code: 'conflict', field: 'requester.email', rows: allRows } };
    const thread = new Thread();
    const hidden = inside.map((one) => this.#insideMessages(one, thread, joined)).at(-1) ?? null;
    for (const { lane, group: { entries } } of messages)
      for (const entry of entries) this.#keep(lane.source, makeMessage(lane.source, tables.read(lane.table, entry), null, this.#shop), thread, lane.table !== tickets.table ? 1 : 0);
    const rows = thread.rows + (joined ? 0 : 1);
    // All that there was to read in it was not for its customer: neither is its subject.
    if (!joined && hidden && thread.messages.length === 0) return countDropped(counters, hidden, rows);
    // Of a ticket whose every row is private, nothing is left: not even that it was.
    if (rows === 0) return;
    const made = this.#assemble(row, id, thread);
    if ('fault' in made) yield { reject: { ...place, legacyId, ...made.fault, rows, record: made.record } };
    else yield { ticket: made.ticket, at: place, rows };
  }

  /** Why the ticket as a whole is not for its customer. */
  #leftOut(row: Row): DropReason | null {
    const { only, private: privacy } = this.#profile.tickets;
    const refused = only?.find((condition) => !this.#shop.rules.holds(condition, row));
    if (refused) return refused.else;
    const seen = visibility(privacy, row, this.#shop);
    return seen === 'public' ? null : seen;
  }

  /** Rows that repeat their ticket must agree on whose it is. */
  #sameRequester(rows: readonly Row[]): boolean {
    const { email, account } = this.#profile.tickets.requester;
    const who = (row: Row): string => [email, account].map((rule) => this.#shop.rules.value(rule, row)?.trim().toLowerCase() ?? '').join('\n');
    return new Set(rows.map(who)).size === 1;
  }

  /** @returns why nothing of the row may be shown, or null */
  #insideMessages(row: Row, thread: Thread, joined: boolean): DropReason | null {
    const made = this.#inside.map((source, i) => makeMessage(source, row, joined ? null : (source.prefix ?? (i === 0 ? 'opening' : `opening-${String(i + 1)}`)), this.#shop));
    // One row may hold a question and its answer: it is left out only if both are.
    const [dropped] = made.flatMap((one) => ('dropped' in one ? [one.dropped] : []));
    const whole = made.some((one) => !('dropped' in one));
    if (joined && !whole && dropped) countDropped(this.#shop.counters, dropped);
    made.forEach((one, i) => {
      const source = this.#inside[i];
      if (source && !('dropped' in one)) this.#keep(source, one, thread, 0);
    });
    if (joined && whole) thread.rows += 1;
    return whole || (dropped !== 'private' && dropped !== 'unknown-visibility') ? null : dropped;
  }

  #keep(source: MessageSource, made: Made, thread: Thread, rows: number): void {
    if ('dropped' in made) {
      if (rows > 0) countDropped(this.#shop.counters, made.dropped, rows);
      return;
    }
    thread.rows += rows;
    thread.messages.push({ ...made, order: thread.messages.length, dated: source.at !== undefined });
  }

  #assemble(row: Row, id: string, thread: Thread): { ticket: ArchivedTicket } | { fault: { code: string; field: string }; record: unknown } {
    const { tickets } = this.#profile;
    const { rules, moments, counters } = this.#shop;
    const line = (rule: Rule | undefined, field: string): string => lineOf(rule, row, this.#shop, field);
    const opened = tickets.createdAt === undefined ? 'zero-date' : moments.read(tickets.createdAt, row);
    const closed = tickets.closedAt === undefined ? 'zero-date' : moments.read(tickets.closedAt, row);
    const known = thread.messages.flatMap(({ at }) => (at === null ? [] : [at]));
    const createdAt = typeof opened === 'string' ? (known.length > 0 ? known.reduce((least, at) => Math.min(least, at)) : null) : opened.time;
    if (typeof opened === 'string' && tickets.createdAt !== undefined && createdAt !== null) counters.assumedDates += 1;
    const dated = this.#dated(thread, createdAt, typeof opened === 'string' ? undefined : opened.note);
    const messages = dated.map(({ message }) => message);
    const status = rules.value(tickets.status, row);
    const priority = rules.value(tickets.priority, row);
    const optional = {
      number: line(tickets.number, 'number'),
      statusRaw: rawOf(rules.raw(tickets.status, row)),
      priorityRaw: rawOf(rules.raw(tickets.priority, row)),
      department: line(tickets.department, 'department'),
    };
    const { email, account, name } = tickets.requester;
    const requester = { email: address(rules.value(email, row) ?? ''), account: rules.value(account, row)?.trim() ?? '', name: line(name, 'requester.name') };
    const urgency = priorities.find((one) => one === priority);
    const partial = {
      v: 1 as const,
      brand: this.#brand,
      source: this.#source,
      id,
      ...filled(optional),
      ...(urgency === undefined ? {} : { priority: urgency }),
      subject: lineOf(tickets.subject, row, this.#shop, 'subject', tickets.subjectFormat),
      status: statuses.find((one) => one === status) ?? ('unknown' as const),
      ...(typeof closed === 'string' ? {} : { closedAt: iso(closed.time) }),
      requester: filled(requester),
      messages,
    };
    const problem = opened === 'bad-date' || closed === 'bad-date' ? 'bad-date' : createdAt === null ? 'zero-date' : null;
    const [bad = null] = dated.flatMap(({ fault: of }, i) => (of ? [{ code: of.code, field: `messages.${String(i)}.${of.field}` }] : []));
    const fault = problem === null ? bad : { code: problem, field: closed === 'bad-date' && opened !== 'bad-date' ? 'closedAt' : 'createdAt' };
    const first = problem === 'zero-date' && bad ? bad : fault;
    if (first || createdAt === null) {
      // Whatever is wrong stays as it was said: nobody imports the rest by feeding it back as it is.
      const said = (rule: Rule | undefined): string => rules.value(rule, row)?.trim().slice(0, 200) ?? '';
      const created = opened === 'bad-date' ? said(tickets.createdAt) : createdAt === null ? '' : iso(createdAt);
      const record = { ...partial, createdAt: created, ...(closed === 'bad-date' && { closedAt: said(tickets.closedAt) }) };
      return { fault: first ?? { code: 'zero-date', field: 'createdAt' }, record };
    }
    const last = messages.reduce((latest, { at }) => (at > latest ? at : latest), iso(createdAt));
    return { ticket: { ...partial, createdAt: iso(createdAt), updatedAt: last } };
  }

  /**
   * The thread in the order in which it was written; whatever has no date of its own was written when the ticket was, or the
   * message before it. Refused messages stand among the others.
   */
  #dated(thread: Thread, createdAt: number | null, note: ArchivedMessage['atNote']): { readonly message: ArchivedMessage; readonly fault: Written['fault'] }[] {
    let before = createdAt;
    const dated = thread.messages.map((one) => {
      if (one.at === null && one.dated && !one.fault && createdAt !== null) this.#shop.counters.assumedDates += 1;
      const mark = one.fault ? undefined : one.at !== null ? one.note : one.dated ? 'assumed' : note;
      before = one.at ?? before;
      return { ...one, at: before, mark };
    });
    dated.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.order - b.order);
    const ids = new Map<string, number>();
    return dated.map(({ message: { id, kind, name, text, attachments }, at, mark, fault }) => {
      const again = (ids.get(id) ?? 0) + 1;
      ids.set(id, again);
      const message = {
        id: again === 1 || id === '' ? id : `${id}-${String(again)}`,
        kind,
        ...(name === undefined ? {} : { name }),
        at: fault?.field === 'at' ? fault.said : at === null ? '' : iso(at),
        ...(mark === undefined ? {} : { atNote: mark }),
        text,
        ...(attachments === undefined ? {} : { attachments }),
      };
      return { message, fault };
    });
  }
}

const statuses = ['open', 'pending', 'closed', 'unknown'] as const;
const priorities = ['low', 'normal', 'high', 'urgent'] as const;
const iso = (time: number): string => new Date(time).toISOString();
const rawOf = (word: string | null): string => word?.trim().slice(0, archiveLimits.name) ?? '';

/** `Marie <marie@example.fr>` and `<marie@example.fr>` are how some columns hold addresses. */
function address(text: string): string {
  const inner = /<([^<>\s@]+@[^<>\s@]+)>\s*$/.exec(text.slice(0, 1_000))?.[1] ?? text;
  return inner.trim();
}

type Filled<T> = { [K in keyof T]?: Exclude<T[K], ''> };

function filled<const T extends Readonly<Record<string, string>>>(fields: T): Filled<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Filled<T>;
}

type Written = Exclude<Made, { readonly dropped: unknown }> & {
  readonly order: number;
  /** Whether its source has dates of its own. */
  readonly dated: boolean;
};

/** What became of a ticket's rows so far. */
class Thread {
  readonly messages: Written[] = [];
  /** Source rows that are in it. */
  rows = 0;
}

/** Entries of an index, key by key. */
class Groups {
  readonly #entries: Iterator<Entry>;
  #next: Entry | null;

  constructor(index: SortedIndex) {
    this.#entries = index[Symbol.iterator]();
    this.#next = this.#step();
  }

  get key(): string | null {
    return this.#next?.key ?? null;
  }

  take(): Group {
    const group: Group = { entries: [], count: 0, bytes: 0 };
    const key = this.#next?.key;
    for (let entry = this.#next; entry && entry.key === key; entry = this.#next) {
      group.count += 1;
      group.bytes += entry.length;
      if (group.entries.length <= archiveLimits.messages) group.entries.push(entry);
      this.#next = this.#step();
    }
    return group;
  }

  #step(): Entry | null {
    const { done, value } = this.#entries.next() as IteratorResult<Entry, undefined>;
    return done ? null : value;
  }
}

const placeSize = 10;
const placeBytes = Buffer.allocUnsafe(placeSize);

function encodePlace({ at, length }: Omit<Entry, 'key'>): Buffer {
  placeBytes.writeUIntLE(at, 0, 6);
  placeBytes.writeUInt32LE(length, 6);
  return placeBytes;
}

const decodePlace = (bytes: Buffer): Omit<Entry, 'key'> => ({ at: bytes.readUIntLE(0, 6), length: bytes.readUInt32LE(6) });
