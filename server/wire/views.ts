/** Saved views of the queue. */
import * as v from 'valibot';
import { limits, savedViewLimits } from '../ticket/limits.ts';
import { DeskListQuery } from './desk.ts';
import { Priority, Status, count, id, instant, line, out, page, strict, word } from './parts.ts';

/** One or more different values of a saved filter. */
const kept = <const T extends v.GenericSchema>(item: T) =>
  v.pipe(
    v.array(item, 'invalid'),
    v.minLength(1, 'required'),
    v.maxLength(50, 'too-many'),
    v.transform((items) => [...new Set(items)]),
  );

/** The queue's filters as they are saved; `me` means the agent who looks. */
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
  /** Shared with the team; only the owner may change it. */
  shared: v.boolean('invalid'),
};

export const NewSavedView = strict({ ...savedViewEntries, shared: v.optional(savedViewEntries.shared, false) });

/** Absent fields stay as they were. */
export const SavedViewChange = strict({
  name: v.optional(savedViewEntries.name),
  query: v.optional(SavedQuery),
  shared: v.optional(savedViewEntries.shared),
});

/** A saved view of the queue. */
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
  /** True when the agent who asks owns the view and may change it. */
  mine: v.boolean(),
  /** The owner's name; null when the owner has left the team. */
  owner: v.nullable(v.string()),
  ownerInTeam: v.boolean(),
  /** How many tickets the view shows at present. */
  count,
  updatedAt: instant,
});

export const SavedViewList = page(SavedView);

export type SavedView = v.InferOutput<typeof SavedView>;

export type SavedViewList = v.InferOutput<typeof SavedViewList>;

/** The stored query is sent unchanged. */
type Viewing<T> = Omit<T, 'query'> & { readonly [K in keyof T & 'query']: SavedView['query'] };

export type NewSavedView = Viewing<v.InferInput<typeof NewSavedView>>;

export type SavedViewChange = Partial<Viewing<Required<v.InferInput<typeof SavedViewChange>>>>;
