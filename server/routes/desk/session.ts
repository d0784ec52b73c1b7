import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { deviceSeconds } from '../../identity/known-devices.ts';
import type { Comer, SignIn, StaffSessions } from '../../identity/sessions.ts';
import type { Log } from '../../log.ts';
import type { Desk } from '../../services/desk/desk.ts';
import { deskPaths } from '../../wire/paths.ts';
import type { DeskMe } from '../../wire/desk.ts';
import { LangQuery } from '../../wire/parts.ts';
import { Login, SignInLinkFollow, SignInLinkRequest } from '../../wire/staff.ts';
import { SeenRequest } from '../../wire/tickets.ts';
import type { DeskGuards } from './tickets.ts';
import { NotFound } from '../../services/errors.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { sessionSecret } from '../../http/gates/staff.ts';
import type { DeskCookie } from '../../http/gates/staff.ts';
import { HttpProblem } from '../../http/problem.ts';

export interface DeskSession {
  readonly sessions: StaffSessions;
  readonly cookie: DeskCookie;
  readonly log: Log;
}

export function deskSessionRoutes(desk: Desk, { sessions, cookie, log }: DeskSession, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const { name, path, secure } = cookie;
  const options: CookieOptions = { path, httpOnly: true, sameSite: 'Strict', secure };

  const deviceCookie = (member: string): string => `${name}-device-${member}`;
  const comerOf = (c: Ctx): Comer => ({
    address: c.get('address'),
    previous: sessionSecret(c, cookie),
    devices: (member) => getCookie(c, deviceCookie(member)),
  });

  async function letIn(c: Ctx, result: SignIn): Promise<DeskMe> {
    if (result.kind === 'signed-in') {
      const { secret, maxAge, device, account } = result;
      setCookie(c, name, secret, { ...options, maxAge });
      setCookie(c, deviceCookie(device.member), device.value, { ...options, maxAge: deviceSeconds });
      return desk.me(account, c.get('language'));
    }
    log.warn('a sign-in at the desk failed', { request: c.get('requestId'), address: c.get('address'), throttled: result.kind === 'wait' });
    if (result.kind === 'wait') throw new HttpProblem('too-many-requests', { retryAfter: result.retryAfter });
    throw new HttpProblem('unauthenticated');
  }

  routes.post(`${deskPaths.desk}/login`, ownPage, async (c) => {
    const { email, password } = valid(Login, await readJson(c));
    return c.json(await letIn(c, await sessions.signIn({ email, password, ...comerOf(c) })));
  });

  // One answer, whether somebody has the address or nobody.
  routes.post(deskPaths.signInLink, ownPage, async (c) => {
    const { email } = valid(SignInLinkRequest, await readJson(c));
    const asked = await sessions.links.ask({ email, language: c.get('language'), ...comerOf(c) });
    if (asked.kind === 'unavailable') throw new NotFound();
    if (asked.kind === 'wait') throw new HttpProblem('too-many-requests', { retryAfter: asked.retryAfter });
    return c.body(null, 204);
  });

  routes.post(deskPaths.followLink, ownPage, async (c) => {
    const { token } = valid(SignInLinkFollow, await readJson(c));
    return c.json(await letIn(c, await sessions.links.follow({ token, ...comerOf(c) })));
  });

  routes.post(`${deskPaths.desk}/logout`, staff, ownPage, async (c) => {
    valid(SeenRequest, await readJson(c));
    const secret = sessionSecret(c, cookie);
    if (secret !== null) await sessions.signOut(secret);
    deleteCookie(c, name, options);
    return c.body(null, 204);
  });

  routes.get(`${deskPaths.desk}/me`, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await desk.me(c.get('staff'), c.get('language')));
  });
  return routes;
}
