import type { Ctx } from '../../http/env.ts';
import { HttpProblem } from '../../http/problem.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Presence } from '../../services/desk/presence.ts';
import type { Listener, Streams } from '../../services/desk/streams.ts';
import { DeskPresence, PresenceRequest } from '../../wire/live.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths, paths } from '../../wire/paths.ts';

/** Seconds. A person with many pages open closes one soon; a full server stays so for a while. */
const retryAfter = { 'too-many': 30, full: 60 } as const;

/** What keeps proxies from collecting hints until they have enough of them. A stream is the last answer on its connection. */
const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
} as const;

/** The schema of each hint is `Hint`; ids, `Last-Event-ID` and comments are as the HTML standard has them. */
const listening = {
  method: 'get',
  query: LangQuery,
  answer: [200, 'Events'],
  resumable: true,
  problems: ['too-many-streams', 'draining'],
} as const;

const summaryOf = (whose: string): string =>
  `Be told where something is new, as it happens: ${whose}. Each event is a Hint; what is new is read with a GET`;

export const eventRoutes = (streams: Streams): readonly Route[] => [
  route({
    ...listening,
    path: paths.events,
    summary: summaryOf('your tickets, and incidents'),
    who: 'customer',
    rate: 'read',
    handle: ({ c, caller }) => stream(c, streams, { at: 'customer', id: caller.customer.id }),
  }),
];

export interface DeskLive {
  readonly streams: Streams;
  readonly presence: Presence;
}

export const deskEventRoutes = ({ streams, presence }: DeskLive): readonly Route[] => [
  route({
    ...listening,
    path: deskPaths.events,
    summary: summaryOf('tickets, who is at them, and incidents'),
    who: 'staff',
    rate: 'desk',
    handle: ({ c, staff }) => stream(c, streams, { at: 'desk', id: staff.id }),
  }),
  route({
    method: 'get',
    path: deskPaths.presence,
    summary: 'Which colleague reads or writes at which ticket',
    who: 'staff',
    rate: 'desk',
    query: LangQuery,
    answer: [200, DeskPresence],
    handle: () => presence.list(),
  }),
  route({
    method: 'post',
    path: `${deskPaths.desk}/tickets/:id/presence`,
    summary: 'Say that you read or write there: for three quarters of a minute, or while you write for a quarter',
    who: 'staff',
    rate: 'desk',
    find: ({ params }) => presence.find(params.id),
    body: PresenceRequest,
    answer: [204, null],
    handle: ({ staff, found, body }) => {
      presence.say(staff, found, body.state);
      return null;
    },
  }),
];

function stream(c: Ctx, streams: Streams, who: Pick<Listener, 'at' | 'id'>): Response {
  // A client that only asks for the head would listen for ever without hearing anything.
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const hangUp = (): void => void c.env?.outgoing?.destroy();
  const opened = streams.open({ ...who, stillWelcome: c.get('stillWelcome'), hangUp }, c.req.header('last-event-id') ?? null);
  if (typeof opened === 'string')
    throw new HttpProblem(opened === 'full' ? 'too-many-streams' : 'too-many-requests', { retryAfter: retryAfter[opened] });
  return c.body(opened, 200, headers);
}
