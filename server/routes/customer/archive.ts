/** Tickets of earlier systems: there is no writing route, and there must be none. */
import { Hono } from 'hono';
import type { Archive } from '../../services/archive/archive.ts';
import type { FindCustomer } from '../../services/desk/find-customer.ts';
import { ArchiveListQuery, DeskArchiveListQuery } from '../../wire/archive.ts';
import { deskPaths, paths } from '../../wire/paths.ts';
import { DeskCustomerQuery } from '../../wire/customers.ts';
import { LangQuery } from '../../wire/parts.ts';
import { answerFile } from './attachments.ts';
import type { DeskGuards } from '../desk/tickets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { validQuery } from '../../http/input/body.ts';
import type { CustomerGuards } from './session.ts';
import { jsonPage } from '../../http/input/cursors.ts';

export function archiveRoutes(archive: Archive, { customer, read }: CustomerGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(paths.archive, customer, read, async (c) =>
    jsonPage(c, await archive.list(c.get('caller').customer, validQuery(ArchiveListQuery, c), c.get('language'))),
  );
  routes.get(`${paths.archive}/:id`, customer, read, async (c) => {
    const ticket = await archive.read(c.get('caller').customer, c.req.param('id'), c.get('language'));
    validQuery(LangQuery, c);
    return c.json(ticket);
  });
  routes.get(`${paths.archive}/:id/attachments/:attachment`, customer, read, async (c) => {
    const { id, attachment } = c.req.param();
    const file = await archive.file(c.get('caller').customer, id, attachment);
    validQuery(LangQuery, c);
    return answerFile(c, file);
  });
  return routes;
}

/** The same for whoever answers: exactly what the customer sees. */
export function deskArchiveRoutes(archive: Archive, find: FindCustomer, { staff, rate }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const at = `${deskPaths.desk}/customers/:customer/archive`;
  const customerIn = (c: Ctx): ReturnType<FindCustomer> => find(part(c, 'customer'), validQuery(DeskCustomerQuery, c).kind);
  routes.get(at, staff, rate, async (c) => {
    const { kind, ...query } = validQuery(DeskArchiveListQuery, c);
    return jsonPage(c, await archive.list(await find(part(c, 'customer'), kind), query, c.get('language')));
  });
  routes.get(`${at}/:id`, staff, rate, async (c) => c.json(await archive.read(await customerIn(c), part(c, 'id'), c.get('language'))));
  routes.get(`${at}/:id/attachments/:attachment`, staff, rate, async (c) =>
    answerFile(c, await archive.file(await customerIn(c), part(c, 'id'), part(c, 'attachment'))),
  );
  return routes;
}

const part = (c: Ctx, name: string): string => c.req.param(name) ?? '';
