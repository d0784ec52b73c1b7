import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Rate } from '../../config/rates.ts';
import type { Env } from '../env.ts';
import { HttpProblem } from './problem.ts';
import { Limiter } from './rate-limit.ts';

export interface OperationsGate {
  /** Null: there are no such routes. */
  readonly token: string | null;
  readonly now: () => number;
  /** For those who prove nothing. */
  readonly anonymous: Rate | null;
}

const bearer = /^bearer +(\S+) *$/i;
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets the host's backend in, by the token that it shares with the server. */
export function operationsOnly({ token, now, anonymous }: OperationsGate): MiddlewareHandler<Env> {
  if (token === null) return () => Promise.reject(new HttpProblem('not-found'));
  const expected = digest(token);
  const failures = anonymous && new Limiter(anonymous, now);
  return (c, next) => {
    const given = bearer.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (timingSafeEqual(digest(given), expected)) return next();
    const spent = failures?.take(c.get('address'));
    if (spent && !spent.granted) throw new HttpProblem('too-many-requests', { retryAfter: Math.max(1, spent.reset) });
    throw new HttpProblem('unauthenticated');
  };
}
