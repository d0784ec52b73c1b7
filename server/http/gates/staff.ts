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
 * Over https the prefix `__Host-` binds the cookie to this host; over http, in development, browsers refuse the prefix. Below a
 * folder, other programs share the host: the cookie's path is the folder, which `__Host-` does not allow, so it is `__Secure-`.
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

/** A stream ends when the member's role has changed. */
const isSame = (before: StaffAccount, now: StaffAccount | undefined): boolean => now?.id === before.id && now.role === before.role;

/** Lets in signed-in members. The account is read on each request, so that a removal or a change of role applies at once. */
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
 * Refuses changes at the desk that come from another site's page, by the Origin header, which a page cannot forge. A request
 * without Origin is let through: it is from no browser, so it cannot carry a member's cookie against their will.
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

/** Refuses requests of other sites' pages by `Sec-Fetch-Site`, for reading and for changes. */
function refuseOtherSites(c: Ctx): void {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HttpProblem('forbidden');
}

/**
 * Accepts the origin of the public URL, or one whose host is that of the request, for access past the proxy. For the public
 * host the scheme has to match as well, since a page loaded over http may have been forged.
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
