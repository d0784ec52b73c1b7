/** Fetches a feed: within a time, a size and a number of redirects, and only if it has changed. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeText } from './decode.ts';
import { webAddress } from './page.ts';

/** What a server says of a version, to ask later whether there is a newer one. */
export interface Version {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface Fetched extends Version {
  readonly text: string;
  /** Where it was in the end. */
  readonly url: string;
}

export interface FetchLimits {
  /** Of the whole exchange. */
  readonly milliseconds: number;
  /** Unpacked. */
  readonly bytes: number;
}

export const fetchLimits: FetchLimits = { milliseconds: 20_000, bytes: 10 * 1024 * 1024 };
const mostRedirects = 3;

/** Why there is no feed, for the operator's log. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Null: unchanged since `known`. @throws Unreachable */
export async function fetchFeed(address: string, known: Version, stop: AbortSignal, limits: FetchLimits = fetchLimits): Promise<Fetched | null> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(limits.milliseconds)]);
  try {
    const { response, url } = await follow(address, known, signal);
    if (response.status === 304) return null;
    const bytes = await unpacked(await readBounded(response, limits.bytes), limits.bytes);
    const { headers } = response;
    return { text: decodeText(bytes, headers.get('content-type')), url, etag: headers.get('etag'), lastModified: headers.get('last-modified') };
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(reasonOf(error), { cause: error });
  }
}

async function follow(address: string, { etag, lastModified }: Version, signal: AbortSignal) {
  const headers = {
    accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.9, */*;q=0.1',
    'user-agent': 'support-ticket (help articles)',
    ...(etag !== null && { 'if-none-match': etag }),
    ...(lastModified !== null && { 'if-modified-since': lastModified }),
  };
  let url = address;
  for (let left = mostRedirects; ; left--) {
    const response = await fetch(url, { headers, signal, redirect: 'manual', credentials: 'omit' });
    if (response.ok || response.status === 304) return { response, url };
    await response.body?.cancel();
    if (![301, 302, 303, 307, 308].includes(response.status)) throw new Unreachable(`answered ${String(response.status)}`);
    if (left === 0) throw new Unreachable('too many redirects');
    const next = webAddress(response.headers.get('location') ?? '', url);
    if (next === null || !isNear(next, address)) throw new Unreachable('redirected away from its site');
    url = next;
  }
}

/**
 * Whether an address lies on the same site, as far as names tell: a help site that has been taken over must not make this
 * server ask around in its own network.
 */
export function isNear(url: string, address: string): boolean {
  const [to, from] = [new URL(url), new URL(address)];
  if (from.protocol === 'https:' && to.protocol !== 'https:') return false;
  if (to.hostname === from.hostname) return true;
  const labels = from.hostname.split('.');
  const domain = labels.length > 2 ? labels.slice(1).join('.') : from.hostname;
  const isName = /[a-z]$/.test(domain) && domain.includes('.');
  return isName && (to.hostname === domain || to.hostname.endsWith(`.${domain}`));
}

async function readBounded(response: Response, most: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > most) {
      await reader?.cancel();
      throw new Unreachable(`more than ${String(Math.floor(most / 1024))} KB`);
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}

/** Sitemaps often lie there packed, as files. */
async function unpacked(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return promisify(gunzip)(bytes, { maxOutputLength: most }).catch(() => {
    throw new Unreachable('packed in a way that cannot be unpacked');
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
