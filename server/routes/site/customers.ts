/** What the host's backend says of its customers, with the operations token. */
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import type { Customers } from '../../services/people/customers.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import { api } from '../../wire/paths.ts';
import { CustomerProfile } from '../../wire/customers.ts';
import type { Env } from '../../http/env.ts';
import { readJson, valid } from '../../http/input/body.ts';

/** As long as a token's `sub` may be. */
const longestId = 128;

export function customerRoutes(customers: Customers, operations: MiddlewareHandler<Env>): Hono<Env> {
  const routes = new Hono<Env>();
  routes.put(`${api}/customers/:id`, operations, async (c) => {
    const sent = await readJson(c, limits.profile.jsonBody);
    const id = c.req.param('id');
    if (id.length > longestId || !id.isWellFormed()) throw new InvalidInput({ path: 'id', code: 'invalid' });
    const { created, customer } = await customers.put(id, valid(CustomerProfile, sent));
    return c.json(customer, created ? 201 : 200);
  });
  return routes;
}
