/** Incoming mails from a mail server's pipe or a provider's webhook, with the operations token. */
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { InferOutput } from 'valibot';
import type { Ctx } from '../../http/env.ts';
import { addressesIn, peerIn, plain, readMail } from '../../http/input/mail-body.ts';
import { HttpProblem } from '../../http/problem.ts';
import { answer } from '../../http/route/row.ts';
import type { Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import { NotFound } from '../../services/errors.ts';
import type { Envelope, MailIn, Taken } from '../../services/mail-in/mail-in.ts';
import { limits } from '../../ticket/limits.ts';
import { MailInAnswer, MailInQuery } from '../../wire/mail.ts';
import { paths } from '../../wire/paths.ts';

/** Mails that may be received at once. A refused mail is sent again by its server. */
const mostAtOnce = 24;
const soon = 5;

/** @param mailIn `null` when replies by mail are off */
export function mailInRoutes(mailIn: MailIn | null, registry: Registry): readonly Route[] {
  const counter = new Counter({
    name: 'support_mails_in_total',
    help: 'Mails that came in, by what became of them.',
    labelNames: ['outcome', 'reason'] as const,
    registers: [registry],
  });
  let underWay = 0;

  return [
    route({
      method: 'post',
      path: paths.mailIn,
      summary: 'Hand in a mail that came to an address for replies',
      who: 'operations-or-password',
      rate: null,
      find: (): MailIn => {
        if (!mailIn) throw new NotFound();
        return mailIn;
      },
      query: MailInQuery,
      body: 'mail',
      answer: [200, MailInAnswer],
      problems: ['read-only', 'draining'],
      handle: async ({ c, found, query }) => {
        const envelope = envelopeOf(c, query);
        if (underWay >= mostAtOnce) throw new HttpProblem('too-many-requests', { retryAfter: soon });
        underWay += 1;
        try {
          const { answer: outcome, replayed } = await receive(c, found, envelope);
          if (!replayed) counter.inc({ outcome: outcome.outcome, reason: outcome.reason ?? '' });
          return answer(outcome, { replayed });
        } finally {
          underWay -= 1;
        }
      },
    }),
  ];
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

/** The envelope that the mail server gives, which is more reliable than the mail's headers. */
function envelopeOf(c: Ctx, { recipient, sender, peer }: InferOutput<typeof MailInQuery>): Envelope {
  const to = recipient ?? c.req.header('x-envelope-to');
  const from = sender ?? c.req.header('x-envelope-from');
  return {
    to: to === undefined ? [] : addressesIn(to),
    from: from === undefined ? null : plain(from),
    peer: peerIn(peer ?? c.req.header('x-envelope-peer')),
  };
}
