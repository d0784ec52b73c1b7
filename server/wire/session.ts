/** What a customer’s page begins with. */
import * as v from 'valibot';
import { IncidentNotice } from './incidents.ts';
import { Priority, id, instant, out } from './parts.ts';

const Choice = out({ id, label: v.string(), hint: v.string() });

export const CatalogItem = out({ id, label: v.string(), date: v.optional(v.string()), status: v.optional(v.string()) });

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

const range = out({ min: v.number(), max: v.number() });

export const ResponseTime = out({ min: v.number(), max: v.number(), clock: v.picklist(['business-days', 'hours']) });

export const SessionView = out({
  customer: out({
    id,
    name: v.nullable(v.string()),
    email: v.nullable(v.string()),
    locale: v.nullable(v.string()),
    kind: v.picklist(['customer', 'guest']),
  }),
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
  /** `Last-Event-ID` for `GET /events`: what has happened since is told there, and nothing before it. */
  lastEventId: v.string(),
  /** Whether answers also go to the customer's address; when not, they appear in the widget only. */
  mail: v.boolean(),
  /** Where a solution may be sent: the customer's own address, once it is proven; absent where there is none. */
  provenAddress: v.optional(v.string()),
  /** What the team calls itself before customers. */
  team: v.nullable(v.string()),
  /** Only for whoever followed the link of a mail: one ticket, for reading; the rest wants a code. */
  scope: v.optional(v.literal('read')),
});

/** What a launcher asks: how many tickets have news for the customer. */
export const UnreadView = out({ unread: v.number() });

export type SessionView = v.InferOutput<typeof SessionView>;

export type ServiceView = SessionView['form']['services'][number];

export type FieldView = ServiceView['fields'][number];

export type PriorityView = SessionView['form']['priorities'][number];
export type UnreadView = v.InferOutput<typeof UnreadView>;
