/** Which tickets the latest entries of the outbox have become, for every window of the browser. */
import type { Drafts } from '../../client/drafts.ts';

type Arrival = readonly [key: string, ticket: string];

const arrivedName = 'arrived';
/** The number of arrivals that are remembered. */
const remembered = 10;

const arrivals = (drafts: Drafts): readonly Arrival[] => drafts.load<readonly Arrival[]>(arrivedName)?.value ?? [];

/** The id of the ticket that an entry has become, from whichever window it went; `null` when it did not go. */
export const arrivedAs = (drafts: Drafts, key: string): string | null => arrivals(drafts).find(([sent]) => sent === key)?.[1] ?? null;

export function rememberArrival(drafts: Drafts, key: string, ticket: string): void {
  drafts.save(arrivedName, [[key, ticket], ...arrivals(drafts)].slice(0, remembered));
}
