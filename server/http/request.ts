import type { MiddlewareHandler } from 'hono';
import type { Ctx, Env } from './env.ts';
import { clientAddress, proxiesOf } from './socket/client-address.ts';
import { HttpProblem } from './problem.ts';

export interface RequestTerms {
  readonly newId: () => string;
  /** IP addresses and networks of reverse proxies. */
  readonly trustedProxies: readonly string[];
}

/** Sets the request's id and the client's IP address. */
export function identifyRequest({ newId, trustedProxies }: RequestTerms): MiddlewareHandler<Env> {
  const isTrusted = proxiesOf(trustedProxies);
  return (c, next) => {
    c.set('requestId', newId());
    if (hostsOf(c) > 1) throw new HttpProblem('malformed-request');
    c.set('address', clientAddress(c.env?.incoming?.socket.remoteAddress ?? '', c.req.header('x-forwarded-for') ?? '', isTrusted));
    return next();
  };
}

/** The number of Host headers. Node keeps the first of several, but a proxy may have used another. */
function hostsOf(c: Ctx): number {
  const raw = c.env?.incoming?.rawHeaders ?? [];
  return raw.filter((name, i) => i % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host').length;
}
