import type { Ctx } from '../../http/env.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Download, Statistics } from '../../services/statistics/statistics.ts';
import { deskPaths } from '../../wire/paths.ts';
import { Stats, StatsQuery, StatsTableQuery } from '../../wire/statistics.ts';

export const statsRoutes = (statistics: Statistics): readonly Route[] => [
  route({
    method: 'get',
    path: deskPaths.stats,
    summary: 'What a period was like, by days of the team’s time zone; without an end, until today, and without a beginning, for 30 days',
    who: 'staff',
    rate: 'desk',
    query: StatsQuery,
    answer: [200, Stats],
    handle: ({ query, language }) => statistics.read(query, language),
  }),
  route({
    method: 'get',
    path: deskPaths.statsCsv,
    summary: 'One table of it for spreadsheets, with semicolons in French and commas in English',
    who: 'staff',
    rate: 'desk',
    query: StatsTableQuery,
    answer: [200, 'CSV'],
    handle: async ({ c, query: { table = 'volume', ...asked }, language }) => answerCsv(c, await statistics.table(asked, table, language)),
  }),
  route({
    method: 'get',
    path: deskPaths.ticketsCsv,
    summary: 'The tickets created in a period, for spreadsheets',
    who: 'staff',
    rate: 'desk',
    query: StatsQuery,
    answer: [200, 'CSV'],
    handle: async ({ c, query, language }) => answerCsv(c, await statistics.tickets(query, language)),
  }),
];

/** Streams the CSV; its generation ends when the client disconnects. */
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
