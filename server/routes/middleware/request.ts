import type { MiddlewareHandler } from 'hono';
import type { Ctx, Env } from '../env.ts';

export interface RequestTerms {
  readonly newId: () => string;
  readonly trustedProxies: readonly string[];
}

/** Gives the request its id, and says where it comes from. */
export function identifyRequest({ newId, trustedProxies }: RequestTerms): MiddlewareHandler<Env> {
  const trusted = new Set(trustedProxies);
  return (c, next) => {
    c.set('requestId', newId());
    c.set('address', addressOf(c, trusted));
    return next();
  };
}

/** A proxy is believed only if it is one of ours; what a client writes in the header counts for nothing. */
function addressOf(c: Ctx, trusted: ReadonlySet<string>): string {
  const direct = plain(c.env?.incoming?.socket.remoteAddress ?? 'unknown');
  if (!trusted.has(direct)) return network(direct);
  const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => plain(hop.trim()));
  const client = hops.findLast((hop) => hop !== '' && !trusted.has(hop));
  return network(client ?? direct);
}

/** IPv4 written as IPv6 is IPv4. */
const plain = (address: string): string => address.slice(0, 64).replace(/^::ffff:(?=\d+\.)/i, '');

/** Whoever has one IPv6 address has its whole /64. */
function network(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const groups = address.includes('::')
    ? [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
    : before;
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')}::/64`;
}
