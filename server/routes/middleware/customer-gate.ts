import type { MiddlewareHandler } from 'hono';
import type { Caller } from '../../identity/customers.ts';
import type { Claims } from '../../identity/claims.ts';
import { TokenFault } from '../../identity/tokens.ts';
import type { Tokens } from '../../identity/tokens.ts';
import type { Log } from '../../log.ts';
import type { Rate } from '../../config/rates.ts';
import type { Env } from '../env.ts';
import { HttpProblem } from './problem.ts';
import { Limiter } from './rate-limit.ts';

export interface CustomerGate {
  readonly tokens: Tokens;
  readonly callerOf: (claims: Claims) => Promise<Caller>;
  readonly log: Log;
  readonly now: () => number;
  /** For those who prove nothing. */
  readonly anonymous: Rate | null;
}

const bearer = /^bearer +(\S+) *$/i;

/** Lets a customer in who brings a good token in the Authorization header, and there only. */
export function customersOnly({ tokens, callerOf, log, now, anonymous }: CustomerGate): MiddlewareHandler<Env> {
  const failures = anonymous && new Limiter(anonymous, now);
  return async (c, next) => {
    try {
      const token = bearer.exec(c.req.header('authorization') ?? '')?.[1];
      if (token === undefined) throw new TokenFault('there is none');
      c.set('caller', await callerOf(await tokens.verify(token)));
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      log.info('a token was refused', { request: c.get('requestId'), reason: error.message });
      const spent = failures?.take(c.get('address'));
      if (spent && !spent.granted) throw new HttpProblem('too-many-requests', { retryAfter: Math.max(1, spent.reset) });
      throw new HttpProblem('unauthenticated');
    }
    return next();
  };
}
