/**
 * Profiles: the meaning of an old system's tables and columns, in JSON. `docs/archive-profile.schema.json` is generated from this
 * file, so editors show these descriptions. The profiles of known systems are in `server/archive/profiles/`.
 */
import * as v from 'valibot';
import { dateFormatFault } from '../../../text/dates.ts';
import { Zone } from '../../../text/zones.ts';

const said = (what: string) => v.pipe(v.string(what), v.minLength(1, what), v.maxLength(200, 'at most 200 characters'));
const Column = said('the name of a column');
const Table = said('the name of a table');
const Values = v.pipe(
  v.array(v.pipe(v.string('text'), v.maxLength(200, 'at most 200 characters')), 'a list of texts'),
  v.maxLength(200, 'at most 200 values'),
);
const Formats = v.pipe(
  v.union(
    [said('a date format'), v.pipe(v.array(said('a date format')), v.minLength(1, 'a date format'))],
    'a date format, or a list of them',
  ),
  v.check(
    (format) => dateFormatFault(format) === null,
    ({ input }) => `a date format: ${dateFormatFault(input) ?? ''}`,
  ),
);
const ZoneName = v.pipe(
  said('a time zone'),
  v.check(isZone, ({ input }) => `a time zone, and there is no time zone "${input}": such as "Europe/Paris", "UTC" or "+01:00"`),
);

function isZone(name: string): boolean {
  try {
    return new Zone(name) instanceof Zone;
  } catch {
    return false;
  }
}

/** Where a value comes from. */
export type Rule = string | ColumnRule | { const: string } | { first: Rule[] } | { join: Rule[]; with?: string | undefined } | CasesRule;

export interface ColumnRule {
  col: string | string[];
  empty?: string[] | undefined;
  encoding?: string | undefined;
  from?: string | undefined;
  match?: string | string[] | undefined;
  only?: Condition[] | undefined;
  take?: Rule | undefined;
  map?: Record<string, string> | undefined;
  else?: string | undefined;
  format?: string | string[] | undefined;
  zone?: string | undefined;
}

export interface CasesRule {
  cases: { when: Condition[]; then: Rule }[];
  else?: string | undefined;
}

export interface Condition {
  value: Rule;
  is?: string[] | undefined;
  not?: string[] | undefined;
  same?: Rule | undefined;
}

const Rule: v.GenericSchema<Rule> = v.pipe(
  v.lazy(() =>
    v.union([Column, ColumnRule, Const, First, Join, Cases], 'a column, or an object with "col", "const", "first", "join" or "cases"'),
  ),
  v.description('Where a value comes from: the name of a column, or an object that says more.'),
);

const Condition = v.strictObject(
  {
    value: Rule,
    is: v.pipe(v.optional(Values), v.description('True for these values; "" stands for an empty one and for NULL.')),
    not: v.pipe(v.optional(Values), v.description('True for all values but these.')),
    same: v.pipe(v.optional(Rule), v.description('True if this has the same value, and there is one.')),
  },
  'an object with "value" and "is", "not" or "same"',
);

