import { Hono } from 'hono';
import type { Incidents } from '../../services/desk/incidents.ts';
import { deskPaths } from '../../wire/paths.ts';
import { IncidentChange, IncidentQuery, NewIncident } from '../../wire/incidents.ts';
import type { DeskIncident } from '../../wire/incidents.ts';
import { LangQuery } from '../../wire/parts.ts';
import { attempt, idOf, revOf } from './tickets.ts';
import type { DeskGuards } from './tickets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { markReplay } from '../customer/tickets.ts';
import { jsonPage } from '../../http/input/cursors.ts';

export function incidentRoutes(incidents: Incidents, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const list = deskPaths.incidents;
  const one = `${list}/:id`;

  routes.get(list, staff, rate, async (c) => jsonPage(c, await incidents.list(validQuery(IncidentQuery, c))));

  routes.get(one, staff, rate, async (c) => {
    const incident = await incidents.read(idOf(c));
    validQuery(LangQuery, c);
    return withETag(c, incident);
  });

  routes.post(list, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    const answer = await incidents.announce(c.get('staff'), valid(NewIncident, sent), attempt(c, sent));
    markReplay(c, answer);
    c.header('Location', `${list}/${encodeURIComponent(answer.incident.id)}`);
    return withETag(c, answer.incident, 201);
  });

  routes.patch(one, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    await incidents.read(idOf(c));
    const rev = revOf(c);
    return withETag(c, await incidents.change(c.get('staff'), idOf(c), rev, valid(IncidentChange, sent)));
  });

  routes.delete(one, staff, ownPage, rate, async (c) => {
    await incidents.read(idOf(c));
    await incidents.remove(c.get('staff'), idOf(c), revOf(c));
    return c.body(null, 204);
  });
  return routes;
}

function withETag(c: Ctx, incident: DeskIncident, status: 200 | 201 = 200): Response {
  c.header('ETag', `"${String(incident.rev)}"`);
  return c.json(incident, status);
}
