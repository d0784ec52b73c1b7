/**
 * Guests: people without an account of the site, identified by an address that they have proven. A request for a code is
 * answered the same for every address, and nothing that the requester typed goes into the mail.
 */
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import { customerKey, guestIssuer } from '../../identity/customers.ts';
import { readEmail } from '../../text/email-address.ts';
import type { GuestCodes } from '../../identity/guest-codes.ts';
import type { GuestTokens, Issued } from '../../identity/guest-tokens.ts';
import { createThrottle } from '../../identity/throttle.ts';
import { TokenFault } from '../../identity/tokens.ts';
import type { CustomerStore, TicketStore } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { EntranceView, GuestChallengeView, GuestTokenView } from '../../wire/guests.ts';
import { instant } from '../../ticket/promise.ts';
import { mayRead } from '../../ticket/readers.ts';
import { formOf } from '../tickets/form.ts';

/** The mail with a code. */
export interface CodeMail {
  readonly to: string;
  readonly code: string;
  readonly language: Language;
  /** Milliseconds since the epoch from which the code is refused. */
  readonly expiresAt: number;
}

/** Sends mails with codes. Returns before the mail is sent, so that the answer's time reveals nothing. */
export interface CodePost {
  send(mail: CodeMail): void;
}

export interface GuestDeps {
  readonly store: Pick<TicketStore, 'ticket'> & Pick<CustomerStore, 'customer' | 'changeCustomer'>;
  readonly site: Site;
  readonly codes: GuestCodes;
  readonly tokens: GuestTokens;
  readonly post: CodePost;
  readonly now: () => number;
}

export type Refused = { readonly kind: 'refused' } | { readonly kind: 'wait'; readonly retryAfter: number };
export type Come<T> = { readonly kind: 'done'; readonly answer: T } | Refused;

export interface Guests {
  start(asked: {
    readonly email: string;
    readonly locale: string | null;
    readonly language: Language;
    readonly address: string;
  }): Promise<Come<GuestChallengeView>>;
  verify(tried: { readonly challenge: string; readonly code: string; readonly address: string }): Promise<Come<GuestTokenView>>;
  renew(token: string, address: string): Promise<Come<GuestTokenView>>;
  link(token: string, address: string): Promise<Come<GuestTokenView>>;
}

/** Wrong codes, tokens and links that one client may send within `period`, before it has to wait. */
const failures = 50;
const period = 15 * 60_000;

const seconds = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1000));

export function createGuests({ store, codes, tokens, post, now }: GuestDeps): Guests {
  const throttle = createThrottle({ failures, period, now });

  async function counted<T>(address: string, work: () => Promise<Come<T>>): Promise<Come<T>> {
    const wait = throttle.waitFor(address);
    if (wait > 0) return { kind: 'wait', retryAfter: seconds(wait) };
    const result = await work().catch((error: unknown): Refused => {
      if (error instanceof TokenFault) return { kind: 'refused' };
      throw error;
    });
    if (result.kind === 'refused') throttle.fail(address);
    return result;
  }

  const view = ({ token, expiresAt }: Issued): GuestTokenView => ({ token, expiresAt: instant(expiresAt) });

  /** Verifies the address of a guest's row that the desk made for a ticket opened on their behalf. */
  async function adopt(email: string, locale: string | null): Promise<void> {
    const id = customerKey(guestIssuer, email.toLowerCase());
    const waiting = await store.customer(id);
    if (!waiting || waiting.emailVerified) return;
    await store.changeCustomer(id, (before) => {
      const known = before ?? waiting;
      return { ...known, email, emailVerified: true, locale: locale ?? known.locale, updatedAt: instant(now()) };
    });
  }

  return {
    async start({ email: given, locale, language, address }) {
      const email = readEmail(given);
      if (email === null) throw new InvalidInput({ path: 'email', code: 'invalid' });
      const started = await codes.start({ email, locale, address });
      if (started.kind === 'wait') return { kind: 'wait', retryAfter: seconds(started.milliseconds) };
      const { challenge, code, expiresAt } = started;
      post.send({ to: email, code, language, expiresAt });
      return { kind: 'done', answer: { challenge, expiresAt: instant(expiresAt) } };
    },

    verify: ({ challenge, code, address }) =>
      counted(address, async () => {
        const verdict = await codes.verify(challenge, code);
        if (verdict.kind === 'wait') return { kind: 'wait', retryAfter: seconds(verdict.milliseconds) };
        if (verdict.kind === 'refused') return verdict;
        const { email, locale } = verdict;
        await adopt(email, locale);
        const provenAt = Math.floor(now() / 1000);
        return { kind: 'done', answer: view(await tokens.issue({ email, locale, provenAt, only: null })) };
      }),

    renew: (token, address) => counted(address, async () => ({ kind: 'done', answer: view(await tokens.renew(token)) })),

    link: (token, address) =>
      counted(address, async () => {
        const { customerId, ticketId } = await tokens.follow(token);
        const [ticket, guest] = [await store.ticket(ticketId), await store.customer(customerId)];
        // The link is refused when the guest was erased, or may no longer read the ticket.
        if (guest?.kind !== 'guest' || guest.email === null || !ticket || !mayRead(ticket, { customer: guest, only: ticketId }))
          return { kind: 'refused' };
        const issued = await tokens.issue({ email: guest.email, locale: guest.locale, provenAt: null, only: ticketId });
        return { kind: 'done', answer: { ...view(issued), scope: 'read' } };
      }),
  };
}

export interface EntranceDeps {
  readonly site: Site;
  /** The site signs tokens for its own customers. */
  readonly customers: boolean;
  readonly now: () => number;
}

/** The form for visitors before they sign in. It holds no data of a person. */
export function createEntrance({ site, customers, now }: EntranceDeps): (language: Language) => EntranceView {
  const { enabled } = site.guests;
  return (language) => ({
    guests: enabled,
    customers,
    form: enabled ? formOf(site, language, now()) : null,
    // Searching articles needs a token.
    help: enabled ? { url: site.help.url, email: site.help.email, phone: site.help.phone, articles: false } : null,
    team: enabled && site.team !== null ? say(site.team, language) : null,
    now: instant(now()),
  });
}
