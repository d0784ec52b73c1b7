/**
 * What goes over the wire, in and out: the schemas that validate are the ones that document (`/openapi.json`).
 * The widget imports the types only (`wire.ts`); the schemas stay out of its bundle.
 * Messages are field codes (`codes.ts`): an answer never repeats the rejected value.
 */
import * as v from 'valibot';
import { savedViewLimits } from './desk-limits.ts';
import { clean, cleanLine, countCharacters, countVisible, isBroken } from './characters.ts';
import { limits } from './limits.ts';

/* ── Parts ─────────────────────────────────────────────────────────────── */

const between = (min: number, max: number) =>
  [
    v.check<string, 'required' | 'too-short'>((text) => text.length > 0 || min === 0, 'required'),
    v.check<string, 'too-short'>((text) => text.length === 0 || countVisible(text) >= min, 'too-short'),
    v.check<string, 'too-long'>((text) => countCharacters(text) <= max, 'too-long'),
  ] as const;

/** What cannot be text is refused rather than altered in silence. */
const unbroken = v.check<string, 'invalid'>((text) => !isBroken(text), 'invalid');

/** Several lines, after trimming: at least `min` characters that can be seen, at most `max` in all. */
const text = (min: number, max: number) => v.pipe(v.string('invalid'), unbroken, v.transform(clean), ...between(min, max));
/** One line, counted like several. */
const line = (min: number, max: number) => v.pipe(v.string('invalid'), unbroken, v.transform(cleanLine), ...between(min, max));

/** An id, or a word of the configuration: compared, never shown, so it is refused rather than mended. */
const word = v.pipe(
  v.string('invalid'),
  v.trim(),
  v.minLength(1, 'required'),
  v.maxLength(128, 'too-long'),
  v.check((text) => text === clean(text), 'invalid'),
);
/** A record's key stays as it came: valibot drops `__proto__` and its like, which trimming would bring back. */
const key = v.pipe(
  v.string('invalid'),
  v.minLength(1, 'required'),
  v.maxLength(128, 'too-long'),
  v.check((text) => text === cleanLine(text), 'invalid'),
);
const instant = v.pipe(v.string(), v.isoTimestamp('invalid'));
const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));

export const Status = v.picklist(['OPEN', 'IN_PROGRESS', 'CLOSED'], 'not-in-list');
export const Priority = v.picklist(['LOW', 'MEDIUM', 'HIGH', 'URGENT'], 'not-in-list');

const AttachmentIds = v.pipe(v.array(word, 'invalid'), v.maxLength(limits.attachment.perMessage, 'too-many'));

/** JSON has no infinity, yet `1e999` is read as one. */
const number = v.pipe(v.number(), v.finite('invalid'));
const contextValue = v.union([text(0, 2_000), number, v.boolean(), v.array(text(0, 2_000))], 'invalid');

/* ── In: customers ─────────────────────────────────────────────────────── */

export const NewTicket = strict({
  service: word,
  category: v.optional(v.nullable(word)),
  type: v.optional(v.nullable(word)),
  order: v.optional(v.nullable(word)),
  orderReference: v.optional(v.nullable(line(0, limits.orderReference.max))),
  subscription: v.optional(v.nullable(word)),
  project: v.optional(v.nullable(word)),
  title: line(limits.title.min, limits.title.max),
  description: text(limits.description.min, limits.description.max),
  priority: v.optional(Priority, 'MEDIUM'),
  attachments: v.optional(AttachmentIds, []),
  context: v.optional(v.nullable(v.record(key, contextValue, 'invalid'))),
  fields: v.optional(v.record(key, v.union([text(0, 2_000), v.boolean()], 'invalid'), 'invalid'), {}),
  followUpOf: v.optional(v.nullable(word)),
});

export const NewMessage = strict({
  body: text(limits.message.min, limits.message.max),
  attachments: v.optional(AttachmentIds, []),
});

const reason = text(limits.reason.min, limits.reason.max);

export const CloseRequest = strict({ reason: v.optional(v.nullable(text(0, limits.reason.max))) });
export const ReopenRequest = strict({ reason });
export const ThankRequest = strict({ body: reason });
export const NudgeRequest = strict({});
export const SeenRequest = strict({});
export const SolutionMailRequest = strict({});
export const RatingRequest = strict({
  score: v.pipe(v.number('invalid'), v.integer('invalid'), v.minValue(1, 'invalid'), v.maxValue(5, 'invalid')),
  comment: v.optional(v.nullable(text(0, limits.comment.max))),
});

