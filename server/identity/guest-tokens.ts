/**
 * Tokens that this server signs itself: access tokens for guests who have proven an address or followed the link of a mail,
 * and the tokens in those links. The two kinds differ in audience, and none can be taken for a token of the site.
 */
import { SignJWT, decodeProtectedHeader, jwtVerify } from 'jose';
import * as v from 'valibot';
import type { Claims } from './claims.ts';
import { guestIssuer } from './customers.ts';
import { guestKeyPrefix } from './keys.ts';
import type { GuestKeys } from './guest-keys.ts';
import { TokenFault } from './tokens.ts';

export interface GuestTokenTerms {
  readonly keys: GuestKeys;
  readonly now: () => number;
  /** Hours for which a guest needs no second code. */
  readonly signInHours: number;
  readonly linkDays: number;
}

/** What a guest has proven. */
export interface GuestPass {
  readonly email: string;
  readonly locale: string | null;
  /** When the code was entered, in seconds; `null` when the link of a mail was followed. */
  readonly provenAt: number | null;
  /** The one ticket that may be read after a link was followed; `null` after a code. */
  readonly only: string | null;
}

export interface Issued {
  readonly token: string;
  readonly expiresAt: number;
}

/** What the link of a mail opens. */
export interface LinkTarget {
  /** The key of the guest's row. */
  readonly customerId: string;
  readonly ticketId: string;
}

export interface GuestTokens {
  issue(pass: GuestPass): Promise<Issued>;
  /** @throws TokenFault with the reason */
  verify(token: string): Promise<{ readonly claims: Claims; readonly only: string | null }>;
  /** A new token for a guest who entered a code within `signInHours`, even when the old token has expired. @throws TokenFault */
  renew(token: string): Promise<Issued>;
  /** Returns the same link for the same arguments, so that a mail can be rendered again. `at`: when the reported event happened. */
  link(target: LinkTarget, at: number): Promise<string>;
  /** @throws TokenFault */
  follow(link: string): Promise<LinkTarget>;
}

const life = 60 * 60;
/** Seconds that the clock may be set back without invalidating a token. */
const tolerance = 30;
const maxLength = 2_048;
const audience = { access: 'support-ticket-guest', link: 'support-ticket-link' } as const;

const seconds = v.pipe(v.number(), v.integer());
const Access = v.object({
  iss: v.literal(guestIssuer),
  sub: v.pipe(v.string(), v.minLength(1)),
  email: v.string(),
  locale: v.optional(v.string()),
  proven: v.optional(seconds),
  ticket: v.optional(v.string()),
  iat: seconds,
  exp: seconds,
});
type Access = v.InferOutput<typeof Access>;
const Link = v.object({
  iss: v.literal(guestIssuer),
  sub: v.pipe(v.string(), v.minLength(1)),
  ticket: v.pipe(v.string(), v.minLength(1)),
  exp: seconds,
});

/** Whether the header names a key of this server. The signature is not checked here. */
export function isGuestToken(token: string): boolean {
  try {
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === 'string' && kid.startsWith(guestKeyPrefix);
  } catch {
    return false;
  }
}

export function createGuestTokens({ keys, now, signInHours, linkDays }: GuestTokenTerms): GuestTokens {
  async function sign(claims: Readonly<Record<string, unknown>>, aud: string): Promise<string> {
    const { id, secret } = await keys.newest();
    return new SignJWT({ iss: guestIssuer, aud, ...claims })
      .setProtectedHeader({ alg: 'HS256', kid: id })
      .sign(Buffer.from(secret, 'base64url'));
  }

  async function read<const T extends v.GenericSchema>(
    token: string,
    aud: string,
    schema: T,
    options: { readonly ended?: boolean } = {},
  ): Promise<v.InferOutput<T>> {
    if (token.length > maxLength || !isGuestToken(token)) throw new TokenFault('it is no token of this server');
    const key = await keys.named(decodeProtectedHeader(token).kid);
    if (!key) throw new TokenFault('its key is not known, or has ended');
    const currentDate = new Date(options.ended ? 0 : now());
    const { payload } = await jwtVerify(token, Buffer.from(key.secret, 'base64url'), {
      algorithms: ['HS256'],
      audience: aud,
      clockTolerance: tolerance,
      currentDate,
    }).catch((error: unknown) => {
      throw new TokenFault(error instanceof Error ? error.message : 'it cannot be read');
    });
    const result = v.safeParse(schema, payload);
    if (!result.success) throw new TokenFault('it does not say what it must');
    return result.output;
  }

  /** A token expires no later than the period in which it can be renewed. */
  async function issue({ email, locale, provenAt, only }: GuestPass): Promise<Issued> {
    const iat = Math.floor(now() / 1000);
    const exp = Math.min(iat + life, provenAt === null ? Infinity : provenAt + signInHours * 3_600);
    const said = {
      ...(locale !== null && { locale }),
      ...(provenAt !== null && { proven: provenAt }),
      ...(only !== null && { ticket: only }),
    };
    return { token: await sign({ sub: email.toLowerCase(), email, ...said, iat, exp }, audience.access), expiresAt: exp * 1000 };
  }

  return {
    issue,

    async verify(token) {
      const access = await read(token, audience.access, Access);
      const only = access.proven === undefined ? (access.ticket ?? '') : null;
      return { claims: claimsOf(access), only };
    },

    async renew(token) {
      const { email, locale = null, proven } = await read(token, audience.access, Access, { ended: true });
      const at = now() / 1000;
      if (proven === undefined || proven > at + tolerance) throw new TokenFault('no code was typed for it');
      if (at >= proven + signInHours * 3_600) throw new TokenFault('its code was typed too long ago');
      return issue({ email, locale, provenAt: proven, only: null });
    },

    link: ({ customerId, ticketId }, at) =>
      sign({ sub: customerId, ticket: ticketId, exp: Math.floor(at / 1000) + linkDays * 86_400 }, audience.link),

    async follow(link) {
      const { sub, ticket } = await read(link, audience.link, Link);
      return { customerId: sub, ticketId: ticket };
    },
  };
}

const claimsOf = ({ sub, email, locale, iat, exp }: Access): Claims => ({
  iss: guestIssuer,
  aud: audience.access,
  sub,
  iat,
  exp,
  name: null,
  email,
  email_verified: true,
  locale: locale ?? null,
  orders: null,
  subscriptions: null,
  projects: null,
  legacy: null,
});
