import type { MiddlewareHandler } from 'hono';
import type { Ctx, Env } from './env.ts';
import { clientAddress, proxiesOf } from './socket/client-address.ts';
import { HttpProblem } from './problem.ts';

export interface RequestTerms {
  readonly newId: () => string;
  /** Addresses and networks of reverse proxies. */
  readonly trustedProxies: readonly string[];
}

/** Gives the request its id, and says where it comes from. */
export function identifyRequest({ newId, trustedProxies }: RequestTerms): MiddlewareHandler<Env> {
  const isTrusted = proxiesOf(trustedProxies);
  return (c, next) => {
    c.set('requestId', newId());
    if (hostsOf(c) > 1) throw new HttpProblem('malformed-request');
    c.set('address', clientAddress(c.env?.incoming?.socket.remoteAddress ?? '', c.req.header('x-forwarded-for') ?? '', isTrusted));
    return next();
  };
}

/** Of two hosts, a proxy may have believed the other one. Node keeps the first and drops the rest. */
function hostsOf(c: Ctx): number {
  const raw = c.env?.incoming?.rawHeaders ?? [];
  return raw.filter((name, i) => i % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host').length;
}
