import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import { api } from '../ticket/paths.ts';
import { LangQuery } from '../ticket/schema.ts';
import type { Session } from '../services/session.ts';
import type { Env } from './env.ts';
import { validQuery } from './middleware/body.ts';

export interface CustomerGuards {
  readonly customer: MiddlewareHandler<Env>;
  readonly read: MiddlewareHandler<Env>;
  readonly write: MiddlewareHandler<Env>;
  readonly create: MiddlewareHandler<Env>;
  readonly solutionMail: MiddlewareHandler<Env>;
}

export function sessionRoutes(session: Session, { customer, read }: CustomerGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(`${api}/session`, customer, read, async (c) => {
    validQuery(LangQuery, c);
    const language = c.get('language');
    c.header('Content-Language', language);
    c.header('Vary', 'Accept-Language', { append: true });
    return c.json(await session.read(c.get('caller'), language));
  });
  return routes;
}
