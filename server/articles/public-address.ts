/**
 * Which machines a help site may lie on. A name leads wherever its owner says, and that owner may be somebody else by
 * tomorrow: what it leads to is looked at once, and the connection goes to what was looked at.
 */
import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/** Of one's own network: reached only where the operator says that the help site lies there. */
const privateNetworks = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateNetworks.addSubnet(network, bits, 'ipv4');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addAddress('::1', 'ipv6');

/** Where no help site lies: link-local addresses, those of clouds' metadata, and whatever is no single machine (RFC 6890). */
const nobody = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  nobody.addSubnet(network, bits, 'ipv4');
// Alibaba Cloud's metadata, in a network that is private otherwise.
nobody.addAddress('100.100.100.200', 'ipv4');
for (const [network, bits] of [
  ['::', 128],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['2001:db8::', 32],
  ['2001::', 32],
  ['2002::', 16],
  ['100::', 64],
] as const)
  nobody.addSubnet(network, bits, 'ipv6');
// Amazon's metadata.
nobody.addAddress('fd00:ec2::254', 'ipv6');

export type Reach = 'public' | 'private' | 'none';

/** What kind of address it is; IPv4 inside IPv6 is IPv4. */
export function reachOf(address: string): Reach {
  const family = isIP(address);
  if (family === 0) return 'none';
  const embedded = embeddedIn(address);
  if (embedded !== null) return reachOf(embedded);
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  if (nobody.check(address, kind)) return 'none';
  return privateNetworks.check(address, kind) ? 'private' : 'public';
}

/** The IPv4 address in `::ffff:1.2.3.4`, `::1.2.3.4` and `64:ff9b::1.2.3.4`, in any spelling. */
function embeddedIn(address: string): string | null {
  if (!address.includes(':')) return null;
  const bare = address.replace(/%.*$/, '');
  const { hostname } = new URL(`http://[${bare}]/`);
  const [, high = '', low = ''] = /^\[(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname) ?? [];
  if (low === '') return null;
  const [a, b] = [parseInt(high, 16), parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}

/** The connection would go where none may go. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

const isAllowed = (address: string, privateToo: boolean): boolean => {
  const reach = reachOf(address);
  return reach === 'public' || (reach === 'private' && privateToo);
};

/** @throws ForbiddenAddress for a host that is written as an address where none may go: such a host is never looked up */
export function refuseForbidden(hostname: string, privateToo: boolean): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isAllowed(address, privateToo)) throw forbidden();
}

const forbidden = (): ForbiddenAddress => new ForbiddenAddress('leads into a network that is not public');

/** Looks a name up for a connection, and fails where any of its addresses is forbidden. */
export const lookUpAllowed =
  (privateToo: boolean, ask: typeof lookup = lookup): LookupFunction =>
  (hostname, options, done) => {
    ask(hostname, { ...options, all: true }, (error, found: readonly LookupAddress[]) => {
      if (error) return done(error, '', 4);
      const [first] = found;
      if (!first || found.some(({ address }) => !isAllowed(address, privateToo))) return done(forbidden(), '', 4);
      if (options.all === true) done(null, [...found]);
      else done(null, first.address, first.family);
    });
  };
