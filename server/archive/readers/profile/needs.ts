/** What a profile needs of its source: columns of tables, and the columns by which rows are looked up. */
import type { AttachmentFiles, Condition, Profile, Rule } from './schema.ts';

export interface TableNeeds {
  readonly columns: Set<string>;
  /** Lists of columns by which rows are looked up. */
  readonly lookUps: Map<string, readonly string[]>;
}

export type Needs = ReadonlyMap<string, TableNeeds>;

export const lookUpName = (match: readonly string[]): string => match.join('\u0000');

export function needsOf(profile: Profile): Needs {
  const needs = new Map<string, TableNeeds>();
  const table = (name: string): TableNeeds => {
    let known = needs.get(name);
    if (!known) needs.set(name, (known = { columns: new Set(), lookUps: new Map() }));
    return known;
  };
  const look = (name: string, match: readonly string[]): void => {
    match.forEach((column) => table(name).columns.add(column));
    table(name).lookUps.set(lookUpName(match), match);
  };
  const conditions = (list: readonly Condition[] | undefined, on: string): void =>
    list?.forEach(({ value, same }) => [value, same].forEach((one) => rule(one, on)));
  const rule = (of: Rule | undefined, on: string): void => {
    if (of === undefined) return;
    if (typeof of === 'string') table(on).columns.add(of);
    else if ('first' in of) of.first.forEach((one) => rule(one, on));
    else if ('join' in of) of.join.forEach((one) => rule(one, on));
    else if ('cases' in of)
      of.cases.forEach(({ when, then }) => {
        conditions(when, on);
        rule(then, on);
      });
    else if ('col' in of) {
      [of.col].flat().forEach((column) => table(on).columns.add(column));
      if (of.encoding !== undefined) table(on).columns.add(of.encoding);
      if (of.from === undefined) return;
      look(of.from, [of.match ?? []].flat());
      conditions(of.only, of.from);
      rule(of.take, of.from);
    }
  };
  const files = (of: AttachmentFiles | undefined, on: string): void => {
    if (!of) return;
    rule(of.list, on);
    if (of.file) {
      look(of.file.from, [of.file.match]);
      table(of.file.from).columns.add(of.file.take);
    }
    if (of.to !== undefined) table(on).columns.add(of.to);
    const place = of.table ?? on;
    if (of.table !== undefined && of.message !== undefined) look(of.table, [of.message]);
    conditions(of.only, place);
    for (const one of [of.name, of.type, of.size, of.path]) rule(one, place);
    if (!of.bytes) return;
    rule(of.bytes.encoding, of.bytes.from ?? place);
    if (of.bytes.from === undefined) return void table(place).columns.add(of.bytes.take);
    table(place).columns.add(of.bytes.col ?? 'id');
    look(of.bytes.from, [of.bytes.match ?? 'id']);
    table(of.bytes.from).columns.add(of.bytes.take);
    if (of.bytes.order !== undefined) table(of.bytes.from).columns.add(of.bytes.order);
  };

  const { tickets } = profile;
  table(tickets.table);
  conditions(tickets.only, tickets.table);
  if (tickets.private && 'value' in tickets.private) rule(tickets.private.value, tickets.table);
  const { email, account, name } = tickets.requester;
  const fields = [tickets.id, tickets.number, tickets.subject, tickets.status, tickets.priority, tickets.department];
  for (const one of [...fields, tickets.createdAt, tickets.closedAt, email, account, name]) rule(one, tickets.table);
  for (const source of profile.messages) {
    const on = source.table ?? tickets.table;
    table(on);
    conditions(source.only, on);
    if ('value' in source.private) rule(source.private.value, on);
    const format = typeof source.format === 'string' ? undefined : source.format;
    for (const one of [source.ticket, source.id, source.kind, source.name, source.at, source.text, format]) rule(one, on);
    files(source.attachments, on);
  }
  return needs;
}

/** Tables whose rows are counted: those of tickets and of messages. */
export function countedTables({ tickets, messages }: Pick<Profile, 'tickets' | 'messages'>): ReadonlySet<string> {
  return new Set([tickets.table, ...messages.map(({ table }) => table ?? tickets.table)]);
}
