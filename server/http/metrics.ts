import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { deskPaths } from '../wire/paths.ts';
import type { Ctx, Env } from './env.ts';

export interface Metrics {
  readonly registry: Registry;
  /** A monotonic clock, in milliseconds. */
  readonly ticks: () => number;
}

/**
 * Labels requests by the template of their route, so that no id becomes a label. All routes of the desk share one label, since
 * a count per route would reveal that a note was written.
 */
export function measure({ registry, ticks }: Metrics): MiddlewareHandler<Env> {
  const labelNames = ['method', 'route', 'status'] as const;
  const registers = [registry];
  const requests = new Counter({ name: 'support_http_requests_total', help: 'Requests answered.', labelNames, registers });
  const durations = new Histogram({
    name: 'support_http_request_duration_seconds',
    help: 'From the request to its answer.',
    labelNames: ['method', 'route'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  return async (c, next) => {
    const start = ticks();
    await next();
    const route = templateOf(c);
    const method = route === deskPaths.desk ? 'any' : methods.has(c.req.method) ? c.req.method : 'other';
    requests.inc({ method, route, status: c.res.status });
    durations.observe({ method, route }, (ticks() - start) / 1000);
  };
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function templateOf(c: Ctx): string {
  const path = matchedRoutes(c).at(-1)?.path;
  if (path === undefined || path.endsWith('*')) return 'other';
  return path.startsWith(`${deskPaths.desk}/`) ? deskPaths.desk : path;
}
