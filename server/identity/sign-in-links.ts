/**
 * Links that sign a member of the team in once, sent to their address: for members who forgot their password or are
 * throttled. Links are kept in memory only; a restart invalidates them.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Language } from '../ticket/languages.ts';
import type { StaffAccount, Store } from '../store/store.ts';
import { createAllowance } from './allowance.ts';
import { createThrottle } from './throttle.ts';

/** The mail with a link. */
export interface SignInMail {
  readonly to: string;
  readonly link: string;
  readonly language: Language;
  /** Milliseconds since the epoch from which the link is refused. */
  readonly expiresAt: number;
}

/** Returns before the mail is sent, so that the answer's time does not reveal whether an account exists. */
export interface SignInPost {
  send(mail: SignInMail): void;
}

export interface SignInLinkDeps {
  readonly store: Pick<Store, 'staff' | 'staffByEmail'>;
  readonly post: SignInPost;
  /** The desk's page. */
  readonly page: string;
  readonly now: () => number;
}

export interface SignInLinks {
  /** Milliseconds to wait; 0: a link is sent when an account has the address. `asker`: the IP address or the known device. */
  ask(asked: { readonly email: string; readonly language: Language; readonly asker: string }): Promise<number>;
  /** Milliseconds to wait, or the link's account; `undefined` when the link is unknown, used or expired. */
  follow(token: string, address: string): Promise<number | StaffAccount | undefined>;
}

interface Link {
  readonly staffId: string;
  /** A link is refused once the password has been changed. */
  readonly passwordHash: string;
  readonly expiresAt: number;
}

export const linkMinutes = 15;
const goodFor = linkMinutes * 60_000;
/** Links that one asker may request within a link's lifetime. */
const mostAsked = 5;
/** Links that one member is sent within an hour, from all askers together. */
const mostMails = 30;
/** Wrong links that one IP address may try within a link's lifetime. */
const mostWrong = 50;

const idOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export function createSignInLinks({ store, post, page, now }: SignInLinkDeps): SignInLinks {
  const links = new Map<string, Link>();
  const asking = createThrottle({ failures: mostAsked, period: goodFor, now });
  const wrong = createThrottle({ failures: mostWrong, period: goodFor, now });
  const mails = createAllowance();

  function forgetOld(): void {
    for (const [id, { expiresAt }] of links) if (expiresAt <= now()) links.delete(id);
  }

  function write({ id: staffId, email, passwordHash }: StaffAccount, language: Language): void {
    if (mails.wait(staffId, mostMails, now()) > 0) return;
    mails.spend(staffId, now());
    const token = randomBytes(32).toString('base64url');
    const expiresAt = now() + goodFor;
    links.set(idOf(token), { staffId, passwordHash, expiresAt });
    post.send({ to: email, link: `${page}#sign-in=${token}`, language, expiresAt });
  }

  return {
    async ask({ email, language, asker }) {
      const wait = asking.waitFor(asker);
      if (wait > 0) return wait;
      asking.fail(asker);
      forgetOld();
      const account = await store.staffByEmail(email);
      if (account) write(account, language);
      return 0;
    },

    async follow(token, address) {
      const wait = wrong.waitFor(address);
      if (wait > 0) return wait;
      const id = idOf(token);
      const link = links.get(id);
      // Deleted before anything is awaited, so that two concurrent requests cannot both use the link.
      links.delete(id);
      const account = link && link.expiresAt > now() ? await store.staff(link.staffId) : undefined;
      if (account && account.passwordHash === link?.passwordHash) return account;
      wrong.fail(address);
      return undefined;
    },
  };
}