const ColumnRule = v.pipe(
  v.strictObject(
    {
      col: v.union([Column, v.pipe(v.array(Column), v.minLength(1, 'a column'))], 'a column, or a list of columns'),
      empty: v.pipe(v.optional(Values), v.description('Values that mean that there is none, such as "0".')),
      encoding: v.pipe(
        v.optional(Column),
        v.description('The column beside it that says how it is encoded: "base64", "quoted-printable", or anything else for not at all.'),
      ),
      from: v.pipe(v.optional(Table), v.description('The value is looked up in this table …')),
      match: v.pipe(v.optional(v.union([Column, v.array(Column)])), v.description('… in the row whose column (or columns) equals it …')),
      only: v.pipe(v.optional(v.array(Condition)), v.description('… and for which all of this is true …')),
      take: v.pipe(v.optional(Rule), v.description('… and this is taken from that row.')),
      map: v.pipe(v.optional(v.record(v.string(), v.string())), v.description('What its values mean.')),
      else: v.pipe(v.optional(v.string()), v.description('What any value means that "map" does not have.')),
      format: v.pipe(
        v.optional(Formats),
        v.description('Of a date: "sql", "iso", "epoch", "epoch-ms", or letters such as "dd/MM/yyyy HH:mm".'),
      ),
      zone: v.pipe(v.optional(ZoneName), v.description('Of a date, where it is another than that of the profile: "UTC", "Europe/Paris".')),
    },
    'an object with "col"',
  ),
  v.check(
    (rule) => (rule.from === undefined) === (rule.match === undefined) && (rule.from === undefined) === (rule.take === undefined),
    '"from", "match" and "take" together, or none of them',
  ),
  v.check(
    (rule) => rule.match === undefined || [rule.match].flat().length === [rule.col].flat().length,
    'as many columns in "match" as in "col"',
  ),
  v.check((rule) => rule.from !== undefined || typeof rule.col === 'string', 'one column, where nothing is looked up'),
  v.check((rule) => rule.from === undefined || rule.encoding === undefined, '"encoding" of a column of its own row: it goes into "take"'),
);
const Const = v.strictObject({ const: v.string('text') });
const First = v.strictObject({ first: v.pipe(v.array(Rule), v.minLength(1, 'at least one')) });
const Join = v.strictObject({ join: v.pipe(v.array(Rule), v.minLength(1, 'at least one')), with: v.optional(v.string('text')) });
const Cases = v.strictObject({
  cases: v.array(v.strictObject({ when: v.array(Condition), then: Rule })),
  else: v.optional(v.string('text')),
});

const reasons = ['deleted', 'merged', 'not-a-ticket'] as const;

const Only = v.pipe(
  v.array(
    v.pipe(
      v.strictObject({
        value: Rule,
        is: v.optional(Values),
        not: v.optional(Values),
        else: v.optional(v.picklist(reasons), 'not-a-ticket'),
      }),
      v.check(({ is, not }) => is !== undefined || not !== undefined, '"is" or "not"'),
    ),
  ),
  v.description('Rows for which one of these is false are left out, and counted under what "else" says.'),
);

export const Privacy = v.pipe(
  v.union(
    [
      v.strictObject({
        value: Rule,
        publicWhen: v.pipe(
          Values,
          v.minLength(1, 'at least one value'),
          v.description('Only with exactly these values is it shown to its customer.'),
        ),
        privateWhen: v.pipe(v.optional(Values), v.description('Values known to be private: they are left out without a remark.')),
      }),
      v.strictObject({ none: v.pipe(said('why nothing here is private'), v.minLength(10, 'a reason, in a sentence')) }),
    ],
    'either {"value": …, "publicWhen": […]}, or {"none": "why nothing here is private"}',
  ),
  v.description('How to tell what customers were never meant to see. Everything that is not known to be public is dropped and counted.'),
);

const Format = v.pipe(
  v.union([v.picklist(['text', 'html', 'auto', 'entities', 'escaped-html']), Rule]),
  v.description(
    '"text", "html", "entities" (text with &eacute;), "escaped-html" (&lt;p&gt;), "auto" (looks at each), or a rule that gives one of these.',
  ),
);

