import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import type * as v from 'valibot';
import type { Desk, DeskAnswer, DeskOn } from '../../services/desk/desk.ts';
import type { Attempt } from '../../services/idempotency.ts';
import { deskPaths } from '../../wire/paths.ts';
import { Amendment, DeskListQuery, DeskMessage, DeskNewTicket } from '../../wire/desk.ts';
import type { DeskTicket } from '../../wire/desk.ts';
import { LangQuery } from '../../wire/parts.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { attemptOf } from '../../http/input/idempotency-key.ts';
import { jsonPage } from '../../http/input/cursors.ts';
import { HttpProblem } from '../../http/problem.ts';
import { markReplay } from '../customer/tickets.ts';

export interface DeskGuards {
  readonly staff: MiddlewareHandler<Env>;
  readonly rate: MiddlewareHandler<Env>;
  /** Changes come from the desk's own page. */
  readonly ownPage: MiddlewareHandler<Env>;
}

export function deskRoutes(desk: Desk, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const list = `${deskPaths.desk}/tickets`;
  const one = `${list}/:id`;

  routes.get(list, staff, rate, async (c) => jsonPage(c, await desk.list(c.get('staff'), validQuery(DeskListQuery, c))));

  routes.get(deskPaths.counts, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await desk.counts(c.get('staff')));
  });

  routes.get(one, staff, rate, async (c) => {
    const ticket = await desk.read(idOf(c));
    validQuery(LangQuery, c);
    return withETag(c, ticket);
  });

  routes.get(`${one}/as-customer`, staff, rate, async (c) => {
    const ticket = await desk.asCustomer(idOf(c));
    validQuery(LangQuery, c);
    return c.json(ticket);
  });

  routes.get(`${deskPaths.desk}/tags`, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await desk.tags());
  });

  routes.post(list, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    const input = valid(DeskNewTicket, sent);
    return created(c, await desk.create(c.get('staff'), input, attempt(c, sent)));
  });

  routes.post(`${one}/messages`, staff, ownPage, rate, async (c) => {
    const { on, input } = await prepare(c, DeskMessage);
    return created(c, await desk.say({ ...on, rev: c.req.header('if-match') === undefined ? null : revOf(c) }, input));
  });

  routes.patch(one, staff, ownPage, rate, async (c) => {
    const { on, input } = await prepare(c, Amendment);
    return withETag(c, await desk.amend(on, revOf(c), input));
  });

  async function prepare<const T extends v.GenericSchema>(c: Ctx, body: T): Promise<{ on: DeskOn; input: v.InferOutput<T> }> {
    const sent = await readJson(c);
    const ref = idOf(c);
    await desk.expect(ref);
    if (c.req.method === 'PATCH') revOf(c);
    const input = valid(body, sent);
    return { on: { staff: c.get('staff'), ref, attempt: attempt(c, sent) }, input };
  }
  return routes;
}

export const idOf = (c: Ctx): string => c.req.param('id') ?? '';

export const attempt = (c: Ctx, sent: { readonly value: unknown }): Attempt | null => attemptOf(c, `staff ${c.get('staff').id}`, sent);

/** No version has a negative number: whatever is not a version in quotes matches none. */
const noVersion = -1;

/** The version the desk saw. "Any version" is no answer: it would overwrite a colleague's change unseen. */
export function revOf(c: Ctx): number {
  const header = c.req.header('if-match');
  if (header === undefined || header.trim() === '*') throw new HttpProblem('precondition-required');
  return Number(/^"([0-9]{1,15})"$/.exec(header.trim())?.[1] ?? noVersion);
}

function withETag(c: Ctx, ticket: DeskTicket, status: 200 | 201 = 200): Response {
  c.header('ETag', `"${String(ticket.rev)}"`);
  return c.json(ticket, status);
}

function created(c: Ctx, answer: DeskAnswer): Response {
  markReplay(c, answer);
  c.header('Location', `${deskPaths.desk}/tickets/${encodeURIComponent(answer.ticketId)}`);
  return withETag(c, answer.ticket, 201);
}
