/** Guests: people without an account of the site. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';
import { SessionView } from './session.ts';

const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));
const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);

const secret = v.pipe(v.string('invalid'), v.minLength(1, 'required'), v.maxLength(2_048, 'too-long'));

export const GuestStart = strict({
  /** One plain address; `server/identity` decides whether it is one. */
  email: v.pipe(v.string('invalid'), v.trim(), v.minLength(1, 'required'), v.maxLength(254, 'too-long')),
  locale: v.optional(v.nullable(v.pipe(v.string('invalid'), v.regex(/^[A-Za-z0-9-]{1,35}$/, 'invalid')))),
});

export const GuestVerify = strict({
  challenge: v.pipe(v.string('invalid'), v.minLength(1, 'required'), v.maxLength(128, 'too-long')),
  /** As people type it: spaces and hyphens are ignored. */
  code: v.pipe(
    v.string('invalid'),
    v.maxLength(40, 'too-long'),
    v.transform((text) => text.replace(/[\s-]/g, '')),
    v.regex(new RegExp(`^\\d{6,${String(limits.code.digits)}}$`), 'invalid'),
  ),
});

export const GuestRenew = strict({ token: secret });
export const GuestLink = strict({ token: secret });

export const GuestChallengeView = out({ challenge: v.string(), expiresAt: v.string() });
export const GuestTokenView = out({
  token: v.string(),
  expiresAt: v.string(),
  /** Only with a token exchanged for a mail's link: it reads one ticket and writes nothing. */
  scope: v.optional(v.literal('read')),
});

const { form, help, now, team } = SessionView.entries;

/** What an unknown visitor is told. Empty when guests are off. */
export const Entrance = out({
  guests: v.boolean(),
  /** True when the site signs in customers of its own. */
  customers: v.boolean(),
  /** The form that a first request needs. */
  form: v.nullable(form),
  help: v.nullable(help),
  team,
  now,
});

export type EntranceView = v.InferOutput<typeof Entrance>;
export type GuestChallengeView = v.InferOutput<typeof GuestChallengeView>;
export type GuestTokenView = v.InferOutput<typeof GuestTokenView>;
