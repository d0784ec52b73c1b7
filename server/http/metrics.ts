import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Gauges } from '../services/upkeep/gauges.ts';
import { deskPaths } from '../wire/paths.ts';
import type { Ctx, Env } from './env.ts';

export interface Metrics {
  readonly registry: Registry;
  /** A clock that only goes forward, in milliseconds. */
  readonly ticks: () => number;
}

/**
 * Routes are named by their template, never by what stands in it: no id becomes a label. Those of the desk have one name
 * together, as a note could be told from a count of its route.
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

export function metricsRoutes({ registry }: Metrics, gauges: Gauges, operators: MiddlewareHandler<Env>): Hono<Env> {
  const tickets = new Gauge({
    name: 'support_tickets',
    help: 'Tickets by status.',
    labelNames: ['status'] as const,
    registers: [registry],
  });
  const late = new Gauge({
    name: 'support_tickets_late',
    help: 'Tickets whose promise is past due and unanswered.',
    registers: [registry],
  });
  const outbox = new Gauge({
    name: 'support_outbox_pending',
    help: 'Mails not delivered yet.',
    registers: [registry],
  });
  const dead = new Gauge({ name: 'support_outbox_dead', help: 'Mails that were given up.', registers: [registry] });
  const quarantine = new Gauge({
    name: 'support_quarantine',
    help: 'Mails that came in, are in doubt and wait at the desk.',
    registers: [registry],
  });
  const writable = new Gauge({ name: 'support_store_writable', help: '1 while changes can be saved.', registers: [registry] });
  const damaged = new Gauge({
    name: 'support_store_damaged_lines',
    help: 'Damaged lines set aside when the store was opened.',
    registers: [registry],
  });
  const routes = new Hono<Env>();
  return routes.get('/metrics', operators, async (c) => {
    const now = await gauges.read();
    for (const [status, count] of Object.entries(now.tickets)) tickets.set({ status }, count);
    late.set(now.late);
    outbox.set(now.outbox);
    dead.set(now.deadMails);
    quarantine.set(now.quarantine);
    writable.set(now.writable ? 1 : 0);
    damaged.set(now.damagedLines);
    return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
  });
}
