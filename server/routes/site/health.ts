/** Liveness, readiness and metrics, for monitoring. */
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Lifecycle } from '../../http/limits/drain.ts';
import { HttpProblem } from '../../http/problem.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Gauges } from '../../services/upkeep/gauges.ts';

/** `healthz`: the process answers. `readyz`: it also accepts requests. */
export const healthRoutes = (lifecycle: Lifecycle, gauges: Gauges): readonly Route[] => [
  route({
    method: 'get',
    path: '/healthz',
    summary: 'The process answers',
    who: 'anybody',
    rate: null,
    answer: [200, 'JSON'],
    handle: ({ c }) => c.json({ status: 'ok' }),
  }),
  route({
    method: 'get',
    path: '/readyz',
    summary: 'The server takes work',
    who: 'anybody',
    rate: null,
    answer: [200, 'JSON'],
    problems: ['read-only', 'draining'],
    handle: ({ c }) => {
      if (lifecycle.draining) throw new HttpProblem('draining', { retryAfter: 5 });
      if (!gauges.writable()) throw new HttpProblem('read-only', { retryAfter: 30 });
      return c.json({ status: 'ready' });
    },
  }),
];

export function metricsRoutes(registry: Registry, gauges: Gauges): readonly Route[] {
  const registers = [registry];
  const tickets = new Gauge({ name: 'support_tickets', help: 'Tickets by status.', labelNames: ['status'] as const, registers });
  const late = new Gauge({ name: 'support_tickets_late', help: 'Tickets whose promise is past due and unanswered.', registers });
  const outbox = new Gauge({ name: 'support_outbox_pending', help: 'Mails not delivered yet.', registers });
  const dead = new Gauge({ name: 'support_outbox_dead', help: 'Mails that were given up.', registers });
  const quarantine = new Gauge({
    name: 'support_quarantine',
    help: 'Mails that came in, are in doubt and wait at the desk.',
    registers,
  });
  const writable = new Gauge({ name: 'support_store_writable', help: '1 while changes can be saved.', registers });
  const damaged = new Gauge({
    name: 'support_store_damaged_lines',
    help: 'Damaged lines set aside when the store was opened.',
    registers,
  });

  return [
    route({
      method: 'get',
      path: '/metrics',
      summary: 'Metrics for Prometheus',
      who: 'operations-or-local',
      rate: null,
      answer: [200, 'Text'],
      handle: async ({ c }) => {
        const now = await gauges.read();
        for (const [status, count] of Object.entries(now.tickets)) tickets.set({ status }, count);
        late.set(now.late);
        outbox.set(now.outbox);
        dead.set(now.deadMails);
        quarantine.set(now.quarantine);
        writable.set(now.writable ? 1 : 0);
        damaged.set(now.damagedLines);
        return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
      },
    }),
  ];
}
