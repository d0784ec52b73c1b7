import type { MiddlewareHandler } from 'hono';
import type { Env } from '../env.ts';
import { clientAddress, proxiesOf } from './client-address.ts';

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
    c.set('address', clientAddress(c.env?.incoming?.socket.remoteAddress ?? '', c.req.header('x-forwarded-for') ?? '', isTrusted));
    return next();
  };
}
