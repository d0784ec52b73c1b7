import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Rate } from '../../config/rates.ts';
import type { Env } from '../env.ts';
import { HttpProblem } from '../problem.ts';
import { Limiter } from '../limits/rate-limit.ts';

export interface OperationsGate {
  /** `null`: these routes answer 404. */
  readonly token: string | null;
  readonly now: () => number;
  /** The limit by IP address of requests without the token. */
  readonly anonymous: Rate | null;
}

const bearer = /^bearer +(\S+) *$/i;
const basic = /^basic +([A-Za-z0-9+/=_-]{1,4000}) *$/i;
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Mail providers' webhooks send no Bearer token, but do send the user and password of their URL: the token is the password. */
function passwordOf(header: string): string {
  const pair = Buffer.from(basic.exec(header)?.[1] ?? '', 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

/**
 * Lets the site's backend in, by the token that it shares with the server.
 * @param ways `basic`: the token may also be the password of Basic authentication
 */
export function operationsOnly({ token, now, anonymous }: OperationsGate, ways: 'bearer' | 'basic' = 'bearer'): MiddlewareHandler<Env> {
  if (token === null) return () => Promise.reject(new HttpProblem('not-found'));
  const expected = digest(token);
  const failures = anonymous && new Limiter(anonymous, now);
  return (c, next) => {
    const header = c.req.header('authorization') ?? '';
    const given = bearer.exec(header)?.[1] ?? (ways === 'basic' ? passwordOf(header) : '');
    if (timingSafeEqual(digest(given), expected)) return next();
    const spent = failures?.take(c.get('address'));
    if (spent && !spent.granted) throw new HttpProblem('too-many-requests', { retryAfter: Math.max(1, spent.reset) });
    throw new HttpProblem('unauthenticated');
  };
}
