import { Hono } from 'hono';
import type { DeskCustomers } from '../services/desk-customers.ts';
import { paths } from '../ticket/paths.ts';
import { CustomerSearchQuery, DeskCustomerQuery } from '../ticket/schema.ts';
import type { DeskGuards } from './desk.ts';
import type { Env } from './env.ts';
import { validQuery } from './middleware/body.ts';

export function deskCustomerRoutes(customers: DeskCustomers, { staff, rate }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(paths.deskCustomers, staff, rate, async (c) => c.json(await customers.search(validQuery(CustomerSearchQuery, c))));

  routes.get(`${paths.deskCustomers}/:id`, staff, rate, async (c) => {
    const { kind } = validQuery(DeskCustomerQuery, c);
    return c.json(await customers.read(c.req.param('id'), kind, c.get('language')));
  });
  return routes;
}
