/**
 * The customer's token on the hosted page. It comes behind the `#` of the address, which no browser sends to a server,
 * and leaves the address at once. It is kept for this tab alone, as long as it can be good.
 */

/** Of a token without which nobody is known here; kept in place of one that has run out. */
const ranOut = '';
const key = 'support-ticket-token';
const longest = 60 * 60;

interface Kept {
  readonly token: string;
  /** Milliseconds since the epoch, by this device's clock. */
  readonly until: number;
}

/** What is kept where the browser lets pages keep nothing. */
let unstored: Kept | null = null;

/** Takes a token out of the address; null: there was none to take. */
export function offeredPass(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

/** What is no token lets nobody in. */
export function keepPass(token: string, now: number): void {
  const life = lifeOf(token);
  // Counted from now: this device's clock may be wrong, and the server has the last word anyway.
  if (life > 0) keep({ token, until: now + life * 1000 });
  else forgetPass();
}

export const canBePass = (token: string): boolean => lifeOf(token) > 0;

/** Both name the same person, as far as tokens can tell before the server has checked them. */
export function isSamePerson(one: string, other: string): boolean {
  const [a, b] = [claimsOf(one), claimsOf(other)];
  return a['iss'] === b['iss'] && a['sub'] === b['sub'];
}

/** A token that can be good, or null. */
export function currentPass(now: number): string | null {
  const kept = read();
  if (kept && kept.until <= now) endPass();
  return (kept && kept.until > now && kept.token) || null;
}

/** Milliseconds until the token can no longer be good. */
export const passLeft = (now: number): number => Math.max(0, (read()?.until ?? now) - now);

/** There was a token in this tab, and it is over. */
export const passEnded = (): boolean => read()?.token === ranOut;

export const endPass = (): void => keep({ token: ranOut, until: 0 });

export function forgetPass(): void {
  unstored = null;
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Then it was never there.
  }
}

function keep(kept: Kept): void {
  unstored = kept;
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // The page works until it is loaded again.
  }
}

function read(): Kept | null {
  try {
    const { token, until } = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept;
    return typeof token === 'string' && typeof until === 'number' ? { token, until } : unstored;
  } catch {
    return unstored;
  }
}

/** Whom a token names, so that nobody writes in another's place unawares. */
export function bearerOf(token: string | null): string {
  const { name, email } = claimsOf(token ?? '');
  return String(name ?? email ?? '');
}

/** Seconds; none for what is no token. */
function lifeOf(token: string): number {
  const { iat, exp } = claimsOf(token);
  const life = Number(exp) - Number(iat);
  return life > 0 ? Math.min(life, longest) : 0;
}

/** What a token says, unproven: the server checks it. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const bytes = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const claims: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
