/**
 * Checks DKIM signatures. The keys are fetched before the mail is read, so that no thread waits for the network while it holds
 * a mail.
 */
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { codeOf, isAbsent, noAnswer } from './dns.ts';
import type { AskDns } from './dns.ts';
import { domainOf, sameOrganisation } from './domains.ts';

/** The DNS answer for each key: its records, or the error code. */
export type SigningKeys = ReadonlyMap<string, readonly (readonly string[])[] | string>;

/** `none`: there is no signature, or no DNS answer. */
export type Finding = 'pass' | 'fail' | 'none';

/** Most signatures that are checked: each forwarder adds one. */
const mostSignatures = 5;
/** Bytes in which signatures are searched. */
export const headBytes = 256 * 1024;

interface Signature {
  readonly domain: string;
  readonly selector: string;
}

const name = /^[a-z0-9_](?:[a-z0-9_.-]{0,200}[a-z0-9])?$/;

/** Null for a signature that is not trusted: one that lets anyone append to the mail (`l=`), or one with a broken algorithm. */
function signatureIn(header: string): Signature | null {
  const body = header.slice(header.indexOf(':') + 1).replace(/\s+/g, '');
  const tags = new Map(
    body.split(';').map((tag) => [tag.slice(0, tag.indexOf('=')).toLowerCase(), tag.slice(tag.indexOf('=') + 1)] as const),
  );
  const [domain, selector, algorithm] = ['d', 's', 'a'].map((tag) => (tags.get(tag) ?? '').toLowerCase());
  if (domain === undefined || selector === undefined || !name.test(domain) || !name.test(selector)) return null;
  const covered = (tags.get('h') ?? '').toLowerCase().split(':');
  return tags.has('l') || !covered.includes('from') || !/^(?:rsa|ed25519)-sha256$/.test(algorithm ?? '') ? null : { domain, selector };
}

const keyName = ({ domain, selector }: Signature): string => `${selector}._domainkey.${domain}`;

/** The headers, each with its continuation lines, and where the body begins. */
function split(bytes: Uint8Array): { readonly headers: readonly string[]; readonly end: number } {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, headBytes)).toString('latin1');
  const blank = /\r?\n\r?\n/.exec(head);
  const end = blank ? blank.index + (blank[0].startsWith('\r') ? 2 : 1) : head.length;
  return { headers: head.slice(0, end).split(/(?<=\n)(?![ \t])/), end };
}

const isSignature = (header: string): boolean => /^dkim-signature[ \t]*:/i.test(header);

/** The signatures to check, those of the sender's own organisation first. */
function selectSignatures(headers: readonly string[]): readonly { readonly header: string; readonly signature: Signature }[] {
  const sender = /[^\s<>@"]+@([^\s<>@"]+)/.exec(headers.find((header) => /^from[ \t]*:/i.test(header)) ?? '')?.[1] ?? '';
  const all = headers.filter(isSignature).flatMap((header) => {
    const signature = signatureIn(header);
    return signature ? [{ header, signature, own: sameOrganisation(sender, signature.domain) ? 0 : 1 }] : [];
  });
  return all.sort((a, b) => a.own - b.own).slice(0, mostSignatures);
}

/** @param head the first bytes of a mail, with all its headers */
export async function askForKeys(head: Uint8Array, ask: AskDns): Promise<SigningKeys> {
  const names = new Set(selectSignatures(split(head).headers).map(({ signature }) => keyName(signature)));
  return new Map(await Promise.all([...names].map(async (one) => [one, await recordsOf(one, ask)] as const)));
}

async function recordsOf(key: string, ask: AskDns): Promise<readonly (readonly string[])[] | string> {
  try {
    return (await ask(key, 'TXT')) as readonly (readonly string[])[];
  } catch (error) {
    return codeOf(error);
  }
}

/** @param from the address in the mail's From header */
export async function checkSignatures(bytes: Uint8Array, from: string, keys: SigningKeys): Promise<Finding> {
  if (keys.size === 0) return 'none';
  const { headers, end } = split(bytes);
  const trusted = new Set(selectSignatures(headers).map(({ header }) => header));
  // ARC chains and signatures that are not trusted would only take time.
  const kept = headers.filter((header) => (isSignature(header) ? trusted.has(header) : !/^arc-/i.test(header)));
  const mail = Buffer.concat([Buffer.from(kept.join(''), 'latin1'), bytes.subarray(end)]);
  const { results } = await dkimVerify(mail, { resolver: (one) => answerOf(one, keys) });
  const found = results.map(({ status, signingDomain = '' }) => ({
    own: sameOrganisation(domainOf(from), signingDomain),
    finding: findingOf(status),
  }));
  if (found.some(({ own, finding }) => own && finding === 'pass')) return 'pass';
  return found.some(({ finding }) => finding === 'fail') ? 'fail' : 'none';
}

function answerOf(one: string, keys: SigningKeys): Promise<string[][]> {
  const known = keys.get(one.toLowerCase());
  if (known === undefined) return Promise.reject(noAnswer());
  if (typeof known === 'string') return Promise.reject(isAbsent(known) ? Object.assign(new Error(known), { code: known }) : noAnswer());
  return Promise.resolve(known.map((record) => [...record]));
}

/** mailauth returns `neutral` where RFC 6376 says permanent failure: a changed body, a missing key. */
function findingOf({ result }: { readonly result: string }): Finding {
  if (result === 'pass') return 'pass';
  return result === 'fail' || result === 'neutral' || result === 'permerror' ? 'fail' : 'none';
}
