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
  /** Verifies guests' tokens; `null`: guests are off. */
  readonly guests: Pick<GuestTokens, 'verify'> | null;
  readonly callerOf: (claims: Claims, only: string | null) => Promise<Caller>;
  readonly log: Log;
  readonly now: () => number;
  /** The limit by IP address of requests without a valid token. */
  readonly anonymous: Rate | null;
}

function refused(error: unknown): false {
  if (error instanceof TokenFault) return false;
  throw error;
}

const bearer = /^bearer +(\S+) *$/i;

export interface CustomerGates {
  readonly customer: MiddlewareHandler<Env>;
  /** Also accepts the token of a mail's link; the services restrict it to its ticket. */
  readonly customerOrLink: MiddlewareHandler<Env>;
}

/** Lets in requests with a valid token in the Authorization header, and only there. */
export function customersOnly({ tokens, guests, callerOf, log, now, anonymous }: CustomerGate): CustomerGates {
  const failures = anonymous && new Limiter(anonymous, now);
  // The token's `kid` decides whether it is checked with the server's keys or the site's; no name can be in both sets.
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
