/**
 * Joins the rows of tickets and messages. All rows wait on disk until the source is read, because dumps are ordered by table;
 * then tickets are read in the order of their ids, each with its messages.
 */
import { archiveLimits } from '../../../ticket/archived.ts';
import { countDropped } from '../../reader.ts';
import type { DropReason, Read } from '../../reader.ts';
import { Heap } from '../spool/heap.ts';
import { sortKey } from '../spool/keys.ts';
import type { Cells } from '../spool/records.ts';
import type { Entry } from '../spool/entries.ts';
import type { SortedIndex } from '../spool/sorted-index.ts';
import { Groups } from './groups.ts';
import type { Group } from './groups.ts';
import { makeMessage, refusal, visibility } from './message.ts';
import type { Made, Workshop } from './message.ts';
import { looksUp } from './rules.ts';
import type { MessageSource, Profile, Rule } from './schema.ts';
import type { Row } from './tables.ts';
import { Thread, TicketMaker } from './ticket.ts';
import { join } from 'node:path';

/** Bytes of all rows of one ticket. */
const largestTicket = 64 * 1024 * 1024;

/** Rows whose index key needs other tables: they wait until all tables are complete. */
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

export interface AssemblyOptions {
  readonly profile: Profile;
  readonly shop: Workshop;
  readonly brand: string;
  readonly source: string;
  /** An empty folder, which the caller removes. */
  readonly folder: string;
}

export class Assembly {
  readonly #profile: Profile;
  readonly #shop: Workshop;
  readonly #maker: TicketMaker;
  readonly #tickets: SortedIndex;
  /** Tables of messages, joined by the ticket's id. */
  readonly #lanes: readonly Lane[];
  /** Messages in the rows of their tickets. */
  readonly #inside: readonly MessageSource[];
  readonly #routes = new Map<
    string,
    { readonly rule: Rule; readonly index: SortedIndex; readonly deferred: Deferred | null; readonly counts: boolean }[]
  >();
  readonly #deferred: Deferred[] = [];

  constructor({ profile, shop, brand, source, folder }: AssemblyOptions) {
    this.#profile = profile;
    this.#shop = shop;
    this.#maker = new TicketMaker(profile, shop, brand, source);
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
    const deferred = looksUp(rule)
      ? { rule, table, index, places: new Heap(join(folder, `later-${String(this.#deferred.length)}`)) }
      : null;
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

  /** The sort key of a row's id. Rows without an id come first, under a key of their own. */
  #key(rule: Rule, row: Row): string {
    const id = this.#shop.rules.value(rule, row)?.trim() ?? '';
    return id === '' ? '' : sortKey([id]);
  }

  /** Tickets and rejects in the order of their ids, once everything is read. */
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

  /** Messages without a ticket: private ones are dropped, others are reported. */
  *#orphans(lane: Lane, group: Group): Generator<Read> {
    const counts = lane.table !== this.#profile.tickets.table;
    for (const entry of group.entries) {
      const row = this.#shop.tables.read(lane.table, entry);
      const reason = refusal(lane.source, row, this.#shop);
      const said = reason === null && (counts || (this.#shop.rules.value(lane.source.text, row)?.trim() ?? '') !== '');
      if (said) {
        const legacyId = this.#shop.rules.value(lane.source.ticket, row)?.trim().slice(0, archiveLimits.id) ?? '';
        yield {
          reject: {
            ...this.#shop.placeOf(row),
            ...(legacyId !== '' && { legacyId }),
            code: 'orphan',
            field: 'ticket',
            strayRow: true,
            rows: counts ? 1 : 0,
          },
        };
      } else if (counts && reason) countDropped(this.#shop.counters, reason);
    }
    const rest = group.count - group.entries.length;
    if (rest > 0 && counts)
      yield { reject: { ...this.#place(lane.table, group.entries[0]), code: 'orphan', field: 'ticket', strayRow: true, rows: rest } };
  }

  #place(table: string, entry: Entry | undefined): ReturnType<Workshop['placeOf']> {
    return entry ? this.#shop.placeOf(this.#shop.tables.read(table, entry)) : { table };
  }

  /** Reports the rows that are held one by one, and the others in one reject. */
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
      return yield {
        reject: { ...place, legacyId, code: bytes > largestTicket ? 'too-long' : 'too-many', field: 'messages', rows: allRows },
      };
    const inside = (joined ? group.entries : [first]).map((entry) => (entry === first ? row : tables.read(tickets.table, entry)));
    if (joined && !this.#sameRequester(inside))
      return yield { reject: { ...place, legacyId, code: 'conflict', field: 'requester.email', rows: allRows } };
    const thread = new Thread();
    const hidden = inside.map((one) => this.#insideMessages(one, thread, joined)).at(-1) ?? null;
    for (const {
      lane,
      group: { entries },
    } of messages)
      for (const entry of entries)
        this.#keep(
          lane.source,
          makeMessage(lane.source, tables.read(lane.table, entry), null, this.#shop),
          thread,
          lane.table !== tickets.table ? 1 : 0,
        );
    const rows = thread.rows + (joined ? 0 : 1);
    // When all its messages were private, the ticket's subject is private too.
    if (!joined && hidden && thread.messages.length === 0) return countDropped(counters, hidden, rows);
    // A ticket of private rows only is dropped entirely.
    if (rows === 0) return;
    if (thread.messages.length === 0 && !joined && inside.length > 0 && this.#hasEmpty(row)) return countDropped(counters, 'empty', rows);
    const made = this.#maker.make(row, id, thread);
    if ('fault' in made) yield { reject: { ...place, legacyId, ...made.fault, rows, record: made.record } };
    else yield { ticket: made.ticket, at: place, rows };
  }

  /** Whether the ticket's own row contains an empty message. */
  #hasEmpty(row: Row): boolean {
    return this.#inside.some((source) => {
      const made = makeMessage(source, row, 'opening', this.#shop);
      return 'dropped' in made && made.dropped === 'empty';
    });
  }

  /** Why the whole ticket is not for its customer, or null. */
  #leftOut(row: Row): DropReason | null {
    const { only, private: privacy } = this.#profile.tickets;
    const refused = only?.find((condition) => !this.#shop.rules.holds(condition, row));
    if (refused) return refused.else;
    const seen = visibility(privacy, row, this.#shop);
    return seen === 'public' ? null : seen;
  }

  /** Whether rows that repeat their ticket name the same customer. */
  #sameRequester(rows: readonly Row[]): boolean {
    const { email, account } = this.#profile.tickets.requester;
    const who = (row: Row): string =>
      [email, account].map((rule) => this.#shop.rules.value(rule, row)?.trim().toLowerCase() ?? '').join('\n');
    return new Set(rows.map(who)).size === 1;
  }

  /** @returns why nothing of the row may be shown, or null */
  #insideMessages(row: Row, thread: Thread, joined: boolean): DropReason | null {
    const made = this.#inside.map((source, i) =>
      makeMessage(source, row, joined ? null : (source.prefix ?? (i === 0 ? 'opening' : `opening-${String(i + 1)}`)), this.#shop),
    );
    // A row may contain a question and its answer: it is dropped only when both are.
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
}

const placeSize = 10;
const placeBytes = Buffer.allocUnsafe(placeSize);

function encodePlace({ at, length }: Omit<Entry, 'key'>): Buffer {
  placeBytes.writeUIntLE(at, 0, 6);
  placeBytes.writeUInt32LE(length, 6);
  return placeBytes;
}

const decodePlace = (bytes: Buffer): Omit<Entry, 'key'> => ({ at: bytes.readUIntLE(0, 6), length: bytes.readUInt32LE(6) });
