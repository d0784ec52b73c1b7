/** Streams of live hints: each tells one customer, or the team, where something is new. */
import type { Ctx } from '../http/env.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Listener, Streams } from '../services/desk/streams.ts';
import { LangQuery } from '../wire/parts.ts';

/** Seconds. A person with many pages open closes one soon; a full server stays so for a while. */
const retryAfter = { 'too-many': 30, full: 60 } as const;

/** What keeps proxies from collecting hints until they have enough of them. A stream is the last answer on its connection. */
const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
} as const;

/** What the rows of streams have in common. The schema of each hint is `Hint`; ids, `Last-Event-ID` and comments are as the HTML standard has them. */
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
  // A client that only asks for the head would listen for ever without hearing anything.
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const hangUp = (): void => void c.env?.outgoing?.destroy();
  const opened = streams.open({ ...who, stillWelcome: c.get('stillWelcome'), hangUp }, c.req.header('last-event-id') ?? null);
  if (typeof opened === 'string')
    throw new HttpProblem(opened === 'full' ? 'too-many-streams' : 'too-many-requests', { retryAfter: retryAfter[opened] });
  return c.body(opened, 200, headers);
}
