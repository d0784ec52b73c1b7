import { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { StaffSessions } from '../identity/sessions.ts';
import type { Log } from '../log.ts';
import type { Desk } from '../services/desk.ts';
import { paths } from '../ticket/paths.ts';
import { LangQuery, Login, SeenRequest } from '../ticket/schema.ts';
import type { DeskGuards } from './desk.ts';
import type { Env } from './env.ts';
import { readJson, valid, validQuery } from './middleware/body.ts';
import { sessionSecret } from './middleware/desk-gate.ts';
import type { DeskCookie } from './middleware/desk-gate.ts';
import { HttpProblem } from './middleware/problem.ts';

export interface DeskSession {
  readonly sessions: StaffSessions;
  readonly cookie: DeskCookie;
  readonly log: Log;
}

export function deskSessionRoutes(desk: Desk, { sessions, cookie, log }: DeskSession, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const { name, path, secure } = cookie;
  const options: CookieOptions = { path, httpOnly: true, sameSite: 'Strict', secure };

  routes.post(`${paths.desk}/login`, ownPage, async (c) => {
    const { email, password } = valid(Login, await readJson(c));
    const result = await sessions.signIn({ email, password, address: c.get('address'), previous: sessionSecret(c, cookie) });
    if (result.kind === 'signed-in') {
      setCookie(c, name, result.secret, { ...options, maxAge: result.maxAge });
      return c.json(await desk.me(result.account, c.get('language')));
    }
    log.warn('a sign-in at the desk failed', { request: c.get('requestId'), address: c.get('address'), throttled: result.kind === 'wait' });
    if (result.kind === 'wait') throw new HttpProblem('too-many-requests', { retryAfter: result.retryAfter });
    throw new HttpProblem('unauthenticated');
  });

  routes.post(`${paths.desk}/logout`, staff, ownPage, async (c) => {
    valid(SeenRequest, await readJson(c));
    const secret = sessionSecret(c, cookie);
    if (secret !== null) await sessions.signOut(secret);
    deleteCookie(c, name, options);
    return c.body(null, 204);
  });

  routes.get(`${paths.desk}/me`, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await desk.me(c.get('staff'), c.get('language')));
  });
  return routes;
}