const AttachmentFiles = v.strictObject(
  {
    list: v.pipe(v.optional(Rule), v.description('A column that lists file names …')),
    separator: v.pipe(v.optional(said('a separator')), v.description('… and what stands between them.')),
    strip: v.pipe(v.optional(said('a prefix')), v.description('What stands before the name people gave: digits and this.')),
    file: v.pipe(
      v.optional(v.strictObject({ from: Table, match: Column, take: Column })),
      v.description(
        'Where the digits before the name are the key of a row: its table, and its column with where the file lies below --attachments.',
      ),
    ),
    table: v.pipe(v.optional(Table), v.description('A table with a row per file …')),
    message: v.pipe(v.optional(Column), v.description('… its column with the message it belongs to …')),
    to: v.pipe(v.optional(Column), v.description('… and which column of the message that is; its id unless said otherwise.')),
    only: v.optional(Only),
    name: v.optional(Rule),
    type: v.optional(Rule),
    size: v.optional(Rule),
    path: v.pipe(v.optional(Rule), v.description('Where the file lies below --attachments.')),
    bytes: v.pipe(
      v.optional(
        v.strictObject({
          from: v.optional(Table),
          col: v.optional(Column),
          match: v.optional(Column),
          order: v.optional(Column),
          take: Column,
          encoding: v.optional(Rule),
        }),
      ),
      v.description(
        'The column with the bytes of the file, in this row or in others, which are put together in this order; "encoding" says in each row how it is encoded, as "base64".',
      ),
    ),
  },
  'an object with "list", or with "table" and "message"',
);

const Messages = v.strictObject(
  {
    table: v.pipe(v.optional(Table), v.description('The rows; those of the tickets unless said otherwise.')),
    ticket: v.pipe(v.optional(Rule), v.description('The id of the ticket, as the tickets have it.')),
    id: v.pipe(v.optional(Rule), v.description('Its id, unique among those of this table.')),
    prefix: v.pipe(
      v.optional(v.pipe(v.string(), v.maxLength(20))),
      v.description('Put before the id, where messages come from several tables.'),
    ),
    only: v.optional(Only),
    private: Privacy,
    kind: v.pipe(Rule, v.description('Who wrote it: "customer", "staff", "system"; anything else leaves it out.')),
    name: v.optional(Rule),
    at: v.pipe(v.optional(Rule), v.description('When; as the ticket unless said otherwise.')),
    text: Rule,
    format: v.optional(Format, 'text'),
    attachments: v.optional(AttachmentFiles),
  },
  'an object with "private", "kind" and "text" at least',
);

/** The words that a rule itself can give: a map's values, an "else", a constant. */
function wordsOf(rule: Rule): readonly string[] {
  if (typeof rule === 'string') return [];
  if ('const' in rule) return [rule.const];
  if ('first' in rule) return rule.first.flatMap(wordsOf);
  if ('join' in rule) return [];
  const otherwise = rule.else === undefined ? [] : [rule.else];
  if ('cases' in rule) return [...rule.cases.flatMap(({ then }) => wordsOf(then)), ...otherwise];
  return [...Object.values(rule.map ?? {}), ...otherwise, ...(rule.map === undefined && rule.take !== undefined ? wordsOf(rule.take) : [])];
}

const words = { status: ['open', 'pending', 'closed', 'unknown'], priority: ['low', 'normal', 'high', 'urgent'] } as const;

/** A word that a rule gives and the field does not know; "" stands for none. */
const oddWord = (field: keyof typeof words, rule: Rule | undefined): string | undefined =>
  rule === undefined ? undefined : wordsOf(rule).find((word) => word !== '' && !words[field].some((known) => known === word));

const ownWords = (field: keyof typeof words, rule: Rule | undefined): string =>
  `${words[field].map((word) => `"${word}"`).join(', ')}, and not "${oddWord(field, rule) ?? ''}"`;

