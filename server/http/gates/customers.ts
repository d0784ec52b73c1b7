import type { MiddlewareHandler } from 'hono';
import type { Caller } from '../../identity/customers.ts';
import type { Claims } from '../../identity/claims.ts';
import { isGuestToken } from '../../identity/guest-tokens.ts';
import type { GuestTokens } from '../../identity/guest-tokens.ts';
import { TokenFault } from '../../identity/tokens.ts';
import type { Tokens } from '../../identity/tokens.ts';
import type { Log } from '../../log.ts';
import type { Rate } from '../../config/rates.ts';
import type { Env } from '../env.ts';
import { HttpProblem } from '../problem.ts';
import { Limiter } from '../limits/rate-limit.ts';

export interface CustomerGate {
  readonly tokens: Tokens;
  /** Tokens that this server has made itself; null: nobody is let in by them. */
  readonly guests: Pick<GuestTokens, 'verify'> | null;
  readonly callerOf: (claims: Claims, only: string | null) => Promise<Caller>;
  readonly log: Log;
  readonly now: () => number;
  /** For those who prove nothing. */
  readonly anonymous: Rate | null;
}

function refused(error: unknown): false {
  if (error instanceof TokenFault) return false;
  throw error;
}

const bearer = /^bearer +(\S+) *$/i;

export interface CustomerGates {
  readonly customer: MiddlewareHandler<Env>;
  /** Takes the token of a mail's link as well; that it reads its own ticket alone is for the services to see. */
  readonly customerOrLink: MiddlewareHandler<Env>;
}

/** Lets a customer in who brings a good token in the Authorization header, and there only. */
export function customersOnly({ tokens, guests, callerOf, log, now, anonymous }: CustomerGate): CustomerGates {
  const failures = anonymous && new Limiter(anonymous, now);
  // Which keys a token is checked with follows from the name it gives, and no key has two kinds of names.
  const known = async (token: string): Promise<Caller> => {
    if (!guests || !isGuestToken(token)) return callerOf(await tokens.verify(token), null);
    const { claims, only } = await guests.verify(token);
    return callerOf(claims, only);
  };
  const gate =
    (takesLinks: boolean): MiddlewareHandler<Env> =>
    async (c, next) => {
      try {
        const token = bearer.exec(c.req.header('authorization') ?? '')?.[1];
        if (token === undefined) throw new TokenFault('there is none');
        c.set('caller', await known(token));
        c.set('stillWelcome', () => known(token).then(() => true, refused));
      } catch (error) {
        if (!(error instanceof TokenFault)) throw error;
        log.info('a token was refused', { request: c.get('requestId'), reason: error.message });
        const spent = failures?.take(c.get('address'));
        if (spent && !spent.granted) throw new HttpProblem('too-many-requests', { retryAfter: Math.max(1, spent.reset) });
        throw new HttpProblem('unauthenticated');
      }
      if (c.get('caller').only !== null && !takesLinks) throw new HttpProblem('code-required');
      return next();
    };
  return { customer: gate(false), customerOrLink: gate(true) };
}
