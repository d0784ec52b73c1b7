/**
 * Links that sign somebody of the team in once, sent to their own address: the way round for whoever has to wait with
 * their password, or has forgotten it. They live in memory; after a restart, another one is asked for.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Language } from '../ticket/languages.ts';
import type { StaffAccount, Store } from '../store/store.ts';
import { createAllowance } from './allowance.ts';
import { createThrottle } from './throttle.ts';

/** A link on its way to its member. */
export interface SignInMail {
  readonly to: string;
  readonly link: string;
  readonly language: Language;
  /** Milliseconds since the epoch: from then on it is of no use. */
  readonly expiresAt: number;
}

/** Returns at once: how long a mail takes tells nobody whether there was one. */
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
  /** Milliseconds to wait; 0: whoever has this address gets a link, if anybody does. `asker`: the place, or the known device. */
  ask(asked: { readonly email: string; readonly language: Language; readonly asker: string }): Promise<number>;
  /** Milliseconds to wait, or the account that the link is for; undefined: it is not good, or no longer. */
  follow(token: string, address: string): Promise<number | StaffAccount | undefined>;
}

interface Link {
  readonly staffId: string;
  /** A password that was changed meanwhile ends the link. */
  readonly passwordHash: string;
  readonly expiresAt: number;
}

export const linkMinutes = 15;
const goodFor = linkMinutes * 60_000;
/** Links that one asker may cause within the time one is good for. */
const mostAsked = 5;
/** Links that one member gets within an hour, whoever asks. */
const mostMails = 30;
/** Wrong links from one place within the time one is good for. */
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
      // Taken before anything is waited for: two at once are not both let in.
      links.delete(id);
      const account = link && link.expiresAt > now() ? await store.staff(link.staffId) : undefined;
      if (account && account.passwordHash === link?.passwordHash) return account;
      wrong.fail(address);
      return undefined;
    },
  };
}
