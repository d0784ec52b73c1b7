import { Hono } from 'hono';
import type * as v from 'valibot';
import { api, paths } from '../ticket/paths.ts';
import type { TicketAct } from '../ticket/paths.ts';
import * as schema from '../ticket/schema.ts';
import type { Attempt, Done } from '../services/idempotency.ts';
import type { Answer, On, Tickets } from '../services/tickets.ts';
import type { Ctx, Env } from './env.ts';
import { readJson, valid, validQuery } from './middleware/body.ts';
import { attemptOf } from './middleware/idempotency-key.ts';
import type { CustomerGuards } from './session.ts';
import { jsonPage } from './middleware/cursors.ts';

export function ticketRoutes(tickets: Tickets, { customer, read, write, create, solutionMail }: CustomerGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const list = `${api}/tickets`;
  const one = `${list}/:id`;

  routes.post(list, customer, create, async (c) => {
    const sent = await readJson(c);
    const input = valid(schema.NewTicket, sent);
    return answerWith(c, await tickets.create(c.get('caller'), input, attempt(c, sent)));
  });

  routes.get(list, customer, read, async (c) => jsonPage(c, await tickets.list(c.get('caller'), validQuery(schema.TicketListQuery, c))));

  routes.get(one, customer, read, async (c) => {
    const ticket = await tickets.read(c.get('caller'), idOf(c));
    validQuery(schema.LangQuery, c);
    return c.json(ticket);
  });

  routes.post(`${one}/seen`, customer, write, async (c) => {
    const done = await tickets.see(await prepare(c, schema.SeenRequest).then(({ on }) => on));
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

  function act<const T extends v.GenericSchema>(name: TicketAct, body: T, run: (on: On, input: v.InferOutput<T>) => Promise<Answer>, rate = write): void {
    routes.post(`${one}/${name}`, customer, rate, async (c) => {
      const { on, input } = await prepare(c, body);
      return answerWith(c, await run(on, input));
    });
  }

  act('messages', schema.NewMessage, (on, input) => tickets.reply(on, input));
  act('close', schema.CloseRequest, (on, { reason }) => tickets.close(on, reason ?? null));
  act('reopen', schema.ReopenRequest, (on, { reason }) => tickets.reopen(on, reason));
  act('thank', schema.ThankRequest, (on, { body }) => tickets.thank(on, body));
  act('nudge', schema.NudgeRequest, (on) => tickets.nudge(on));
  act('rating', schema.RatingRequest, (on, rating) => tickets.rate(on, rating));
  act('solution/mail', schema.SolutionMailRequest, (on) => tickets.sendSolution(on), solutionMail);
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
