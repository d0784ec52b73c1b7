import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import { paths } from '../../wire/paths.ts';
import { LangQuery } from '../../wire/parts.ts';
import type { Session } from '../../services/tickets/session.ts';
import type { Env } from '../../http/env.ts';
import { validQuery } from '../../http/input/body.ts';

export interface CustomerGuards {
  readonly customer: MiddlewareHandler<Env>;
  readonly read: MiddlewareHandler<Env>;
  readonly write: MiddlewareHandler<Env>;
  readonly create: MiddlewareHandler<Env>;
  readonly solutionMail: MiddlewareHandler<Env>;
}

export function sessionRoutes(session: Session, { customer, read }: CustomerGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(paths.unread, customer, read, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await session.unread(c.get('caller')));
  });
  routes.get(paths.session, customer, read, async (c) => {
    validQuery(LangQuery, c);
    const language = c.get('language');
    c.header('Content-Language', language);
    c.header('Vary', 'Accept-Language', { append: true });
    return c.json(await session.read(c.get('caller'), language));
  });
  return routes;
}
