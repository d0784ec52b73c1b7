import type { Claimants, MatchCounts } from '../archive-store.ts';
import { accountHash, emailHash } from './identity.ts';
import { briefHash } from './index.ts';
import type { ArchiveIndex } from './index.ts';
import type { Mappings } from './mappings.ts';

/** Rows processed before yielding to the event loop. */
const slice = 20_000;

const several = '';

/** Whose tickets are: by mapping, else by account, else by address, as `services/archive.ts` decides for one customer. */
export async function matchAll(index: ArchiveIndex, mappings: Mappings, brand: string | null, claimants: Claimants): Promise<MatchCounts> {
  const counts: MatchCounts = { tickets: 0, mapped: 0, account: 0, email: 0, ambiguous: 0, unmatched: 0, nameless: 0 };
  const mapped = mappedHashes(mappings);
  const accounts = new Map<number, string>();
  const emails = new Map<number, string>();
  for (const { brand: of, account, customer } of claimants.accounts()) claim(accounts, briefHash(accountHash(of, account)), customer);
  for (const { email, customer } of claimants.emails()) claim(emails, briefHash(emailHash(email)), customer);
  for (let row = 0; row < index.rows; row++) {
    if (row % slice === slice - 1) await new Promise((resolve) => setImmediate(resolve));
    if (!index.lives(row) || (brand !== null && index.brandOf(row) !== brand)) continue;
    counts.tickets++;
    const way = wayOf(row);
    counts[way]++;
    if (way === 'unmatched' && index.brief(row, 'account') === 0 && index.brief(row, 'email') === 0) counts.nameless++;
  }
  return counts;

  function wayOf(row: number): Exclude<keyof MatchCounts, 'tickets' | 'nameless'> {
    const account = index.brief(row, 'account');
    const email = index.brief(row, 'email');
    if (mapped.accounts.has(account) || mapped.emails.has(`${index.brandOf(row)} ${String(email)}`)) return 'mapped';
    const byAccount = accounts.get(account);
    if (byAccount !== undefined) return byAccount === several ? 'ambiguous' : 'account';
    const byEmail = emails.get(email);
    return byEmail === undefined ? 'unmatched' : byEmail === several ? 'ambiguous' : 'email';
  }
}

function claim(claims: Map<number, string>, hash: number, customer: string): void {
  if (hash === 0) return;
  const before = claims.get(hash);
  claims.set(hash, before === undefined || before === customer ? customer : several);
}

/** An account's hash knows its brand; an address is mapped within a brand. */
function mappedHashes(mappings: Mappings): { accounts: Set<number>; emails: Set<string> } {
  const accounts = new Set<number>();
  const emails = new Set<string>();
  for (const { brand, account, email } of mappings.current()) {
    if (account !== undefined) accounts.add(briefHash(accountHash(brand, account)));
    else emails.add(`${brand} ${String(briefHash(emailHash(email)))}`);
  }
  return { accounts, emails };
}
