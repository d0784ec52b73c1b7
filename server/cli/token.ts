import { SignJWT } from 'jose';
import { readSettings } from '../config.ts';
import type { Settings } from '../config.ts';
import { systemClock } from '../system.ts';
import { emailOf } from '../identity/claims.ts';
import { needsUtf8, readEmail } from '../text/email-address.ts';
import { isLive } from '../identity/keys.ts';
import { createTokens, TokenFault } from '../identity/tokens.ts';
import { exit, parse, required, UsageError } from './command.ts';
import type { Command, Io } from './command.ts';
import { hintOf } from './doctor-site.ts';

const help = `token --sub <id> [--email <address>] [--name <name>] [--locale <tag>] [--minutes <n>]
      [--order <id=label>]… [--subscription <id=label>]… [--project <id=label>]…
token check <jwt>     ("-" reads it from the standard input)

The first form prints a customer token for development, signed with SUPPORT_TOKEN_SECRET (or the
HS256 key of SUPPORT_TOKEN_KEYS). The second says whether a token is good, or exactly why not.

  --sub <id>            the customer's id on the site
  --email <address>     their address; --unverified if it is not proven
  --minutes <n>         how long it lives: 1 to 60, 60 unless said otherwise
  --order <id=label>    something they own, which a ticket may be about; may be repeated`;

const repeatable = { type: 'string', multiple: true } as const;
const single = { type: 'string' } as const;
const options = {
  sub: single,
  email: single,
  unverified: { type: 'boolean' },
  name: single,
  locale: single,
  minutes: single,
  order: repeatable,
  subscription: repeatable,
  project: repeatable,
} as const;

export const token: Command = {
  name: 'token',
  summary: 'make a customer token for development, or check one',
  help,
  run: (args, io) => (args[0] === 'check' ? check(args.slice(1), io) : make(args, io)),
};

async function make(args: readonly string[], io: Io): Promise<number> {
  const { values } = parse(args, options);
  const sub = required(values.sub, '--sub');
  if (values.email !== undefined && readEmail(values.email) === null) throw new UsageError('--email is not an e-mail address');
  const minutes = Number(values.minutes ?? 60);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 60) throw new UsageError('--minutes is a whole number from 1 to 60');
  const settings = readSettings(io.variables());
  const claims = {
    ...(values.email !== undefined && { email: values.email, email_verified: !values.unverified }),
    ...(values.name !== undefined && { name: values.name }),
    ...(values.locale !== undefined && { locale: values.locale }),
    ...(values.order && { orders: values.order.map(thing) }),
    ...(values.subscription && { subscriptions: values.subscription.map(thing) }),
    ...(values.project && { projects: values.project.map(thing) }),
  };
  io.out(await sign(claims, sub, minutes, settings));
  return exit.done;
}

function thing(text: string): { id: string; label: string } {
  const [id = '', ...label] = text.split('=');
  if (id === '') throw new UsageError('what a customer owns is written id=label');
  return { id, label: label.join('=') || id };
}

async function sign(claims: Record<string, unknown>, sub: string, minutes: number, { keys, environment }: Settings): Promise<string> {
  const key = keys.find((candidate) => candidate.algorithm === 'HS256' && isLive(candidate, systemClock()));
  if (!key)
    throw new UsageError('there is no secret to sign with: SUPPORT_TOKEN_SECRET is missing, and the keys of SUPPORT_TOKEN_KEYS only check');
  const at = Math.floor(systemClock() / 1000);
  return new SignJWT({ ...claims, sub, iss: environment.issuer, aud: environment.audience, iat: at, exp: at + minutes * 60 })
    .setProtectedHeader({ alg: key.algorithm, typ: 'JWT', ...(key.kid !== null && { kid: key.kid }) })
    .sign(key.key);
}

async function check(args: readonly string[], io: Io): Promise<number> {
  const { positionals } = parse(args, {}, 1);
  const given = required(positionals[0], 'the token');
  const jwt = given === '-' ? (await io.readLine()).trim() : given;
  const { keys, environment } = readSettings(io.variables());
  const tokens = createTokens({ keys, issuer: environment.issuer, audience: environment.audience, now: systemClock });
  try {
    const claims = await tokens.verify(jwt);
    io.out(
      `good: customer ${JSON.stringify(claims.sub)} of ${JSON.stringify(claims.iss)}, until ${new Date(claims.exp * 1000).toISOString()}`,
    );
    const email = emailOf(claims) ?? null;
    if (email !== null && email !== claims.email) io.say(`mails go to ${email}`);
    if (email !== null && needsUtf8(email))
      io.say('before its @ the address goes beyond ASCII: only a mail server that offers SMTPUTF8 can send to it (doctor looks)');
    if (claims.email && email === null) io.say('but "email" is not an e-mail address: it counts as none');
    else if (claims.email && claims.email_verified !== true)
      io.say('"email_verified" is not true: mails to this customer carry the number and a link only');
    return exit.done;
  } catch (error) {
    if (!(error instanceof TokenFault)) throw error;
    io.out(`refused: ${error.message}`);
    const hint = hintOf(error.message, environment);
    if (hint !== null) io.say(hint);
    return exit.rejects;
  }
}
