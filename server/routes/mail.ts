/** The desk's view of mails: the outbox, for admins, as it names everybody's address; and each agent's own choice. */
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import type { AlertsDesk } from '../services/alerts.ts';
import type { OutboxDesk } from '../services/outbox.ts';
import * as schema from '../ticket/mail-schema.ts';
import { paths } from '../ticket/paths.ts';
import { LangQuery } from '../ticket/schema.ts';
import type { DeskGuards } from './desk.ts';
import type { Env } from './env.ts';
import { readJson, valid, validQuery } from './middleware/body.ts';
import { attemptOf } from './middleware/idempotency-key.ts';
import { jsonPage } from './middleware/cursors.ts';
import { HttpProblem } from './middleware/problem.ts';
import { markReplay } from './tickets.ts';

const adminsOnly: MiddlewareHandler<Env> = (c, next) => {
  if (c.get('staff').role !== 'admin') throw new HttpProblem('forbidden');
  return next();
};

export function mailRoutes(outbox: OutboxDesk, alerts: AlertsDesk, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get(paths.outbox, staff, rate, adminsOnly, async (c) => jsonPage(c, await outbox.list(validQuery(schema.OutboxQuery, c))));

  routes.post(`${paths.outbox}/:id/replay`, staff, ownPage, rate, adminsOnly, async (c) => {
    const sent = await readJson(c);
    const id = c.req.param('id');
    await outbox.expect(id);
    valid(schema.ReplayRequest, sent);
    const { mail, replayed } = await outbox.replay(c.get('staff'), id, attemptOf(c, `staff ${c.get('staff').id}`, sent));
    markReplay(c, { replayed });
    return c.json(mail);
  });

  routes.get(paths.alerts, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await alerts.read(c.get('staff')));
  });

  routes.put(paths.alerts, staff, ownPage, rate, async (c) => c.json(await alerts.choose(c.get('staff'), valid(schema.Alerts, await readJson(c)))));
  return routes;
}
