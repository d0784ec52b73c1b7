import { Hono } from 'hono';
import type { Views } from '../../services/desk/views.ts';
import { deskPaths } from '../../wire/paths.ts';
import { LangQuery } from '../../wire/parts.ts';
import { NewSavedView, SavedViewChange } from '../../wire/views.ts';
import type { SavedView } from '../../wire/views.ts';
import { attempt, idOf, revOf } from './tickets.ts';
import type { DeskGuards } from './tickets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { markReplay } from '../customer/tickets.ts';

export function viewRoutes(views: Views, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const one = `${deskPaths.views}/:id`;

  routes.get(deskPaths.views, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await views.list(c.get('staff')));
  });

  routes.get(one, staff, rate, async (c) => {
    const view = await views.read(c.get('staff'), idOf(c));
    validQuery(LangQuery, c);
    return withETag(c, view);
  });

  routes.post(deskPaths.views, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    const { view, replayed } = await views.save(c.get('staff'), valid(NewSavedView, sent), attempt(c, sent));
    markReplay(c, { replayed });
    c.header('Location', deskPaths.view(view.id));
    return withETag(c, view, 201);
  });

  routes.patch(one, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    await views.read(c.get('staff'), idOf(c));
    const rev = revOf(c);
    return withETag(c, await views.change(c.get('staff'), idOf(c), rev, valid(SavedViewChange, sent)));
  });

  routes.delete(one, staff, ownPage, rate, async (c) => {
    await views.read(c.get('staff'), idOf(c));
    await views.remove(c.get('staff'), idOf(c), revOf(c));
    return c.body(null, 204);
  });
  return routes;
}

function withETag(c: Ctx, view: SavedView, status: 200 | 201 = 200): Response {
  c.header('ETag', `"${String(view.rev)}"`);
  return c.json(view, status);
}
