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
import { cookieName, sessionSecret } from './middleware/desk-gate.ts';
import { HttpProblem } from './middleware/problem.ts';

export interface DeskSession {
  readonly sessions: StaffSessions;
  readonly secure: boolean;
  readonly log: Log;
}

export function deskSessionRoutes(desk: Desk, { sessions, secure, log }: DeskSession, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const cookie: CookieOptions = { path: '/', httpOnly: true, sameSite: 'Strict', secure };

  routes.post(`${paths.desk}/login`, ownPage, async (c) => {
    const { email, password } = valid(Login, await readJson(c));
    const result = await sessions.signIn({ email, password, address: c.get('address'), previous: sessionSecret(c, secure) });
    if (result.kind === 'signed-in') {
      setCookie(c, cookieName(secure), result.secret, { ...cookie, maxAge: result.maxAge });
      return c.json(await desk.me(result.account, c.get('language')));
    }
    log.warn('a sign-in at the desk failed', { request: c.get('requestId'), address: c.get('address'), throttled: result.kind === 'wait' });
    if (result.kind === 'wait') throw new HttpProblem('too-many-requests', { retryAfter: result.retryAfter });
    throw new HttpProblem('unauthenticated');
  });

  routes.post(`${paths.desk}/logout`, staff, ownPage, async (c) => {
    valid(SeenRequest, await readJson(c));
    const secret = sessionSecret(c, secure);
    if (secret !== null) await sessions.signOut(secret);
    deleteCookie(c, cookieName(secure), cookie);
    return c.body(null, 204);
  });

  routes.get(`${paths.desk}/me`, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await desk.me(c.get('staff'), c.get('language')));
  });
  return routes;
}
