/**
 * Which machines a help site may be on. The owner of a name may point it elsewhere at any time (DNS rebinding): the address is
 * resolved once and checked, and the connection goes to the checked address.
 */
import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

/** Private networks, reached only when the operator allows them. */
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

/** Addresses without any help site: link-local, cloud metadata, and ranges that are not single machines (RFC 6890). */
const neverPublic = new BlockList();
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
  neverPublic.addSubnet(network, bits, 'ipv4');
// Alibaba Cloud's metadata service, within a network that is private otherwise.
neverPublic.addAddress('100.100.100.200', 'ipv4');
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
  neverPublic.addSubnet(network, bits, 'ipv6');
// Amazon's metadata service.
neverPublic.addAddress('fd00:ec2::254', 'ipv6');

export type Reach = 'public' | 'private' | 'none';

/** The kind of an address; IPv4 embedded in IPv6 is judged as IPv4. */
export function reachOf(address: string): Reach {
  const family = isIP(address);
  if (family === 0) return 'none';
  const embedded = embeddedIn(address);
  if (embedded !== null) return reachOf(embedded);
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  if (neverPublic.check(address, kind)) return 'none';
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

/** A connection to a forbidden address was refused. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

const isAllowed = (address: string, privateToo: boolean): boolean => {
  const reach = reachOf(address);
  return reach === 'public' || (reach === 'private' && privateToo);
};

/** @throws ForbiddenAddress when the host is a literal address that is forbidden: such a host is never resolved */
export function refuseForbidden(hostname: string, privateToo: boolean): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isAllowed(address, privateToo)) throw forbidden();
}

const forbidden = (): ForbiddenAddress => new ForbiddenAddress('leads into a network that is not public');

/** A lookup function for connections. It fails when any address of the name is forbidden. */
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