const paging = {
  limit: v.optional(
    v.pipe(v.string('invalid'), v.regex(/^[0-9]{1,4}$/, 'invalid'), v.transform(Number), v.minValue(1, 'invalid'), v.maxValue(limits.pageSize.max, 'invalid')),
  ),
  cursor: v.optional(v.pipe(v.string('invalid'), v.maxLength(512, 'too-long'))),
  q: v.optional(line(0, limits.search.max)),
  lang: v.optional(v.pipe(v.string('invalid'), v.maxLength(35, 'too-long'))),
};

export const TicketListQuery = strict({
  ...paging,
  state: v.optional(v.picklist(['open', 'closed'], 'not-in-list')),
  sort: v.optional(v.picklist(['activity', 'created', 'priority', 'number'], 'not-in-list')),
});

export const LangQuery = strict({ lang: paging.lang });
export const ArticleQuery = strict({ q: v.optional(line(0, limits.articleSearch.max), ''), lang: paging.lang });

/* ── In: the host's backend ────────────────────────────────────────────── */

const OwnedItem = strict({
  id: line(1, 128),
  label: line(1, 200),
  date: v.optional(v.nullable(line(0, 40))),
  status: v.optional(v.nullable(line(0, 80))),
});
const owned = v.optional(v.pipe(v.array(OwnedItem, 'invalid'), v.maxLength(limits.profile.items, 'too-many')));

/** What is left out stays as it was; a list replaces the one that was there. */
export const CustomerProfile = strict({
  name: v.optional(v.nullable(line(0, 200))),
  email: v.optional(v.nullable(v.pipe(v.string('invalid'), v.trim(), v.maxLength(254, 'too-long')))),
  email_verified: v.optional(v.boolean('invalid')),
  locale: v.optional(v.nullable(line(0, 35))),
  orders: owned,
  subscriptions: owned,
  projects: owned,
  legacy: v.optional(v.pipe(v.array(strict({ brand: line(1, 40), account: line(1, 128) }), 'invalid'), v.maxLength(50, 'too-many'))),
});

/* ── In: desk ──────────────────────────────────────────────────────────── */

const staffEmail = v.pipe(v.string('invalid'), v.trim(), v.toLowerCase(), v.minLength(3, 'required'), v.maxLength(320, 'too-long'));

export const Login = strict({
  email: staffEmail,
  password: v.pipe(v.string('invalid'), v.minLength(1, 'required'), v.maxLength(1_024, 'too-long')),
});

export const SignInLinkRequest = strict({ email: staffEmail });
export const SignInLinkFollow = strict({ token: v.pipe(v.string('invalid'), v.minLength(1, 'required'), v.maxLength(128, 'too-long')) });

/** Any of several, with commas between them. */
const anyOf = <const T extends v.GenericSchema<string>>(item: T) =>
  v.pipe(
    v.string('invalid'),
    v.maxLength(2_000, 'too-long'),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parts = dataset.value.split(',').map((part) => v.safeParse(item, part));
      const wrong = parts.find(({ success }) => !success);
      if (wrong?.issues) addIssue({ message: wrong.issues[0].message });
      return wrong ? NEVER : parts.map(({ output }) => output as v.InferOutput<T>);
    }),
  );

/** Several values, to be kept; none of them twice. */
const kept = <const T extends v.GenericSchema>(item: T) =>
  v.pipe(v.array(item, 'invalid'), v.minLength(1, 'required'), v.maxLength(50, 'too-many'), v.transform((items) => [...new Set(items)]));

export const DeskListQuery = strict({
  ...paging,
  status: v.optional(anyOf(Status)),
  priority: v.optional(anyOf(Priority)),
  service: v.optional(anyOf(word)),
  /** `none`: nobody; `me`: whoever asks; `former`: somebody who is no longer in the team. */
  assignee: v.optional(anyOf(word)),
  tag: v.optional(word),
  /** Who must act next. */
  ball: v.optional(v.picklist(['team', 'customer'], 'not-in-list')),
  /** `soon`: not late yet, but before long. */
  late: v.optional(v.picklist(['true', 'false', 'soon', '1', '0'], 'not-in-list')),
  sort: v.optional(v.picklist(['promise', 'activity', 'created', 'priority', 'number'], 'not-in-list')),
});

