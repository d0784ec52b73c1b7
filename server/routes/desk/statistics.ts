import { Hono } from 'hono';
import type { Download, Statistics } from '../../services/statistics/statistics.ts';
import { deskPaths } from '../../wire/paths.ts';
import { StatsQuery, StatsTableQuery } from '../../wire/statistics.ts';
import type { DeskGuards } from './tickets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { validQuery } from '../../http/input/body.ts';

export function statsRoutes(statistics: Statistics, { staff, rate }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get(deskPaths.stats, staff, rate, async (c) => c.json(await statistics.read(validQuery(StatsQuery, c), c.get('language'))));

  routes.get(deskPaths.statsCsv, staff, rate, async (c) => {
    const { table = 'volume', ...asked } = validQuery(StatsTableQuery, c);
    return answerCsv(c, await statistics.table(asked, table, c.get('language')));
  });

  routes.get(deskPaths.ticketsCsv, staff, rate, async (c) =>
    answerCsv(c, await statistics.tickets(validQuery(StatsQuery, c), c.get('language'))),
  );
  return routes;
}

/** Written as it is read: whoever hangs up ends it. */
function answerCsv(c: Ctx, { name, text }: Download): Response {
  const pieces = text[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return?.();
    },
  });
  return c.body(body, 200, { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}"` });
}
