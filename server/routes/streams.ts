/** Streams of live hints, which tell a customer or the team which ticket has changed. */
import type { Ctx } from '../http/env.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Listener, Streams } from '../services/desk/streams.ts';
import { LangQuery } from '../wire/parts.ts';

/** Values of Retry-After, in seconds. */
const retryAfter = { 'too-many': 30, full: 60 } as const;

/** Headers that stop proxies from buffering hints. The connection is closed after a stream. */
const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
} as const;

/** The common part of the rows of streams. Each hint has the schema `Hint`; ids, `Last-Event-ID` and comments follow the HTML standard. */
export const listening = {
  method: 'get',
  query: LangQuery,
  answer: [200, 'Events'],
  resumable: true,
  problems: ['too-many-streams', 'draining'],
} as const;

export const summaryOf = (whose: string): string =>
  `Be told where something is new, as it happens: ${whose}. Each event is a Hint; what is new is read with a GET`;

export function stream(c: Ctx, streams: Streams, who: Pick<Listener, 'at' | 'id'>): Response {
  // A HEAD request must not open a stream.
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const hangUp = (): void => void c.env?.outgoing?.destroy();
  const opened = streams.open({ ...who, stillWelcome: c.get('stillWelcome'), hangUp }, c.req.header('last-event-id') ?? null);
  if (typeof opened === 'string')
    throw new HttpProblem(opened === 'full' ? 'too-many-streams' : 'too-many-requests', { retryAfter: retryAfter[opened] });
  return c.body(opened, 200, headers);
}