/** The same filters, to be kept: `me` is whoever looks. */
const SavedQuery = strict({
  status: v.optional(kept(Status)),
  priority: v.optional(kept(Priority)),
  service: v.optional(kept(word)),
  assignee: v.optional(kept(word)),
  tag: v.optional(word),
  ball: DeskListQuery.entries.ball,
  late: v.optional(v.picklist(['true', 'false', 'soon'], 'not-in-list')),
  q: v.optional(line(1, limits.search.max)),
});

const savedViewEntries = {
  name: line(1, savedViewLimits.name),
  query: SavedQuery,
  /** With the team, who may look through it but not change it. */
  shared: v.boolean('invalid'),
};

export const NewSavedView = strict({ ...savedViewEntries, shared: v.optional(savedViewEntries.shared, false) });
/** What is left out stays as it was. */
export const SavedViewChange = strict({
  name: v.optional(savedViewEntries.name),
  query: v.optional(SavedQuery),
  shared: v.optional(savedViewEntries.shared),
});

/** Names and addresses begin with these words; the host's id or an address whole comes first. */
export const CustomerSearchQuery = strict({ q: line(1, limits.search.max), limit: paging.limit, lang: paging.lang });

/** Opened for a customer: by the host's id of theirs, or by the e-mail they wrote from. */
export const DeskNewTicket = strict({
  ...NewTicket.entries,
  customer: strict({
    id: v.optional(v.nullable(word)),
    /** May be left out where the id is known. */
    email: v.optional(v.nullable(v.pipe(v.string('invalid'), v.trim(), v.maxLength(254, 'too-long')))),
    name: v.optional(v.nullable(line(0, 200))),
  }),
});

