import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { Ctx } from '../../http/env.ts';
import { sessionSecret } from '../../http/gates/staff.ts';
import type { DeskCookie } from '../../http/gates/staff.ts';
import { HttpProblem } from '../../http/problem.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import { deviceSeconds } from '../../identity/known-devices.ts';
import type { Comer, SignIn, StaffSessions } from '../../identity/sessions.ts';
import type { Log } from '../../log.ts';
import type { Desk } from '../../services/desk/desk.ts';
import { NotFound } from '../../services/errors.ts';
import { DeskMe } from '../../wire/desk.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';
import { Login, SignInLinkFollow, SignInLinkRequest } from '../../wire/staff.ts';
import { SeenRequest } from '../../wire/tickets.ts';

export interface DeskSession {
  readonly sessions: StaffSessions;
  readonly cookie: DeskCookie;
  readonly log: Log;
}

export function deskSessionRoutes(desk: Desk, { sessions, cookie, log }: DeskSession): readonly Route[] {
  const { name, path, secure } = cookie;
  const options: CookieOptions = { path, httpOnly: true, sameSite: 'Strict', secure };

  const deviceCookie = (member: string): string => `${name}-device-${member}`;
  const comerOf = (c: Ctx): Comer => ({
    address: c.get('address'),
    previous: sessionSecret(c, cookie),
    devices: (member) => getCookie(c, deviceCookie(member)),
  });

  async function letIn(c: Ctx, result: SignIn): ReturnType<Desk['me']> {
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

  // Signing in has a throttle of its own, which counts failures (identity/sign-in-throttle.ts).
  return [
    route({
      method: 'post',
      path: `${deskPaths.desk}/login`,
      summary: 'Sign in at the desk',
      who: 'desk-page',
      rate: null,
      body: Login,
      answer: [200, DeskMe],
      problems: ['unauthenticated', 'too-many-requests'],
      handle: async ({ c, body: { email, password } }) => letIn(c, await sessions.signIn({ email, password, ...comerOf(c) })),
    }),
    route({
      method: 'post',
      path: deskPaths.signInLink,
      summary: 'Have a link sent that signs somebody of the team in once; without mails this is not there',
      who: 'desk-page',
      rate: null,
      body: SignInLinkRequest,
      answer: [204, null],
      problems: ['not-found', 'too-many-requests'],
      // The answer is the same whether an account has the address or not.
      handle: async ({ c, body: { email }, language }) => {
        const asked = await sessions.links.ask({ email, language, ...comerOf(c) });
        if (asked.kind === 'unavailable') throw new NotFound();
        if (asked.kind === 'wait') throw new HttpProblem('too-many-requests', { retryAfter: asked.retryAfter });
        return null;
      },
    }),
    route({
      method: 'post',
      path: deskPaths.followLink,
      summary: 'Sign in by the link of a mail: it works once, for 15 minutes',
      who: 'desk-page',
      rate: null,
      body: SignInLinkFollow,
      answer: [200, DeskMe],
      problems: ['unauthenticated', 'too-many-requests'],
      handle: async ({ c, body: { token } }) => letIn(c, await sessions.links.follow({ token, ...comerOf(c) })),
    }),
    route({
      method: 'post',
      path: `${deskPaths.desk}/logout`,
      summary: 'Sign out',
      who: 'staff',
      // Signing out has no rate limit.
      rate: null,
      body: SeenRequest,
      answer: [204, null],
      handle: async ({ c }) => {
        const secret = sessionSecret(c, cookie);
        if (secret !== null) await sessions.signOut(secret);
        deleteCookie(c, name, options);
        return null;
      },
    }),
    route({
      method: 'get',
      path: `${deskPaths.desk}/me`,
      summary: 'Who is signed in, and what the desk offers',
      who: 'staff',
      rate: 'desk',
      query: LangQuery,
      answer: [200, DeskMe],
      handle: ({ staff, language }) => desk.me(staff, language),
    }),
  ];
}
