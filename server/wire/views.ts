/** Saved views of the queue. */
import * as v from 'valibot';
import { limits, savedViewLimits } from '../ticket/limits.ts';
import { keptFilters, shownFilters } from './filters.ts';
import { count, id, instant, line, out, page, strict } from './parts.ts';

/** The queue's filters as they are saved; `me` means the agent who looks. */
const SavedQuery = strict({
  ...keptFilters,
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
    ...shownFilters,
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

export type NewSavedView = v.InferInput<typeof NewSavedView>;

export type SavedViewChange = v.InferInput<typeof SavedViewChange>;
