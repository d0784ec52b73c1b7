import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { StaffSessions } from '../../identity/sessions.ts';
import type { StaffAccount } from '../../identity/staff.ts';
import type { Ctx, Env } from '../env.ts';
import { HttpProblem } from './problem.ts';

/** Over https the name binds the cookie to this very host; over http, in development, browsers refuse that name. */
export const cookieName = (secure: boolean): string => (secure ? '__Host-support-desk' : 'support-desk');

export interface DeskGate {
  readonly sessions: Pick<StaffSessions, 'account'>;
  readonly secure: boolean;
}

export const sessionSecret = (c: Ctx, secure: boolean): string | null => getCookie(c, cookieName(secure)) ?? null;

/** Whoever has another role now is asked to come in anew. */
const isSame = (before: StaffAccount, now: StaffAccount | undefined): boolean => now?.id === before.id && now.role === before.role;

/** Lets staff in who are signed in, as they are now: an account that is gone or lowered counts at once. */
export function staffOnly({ sessions, secure }: DeskGate): MiddlewareHandler<Env> {
  return async (c, next) => {
    const secret = sessionSecret(c, secure);
    const account = secret === null ? undefined : await sessions.account(secret);
    if (!account) throw new HttpProblem('unauthenticated');
    c.set('staff', account);
    c.set('stillWelcome', async () => isSame(account, secret === null ? undefined : await sessions.account(secret)));
    return next();
  };
}

/**
 * A change at the desk must come from the desk's own page: a browser says where a request comes from, and another
 * site's page cannot make it lie. What is no browser says nothing, and has no cookie that somebody else could use.
 */
export function sameOrigin(publicUrl: string): MiddlewareHandler<Env> {
  const own = new URL(publicUrl).host;
  return (c, next) => {
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const foreign = origin !== undefined && !isOwn(hostOf(origin), own, c.req.header('host'));
    if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none')) throw new HttpProblem('forbidden');
    return next();
  };
}

/** Behind a proxy the server is known by its public address, before it by the one that was asked for. */
const isOwn = (from: string | null, own: string, asked: string | undefined): boolean => from !== null && (from === own || from === asked);

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
