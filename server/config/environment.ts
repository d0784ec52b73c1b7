/**
 * Reads the environment: secrets, addresses and paths. docs/configuration.md lists the variables. A wrong one stops the start with
 * its name and the expected form, never with its value.
 */
import * as v from 'valibot';
import { readSender, readSmtpUrl } from './mail.ts';
import { ConfigError } from './site.ts';
import type { Mistake } from './site.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

export interface Environment {
  readonly tokenSecret: string | null;
  /** A JWK set, or the path of one. */
  readonly tokenKeys: string | null;
  readonly issuer: string;
  readonly audience: string;
  readonly origins: readonly string[];
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  readonly configPath: string | null;
  readonly publicUrl: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  readonly opsToken: string | null;
  readonly databaseUrl: string | null;
  readonly demo: boolean;
}

/** Secrets with this prefix are in public documents: they are refused outside demo mode. */
export const demoSecretPrefix = 'demo-only-';

const given = v.optional(
  v.pipe(
    v.string(),
    v.trim(),
    v.transform((text) => (text === '' ? null : text)),
  ),
  '',
);
const named = (fallback: string) =>
  v.pipe(
    given,
    v.transform((text) => text ?? fallback),
  );

/** Whether a text is an origin as browsers write it: scheme, host, a port other than the default, nothing else. */
function isOrigin(text: string): boolean {
  try {
    const url = new URL(text);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text;
  } catch {
    return false;
  }
}

function isAddress(text: string | null): boolean {
  if (text === null) return true;
  try {
    const { protocol, username, password, search, hash, href } = new URL(text);
    return ['http:', 'https:'].includes(protocol) && username + password + search + hash === '' && !/[?#]/.test(href);
  } catch {
    return false;
  }
}

const longEnough = (secret: string | null): boolean => secret === null || Buffer.byteLength(secret) >= 32;

const Shape = v.object({
  SUPPORT_TOKEN_SECRET: v.pipe(given, v.check(longEnough, 'a secret of at least 32 bytes (openssl rand -base64 32 makes one)')),
  SUPPORT_TOKEN_KEYS: given,
  SUPPORT_TOKEN_ISSUER: named('site'),
  SUPPORT_TOKEN_AUDIENCE: named('support-ticket'),
  SUPPORT_ORIGINS: v.pipe(
    given,
    v.transform((text) =>
      (text ?? '')
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    ),
    v.check(
      (origins) => origins.every(isOrigin),
      'origins such as https://www.example.com, separated by commas, without a path or a final slash',
    ),
  ),
  SUPPORT_DATA_DIR: named('./data'),
  PORT: v.pipe(
    given,
    v.check((text) => text === null || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535), 'a port from 0 to 65535'),
    v.transform((text) => Number(text ?? 8787)),
  ),
  HOST: named('127.0.0.1'),
  SUPPORT_CONFIG: given,
  SUPPORT_PUBLIC_URL: v.pipe(
    given,
    v.check(isAddress, 'an address such as https://support.example.com or https://www.example.com/help, without a name, a query or a hash'),
    v.transform((text) => (text === null ? null : new URL(text).href.replace(/\/+$/, ''))),
  ),
  SUPPORT_SMTP_URL: v.pipe(
    given,
    v.check(
      (text) => text === null || readSmtpUrl(text) !== null,
      'an address such as smtps://user:password@mail.example.com (special characters percent-encoded), or smtp://… with ?tls=required, offered or never',
    ),
  ),
  SUPPORT_MAIL_FROM: v.pipe(
    given,
    v.check(
      (text) => text === null || readSender(text) !== null,
      'an address such as support@example.com or Example <support@example.com>',
    ),
  ),
  SUPPORT_OPS_TOKEN: v.pipe(
    given,
    v.check((token) => longEnough(token) && !/\s/.test(token ?? ''), 'a token of at least 32 bytes, without spaces'),
  ),
  SUPPORT_DATABASE_URL: given,
  SUPPORT_DEMO: v.pipe(
    given,
    v.check((text) => text === null || ['0', '1'].includes(text), '1 or nothing'),
    v.transform((text) => text === '1'),
  ),
});

/** @throws ConfigError */
export function readEnvironment(variables: Variables): Environment {
  const result = v.safeParse(Shape, variables);
  if (!result.success)
    throw new ConfigError(
      'environment',
      result.issues.map((issue): Mistake => ({ path: v.getDotPath(issue) ?? '', expected: issue.message })),
    );
  const read = result.output;
  refuseDemoSecrets(read.SUPPORT_DEMO, { SUPPORT_TOKEN_SECRET: read.SUPPORT_TOKEN_SECRET, SUPPORT_OPS_TOKEN: read.SUPPORT_OPS_TOKEN });
  return {
    tokenSecret: read.SUPPORT_TOKEN_SECRET,
    tokenKeys: read.SUPPORT_TOKEN_KEYS,
    issuer: read.SUPPORT_TOKEN_ISSUER,
    audience: read.SUPPORT_TOKEN_AUDIENCE,
    origins: read.SUPPORT_ORIGINS,
    dataDir: read.SUPPORT_DATA_DIR,
    port: read.PORT,
    host: read.HOST,
    configPath: read.SUPPORT_CONFIG,
    publicUrl: read.SUPPORT_PUBLIC_URL,
    smtpUrl: read.SUPPORT_SMTP_URL,
    mailFrom: read.SUPPORT_MAIL_FROM,
    opsToken: read.SUPPORT_OPS_TOKEN,
    databaseUrl: read.SUPPORT_DATABASE_URL,
    demo: read.SUPPORT_DEMO,
  };
}

function refuseDemoSecrets(demo: boolean, secrets: Readonly<Record<string, string | null>>): void {
  if (demo) return;
  const known = Object.entries(secrets).filter(([, secret]) => secret?.startsWith(demoSecretPrefix));
  if (known.length === 0) return;
  throw new ConfigError(
    'environment',
    known.map(([path]) => ({ path, expected: 'a secret of your own: this one is public, for the demo (SUPPORT_DEMO=1) only' })),
  );
}
