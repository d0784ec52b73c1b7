import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { readEnvironment } from './config/environment.ts';
import type { Environment, Variables } from './config/environment.ts';
import { mailOutOf } from './config/mail.ts';
import { ConfigError, readSite } from './config/site.ts';
import type { Site } from './config/site.ts';
import { readKeys } from './identity/keys.ts';
import type { TokenKey } from './identity/keys.ts';
import { readTextFile } from './text/text-file.ts';

export { ConfigError } from './config/site.ts';

/** The settings of a server. */
export interface Settings {
  readonly site: Site;
  readonly environment: Environment;
  readonly keys: readonly TokenKey[];
  /** Absolute. */
  readonly dataDir: string;
}

/** The file that is read when it exists; SUPPORT_CONFIG names another one. */
export const defaultConfig = 'support.config.json';

/** The variables of the process, and those of `.env` in development. The only place that reads them. */
export function variables(): Variables {
  const file = '.env';
  const fromFile = process.env['NODE_ENV'] !== 'production' && existsSync(file) ? parseEnv(readTextFile(file)) : {};
  return { ...fromFile, ...process.env };
}

/** Reads no file when `config` is given. @throws ConfigError */
export function readSettings(from: Variables, config?: unknown): Settings {
  const environment = readEnvironment(from);
  if (environment.databaseUrl !== null) {
    throw new ConfigError('environment', [
      { path: 'SUPPORT_DATABASE_URL', expected: 'nothing: this version keeps everything in the data folder' },
    ]);
  }
  const places =
    config === undefined
      ? readPlaces(environment)
      : { environment, site: readSite(config, 'config'), dataDir: resolve(environment.dataDir) };
  refuseGuestsWithoutMail(places);
  return { ...places, keys: readKeySet(environment, places.site.guests.enabled) };
}

/** Settings without the token keys, for commands that need none. @throws ConfigError */
export function readPlaces(environment: Environment): Omit<Settings, 'keys'> {
  return { environment, site: readSiteFile(environment.configPath), dataDir: resolve(environment.dataDir) };
}

function readSiteFile(path: string | null): Site {
  const file = path ?? defaultConfig;
  if (path === null && !existsSync(file)) return readSite({});
  return readSite(parseJson(readText(file, 'SUPPORT_CONFIG'), file), file);
}

/** Guests sign in by a code sent by mail, so guests without a mail server could never sign in. */
function refuseGuestsWithoutMail({ site, environment }: Omit<Settings, 'keys'>): void {
  if (!site.guests.enabled || mailOutOf(environment) !== null) return;
  throw new ConfigError(environment.configPath ?? defaultConfig, [
    {
      path: 'guests.enabled',
      expected: 'false while no mail can be sent: guests need SUPPORT_SMTP_URL and SUPPORT_MAIL_FROM, as their code goes by mail',
    },
  ]);
}

/** The token keys. They are optional when guests are on: a site without a backend signs no tokens. */
function readKeySet({ tokenSecret, tokenKeys }: Environment, guests: boolean): readonly TokenKey[] {
  if (tokenSecret === null && tokenKeys === null) {
    if (guests) return [];
    throw new ConfigError('environment', [
      {
        path: 'SUPPORT_TOKEN_SECRET',
        expected: 'the secret that your site signs customer tokens with, at least 32 bytes (or SUPPORT_TOKEN_KEYS, a JWK set)',
      },
    ]);
  }
  return readKeys({ secret: tokenSecret, set: tokenKeys === null ? null : parseKeySet(tokenKeys) });
}

function parseKeySet(text: string): unknown {
  if (text.startsWith('{')) return parseJson(text, 'SUPPORT_TOKEN_KEYS');
  return parseJson(readText(text, 'SUPPORT_TOKEN_KEYS'), text);
}

function readText(file: string, variable: string): string {
  try {
    return readTextFile(file);
  } catch {
    throw new ConfigError('environment', [{ path: variable, expected: `a file that can be read at ${resolve(file)}` }]);
  }
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A JSON error quotes the text, which may be a secret: only its position is reported.
    const place = error instanceof Error ? (/position \d+|line \d+ column \d+/.exec(error.message)?.[0] ?? '') : '';
    throw new ConfigError(source, [{ path: '', expected: `JSON${place === '' ? '' : ` (it stops being so at ${place})`}` }]);
  }
}
