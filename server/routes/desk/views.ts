import { answer } from '../../http/route/row.ts';
import type { Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { Views } from '../../services/desk/views.ts';
import type { StaffAccount } from '../../identity/staff.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';
import { NewSavedView, SavedView, SavedViewChange, SavedViewList } from '../../wire/views.ts';

const one = `${deskPaths.views}/:id` as const;

interface Named {
  readonly staff: StaffAccount;
  readonly params: { readonly id: string };
}

export function viewRoutes(views: Views): readonly Route[] {
  const find = ({ staff, params }: Named): ReturnType<Views['find']> => views.find(staff, params.id);

  return [
    route({
      method: 'get',
      path: deskPaths.views,
      summary: 'Your saved views, and those that colleagues share',
      who: 'staff',
      rate: 'desk',
      query: LangQuery,
      answer: [200, SavedViewList],
      handle: ({ staff }) => views.list(staff),
    }),
    route({
      method: 'post',
      path: deskPaths.views,
      summary: 'Save a view',
      who: 'staff',
      rate: 'desk',
      body: NewSavedView,
      answer: [201, SavedView],
      idempotent: true,
      handle: async ({ staff, body, attempt }) => {
        const { view, replayed } = await views.save(staff, body, attempt);
        return answer(view, { replayed, location: deskPaths.view(view.id) });
      },
    }),
    route({
      method: 'get',
      path: one,
      summary: 'Read a saved view',
      who: 'staff',
      rate: 'desk',
      find,
      query: LangQuery,
      answer: [200, SavedView],
      handle: ({ staff, found }) => views.show(found, staff),
    }),
    route({
      method: 'patch',
      path: one,
      summary: 'Change a saved view of yours',
      who: 'staff',
      rate: 'desk',
      find,
      ifMatch: true,
      body: SavedViewChange,
      answer: [200, SavedView],
      problems: ['forbidden'],
      handle: ({ staff, params, rev, body }) => views.change(staff, params.id, rev, body),
    }),
    route({
      method: 'delete',
      path: one,
      summary: 'Delete a saved view of yours; admins, any that is shared',
      who: 'staff',
      rate: 'desk',
      find,
      ifMatch: true,
      answer: [204, null],
      problems: ['forbidden'],
      handle: async ({ staff, params, rev }) => {
        await views.remove(staff, params.id, rev);
        return null;
      },
    }),
  ];
}
