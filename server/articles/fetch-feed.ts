/** Fetches a feed with conditional requests, limited in time, size and redirects. */
import { request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import type { Gunzip } from 'node:zlib';
import { decodeText } from './decode.ts';
import { webAddress } from './page.ts';
import { lookUpAllowed, refuseForbidden } from './public-address.ts';

/** The validators of a response, for the next conditional request. */
export interface Version {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface Fetched extends Version {
  readonly text: string;
  /** The final address, after redirects. */
  readonly url: string;
}

export interface FetchLimits {
  /** Timeout of the whole exchange. */
  readonly milliseconds: number;
  /** Limit of the unpacked size. */
  readonly bytes: number;
}

export interface FetchTerms {
  readonly limits?: FetchLimits;
  /** True when the operator allows a help site in a private network. */
  readonly privateNetwork?: boolean;
}

export const fetchLimits: FetchLimits = { milliseconds: 20_000, bytes: 10 * 1024 * 1024 };
const mostRedirects = 3;

/** A feed could not be fetched; the message is for the operator's log. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Null when the feed is unchanged since `known`. @throws Unreachable */
export async function fetchFeed(address: string, known: Version, stop: AbortSignal, terms: FetchTerms = {}): Promise<Fetched | null> {
  const { limits = fetchLimits } = terms;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(limits.milliseconds)]);
  try {
    const { response, url } = await follow(address, known, signal, terms);
    if (response.statusCode === 304) {
      response.destroy();
      return null;
    }
    const bytes = await unpacked(await readBounded(response, limits.bytes), limits.bytes);
    const { etag = null, 'last-modified': lastModified = null, 'content-type': type = null } = response.headers;
    return { text: decodeText(bytes, type), url, etag, lastModified };
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    throw new Unreachable(signal.aborted && !stop.aborted ? 'no answer in time' : reasonOf(error), { cause: error });
  }
}

async function follow(address: string, { etag, lastModified }: Version, signal: AbortSignal, terms: FetchTerms) {
  const headers = {
    accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.9, */*;q=0.1',
    'accept-encoding': 'gzip',
    'user-agent': 'support-ticket (help articles)',
    ...(etag !== null && { 'if-none-match': etag }),
    ...(lastModified !== null && { 'if-modified-since': lastModified }),
  };
  let url = address;
  for (let redirectsLeft = mostRedirects; ; redirectsLeft--) {
    const response = await get(url, headers, signal, terms);
    const { statusCode = 0 } = response;
    if ((statusCode >= 200 && statusCode < 300) || statusCode === 304) return { response, url };
    response.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode)) throw new Unreachable(`answered ${String(statusCode)}`);
    if (redirectsLeft === 0) throw new Unreachable('too many redirects');
    const next = webAddress(response.headers.location ?? '', url);
    if (next === null || !isSameOrigin(next, address))
      throw new Unreachable(
        `redirected to another origin${next === null ? '' : ` (${new URL(next).origin})`}; configure the address that it ends at`,
      );
    url = next;
  }
}

/** Sends one request on a connection of its own, to a checked address. */
function get(
  url: string,
  headers: OutgoingHttpHeaders,
  signal: AbortSignal,
  { privateNetwork = false }: FetchTerms,
): Promise<IncomingMessage> {
  const { protocol, hostname } = new URL(url);
  refuseForbidden(hostname, privateNetwork);
  const request = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(url, { headers, signal, agent: false, lookup: lookUpAllowed(privateNetwork) }, resolve)
      .on('error', reject)
      .end();
  });
}

/** Redirects and sitemap indexes must stay on one origin: a hijacked help site must not make this server probe other hosts or ports. */
export const isSameOrigin = (url: string, address: string): boolean => new URL(url).origin === new URL(address).origin;

async function readBounded(response: IncomingMessage, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  const packing = response.headers['content-encoding'] ?? 'identity';
  if (!/^(identity|(x-)?gzip)$/i.test(packing)) throw new Unreachable(`packed as ${packing.slice(0, 40)}, which was not asked for`);
  const bytes: AsyncIterable<Buffer> = /gzip/i.test(packing) ? response.pipe(createGunzip()) : response;
  // Without this handler, decompression would wait for ever after a cut connection.
  response.once('error', (error) => bytes !== response && (bytes as Gunzip).destroy(error));
  for await (const part of bytes) {
    size += part.byteLength;
    if (size > most) {
      response.destroy();
      throw new Unreachable(`more than ${String(Math.floor(most / 1024))} KB`);
    }
    parts.push(part);
  }
  if (!response.complete) throw new Unreachable('the answer was cut off');
  return Buffer.concat(parts);
}

/** Sitemaps are often served as gzip files. */
async function unpacked(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return promisify(gunzip)(bytes, { maxOutputLength: most }).catch(() => {
    throw new Unreachable('packed in a way that cannot be unpacked');
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code !== undefined ? String(error.code) : error.message;
}