export const Amendment = strict({
  status: v.optional(Status),
  priority: v.optional(Priority),
  reason: v.optional(reason),
  assignee: v.optional(v.nullable(word)),
  tags: v.optional(v.pipe(v.array(line(1, 40), 'invalid'), v.maxLength(20, 'too-many'))),
  service: v.optional(word),
  category: v.optional(v.nullable(word)),
  /** `customer`: read, and nothing to answer. */
  ball: v.optional(v.picklist(['customer'], 'not-in-list')),
  /** Id of a public message of the team's; null takes the mark back. */
  solution: v.optional(v.nullable(word)),
  /** Id or number of another ticket that is about the same: this one is closed for it. */
  duplicateOf: v.optional(v.pipe(word, v.transform((text) => text.replace(/^#/, '')), v.minLength(1, 'required'))),
});

export const DeskMessage = strict({
  body: text(limits.message.min, limits.message.max),
  visibility: v.picklist(['public', 'internal'], 'not-in-list'),
  attachments: v.optional(AttachmentIds, []),
  /** The last public message that the writer of an answer has read; null: there was none. The answer is refused where the team has answered after it. */
  lastRead: v.optional(v.nullable(word)),
  /** Changes that go with it, all or none. */
  then: v.optional(Amendment),
});

const anyAddress = v.pipe(v.string(), v.url());
/** An address that customers may be sent to. */
const webAddress = v.pipe(
  v.string('invalid'),
  v.trim(),
  v.maxLength(2_000, 'too-long'),
  v.check((text) => /^https?:\/\/[^\s@/]+(?:\/\S*)?$/i.test(text) && v.is(anyAddress, text), 'invalid'),
);

/** JavaScript takes the 31st of February for a day in March. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

const incidentWords = {
  title: line(limits.incident.title.min, limits.incident.title.max),
  body: text(0, limits.incident.body.max),
  url: v.nullable(webAddress),
  /** None: everybody is concerned. */
  services: v.pipe(v.array(word, 'invalid'), v.maxLength(50, 'too-many')),
  since: v.pipe(v.string('invalid'), v.isoTimestamp('invalid'), v.check(isDay, 'invalid'), v.transform((text) => new Date(text).toISOString())),
} as const;

export const NewIncident = strict({
  ...incidentWords,
  body: v.optional(incidentWords.body, ''),
  url: v.optional(incidentWords.url, null),
  services: v.optional(incidentWords.services, []),
  since: v.optional(incidentWords.since),
});

/** What is left out stays as it was. */
export const IncidentChange = strict({
  title: v.optional(incidentWords.title),
  body: v.optional(incidentWords.body),
  url: v.optional(incidentWords.url),
  services: v.optional(incidentWords.services),
  since: v.optional(incidentWords.since),
  ended: v.optional(v.boolean('invalid')),
});

export const IncidentQuery = strict({ limit: paging.limit, cursor: paging.cursor, lang: paging.lang });
/** One language at least. `rev` is not among them: `If-Match` says which version is changed. */
const replyEntries = {
  title: line(1, limits.cannedReply.title),
  /** A word that brings it up while writing; no two have the same. */
  shortcut: v.pipe(line(1, limits.cannedReply.shortcut), v.toLowerCase(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u, 'invalid')),
  bodies: strict({
    fr: v.optional(v.nullable(text(0, limits.message.max))),
    en: v.optional(v.nullable(text(0, limits.message.max))),
  }),
  service: v.optional(v.nullable(word)),
};

export const NewCannedReply = strict(replyEntries);
export const CannedReplyChange = strict({
  title: v.optional(replyEntries.title),
  shortcut: v.optional(replyEntries.shortcut),
  bodies: v.optional(replyEntries.bodies),
  service: replyEntries.service,
});

/** `kind` tells apart a customer and a guest who bear the same id. */
export const DeskCustomerQuery = strict({ lang: paging.lang, kind: v.optional(v.picklist(['customer', 'guest'], 'not-in-list')) });
/** `catalog=whole`: everything they own, as for choosing from it, instead of the first of each kind. */
export const DeskCardQuery = strict({ ...DeskCustomerQuery.entries, catalog: v.optional(v.picklist(['whole'], 'not-in-list')) });

/* ── Out ───────────────────────────────────────────────────────────────── */

const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);
const id = v.string();

export const Attachment = out({ id, name: v.string(), type: v.string(), size: v.number() });
const Author = out({ kind: v.picklist(['customer', 'staff', 'system']), name: v.nullable(v.string()) });
const LinkView = out({ id, label: v.string() });

export const MessageView = out({
  id,
  author: Author,
  body: v.string(),
  createdAt: instant,
  attachments: v.array(Attachment),
});

export const TimelineView = out({
  id,
  kind: v.picklist(['created', 'started', 'closed', 'reopened', 'thanked', 'nudged', 'rated', 'acknowledged', 'priority-changed', 'service-changed']),
  at: instant,
  by: Author,
  reason: v.optional(v.string()),
  from: v.optional(v.string()),
  to: v.optional(v.string()),
  /** With `closed`: another ticket is about the same; `to` is its number if it is the customer's too. */
  as: v.optional(v.picklist(['duplicate'])),
});

const PromiseView = out({
  /** What it was made for: the request, a message after an answer, or a reopening. */
  kind: v.picklist(['first', 'follow-up', 'reopening']),
  startedAt: instant,
  dueAt: instant,
  answeredAt: v.nullable(instant),
  state: v.picklist(['pending', 'met', 'late', 'none']),
});

const TicketRef = out({ id, number: v.number() });

const Can = out({ reply: v.boolean(), close: v.boolean(), reopen: v.boolean(), thank: v.boolean(), nudge: v.boolean(), rate: v.boolean() });

const itemEntries = {
  id,
  number: v.number(),
  status: Status,
  priority: Priority,
  service: v.string(),
  category: v.nullable(v.string()),
  type: v.nullable(v.string()),
  links: out({ order: v.optional(LinkView), subscription: v.optional(LinkView), project: v.optional(LinkView) }),
  orderReference: v.nullable(v.string()),
  fields: v.record(v.string(), v.union([v.string(), v.boolean()])),
  title: v.string(),
  createdAt: instant,
  updatedAt: instant,
  closedAt: v.nullable(instant),
  /** Who closed it, while it is closed. */
  closedBy: v.nullable(Author),
  closeReason: v.nullable(v.string()),
  /** `duplicate`: another ticket is about the same, and goes on. */
  closedAs: v.nullable(v.picklist(['duplicate'])),
  /** The ticket it was closed for, and those that were closed for it, as far as they are the same customer's. */
  duplicateOf: v.nullable(TicketRef),
  duplicates: v.array(TicketRef),
  unread: v.boolean(),
  promise: PromiseView,
  ball: v.nullable(v.picklist(['team', 'customer'])),
  /** The team's message that solves the request, and who marked it. */
  solution: v.nullable(v.string()),
  solutionBy: v.nullable(Author),
  reopenCount: v.number(),
  followUpOf: v.nullable(v.string()),
  rating: v.nullable(out({ score: v.number(), comment: v.nullable(v.string()), at: instant })),
  attachments: v.array(Attachment),
  can: Can,
  /** From when "any news?" is possible; null while the team does not have the ball. */
  nudgeableFrom: v.nullable(instant),
  /** Until when it may be reopened; null: no such limit, or not closed. */
  reopenableUntil: v.nullable(instant),
  /** The team's last public message, cut to a line or two, for lists. */
  lastAnswer: v.nullable(out({ author: v.nullable(v.string()), excerpt: v.string(), at: instant })),
} as const;

/** A ticket in a customer's list. */
export const TicketItem = out(itemEntries);

/** A ticket for its customer. */
export const TicketView = out({
  ...itemEntries,
  description: v.string(),
  context: v.nullable(v.record(v.string(), v.unknown())),
  /** All that were made, oldest first, each with what became of it; the last is `promise`. */
  promises: v.array(PromiseView),
  messages: v.array(MessageView),
  timeline: v.array(TimelineView),
});

const page = <const T extends v.GenericSchema>(item: T) => out({ items: v.array(item), nextCursor: v.nullable(v.string()), total: v.number() });

export const TicketPage = page(TicketItem);

const Choice = out({ id, label: v.string(), hint: v.string() });
const CatalogItem = out({ id, label: v.string(), date: v.optional(v.string()), status: v.optional(v.string()) });
const Thing = out({ id, label: v.string() });

/** A question of the site's own. Empty lists of categories and types: asked whatever was chosen. */
const FieldView = out({
  id,
  label: v.string(),
  hint: v.string(),
  kind: v.picklist(['text', 'choice', 'checkbox']),
  required: v.boolean(),
  options: v.array(Thing),
  categories: v.array(v.string()),
  types: v.array(v.string()),
});

/** Something the team knows of and works on, told before anybody asks. */
export const IncidentNotice = out({ id, title: v.string(), body: v.string(), url: v.nullable(v.string()), services: v.array(v.string()), since: instant });

/** The same at the desk: also when it ended, and who did what. */
export const DeskIncident = out({
  ...IncidentNotice.entries,
  rev: v.number(),
  endedAt: v.nullable(instant),
  steps: v.array(out({ id, kind: v.picklist(['announced', 'edited', 'ended', 'resumed']), at: instant, by: Author })),
});
export const DeskIncidentPage = page(DeskIncident);

/** A page of the help site that may answer. */
export const Article = out({ title: v.string(), url: v.string(), excerpt: v.string() });
export const Articles = v.array(Article);
const range = out({ min: v.number(), max: v.number() });

export const ResponseTime = out({ min: v.number(), max: v.number(), clock: v.picklist(['business-days', 'hours']) });

export const SessionView = out({
  customer: out({ id, name: v.nullable(v.string()), email: v.nullable(v.string()), locale: v.nullable(v.string()), kind: v.picklist(['customer', 'guest']) }),
  form: out({
    services: v.array(
      out({
        id,
        label: v.string(),
        hint: v.string(),
        asks: v.nullable(v.picklist(['order', 'category', 'subscription'])),
        categories: v.array(Choice),
        types: v.array(Choice),
        /** A good title for a request to this service; empty: the widget has its own. */
        example: v.string(),
        fields: v.array(FieldView),
        /** The widget offers to attach what it can tell of the page. */
        diagnostics: v.boolean(),
      }),
    ),
    priorities: v.array(out({ id: Priority, label: v.string(), hint: v.string(), examples: v.array(v.string()), response: ResponseTime })),
    limits: out({
      title: range,
      description: range,
      message: range,
      reason: range,
      comment: out({ max: v.number() }),
      orderReference: out({ max: v.number() }),
      /** `extensions`: what is taken, such as `.png`; decided by content all the same. */
      attachment: out({ maxBytes: v.number(), perMessage: v.number(), extensions: v.array(v.string()) }),
    }),
    /** The coming open days: per span, minutes after local midnight from and to, and the instant it opens (milliseconds since the epoch). */
    openDays: v.array(v.array(v.tuple([v.number(), v.number(), v.number()]))),
    hours: out({ timeZone: v.string(), week: v.array(v.array(v.tuple([v.number(), v.number()]))), holidays: v.array(v.string()) }),
    reopenWindowDays: v.nullable(v.number()),
    /** A message after an answer is promised an answer too. */
    followUp: v.boolean(),
  }),
  catalog: out({ orders: v.array(CatalogItem), subscriptions: v.array(Thing), projects: v.array(Thing) }),
  counts: out({ open: v.number(), closed: v.number(), archived: v.number(), unread: v.number() }),
  /** `brands`: those of the customer's old tickets; with none of them, all that the server has. `emptyPlace`: what the site wants shown to those who have none. */
  archive: out({ brands: v.array(out({ id, label: v.string(), count: v.number() })), emptyPlace: v.picklist(['explain', 'hide']) }),
  /** `url`: the help site, if there is one; `email`, `phone`: where to write and call when nothing else works; `articles`: whether `GET /articles` has any. */
  help: out({ url: v.nullable(v.string()), email: v.nullable(v.string()), phone: v.nullable(v.string()), articles: v.boolean() }),
  incidents: v.array(IncidentNotice),
  /** The server's clock: what is late is late by it, whatever the customer's device shows. */
  now: instant,
  /** Whether answers also go to the customer's address; when not, they appear in the widget only. */
  mail: v.boolean(),
  /** Where a solution may be sent: the customer's own address, once it is proven; absent where there is none. */
  provenAddress: v.optional(v.string()),
  /** What the team calls itself before customers. */
  team: v.nullable(v.string()),
  /** Only for whoever followed the link of a mail: one ticket, for reading; the rest wants a code. */
  scope: v.optional(v.literal('read')),
});

export const StaffView = out({ id, email: v.string(), name: v.string(), role: v.picklist(['agent', 'admin']) });

const DeskCustomer = out({ id, name: v.nullable(v.string()), email: v.nullable(v.string()), emailVerified: v.boolean(), locale: v.nullable(v.string()), kind: v.picklist(['customer', 'guest']) });

const deskEntries = {
  ...itemEntries,
  customer: DeskCustomer,
  /** The name is kept of whoever is no longer in the team. */
  assignee: v.nullable(out({ id, name: v.string(), inTeam: v.boolean() })),
  tags: v.array(v.string()),
  rev: v.number(),
  /** As `duplicateOf` and `duplicates`, of tickets of other customers: the team alone knows of those. */
  otherDuplicateOf: v.nullable(TicketRef),
  otherDuplicates: v.array(TicketRef),
} as const;

export const DeskItem = out(deskEntries);
export const DeskPage = page(DeskItem);

/** A message or a note at the desk. */
export const DeskMessageView = out({
  id,
  visibility: v.picklist(['public', 'internal']),
  author: out({ kind: v.picklist(['customer', 'staff', 'system']), id: v.optional(v.string()), name: v.nullable(v.string()) }),
  body: v.string(),
  createdAt: instant,
  attachments: v.array(Attachment),
  /** It came by mail: what was taken out of its text, and the files that were not taken. */
  mail: v.optional(
    out({
      quoted: v.nullable(v.string()),
      refused: v.array(out({ name: v.string(), why: v.picklist(['not-accepted', 'too-large', 'too-many', 'broken']) })),
    }),
  ),
});

export const DeskTicket = out({
  ...deskEntries,
  description: v.string(),
  context: v.nullable(v.record(v.string(), v.unknown())),
  promises: v.array(PromiseView),
  messages: v.array(DeskMessageView),
  notes: v.array(DeskMessageView),
  timeline: v.array(TimelineView),
  audit: v.array(out({ id, kind: v.picklist(['assigned', 'tagged', 'noted', 'duplicate-of', 'duplicate', 'solution', 'bounced', 'mail-again']), at: instant, by: Author, from: v.optional(v.string()), to: v.optional(v.string()), /** Tags. */ added: v.optional(v.array(v.string())), removed: v.optional(v.array(v.string())), /** Of a mail that came back. */ status: v.optional(v.string()), permanent: v.optional(v.boolean()) })),
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** How many tickets stand where in the queue. All but `closed` are among `open`. */
export const QueueCounts = out({
  open: count,
  late: count,
  /** Late before long, but not yet. */
  soon: count,
  /** Of whoever asks. */
  mine: count,
  unassigned: count,
  /** Whose turn it is. */
  team: count,
  customer: count,
  closed: count,
});

const CannedReplyEntries = {
  id,
  title: v.string(),
  shortcut: v.string(),
  bodies: out({ fr: v.nullable(v.string()), en: v.nullable(v.string()) }),
  /** Null: for any. */
  service: v.nullable(v.string()),
  rev: v.number(),
  updatedAt: instant,
};
/** Written once, sent often. */
export const CannedReply = out(CannedReplyEntries);
export const CannedReplyList = page(CannedReply);

/** A way to look at the queue that somebody keeps. */
export const SavedView = out({
  id,
  rev: v.number(),
  name: v.string(),
  query: out({
    status: v.optional(v.pipe(v.array(Status), v.readonly())),
    priority: v.optional(v.pipe(v.array(Priority), v.readonly())),
    service: v.optional(v.pipe(v.array(v.string()), v.readonly())),
    assignee: v.optional(v.pipe(v.array(v.string()), v.readonly())),
    tag: v.optional(v.string()),
    ball: v.optional(v.picklist(['team', 'customer'])),
    late: v.optional(v.picklist(['true', 'false', 'soon'])),
    q: v.optional(v.string()),
  }),
  shared: v.boolean(),
  /** Of whoever asks: nobody else may change it. */
  mine: v.boolean(),
  /** Whose it is; null: of somebody who has left. */
  owner: v.nullable(v.string()),
  ownerInTeam: v.boolean(),
  /** How many tickets it shows at the moment. */
  count,
  updatedAt: instant,
});
export const SavedViewList = page(SavedView);

/** Tags in use, and on how many tickets. */
export const TagList = page(out({ id, count: v.number() }));

const OwnedThings = out({ items: v.array(CatalogItem), total: v.number() });
/** A customer as the desk knows them: what they own (the first of each kind), and their tickets. */
export const DeskCustomerCard = out({
  ...DeskCustomer.entries,
  catalog: out({ orders: OwnedThings, subscriptions: OwnedThings, projects: OwnedThings }),
  /** Those that are not closed, and the latest closed. */
  tickets: out({
    open: v.array(out({ id, number: v.number(), title: v.string(), status: Status, late: v.boolean() })),
    closed: v.array(out({ id, number: v.number(), title: v.string(), status: Status, late: v.boolean() })),
    counts: out({ open: v.number(), closed: v.number() }),
  }),
  /** Tickets of earlier systems, by brand. */
  archive: out({ brands: v.array(out({ id, label: v.string(), count: v.number() })) }),
  /** A mail to their address came back; `permanent`: no more go there until it changes or somebody has them tried again. */
  bounce: v.nullable(out({ at: instant, permanent: v.boolean(), status: v.string(), said: v.nullable(v.string()), ticket: v.nullable(v.number()) })),
});

/** Customers found by name or address, the likeliest first; never more than a page. */
export const CustomerMatches = page(
  out({ ...DeskCustomer.entries, tickets: out({ open: count, closed: count }) }),
);

/** The desk's own choices: what it filters by and moves between. */
export const DeskMe = out({
  ...StaffView.entries,
  services: SessionView.entries.form.entries.services,
  priorities: SessionView.entries.form.entries.priorities,
  hours: SessionView.entries.form.entries.hours,
  team: v.array(out({ id, name: v.string() })),
  /** Those who are no longer in the team, but named by what they did. */
  formerTeam: v.array(out({ id, name: v.string() })),
  /** Seconds during which an answer can be taken back before it goes; 0: it goes at once. */
  holdSeconds: v.number(),
  /** People without an account of the site are let in by a code. */
  guests: v.boolean(),
});

/** A customer as the host's backend has brought them; of lists, how much they hold. */
export const CustomerSummary = out({
  id,
  name: v.nullable(v.string()),
  email: v.nullable(v.string()),
  emailVerified: v.boolean(),
  locale: v.nullable(v.string()),
  orders: v.number(),
  subscriptions: v.number(),
  projects: v.number(),
});

/** RFC 9457. */
export const Problem = out({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.optional(v.string()),
  instance: v.string(),
  code: v.string(),
  errors: v.optional(v.array(out({ path: v.string(), code: v.string() }))),
  /** With `too-soon`: when the act becomes possible, null when waiting does not help. */
  retryAt: v.optional(v.nullable(instant)),
});
