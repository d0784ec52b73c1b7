/**
 * The link of a mail to a guest. It comes behind the `#` and leaves the address at once; what it is exchanged for reads
 * one ticket. Kept for this tab alone.
 */
const key = 'support-ticket-link';
/** What is kept where the browser lets pages keep nothing. */
let unstored: string | null = null;

/** Takes a link out of the address; null: there was none to take. */
export function offeredLink(): string | null {
  const link = new URLSearchParams(location.hash.slice(1)).get('link');
  if (link !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return link;
}

export function keepLink(link: string): void {
  unstored = link;
  try {
    sessionStorage.setItem(key, link);
  } catch {
    // The page works until it is loaded again.
  }
}

/** The token of a guest who typed a code in this tab; null: nobody did. */
export function guestToken(): string | null {
  try {
    const name = Object.keys(sessionStorage).find((one) => one.startsWith('support-ticket:guest:'));
    const { token } = JSON.parse((name && sessionStorage.getItem(name)) || '{}') as { token?: unknown };
    return typeof token === 'string' && token !== '' ? token : null;
  } catch {
    return null;
  }
}

/** A code that was typed in this tab says more than a link. */
export function hasLink(): boolean {
  try {
    unstored = sessionStorage.getItem(key) ?? unstored;
    return guestToken() === null && unstored !== null;
  } catch {
    return unstored !== null;
  }
}

export function dropLink(): void {
  unstored = null;
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Then it was never there.
  }
}

/** A token that reads the ticket; null: the link has ended. @throws when the server does not answer */
export async function followLink(root: string): Promise<string | null> {
  const answer = await fetch(`${root}api/v1/guest/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: unstored }),
    credentials: 'omit',
    cache: 'no-store',
  });
  if (answer.status >= 500 || answer.status === 429) throw new TypeError('The server does not answer.');
  if (!answer.ok) return null;
  return ((await answer.json()) as { token: string }).token;
}
