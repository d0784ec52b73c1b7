import { Hono } from 'hono';
import type { DeskCustomers } from '../services/desk-customers.ts';
import { deskPaths } from '../ticket/desk-paths.ts';
import { CustomerSearchQuery, DeskCardQuery } from '../ticket/schema.ts';
import type { DeskGuards } from './desk.ts';
import type { Env } from './env.ts';
import { validQuery } from './middleware/body.ts';

export function deskCustomerRoutes(customers: DeskCustomers, { staff, rate }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(deskPaths.customers, staff, rate, async (c) => c.json(await customers.search(validQuery(CustomerSearchQuery, c))));

  routes.get(`${deskPaths.customers}/:id`, staff, rate, async (c) => {
    const { kind, catalog } = validQuery(DeskCardQuery, c);
    return c.json(await customers.read(c.req.param('id'), kind, c.get('language'), catalog === 'whole'));
  });
  return routes;
}
