/** The way in for people without an account of the site. Nothing here is behind a token, so everything is limited. */
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import type { Language } from '../../ticket/languages.ts';
import type { Log } from '../../log.ts';
import { NotFound } from '../../services/errors.ts';
import type { Come, Guests } from '../../services/people/guests.ts';
import { GuestLink, GuestRenew, GuestStart, GuestVerify } from '../../wire/guests.ts';
import type { EntranceView } from '../../wire/guests.ts';
import { LangQuery } from '../../wire/parts.ts';
import { paths } from '../../wire/paths.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { HttpProblem } from '../../http/problem.ts';

export interface GuestGuards {
  /** For asking, which costs a mail. */
  readonly start: MiddlewareHandler<Env>;
  readonly anonymous: MiddlewareHandler<Env>;
  readonly log: Log;
}

/** Longer bodies hold nothing that is wanted here. */
const mostBytes = 8 * 1024;

/** `guests` null: they are not let in, and their routes answer like ones that are not there. */
export function guestRoutes(entrance: (language: Language) => EntranceView, guests: Guests | null, guards: GuestGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const { anonymous } = guards;

  routes.get(paths.entrance, anonymous, (c) => {
    validQuery(LangQuery, c);
    const language = c.get('language');
    c.header('Content-Language', language);
    c.header('Vary', 'Accept-Language', { append: true });
    return c.json(entrance(language));
  });

  const open = (): Guests => {
    if (!guests) throw new NotFound();
    return guests;
  };

  routes.post(paths.guest('start'), guards.start, async (c) => {
    const to = open();
    const { email, locale = null } = valid(GuestStart, await readJson(c, mostBytes));
    const language = c.get('language');
    return c.json(answerOf(c, guards.log, await to.start({ email, locale: locale ?? language, language, address: c.get('address') })), 202);
  });

  routes.post(paths.guest('verify'), anonymous, async (c) => {
    const to = open();
    const { challenge, code } = valid(GuestVerify, await readJson(c, mostBytes));
    return c.json(answerOf(c, guards.log, await to.verify({ challenge, code, address: c.get('address') })));
  });

  routes.post(paths.guest('renew'), anonymous, async (c) => {
    const to = open();
    const { token } = valid(GuestRenew, await readJson(c, mostBytes));
    return c.json(answerOf(c, guards.log, await to.renew(token, c.get('address'))));
  });

  routes.post(paths.guest('link'), anonymous, async (c) => {
    const to = open();
    const { token } = valid(GuestLink, await readJson(c, mostBytes));
    return c.json(answerOf(c, guards.log, await to.link(token, c.get('address'))));
  });
  return routes;
}

function answerOf<T>(c: Ctx, log: Log, result: Come<T>): T {
  if (result.kind === 'done') return result.answer;
  log.info('a guest was not let in', { request: c.get('requestId'), address: c.get('address'), throttled: result.kind === 'wait' });
  if (result.kind === 'wait') throw new HttpProblem('too-many-requests', { retryAfter: result.retryAfter });
  throw new HttpProblem('unauthenticated');
}
