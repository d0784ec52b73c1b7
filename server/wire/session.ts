/** The customer's session: everything the widget needs before its first screen. */
import * as v from 'valibot';
import { IncidentNotice } from './incidents.ts';
import { Priority, id, instant, out } from './parts.ts';

const Choice = out({ id, label: v.string(), hint: v.string() });

export const CatalogItem = out({ id, label: v.string(), date: v.optional(v.string()), status: v.optional(v.string()) });

const Thing = out({ id, label: v.string() });

/** A field that the site has added to the form. Empty lists of categories and types mean that it is always asked. */
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
        /** An example title for a request to this service; empty when the widget's own example is to be shown. */
        example: v.string(),
        fields: v.array(FieldView),
        /** True when the widget offers to attach diagnostics of the page. */
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
      /** `extensions`: accepted file name endings, such as `.png`; the server decides by content. */
      attachment: out({ maxBytes: v.number(), perMessage: v.number(), extensions: v.array(v.string()) }),
    }),
    /**
     * The next open days. Each span is [from, to, at]: minutes after local midnight, and the opening instant in milliseconds since
     * the epoch.
     */
    openDays: v.array(v.array(v.tuple([v.number(), v.number(), v.number()]))),
    hours: out({ timeZone: v.string(), week: v.array(v.array(v.tuple([v.number(), v.number()]))), holidays: v.array(v.string()) }),
    reopenWindowDays: v.nullable(v.number()),
    /** True when a customer's message after an answer is promised an answer too. */
    followUp: v.boolean(),
  }),
  catalog: out({ orders: v.array(CatalogItem), subscriptions: v.array(Thing), projects: v.array(Thing) }),
  counts: out({ open: v.number(), closed: v.number(), archived: v.number(), unread: v.number() }),
  /**
   * `brands`: brands of the customer's old tickets, or every brand of the server when the customer has none. `emptyPlace`: what to
   * show then.
   */
  archive: out({ brands: v.array(out({ id, label: v.string(), count: v.number() })), emptyPlace: v.picklist(['explain', 'hide']) }),
  /** `url`: the help site, or null; `email`, `phone`: contacts for when the widget fails; `articles`: whether `GET /articles` has any. */
  help: out({ url: v.nullable(v.string()), email: v.nullable(v.string()), phone: v.nullable(v.string()), articles: v.boolean() }),
  incidents: v.array(IncidentNotice),
  /** The server's clock, by which lateness is judged, whatever the device's clock shows. */
  now: instant,
  /** `Last-Event-ID` for `GET /events`: the stream replays events after it, and none before. */
  lastEventId: v.string(),
  /** True when answers are also mailed; otherwise they appear in the widget only. */
  mail: v.boolean(),
  /** The customer's proven address, to which a solution may be mailed; absent when there is none. */
  provenAddress: v.optional(v.string()),
  /** The team's name as customers read it. */
  team: v.nullable(v.string()),
  /** `read` for a visitor who followed a mail's link: they may read one ticket; everything else needs a code. */
  scope: v.optional(v.literal('read')),
});

/** How many tickets have unread news, for the launcher. */
export const UnreadView = out({ unread: v.number() });

export type SessionView = v.InferOutput<typeof SessionView>;

export type ServiceView = SessionView['form']['services'][number];

export type FieldView = ServiceView['fields'][number];

export type PriorityView = SessionView['form']['priorities'][number];
export type UnreadView = v.InferOutput<typeof UnreadView>;
