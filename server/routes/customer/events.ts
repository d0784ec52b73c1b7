import { Hono } from 'hono';
import type { Presence } from '../../services/desk/presence.ts';
import type { Listener, Streams } from '../../services/desk/streams.ts';
import { PresenceRequest } from '../../wire/live.ts';
import { deskPaths, paths } from '../../wire/paths.ts';
import { LangQuery } from '../../wire/parts.ts';
import { idOf } from '../desk/tickets.ts';
import type { DeskGuards } from '../desk/tickets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { CustomerGuards } from './session.ts';

/** Seconds. Whoever has many pages open closes one soon; a full server stays so for a while. */
const retryAfter = { 'too-many': 30, full: 60 } as const;

/** What keeps proxies from collecting hints until they have enough of them. A stream is the last answer on its connection. */
const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
} as const;

export function eventRoutes(streams: Streams, { customer, read }: CustomerGuards): Hono<Env> {
  const routes = new Hono<Env>();
  return routes.get(paths.events, customer, read, (c) => stream(c, streams, { at: 'customer', id: c.get('caller').customer.id }));
}

export interface DeskLive {
  readonly streams: Streams;
  readonly presence: Presence;
}

export function deskEventRoutes({ streams, presence }: DeskLive, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(deskPaths.events, staff, rate, (c) => stream(c, streams, { at: 'desk', id: c.get('staff').id }));

  routes.get(deskPaths.presence, staff, rate, (c) => {
    validQuery(LangQuery, c);
    return c.json(presence.list());
  });

  routes.post(`${deskPaths.desk}/tickets/:id/presence`, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    await presence.expect(idOf(c));
    const { state } = valid(PresenceRequest, sent);
    await presence.say(c.get('staff'), idOf(c), state);
    return c.body(null, 204);
  });
  return routes;
}

function stream(c: Ctx, streams: Streams, who: Pick<Listener, 'at' | 'id'>): Response {
  validQuery(LangQuery, c);
  // Who only asks for the head would listen for ever without hearing anything.
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const hangUp = (): void => void c.env?.outgoing?.destroy();
  const opened = streams.open({ ...who, stillWelcome: c.get('stillWelcome'), hangUp }, c.req.header('last-event-id') ?? null);
  if (typeof opened === 'string')
    throw new HttpProblem(opened === 'full' ? 'too-many-streams' : 'too-many-requests', { retryAfter: retryAfter[opened] });
  return c.body(opened, 200, headers);
}
