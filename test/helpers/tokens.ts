import { SignJWT } from 'jose';

export const testSecret = 'a-secret-for-tests-of-32-bytes-or-more';

export type Claims = Readonly<Record<string, unknown>>;

export interface MintOptions {
  readonly secret?: string;
  readonly now?: () => number;
}

/** A token as a site's backend makes them; `claims` replace the usual ones, undefined leaves one out. */
export async function mintToken(
  sub: string,
  claims: Claims = {},
  { secret = testSecret, now = Date.now }: MintOptions = {},
): Promise<string> {
  const at = Math.floor(now() / 1000);
  const payload = { iss: 'site', aud: 'support-ticket', sub, iat: at, exp: at + 3600, ...claims };
  const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return new SignJWT(kept).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(secret));
}
