/**
 * The IP address of a client. Proxies write addresses in many forms (with a port, in brackets, IPv4 inside IPv6); rate limits
 * count by address, so each is normalised first.
 */
import { BlockList, isIP, SocketAddress } from 'node:net';

/** More characters than any address with zone and port has. */
const longest = 100;

/** The normalised IP address, without port, brackets and zone; `null` when the text is none. */
export function readAddress(text: string): string | null {
  if (text.length > longest) return null;
  const bare = withoutPort(text.trim().replace(/^"(.*)"$/, '$1'));
  const address = bare.replace(/%[\w.~-]+$/, '');
  switch (isIP(address)) {
    case 4:
      return address;
    case 6:
      return new SocketAddress({ address, family: 'ipv6' }).address.replace(/^::ffff:(?=\d+\.)/, '');
    default:
      return null;
  }
}

function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
  return bracketed ?? /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text)?.[1] ?? text;
}

export type IsTrusted = (address: string) => boolean;

/** Tells whether an address from `readAddress` is a configured proxy, given as addresses or networks such as `10.0.0.0/8`. */
export function proxiesOf(configured: readonly string[]): IsTrusted {
  const proxies = new BlockList();
  for (const entry of configured) {
    const [address = '', bits] = entry.split('/');
    const plain = readAddress(address) ?? address;
    if (bits === undefined) proxies.addAddress(plain, familyOf(plain));
    // An IPv4 network that is written as IPv6 has 96 more prefix bits.
    else proxies.addSubnet(plain, Number(bits) - (isIP(address) === 6 && isIP(plain) === 4 ? 96 : 0), familyOf(plain));
  }
  return (address) => isIP(address) !== 0 && proxies.check(address, familyOf(address));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * The address for rate limits: the nearest hop that is no trusted proxy. `X-Forwarded-For` is read from its end; reading stops
 * at an entry that is no address, since the client may have written it and all entries before it.
 */
export function clientAddress(direct: string, forwardedFor: string, isTrusted: IsTrusted): string {
  let nearest = readAddress(direct) ?? 'unknown';
  for (const hop of forwardedFor.split(',').reverse()) {
    if (!isTrusted(nearest)) break;
    const address = readAddress(hop);
    if (address === null) break;
    nearest = address;
  }
  return networkOf(nearest);
}

/** The /64 network of an IPv6 address, since providers give each customer a whole /64. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const groups = address.includes('::') ? [...before, ...zeros, ...after] : before;
  return `${groups.slice(0, 4).join(':')}::/64`;
}
