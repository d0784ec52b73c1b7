/**
 * The link of a mail to a guest. It comes behind the `#` and leaves the address at once; what it is exchanged for reads
 * one ticket. Kept for this tab alone.
 */
const key = 'support-ticket-link';
/** What is kept where the browser lets pages keep nothing. */
let unstored: string | null = null;

/** Takes a link out of the address; false: there was none to take. */
export function takeLink(): boolean {
  const link = new URLSearchParams(location.hash.slice(1)).get('link');
  if (link === null) return false;
  history.replaceState(history.state, '', location.pathname + location.search);
  unstored = link;
  try {
    sessionStorage.setItem(key, link);
  } catch {
    // The page works until it is loaded again.
  }
  return true;
}

/** A code that was typed in this tab says more than a link. */
export function hasLink(): boolean {
  try {
    const typed = Object.keys(sessionStorage).some((name) => name.startsWith('support-ticket:guest:') && /"token":"/.test(sessionStorage.getItem(name) ?? ''));
    unstored = sessionStorage.getItem(key) ?? unstored;
    return !typed && unstored !== null;
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
