import { Hono } from 'hono';
import type { Gauges } from '../services/upkeep/gauges.ts';
import type { Env } from './env.ts';
import type { Lifecycle } from './limits/drain.ts';
import { HttpProblem } from './problem.ts';

/** `healthz`: the process answers. `readyz`: it also takes work. */
export function healthRoutes(lifecycle: Lifecycle, gauges: Gauges): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', (c) => {
    if (lifecycle.draining) throw new HttpProblem('draining', { retryAfter: 5 });
    if (!gauges.writable()) throw new HttpProblem('read-only', { retryAfter: 30 });
    return c.json({ status: 'ready' });
  });
  return routes;
}
