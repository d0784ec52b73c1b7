/**
 * `support-ticket/server`: mounts this server in another one. The package contains no other types of the server, so the types
 * here are written out and import none of ours.
 */
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { ConfigError, readSettings, variables } from './config.ts';
import type { Settings } from './config.ts';
import { randomId } from './system.ts';
import { unreadable } from './http/socket/listen.ts';
import { openServer } from './main.ts';
import { rootOf } from './root.ts';

/** One line per event: ids, counts and reasons, never tokens or users' texts. */
export interface SupportLog {
  info(message: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(message: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  error(message: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
}

/** Options that are left out are read from the environment, as `support-ticket serve` does. */
export interface SupportOptions {
  /** URL under which the app is mounted, such as `https://www.example.com/support` (SUPPORT_PUBLIC_URL). */
  readonly publicUrl?: string | undefined;
  /** Folder of the data; only one process may have it open (SUPPORT_DATA_DIR). */
  readonly dataDir?: string | undefined;
  /** The secret that the site signs customer tokens with, at least 32 bytes (SUPPORT_TOKEN_SECRET). */
  readonly tokenSecret?: string | undefined;
  /** A JWK set, as an object or as JSON, or the path of a file with one (SUPPORT_TOKEN_KEYS). */
  readonly tokenKeys?: string | { readonly keys: readonly object[] } | undefined;
  /** `iss` of customer tokens (SUPPORT_TOKEN_ISSUER). */
  readonly issuer?: string | undefined;
  /** `aud` of customer tokens (SUPPORT_TOKEN_AUDIENCE). */
  readonly audience?: string | undefined;
  /** Origins of pages with the widget; pages on the server's own origin need none (SUPPORT_ORIGINS). */
  readonly origins?: readonly string[] | undefined;
  /** The SMTP server for mails, such as `smtps://user:password@mail.example.com` (SUPPORT_SMTP_URL). */
  readonly smtpUrl?: string | undefined;
  /** Sender of mails (SUPPORT_MAIL_FROM). */
  readonly mailFrom?: string | undefined;
  /** The token for the operations routes, at least 32 bytes (SUPPORT_OPS_TOKEN). */
  readonly opsToken?: string | undefined;
  /** The content of `support.config.json`, or the path of such a file (SUPPORT_CONFIG). */
  readonly config?: string | object | undefined;
  /** By default, warnings and errors go to the console. */
  readonly log?: SupportLog | undefined;
}

/** A Hono app to mount: `site.route('/support', support)`. */
export interface SupportApp extends Hono {
  /** The app as a listener for `node:http` or Express; no middleware before it may read the body. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** Finishes requests in progress, writes everything to disk and unlocks the folder; later requests are refused. */
  close(): Promise<void>;
}

const text = v.optional(v.string('a text'));
const Options = v.strictObject(
  {
    publicUrl: text,
    dataDir: text,
    tokenSecret: text,
    tokenKeys: v.optional(v.union([v.string(), v.record(v.string(), v.unknown())], 'a JWK set, its JSON, or the path of a file with one')),
    issuer: text,
    audience: text,
    origins: v.optional(v.array(v.string(), 'a list of origins such as https://www.example.com')),
    smtpUrl: text,
    mailFrom: text,
    opsToken: text,
    config: v.optional(
      v.custom<string | object>(
        (given) => typeof given === 'string' || (typeof given === 'object' && given !== null && !Array.isArray(given)),
        'a configuration, or the path of its file',
      ),
    ),
    log: v.optional(v.custom<SupportLog>(isLog, 'an object with the functions info, warn and error')),
  },
  'an object of options',
);

const named = {
  publicUrl: 'SUPPORT_PUBLIC_URL',
  dataDir: 'SUPPORT_DATA_DIR',
  tokenSecret: 'SUPPORT_TOKEN_SECRET',
  tokenKeys: 'SUPPORT_TOKEN_KEYS',
  issuer: 'SUPPORT_TOKEN_ISSUER',
  audience: 'SUPPORT_TOKEN_AUDIENCE',
  origins: 'SUPPORT_ORIGINS',
  smtpUrl: 'SUPPORT_SMTP_URL',
  mailFrom: 'SUPPORT_MAIL_FROM',
  opsToken: 'SUPPORT_OPS_TOKEN',
  config: 'SUPPORT_CONFIG',
} as const;

const optionOf = new Map<string, string>(Object.entries(named).map(([option, variable]) => [variable, option]));

function isLog(given: unknown): boolean {
  return (
    typeof given === 'object' &&
    given !== null &&
    (['info', 'warn', 'error'] as const).every((name) => name in given && typeof given[name as never] === 'function')
  );
}

const consoleLog: SupportLog = {
  info: () => undefined,
  warn: (message, facts = {}) => console.warn(`support-ticket: ${message}`, facts),
  error: (message, facts = {}) => console.error(`support-ticket: ${message}`, facts),
};

/**
 * Opens the store and creates the app. Call `close` before the process ends.
 * @throws An error with a message that tells what to do: `ConfigError` for an option or a variable, `FolderInUseError`, `JournalError`.
 */
export async function createApp(options: SupportOptions = {}): Promise<SupportApp> {
  const settings = settingsOf(options);
  const log = options.log ?? consoleLog;
  const waiting = countRequests();
  const server = await openServer({ settings, log }, () => Promise.resolve(waiting.ended));
  const { app, deps } = server.composition;
  const checkPlace = createPlaceCheck(deps.publicUrl, log);
  let closing: Promise<void> | null = null;

  const answer = (request: Request, env: unknown): Promise<Response> => {
    if (closing) return Promise.resolve(closed());
    return waiting.during(async () => app.fetch(request, env ?? {}));
  };
  const mounted = new Hono().all('*', (c) => {
    const base = baseOf(c);
    checkPlace(base);
    return answer(base === '' ? c.req.raw : requestBelow(c.req.raw, base), c.env);
  });
  const listen = getRequestListener((request, env) => answer(request, env), { errorHandler: () => unreadable(randomId()) });
  return Object.assign(mounted, {
    listener: (request: IncomingMessage, response: ServerResponse) => void listen(request, response),
    close: () => (closing ??= server.close()),
  });
}

function settingsOf(options: SupportOptions): Settings {
  const read = v.safeParse(Options, options);
  if (!read.success)
    throw new ConfigError(
      'createApp',
      read.issues.map((issue) => ({
        path: v.getDotPath(issue) ?? '',
        expected: issue.type === 'strict_object' && issue.expected === 'never' ? 'no such option' : issue.message,
      })),
    );
  const { config, tokenKeys, origins, log: _, ...texts } = read.output;
  const given: Partial<Record<keyof typeof named, string | undefined>> = {
    ...texts,
    tokenKeys: typeof tokenKeys === 'object' ? JSON.stringify(tokenKeys) : tokenKeys,
    origins: origins?.join(','),
    config: typeof config === 'string' ? config : undefined,
  };
  const from = Object.entries(given).flatMap(([option, value]) =>
    value === undefined ? [] : [[named[option as keyof typeof named], value]],
  );
  try {
    return readSettings({ ...variables(), ...Object.fromEntries(from) }, typeof config === 'object' ? config : undefined);
  } catch (error) {
    if (!(error instanceof ConfigError) || !error.mistakes.some(({ path }) => optionOf.has(path))) throw error;
    throw new ConfigError(
      'createApp',
      error.mistakes.map(({ path, expected }) => ({
        path: optionOf.has(path) ? `${String(optionOf.get(path))} (or ${path})` : path,
        expected,
      })),
    );
  }
}

/** The path under which another app has mounted this one: the part of the route's pattern before `*`. */
function baseOf(c: Context): string {
  const parts = routePath(c).replace(/\/\*$/, '').split('/').length;
  return new URL(c.req.url).pathname.split('/').slice(0, parts).join('/').replace(/\/$/, '');
}

function requestBelow(request: Request, base: string): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(base.length) || '/';
  return new Request(url, request);
}

/** Warns once when the app is mounted under another path than that of the public URL, which links and cookies use. */
function createPlaceCheck(publicUrl: string, log: SupportLog): (base: string) => void {
  const root = rootOf(publicUrl);
  let told = false;
  return (base) => {
    if (told || root.endsWith(base)) return;
    told = true;
    log.warn(
      `mounted under ${base}, but its public address is ${publicUrl}: links in mails lead nowhere. Give createApp the publicUrl of the place, such as ${new URL(base, publicUrl).href}`,
    );
  };
}

const patience = 10_000;

/** Counts requests in progress, so that `close` can wait for them. */
function countRequests(): { during(answer: () => Promise<Response>): Promise<Response>; ended(): Promise<void> } {
  let open = 0;
  let tell: () => void = () => undefined;
  return {
    async during(answer) {
      open++;
      try {
        return await answer();
      } finally {
        if (--open === 0) tell();
      }
    },
    ended: () =>
      new Promise((resolve) => {
        if (open === 0) return resolve();
        const timer = setTimeout(resolve, patience);
        tell = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}

const closed = (): Response =>
  Response.json(
    { type: 'urn:support-ticket:problem:draining', title: 'Service Unavailable', status: 503, instance: randomId(), code: 'draining' },
    { status: 503, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '5', 'Cache-Control': 'no-store' } },
  );
