import type { Ticket } from '../../ticket/model.ts';

/** What changed between two versions of a ticket: fields that differ, and what was added to the end of its lists. */
export interface TicketPatch {
  readonly id: string;
  /** The sequence number of the version it builds on. On any other version it must not be applied. */
  readonly base: number;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly unset?: readonly string[];
  readonly append?: readonly Appended[];
}

interface Appended {
  readonly to: string;
  /** How long the list was before. */
  readonly at: number;
  readonly items: readonly unknown[];
}

export function diffTicket(before: Ticket, after: Ticket, base: number): TicketPatch {
  const old = new Map(Object.entries(before) as [string, unknown][]);
  const set: [string, unknown][] = [];
  const append: Appended[] = [];
  for (const [key, value] of Object.entries(after) as [string, unknown][]) {
    const was = old.get(key);
    old.delete(key);
    if (was === value) continue;
    const items = addedItems(was, value);
    if (items === null) set.push([key, value]);
    else if (items.length > 0) append.push({ to: key, at: (was as unknown[]).length, items });
  }
  return {
    id: after.id,
    base,
    ...(set.length > 0 && { set: Object.fromEntries(set) }),
    ...(old.size > 0 && { unset: [...old.keys()] }),
    ...(append.length > 0 && { append }),
  };
}

/** The end that `now` has on top of `was`, or null when it is not the same list grown longer. */
function addedItems(was: unknown, now: unknown): readonly unknown[] | null {
  if (!Array.isArray(was) || !Array.isArray(now) || now.length < was.length) return null;
  // Versions share the items they have in common, so identity is enough; a copy is written out whole, which is only longer.
  return was.every((item, index) => item === now[index]) ? now.slice(was.length) : null;
}

/** The next version, or null when the patch does not fit. */
export function applyPatch(before: Ticket, patch: TicketPatch): Ticket | null {
  // Entries and spreads define own properties: a key named `__proto__` stays data.
  const fields = new Map(Object.entries({ ...before, ...patch.set }) as [string, unknown][]);
  for (const key of patch.unset ?? []) fields.delete(key);
  for (const { to, at, items } of patch.append ?? []) {
    const list = fields.get(to);
    if (!Array.isArray(list) || list.length !== at) return null;
    fields.set(to, [...(list as unknown[]), ...items]);
  }
  return Object.fromEntries(fields) as unknown as Ticket;
}
