/** Builds a ticket from its row and its messages. */
import { archiveLimits } from '../../../ticket/archived.ts';
import type { ArchivedMessage, ArchivedTicket } from '../../../ticket/archived.ts';
import { lineOf } from './message.ts';
import type { Made, Workshop } from './message.ts';
import type { Profile, Rule } from './schema.ts';
import type { Row } from './tables.ts';

export type Written = Exclude<Made, { readonly dropped: unknown }> & {
  readonly order: number;
  /** Whether the source has dates of its own. */
  readonly dated: boolean;
};

/** The messages and counts of a ticket, while its rows are read. */
export class Thread {
  readonly messages: Written[] = [];
  /** Source rows used in the ticket. */
  rows = 0;
}

export class TicketMaker {
  readonly #profile: Profile;
  readonly #shop: Workshop;
  readonly #brand: string;
  readonly #source: string;

  constructor(profile: Profile, shop: Workshop, brand: string, source: string) {
    this.#profile = profile;
    this.#shop = shop;
    this.#brand = brand;
    this.#source = source;
  }

  /** Builds the ticket, or a partial one with its fault. @param id the id in the row */
  make(row: Row, id: string, thread: Thread): { ticket: ArchivedTicket } | { fault: { code: string; field: string }; record: unknown } {
    const { tickets } = this.#profile;
    const { rules, moments, counters } = this.#shop;
    const line = (rule: Rule | undefined, field: string): string => lineOf(rule, row, this.#shop, field);
    const opened = tickets.createdAt === undefined ? 'zero-date' : moments.read(tickets.createdAt, row);
    const closed = tickets.closedAt === undefined ? 'zero-date' : moments.read(tickets.closedAt, row);
    const known = thread.messages.flatMap(({ at }) => (at === null ? [] : [at]));
    const createdAt =
      typeof opened === 'string' ? (known.length > 0 ? known.reduce((least, at) => Math.min(least, at)) : null) : opened.time;
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
    const requester = {
      email: address(rules.value(email, row) ?? ''),
      account: rules.value(account, row)?.trim() ?? '',
      name: line(name, 'requester.name'),
    };
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
    const fault =
      problem === null ? bad : { code: problem, field: closed === 'bad-date' && opened !== 'bad-date' ? 'closedAt' : 'createdAt' };
    const first = problem === 'zero-date' && bad ? bad : fault;
    if (first || createdAt === null) {
      // A faulty ticket keeps its values as they are, so that it cannot be imported unchanged.
      const said = (rule: Rule | undefined): string => rules.value(rule, row)?.trim().slice(0, 200) ?? '';
      const created = opened === 'bad-date' ? said(tickets.createdAt) : createdAt === null ? '' : iso(createdAt);
      const record = { ...partial, createdAt: created, ...(closed === 'bad-date' && { closedAt: said(tickets.closedAt) }) };
      return { fault: first ?? { code: 'zero-date', field: 'createdAt' }, record };
    }
    const last = messages.reduce((latest, { at }) => (at > latest ? at : latest), iso(createdAt));
    return { ticket: { ...partial, createdAt: iso(createdAt), updatedAt: last } };
  }

  /**
   * The messages in the order they were written. A message without a date gets that of the message before it, or of the ticket.
   * Refused messages keep their place.
   */
  #dated(
    thread: Thread,
    createdAt: number | null,
    note: ArchivedMessage['atNote'],
  ): { readonly message: ArchivedMessage; readonly fault: Written['fault'] }[] {
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

/** Some columns hold an address as `Marie <marie@example.fr>` or `<marie@example.fr>`. */
function address(text: string): string {
  const inner = /<([^<>\s@]+@[^<>\s@]+)>\s*$/.exec(text.slice(0, 1_000))?.[1] ?? text;
  return inner.trim();
}

type Filled<T> = { [K in keyof T]?: Exclude<T[K], ''> };

function filled<const T extends Readonly<Record<string, string>>>(fields: T): Filled<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Filled<T>;
}
