import { Hono } from 'hono';
import type * as v from 'valibot';
import { api, paths } from '../../wire/paths.ts';
import type { TicketAct } from '../../wire/paths.ts';
import { LangQuery } from '../../wire/parts.ts';
import {
  CloseRequest,
  NewMessage,
  NewTicket,
  NudgeRequest,
  RatingRequest,
  ReopenRequest,
  SeenRequest,
  SolutionMailRequest,
  ThankRequest,
  TicketListQuery,
} from '../../wire/tickets.ts';
import type { Attempt, Done } from '../../services/idempotency.ts';
import type { Answer, On, Tickets } from '../../services/tickets/tickets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { attemptOf } from '../../http/input/idempotency-key.ts';
import type { CustomerGuards } from './session.ts';
import { jsonPage } from '../../http/input/cursors.ts';

export function ticketRoutes(tickets: Tickets, { customer, read, write, create, solutionMail }: CustomerGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const list = `${api}/tickets`;
  const one = `${list}/:id`;

  routes.post(list, customer, create, async (c) => {
    const sent = await readJson(c);
    const input = valid(NewTicket, sent);
    return answerWith(c, await tickets.create(c.get('caller'), input, attempt(c, sent)));
  });

  routes.get(list, customer, read, async (c) => jsonPage(c, await tickets.list(c.get('caller'), validQuery(TicketListQuery, c))));

  routes.get(one, customer, read, async (c) => {
    const ticket = await tickets.read(c.get('caller'), idOf(c));
    validQuery(LangQuery, c);
    return c.json(ticket);
  });

  routes.post(`${one}/seen`, customer, write, async (c) => {
    const done = await tickets.see(await prepare(c, SeenRequest).then(({ on }) => on));
    markReplay(c, done);
    return c.body(null, 204);
  });

  /** Whose the ticket is comes before what the body says: a stranger learns nothing from a mistake. */
  async function prepare<const T extends v.GenericSchema>(c: Ctx, body: T): Promise<{ on: On; input: v.InferOutput<T> }> {
    const sent = await readJson(c);
    const caller = c.get('caller');
    const ref = idOf(c);
    await tickets.expect(caller, ref);
    const input = valid(body, sent);
    return { on: { caller, ref, attempt: attempt(c, sent) }, input };
  }

  function act<const T extends v.GenericSchema>(
    name: TicketAct,
    body: T,
    run: (on: On, input: v.InferOutput<T>) => Promise<Answer>,
    rate = write,
  ): void {
    routes.post(`${one}/${name}`, customer, rate, async (c) => {
      const { on, input } = await prepare(c, body);
      return answerWith(c, await run(on, input));
    });
  }

  act('messages', NewMessage, (on, input) => tickets.reply(on, input));
  act('close', CloseRequest, (on, { reason }) => tickets.close(on, reason ?? null));
  act('reopen', ReopenRequest, (on, { reason }) => tickets.reopen(on, reason));
  act('thank', ThankRequest, (on, { body }) => tickets.thank(on, body));
  act('nudge', NudgeRequest, (on) => tickets.nudge(on));
  act('rating', RatingRequest, (on, rating) => tickets.rate(on, rating));
  act('solution/mail', SolutionMailRequest, (on) => tickets.sendSolution(on), solutionMail);
  return routes;
}

const idOf = (c: Ctx): string => c.req.param('id') ?? '';

const attempt = (c: Ctx, sent: { readonly value: unknown }): Attempt | null =>
  attemptOf(c, `customer ${c.get('caller').customer.id}`, sent);

function answerWith(c: Ctx, answer: Answer): Response {
  markReplay(c, answer);
  if (answer.status !== 201) return c.json(answer.ticket);
  c.header('Location', paths.ticket(answer.ticketId));
  return c.json(answer.ticket, 201);
}

export function markReplay(c: Ctx, { replayed }: Pick<Done, 'replayed'>): void {
  if (replayed) c.header('Idempotent-Replayed', 'true');
}
