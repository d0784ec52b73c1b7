/** Mail in, for a mail server's pipe or a provider's hook, with the operations token. */
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Envelope, MailIn, Taken } from '../../services/mail-in/mail-in.ts';
import { limits } from '../../ticket/limits.ts';
import { MailInQuery } from '../../wire/mail.ts';
import { paths } from '../../wire/paths.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { validQuery } from '../../http/input/body.ts';
import { addressesIn, peerIn, plain, readMail } from '../../http/input/mail-body.ts';
import { HttpProblem } from '../../http/problem.ts';
import { markReplay } from '../customer/tickets.ts';

/** Mails on their way at once, on disk but for those that are read: whoever is refused comes back. */
const mostAtOnce = 24;
const soon = 5;

/** @param mailIn null: replies by mail are not taken */
export function mailInRoutes(mailIn: MailIn | null, operations: MiddlewareHandler<Env>, registry: Registry): Hono<Env> {
  const routes = new Hono<Env>();
  const counter = new Counter({
    name: 'support_mails_in_total',
    help: 'Mails that came in, by what became of them.',
    labelNames: ['outcome', 'reason'] as const,
    registers: [registry],
  });
  let underWay = 0;

  routes.post(paths.mailIn, operations, async (c) => {
    if (!mailIn) throw new HttpProblem('not-found');
    const query = envelopeOf(c);
    if (underWay >= mostAtOnce) throw new HttpProblem('too-many-requests', { retryAfter: soon });
    underWay += 1;
    try {
      const { answer, replayed } = await receive(c, mailIn, query);
      if (!replayed) counter.inc({ outcome: answer.outcome, reason: answer.reason ?? '' });
      markReplay(c, { replayed });
      return c.json(answer);
    } finally {
      underWay -= 1;
    }
  });
  return routes;
}

async function receive(c: Ctx, mailIn: MailIn, query: Envelope): Promise<Taken> {
  const receiving = mailIn.receive();
  try {
    const form = await readMail(c, limits.mailIn.maxBytes, (bytes) => receiving.take(bytes));
    return await receiving.finish({
      to: query.to.length > 0 ? query.to : form.to,
      from: query.from ?? form.from,
      peer: query.peer ?? form.peer,
    });
  } finally {
    await receiving.end();
  }
}

/** Where the mail server delivers to, and for whom: better known by it than by the mail. */
function envelopeOf(c: Ctx): Envelope {
  const { recipient, sender, peer } = validQuery(MailInQuery, c);
  const to = recipient ?? c.req.header('x-envelope-to');
  const from = sender ?? c.req.header('x-envelope-from');
  return {
    to: to === undefined ? [] : addressesIn(to),
    from: from === undefined ? null : plain(from),
    peer: peerIn(peer ?? c.req.header('x-envelope-peer')),
  };
}
