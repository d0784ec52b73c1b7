/** Checks SPF: whether the domain of a mail's envelope allows the sending machine, when both are known. */
import { isIP } from 'node:net';
import { spf } from 'mailauth/lib/spf/index.js';
import { within } from '../system.ts';
import type { AskDns } from './dns.ts';
import { domainOf } from './domains.ts';
import type { Envelope } from './open.ts';
import type { Finding } from './signatures.ts';

export interface PolicyFinding {
  readonly finding: Finding;
  /** Domain of the envelope's sender. */
  readonly domain: string;
}

const noFinding: PolicyFinding = { finding: 'none', domain: '' };
/** Milliseconds for all DNS queries of one check. */
const timeout = 5_000;

export async function checkPolicy({ from, peer }: Pick<Envelope, 'from' | 'peer'>, ask: AskDns): Promise<PolicyFinding> {
  if (from === null || !from.includes('@') || peer === null || isIP(peer) === 0) return noFinding;
  const domain = domainOf(from);
  let finding: Finding = 'none';
  const asked = spf({
    sender: from,
    ip: peer,
    helo: domain,
    mta: 'localhost',
    resolver: ask as (domain: string, type: string) => Promise<string[]>,
  }).then(({ status: { result } }) => {
    finding = result === 'pass' ? 'pass' : /^(?:fail|softfail|permerror)$/.test(result) ? 'fail' : 'none';
  });
  return (await within(asked, timeout)) ? { finding, domain } : noFinding;
}
