/**
 * Saved views of the queue. A view is private until its owner shares it with the team. Only its owner may change it; an
 * admin may remove a shared one.
 */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import type { SavedView, StaffAccount, Store } from '../../store/store.ts';
import { isAssigneeWord } from '../../ticket/filters.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldError } from '../../ticket/codes.ts';
import { savedViewLimits } from '../../ticket/limits.ts';
import { instant } from '../../ticket/promise.ts';
import type { NewSavedView, SavedView as View, SavedViewChange, SavedViewList } from '../../wire/views.ts';
import { askedFor } from './asking.ts';
import { Forbidden, NotFound, Stale } from '../errors.ts';
import type { Attempt, Once } from '../idempotency.ts';
import { createTurns } from '../one-at-a-time.ts';

export type NewView = InferOutput<typeof NewSavedView>;
export type ViewChange = InferOutput<typeof SavedViewChange>;

export interface Views {
  /** The member's own views, then colleagues' shared ones, each sorted by name. */
  list(staff: StaffAccount): Promise<SavedViewList>;
  /** @throws NotFound */
  find(staff: StaffAccount, id: string): Promise<SavedView>;
  show(view: SavedView, staff: StaffAccount): Promise<View>;
  save(staff: StaffAccount, input: NewView, attempt: Attempt | null): Promise<{ readonly view: View; readonly replayed: boolean }>;
  /** @throws NotFound @throws Forbidden @throws Stale unless `rev` is the newest. */
  change(staff: StaffAccount, id: string, rev: number, change: ViewChange): Promise<View>;
  /** @throws NotFound @throws Forbidden @throws Stale unless `rev` is the newest. */
  remove(staff: StaffAccount, id: string, rev: number): Promise<void>;
}

export interface ViewsDeps {
  readonly store: Pick<Store, 'savedView' | 'listSavedViews' | 'listTickets' | 'listStaff' | 'listFormerStaff' | 'staff' | 'commit'>;
  readonly site: Site;
  readonly once: Once;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
}

export function createViews({ store, site, once, now, newId }: ViewsDeps): Views {
  const inTurn = createTurns();

  async function find(staff: StaffAccount, id: string): Promise<SavedView> {
    const view = await store.savedView(id);
    if (!view || (view.owner !== staff.id && !view.shared)) throw new NotFound();
    return view;
  }

  async function newest(staff: StaffAccount, id: string, rev: number, mayAlso: boolean): Promise<SavedView> {
    const view = await find(staff, id);
    if (view.owner !== staff.id && !mayAlso) throw new Forbidden();
    if (view.rev !== rev) throw new Stale();
    return view;
  }

  /** @throws InvalidInput */
  async function check(next: SavedView, changes: { readonly query?: unknown }): Promise<void> {
    const errors: FieldError[] = [];
    const own = (await store.listSavedViews()).filter(({ id, owner }) => owner === next.owner && id !== next.id);
    if (own.some(({ name }) => name.toLowerCase() === next.name.toLowerCase())) errors.push({ path: 'name', code: 'taken' });
    if (next.rev === 1 && own.length >= savedViewLimits.most) errors.push({ path: '', code: 'too-many' });
    if (changes.query !== undefined) errors.push(...(await unknownIn(next.query)));
    if (errors.length > 0) throw new InvalidInput(...errors);
  }

  async function unknownIn({ service = [], assignee = [] }: SavedView['query']): Promise<readonly FieldError[]> {
    const services = site.services.map(({ id }) => id);
    // A view that filters by a member stays valid after the member has left.
    const people = new Set([...(await store.listStaff()), ...(await store.listFormerStaff())].map(({ id }) => id));
    const known = assignee.map((id) => isAssigneeWord(id) || people.has(id));
    return [
      ...(service.every((id) => services.includes(id)) ? [] : [{ path: 'query.service', code: 'not-in-list' } as const]),
      ...(known.every(Boolean) ? [] : [{ path: 'query.assignee', code: 'not-in-list' } as const]),
    ];
  }

  async function viewOf({ id, rev, owner, name, query, shared, updatedAt }: SavedView, staff: StaffAccount): Promise<View> {
    const at = now();
    const asked = askedFor(query, staff, at);
    const { total } = await store.listTickets({ reader: 'staff', now: instant(at), sort: 'promise', limit: 1, ...asked });
    return { id, rev, name, query, shared, mine: owner === staff.id, ...(await ownerOf(owner)), count: total, updatedAt };
  }

  async function ownerOf(id: string): Promise<Pick<View, 'owner' | 'ownerInTeam'>> {
    const account = await store.staff(id);
    if (account) return { owner: account.name, ownerInTeam: true };
    return { owner: (await store.listFormerStaff()).find((former) => former.id === id)?.name ?? null, ownerInTeam: false };
  }

  return {
    async list(staff) {
      const seen = (await store.listSavedViews()).filter(({ owner, shared }) => owner === staff.id || shared);
      const items = await Promise.all(seen.map((view) => viewOf(view, staff)));
      items.sort((a, b) => Number(b.mine) - Number(a.mine) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
      return { items, nextCursor: null, total: items.length };
    },

    find,
    show: viewOf,

    async save(staff, { name, query, shared }, attempt) {
      const done = await once(attempt, 201, (remember) =>
        inTurn(async () => {
          const view: SavedView = { id: newId(), rev: 1, owner: staff.id, name, shared, query: query, updatedAt: instant(now()) };
          await check(view, { query });
          await store.commit({ put: { views: [view], idempotency: remember(view.id) } });
          return view;
        }),
      );
      return { view: await viewOf(await find(staff, done.ticketId), staff), replayed: done.replayed };
    },

    change: (staff, id, rev, change) =>
      inTurn(async () => {
        const before = await newest(staff, id, rev, false);
        const { name = before.name, shared = before.shared, query = before.query } = change;
        const next: SavedView = { ...before, rev: before.rev + 1, name, shared, query, updatedAt: instant(now()) };
        await check(next, change);
        await store.commit({ put: { views: [next] } });
        return viewOf(next, staff);
      }),

    remove: (staff, id, rev) =>
      inTurn(async () => {
        await newest(staff, id, rev, staff.role === 'admin');
        await store.commit({ drop: { views: [id] } });
      }),
  };
}
