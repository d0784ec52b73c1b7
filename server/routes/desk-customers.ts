import { Hono } from 'hono';
import type { DeskCustomers } from '../services/desk-customers.ts';
import { NotFound } from '../services/errors.ts';
import { paths } from '../ticket/paths.ts';
import { DeskCustomerQuery } from '../ticket/schema.ts';
import type { DeskGuards } from './desk.ts';
import type { Env } from './env.ts';
import { validQuery } from './middleware/body.ts';

export function deskCustomerRoutes(customers: DeskCustomers, { staff, rate }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(`${paths.desk}/customers/:id`, staff, rate, async (c) => {
    const { kind } = validQuery(DeskCustomerQuery, c);
    const id = c.req.param('id');
    // Half a character has no bytes to look anybody up by.
    if (!id.isWellFormed()) throw new NotFound();
    return c.json(await customers.read(id, kind));
  });
  return routes;
}