const Tickets = v.pipe(
  v.strictObject(
    {
      table: v.pipe(v.optional(Table, 'tickets'), v.description('The table with a row per ticket; a single CSV file has only one.')),
      rows: v.pipe(
        v.optional(v.picklist(['ticket', 'message']), 'ticket'),
        v.description('"message" where each row is a message that repeats its ticket’s fields.'),
      ),
      id: Rule,
      only: v.optional(Only),
      private: v.optional(Privacy),
      number: v.pipe(v.optional(Rule), v.description('The number that customers knew, where it is another than the id.')),
      subject: Rule,
      subjectFormat: v.optional(v.picklist(['text', 'entities', 'html']), 'text'),
      status: v.pipe(v.optional(Rule), v.description('"open", "pending", "closed" or "unknown".')),
      priority: v.pipe(v.optional(Rule), v.description('"low", "normal", "high" or "urgent".')),
      department: v.optional(Rule),
      createdAt: v.pipe(v.optional(Rule), v.description('When it was opened; its first message’s time unless said otherwise.')),
      closedAt: v.optional(Rule),
      requester: v.strictObject({
        email: v.optional(Rule),
        account: v.pipe(v.optional(Rule), v.description('The customer’s id in the old system.')),
        name: v.optional(Rule),
      }),
    },
    'an object with "id", "subject" and "requester"',
  ),
  v.forward(
    v.check(
      ({ status }) => oddWord('status', status) === undefined,
      ({ input }) => ownWords('status', input.status),
    ),
    ['status'],
  ),
  v.forward(
    v.check(
      ({ priority }) => oddWord('priority', priority) === undefined,
      ({ input }) => ownWords('priority', input.priority),
    ),
    ['priority'],
  ),
);

// eslint-disable-next-line no-control-regex
const Sign = v.pipe(v.string(), v.regex(/^[\u0009\u0020-\u007e]$/, 'one ASCII character'));

const Files = v.pipe(
  v.optional(v.record(Table, said('a file name'))),
  v.description('Where each table is a file of one folder, or several: their names; "*" stands for anything: "Tickets*.json".'),
);

const CellLists = v.record(
  Column,
  v.strictObject({
    columns: v.pipe(
      v.optional(v.pipe(v.array(Column), v.minLength(1, 'a column'))),
      v.description('What stands in a cell, one after the other: ["date", "author", "text"]; the last has the rest.'),
    ),
    separator: v.pipe(v.optional(said('a separator'), ';'), v.description('What stands between these.')),
    between: v.pipe(v.optional(said('a separator')), v.description('What stands between several entries in one cell.')),
  }),
);
const Cells = v.pipe(
  v.optional(CellLists),
  v.description(
    'Columns whose cells are rows of their own, and what is in them: a column "Comment" of the table "tickets" is the table "tickets.Comment", which knows its row as "^". Without an entry here, its one column is "text".',
  ),
);
export type CellLists = v.InferOutput<typeof CellLists>;

const Csv = v.strictObject({
  delimiter: v.pipe(v.optional(Sign, ','), v.description('Between the columns: ";" from a French Excel, "\\t" for a tab.')),
  quote: v.optional(Sign, '"'),
  escape: v.pipe(v.optional(Sign), v.description('Before a quote inside quotes, where it is not the quote itself: "\\\\".')),
  columns: v.pipe(v.optional(v.array(Column)), v.description('The names of the columns, where the first line does not have them.')),
  files: Files,
  cells: Cells,
});

const Xlsx = v.strictObject({
  sheets: v.pipe(
    v.optional(v.record(Table, said('the name of a sheet'))),
    v.description(
      'Which sheet is which table: {"tickets": "Demandes"}. The first sheet is the table of the tickets unless said otherwise.',
    ),
  ),
  columns: v.pipe(
    v.optional(v.array(Column)),
    v.description('The names of the columns, where the first row of a sheet does not have them.'),
  ),
  cells: Cells,
});

const Json = v.strictObject({
  unwrap: v.pipe(v.optional(v.array(Table), []), v.description('Names of objects that only hold another: {"helpdesk_ticket": {…}}.')),
  lists: v.pipe(
    v.optional(v.array(Table), []),
    v.description('Names of the lists in the file, each of which is a table: {"tickets": […], "users": […]}.'),
  ),
  files: Files,
});

const Xml = v.strictObject({
  files: v.pipe(
    v.optional(v.pipe(v.array(said('a file name')), v.minLength(1, 'a file name'))),
    v.description('Which files of a folder are read; "*" stands for anything: "Tickets*.xml". All that end in .xml unless said otherwise.'),
  ),
});

const Sql = v.strictObject({
  prefix: v.pipe(
    v.optional(v.string()),
    v.description('What this profile’s table names begin with; --table-prefix puts another in its place.'),
  ),
});

