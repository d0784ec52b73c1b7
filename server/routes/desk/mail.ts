/** The desk's view of mails: the outbox, for admins, as it names everybody's address; and each agent's own choice. */
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import type { AlertsDesk } from '../../services/upkeep/alerts.ts';
import type { OutboxDesk } from '../../services/upkeep/outbox.ts';
import * as schema from '../../wire/mail.ts';
import { deskPaths } from '../../wire/paths.ts';
import { LangQuery } from '../../wire/parts.ts';
import type { DeskGuards } from './tickets.ts';
import type { Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { attemptOf } from '../../http/input/idempotency-key.ts';
import { jsonPage } from '../../http/input/cursors.ts';
import { HttpProblem } from '../../http/problem.ts';
import { markReplay } from '../customer/tickets.ts';

const adminsOnly: MiddlewareHandler<Env> = (c, next) => {
  if (c.get('staff').role !== 'admin') throw new HttpProblem('forbidden');
  return next();
};

export function mailRoutes(outbox: OutboxDesk, alerts: AlertsDesk, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get(deskPaths.outbox, staff, rate, adminsOnly, async (c) => jsonPage(c, await outbox.list(validQuery(schema.OutboxQuery, c))));

  routes.post(`${deskPaths.outbox}/:id/replay`, staff, ownPage, rate, adminsOnly, async (c) => {
    const sent = await readJson(c);
    const id = c.req.param('id');
    await outbox.expect(id);
    valid(schema.ReplayRequest, sent);
    const { mail, replayed } = await outbox.replay(c.get('staff'), id, attemptOf(c, `staff ${c.get('staff').id}`, sent));
    markReplay(c, { replayed });
    return c.json(mail);
  });

  routes.get(deskPaths.alerts, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await alerts.read(c.get('staff')));
  });

  routes.put(deskPaths.alerts, staff, ownPage, rate, async (c) =>
    c.json(await alerts.choose(c.get('staff'), valid(schema.Alerts, await readJson(c)))),
  );
  return routes;
}
