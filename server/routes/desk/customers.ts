import { Hono } from 'hono';
import type { DeskCustomers } from '../../services/desk/customers.ts';
import { deskPaths } from '../../wire/paths.ts';
import { ReplayRequest } from '../../wire/mail.ts';
import { CustomerSearchQuery, DeskCardQuery, DeskCustomerQuery } from '../../wire/customers.ts';
import type { DeskGuards } from './tickets.ts';
import type { Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';

export function deskCustomerRoutes(customers: DeskCustomers, { staff, ownPage, rate }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(deskPaths.customers, staff, rate, async (c) => c.json(await customers.search(validQuery(CustomerSearchQuery, c))));

  routes.get(`${deskPaths.customers}/:id`, staff, rate, async (c) => {
    const { kind, catalog } = validQuery(DeskCardQuery, c);
    return c.json(await customers.read(c.req.param('id'), kind, c.get('language'), catalog === 'whole'));
  });

  routes.post(`${deskPaths.customers}/:id/mail-again`, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    const { kind } = validQuery(DeskCustomerQuery, c);
    valid(ReplayRequest, sent);
    await customers.mailAgain(c.get('staff'), c.req.param('id'), kind);
    return c.json(await customers.read(c.req.param('id'), kind, c.get('language'), false));
  });
  return routes;
}
