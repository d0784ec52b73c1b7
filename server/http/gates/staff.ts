import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { StaffSessions } from '../../identity/sessions.ts';
import type { StaffAccount } from '../../identity/staff.ts';
import type { Ctx, Env } from '../env.ts';
import { HttpProblem } from '../problem.ts';

export interface DeskCookie {
  readonly name: string;
  readonly path: string;
  readonly secure: boolean;
}

/**
 * Over https the name binds the cookie to this very host; over http, in development, browsers refuse that name. Below a
 * folder other programs have the same host: the cookie is sent to the folder alone, which the bound name does not allow.
 */
export function deskCookie(root: string, secure: boolean): DeskCookie {
  if (!secure) return { name: 'support-desk', path: root || '/', secure };
  return root === '' ? { name: '__Host-support-desk', path: '/', secure } : { name: '__Secure-support-desk', path: root, secure };
}

export interface DeskGate {
  readonly sessions: Pick<StaffSessions, 'account'>;
  readonly cookie: DeskCookie;
}

export const sessionSecret = (c: Ctx, { name }: DeskCookie): string | null => getCookie(c, name) ?? null;

/** Whoever has another role now is asked to come in anew. */
const isSame = (before: StaffAccount, now: StaffAccount | undefined): boolean => now?.id === before.id && now.role === before.role;

/** Lets staff in who are signed in, as they are now: an account that is gone or lowered counts at once. */
export function staffOnly({ sessions, cookie }: DeskGate): MiddlewareHandler<Env> {
  return async (c, next) => {
    refuseOtherSites(c);
    const secret = sessionSecret(c, cookie);
    const account = secret === null ? undefined : await sessions.account(secret);
    if (!account) throw new HttpProblem('unauthenticated');
    c.set('staff', account);
    c.set('stillWelcome', async () => isSame(account, secret === null ? undefined : await sessions.account(secret)));
    return next();
  };
}

/** Behind `staffOnly`: lets admins through. */
export const adminsOnly: MiddlewareHandler<Env> = (c, next) => {
  if (c.get('staff').role !== 'admin') throw new HttpProblem('forbidden');
  return next();
};

/**
 * A change at the desk must come from the desk's own page: a browser says where a request comes from, and another
 * site's page cannot make it lie. What is no browser says nothing, and has no cookie that somebody else could use.
 */
export function sameOrigin(publicUrl: string): MiddlewareHandler<Env> {
  const own = new URL(publicUrl);
  return (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && !isOwn(origin, own, c.req.header('host'))) throw new HttpProblem('forbidden');
    refuseOtherSites(c);
    return next();
  };
}

/** Browsers say which page a request comes from; nothing of the desk is for another one, to read or to change. */
function refuseOtherSites(c: Ctx): void {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HttpProblem('forbidden');
}

/**
 * Behind a proxy the server is known by its public address, before it by the one that was asked for. Under its public
 * name its scheme counts as well: a page that came without encryption may be anybody's.
 */
function isOwn(origin: string, own: URL, asked: string | undefined): boolean {
  if (origin === own.origin) return true;
  try {
    const { host } = new URL(origin);
    return host === asked && host !== own.host;
  } catch {
    return false;
  }
}
