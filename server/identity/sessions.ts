/**
 * Signing in at the desk: a right password, or a link from a mail, opens a new session. Only the browser keeps its secret; the
 * store has a hash. The account is read on every request, so that removing it ends its sessions.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { StaffAccount, StaffSession, Store } from '../store/store.ts';
import type { Language } from '../ticket/languages.ts';
import { instant } from '../ticket/promise.ts';
import type { DeviceCookies, DeviceMark, KnownDevices } from './known-devices.ts';
import type { Passwords } from './passwords.ts';
import type { SignInLinks } from './sign-in-links.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export interface SessionDeps {
  readonly store: Pick<Store, 'staff' | 'staffByEmail' | 'session' | 'commit'>;
  readonly passwords: Passwords;
  readonly now: () => number;
  readonly sessionHours: number;
  readonly throttle: SignInThrottle;
  readonly devices: KnownDevices;
  /** `null`: this server sends no mails. */
  readonly links: SignInLinks | null;
}

/** A client that signs in. */
export interface Comer {
  /** The client's IP address. */
  readonly address: string;
  /** The session cookie that the request had; its session ends when the sign-in succeeds. */
  readonly previous: string | null;
  readonly devices: DeviceCookies;
}

export interface Attempt extends Comer {
  readonly email: string;
  readonly password: string;
}

export type SignIn =
  | {
      readonly kind: 'signed-in';
      readonly secret: string;
      readonly account: StaffAccount;
      readonly maxAge: number;
      readonly device: DeviceMark;
    }
  | { readonly kind: 'refused' }
  | Waiting;

interface Waiting {
  readonly kind: 'wait';
  /** Seconds. */
  readonly retryAfter: number;
}

export interface StaffSessions {
  signIn(attempt: Attempt): Promise<SignIn>;
  readonly links: {
    /** Answers the same whether an account has the address or not; `unavailable`: this server sends no mails. */
    ask(
      asked: { readonly email: string; readonly language: Language } & Comer,
    ): Promise<{ readonly kind: 'asked' | 'unavailable' } | Waiting>;
    follow(link: { readonly token: string } & Comer): Promise<SignIn>;
  };
  signOut(secret: string): Promise<void>;
  /** The account of the session; `undefined` when the secret is of no session. */
  account(secret: string): Promise<StaffAccount | undefined>;
}

interface Counter {
  /** Milliseconds. */
  readonly wait: number;
  readonly fail: () => void;
  readonly right: () => void;
}

const waiting = (milliseconds: number): Waiting => ({ kind: 'wait', retryAfter: Math.ceil(milliseconds / 1000) });

const idOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export function createSessions(deps: SessionDeps): StaffSessions {
  const { store, passwords, now, sessionHours, throttle, devices, links } = deps;

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
    return { kind: 'signed-in', secret, account, maxAge, device: devices.mark(account) };
  }

  /** The failure counter of a known device; for other clients, the one by address and IP address. */
  function counterOf(email: string, address: string, device: string | null): Counter {
    if (device === null)
      return {
        wait: throttle.waitFor(email, address),
        fail: () => throttle.fail(email, address),
        right: () => throttle.right(email, address),
      };
    return {
      wait: devices.throttle.waitFor(device),
      fail: () => devices.throttle.fail(device),
      right: () => devices.throttle.forget(device),
    };
  }

  return {
    async signIn({ email, password, address, previous, devices: cookies }) {
      const account = await store.staffByEmail(email);
      const counter = counterOf(email, address, account ? devices.recognise(account, cookies) : null);
      if (counter.wait > 0) return waiting(counter.wait);
      counter.fail();
      const right = await passwords.matches(password, account?.passwordHash ?? null);
      if (!right || !account) return { kind: 'refused' };
      counter.right();
      return open(account, previous);
    },

    links: {
      async ask({ email, language, address, devices: cookies }) {
        if (!links) return { kind: 'unavailable' };
        const account = await store.staffByEmail(email);
        const device = account ? devices.recognise(account, cookies) : null;
        const wait = await links.ask({ email, language, asker: device === null ? `address ${address}` : `device ${device}` });
        return wait > 0 ? waiting(wait) : { kind: 'asked' };
      },

      async follow({ token, address, previous }) {
        const found = await links?.follow(token, address);
        if (typeof found === 'number') return waiting(found);
        return found ? open(found, previous) : { kind: 'refused' };
      },
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
