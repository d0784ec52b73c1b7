/**
 * Signing in at the desk: a right password opens a new session, whose name only the browser knows; the account is
 * looked at on every request, so a removed one has none left.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { StaffAccount, StaffSession, Store } from '../store/store.ts';
import { instant } from '../ticket/promise.ts';
import type { Passwords } from './passwords.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export interface SessionDeps {
  readonly store: Pick<Store, 'staff' | 'staffByEmail' | 'session' | 'commit'>;
  readonly passwords: Passwords;
  readonly now: () => number;
  readonly sessionHours: number;
  readonly throttle: SignInThrottle;
}

export interface Attempt {
  readonly email: string;
  readonly password: string;
  /** Where it comes from. */
  readonly address: string;
  /** The cookie that came with it, whose session ends. */
  readonly previous: string | null;
}

export type SignIn =
  | { readonly kind: 'signed-in'; readonly secret: string; readonly account: StaffAccount; readonly maxAge: number }
  | { readonly kind: 'refused' }
  /** Seconds. */
  | { readonly kind: 'wait'; readonly retryAfter: number };

export interface StaffSessions {
  signIn(attempt: Attempt): Promise<SignIn>;
  signOut(secret: string): Promise<void>;
  /** Whose session it is, if it is one. */
  account(secret: string): Promise<StaffAccount | undefined>;
}

const idOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export function createSessions(deps: SessionDeps): StaffSessions {
  const { store, passwords, now, sessionHours, throttle } = deps;

  async function open(account: StaffAccount, previous: string | null): Promise<SignIn> {
    const secret = randomBytes(32).toString('base64url');
    const maxAge = sessionHours * 3_600;
    const session: StaffSession = {
      id: idOf(secret),
      staffId: account.id,
      createdAt: instant(now()),
      expiresAt: instant(now() + maxAge * 1000),
    };
    await store.commit({ put: { sessions: [session] }, ...(previous !== null && { drop: { sessions: [idOf(previous)] } }) });
    return { kind: 'signed-in', secret, account, maxAge };
  }

  return {
    async signIn({ email, password, address, previous }) {
      const wait = throttle.waitFor(email, address);
      if (wait > 0) return { kind: 'wait', retryAfter: Math.ceil(wait / 1000) };
      throttle.fail(email, address);
      const account = await store.staffByEmail(email);
      const right = await passwords.matches(password, account?.passwordHash ?? null);
      if (!right || !account) return { kind: 'refused' };
      throttle.right(email, address);
      return open(account, previous);
    },

    async signOut(secret) {
      const id = idOf(secret);
      if (await store.session(id)) await store.commit({ drop: { sessions: [id] } });
    },

    async account(secret) {
      const session = await store.session(idOf(secret));
      if (!session || session.expiresAt <= instant(now())) return undefined;
      return store.staff(session.staffId);
    },
  };
}
