/** Ways to look at the queue that somebody keeps. */
import * as v from 'valibot';
import { limits, savedViewLimits } from '../ticket/limits.ts';
import { DeskListQuery } from './desk.ts';
import { Priority, Status, count, id, instant, line, out, page, strict, word } from './parts.ts';

/** Several values, to be kept; none of them twice. */
const kept = <const T extends v.GenericSchema>(item: T) =>
  v.pipe(
    v.array(item, 'invalid'),
    v.minLength(1, 'required'),
    v.maxLength(50, 'too-many'),
    v.transform((items) => [...new Set(items)]),
  );

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

export type SavedView = v.InferOutput<typeof SavedView>;

export type SavedViewList = v.InferOutput<typeof SavedViewList>;

/** What it shows is sent as it was read. */
type Viewing<T> = Omit<T, 'query'> & { readonly [K in keyof T & 'query']: SavedView['query'] };

export type NewSavedView = Viewing<v.InferInput<typeof NewSavedView>>;

export type SavedViewChange = Partial<Viewing<Required<v.InferInput<typeof SavedViewChange>>>>;