export const Profile = v.pipe(
  v.strictObject({
    $schema: v.optional(v.string()),
    about: v.pipe(v.optional(v.string()), v.description('For people: which system, which versions.')),
    format: v.pipe(
      v.picklist(['csv', 'sql', 'sqlite', 'json', 'xml', 'xlsx'], '"csv", "sql", "sqlite", "json", "xml" or "xlsx"'),
      v.description('"sql" is a dump or a SQLite database, "sqlite" nothing else than that.'),
    ),
    encoding: v.pipe(
      v.optional(said('an encoding')),
      v.description('Of the file: "utf-8", "windows-1252". Left out: UTF-8, and windows-1252 where it is not.'),
    ),
    zone: v.pipe(v.optional(ZoneName), v.description('Of times without an offset: "Europe/Paris", "UTC". --zone goes before it.')),
    dates: v.pipe(
      v.optional(Formats),
      v.description('The format of dates that say none themselves; "sql" in dumps and tables, "iso" in JSON and XML.'),
    ),
    csv: v.optional(Csv),
    json: v.optional(Json),
    xlsx: v.optional(Xlsx),
    xml: v.optional(Xml),
    sql: v.optional(Sql),
    tickets: Tickets,
    messages: v.pipe(v.array(Messages, 'a list'), v.minLength(1, 'at least one')),
  }),
  v.check((profile) => new Set(elsewhere(profile)).size === elsewhere(profile).length, 'messages from each other table once'),
  v.forward(
    v.check(
      (profile) =>
        profile.messages.every(({ table, ticket }) => table === undefined || table === profile.tickets.table || ticket !== undefined),
      '"ticket" for messages of another table',
    ),
    ['messages'],
  ),
);

/** Tables of messages other than the tickets' table. */
const elsewhere = (profile: { tickets: { table: string }; messages: { table?: string | undefined }[] }): string[] =>
  profile.messages.flatMap(({ table }) => (table === undefined || table === profile.tickets.table ? [] : [table]));

/** Parts that refer to each other, by their names in the JSON Schema. */
export const profileParts = { Rule, Condition, ColumnRule, Cases };

export type Profile = v.InferOutput<typeof Profile>;
export type MessageSource = Profile['messages'][number];
export type Privacy = v.InferOutput<typeof Privacy>;
export type AttachmentFiles = v.InferOutput<typeof AttachmentFiles>;
export type OnlyRule = v.InferOutput<typeof Only>;

/**
 * Restores a table named `__proto__`, which is a name like any other in a source, and which valibot drops from records. The
 * output's objects are new, so defining an own property changes no prototype.
 */
function withProtoNames(profile: Profile, input: unknown): Profile {
  const records = [
    ['csv', 'files'],
    ['json', 'files'],
    ['xml', 'files'],
    ['xlsx', 'sheets'],
  ] as const;
  for (const path of records) {
    const value = ownAt(input, [...path, '__proto__']);
    const record = ownAt(profile, path);
    if (typeof value === 'string' && value.trim() !== '' && typeof record === 'object' && record !== null)
      Object.defineProperty(record, '__proto__', { value, enumerable: true, configurable: true, writable: true });
  }
  return profile;
}

const ownAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined),
    value,
  );

/** @returns the profile, or its faults, one sentence each with the path */
export function readProfile(text: string): { readonly profile: Profile } | { readonly faults: readonly string[] } {
  let input: unknown;
  try {
    input = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return { faults: [`no JSON: ${error instanceof Error ? error.message.replace(/, "[^]*/, '') : 'it cannot be read'}`] };
  }
  const result = v.safeParse(Profile, input);
  if (result.success) return { profile: withProtoNames(result.output, input) };
  return { faults: result.issues.slice(0, 5).map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: ${sentence(issue)}`) };
}

function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'an unknown key';
  if (issue.type === 'strict_object' && issue.input === undefined) return 'is missing';
  return `expected ${issue.message}`;
}
