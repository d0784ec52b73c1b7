import { createHmac, randomBytes } from 'node:crypto';
import { Registry } from 'prom-client';
import { createApp } from './app.ts';
import type { App, AppDeps } from './app.ts';
import type { Route } from './http/route/row.ts';
import { Library } from './articles/library.ts';
import type { Settings } from './config.ts';
import { mailOutOf } from './config/mail.ts';
import { breathe, randomId, systemClock, ticks, within } from './system.ts';
import { createPasswords } from './identity/passwords.ts';
import { createReplyAddresses } from './identity/reply-addresses.ts';
import { createSignInThrottle } from './identity/sign-in-throttle.ts';
import { createStaffAccounts } from './identity/staff.ts';
import type { StaffAccounts } from './identity/staff.ts';
import { createGuestKeys } from './identity/guest-keys.ts';
import { createGuestTokens } from './identity/guest-tokens.ts';
import { createTokens } from './identity/tokens.ts';
import { noDns } from './inbound/dns.ts';
import { openInThisThread } from './inbound/open.ts';
import { silentLog } from './log.ts';
import type { Log } from './log.ts';
import { createLive } from './notify/live/hub.ts';
import type { Live } from './notify/live/hub.ts';
import { createHousekeeping } from './services/upkeep/housekeeping.ts';
import type { Housekeeping } from './services/upkeep/housekeeping.ts';
import { createPresence } from './services/desk/presence.ts';
import type { AttachmentFiles } from './store/attachments.ts';
import { createMemoryFiles } from './store/attachments/memory.ts';
import { MemoryArchive } from './store/archive-memory.ts';
import type { ArchiveStore } from './store/archive-store.ts';
import type { Store } from './store/store.ts';
import { day, hour } from './ticket/calendar.ts';

/** The parts of a server. Optional ones default to the real clock, ids and timers. */
export interface Parts
  extends Partial<
    Pick<
      AppDeps,
      | 'now'
      | 'ticks'
      | 'newId'
      | 'within'
      | 'passwords'
      | 'assets'
      | 'registry'
      | 'version'
      | 'lifecycle'
      | 'codePost'
      | 'signInPost'
      | 'openMail'
      | 'askDns'
    >
  > {
  readonly settings: Pick<Settings, 'site' | 'environment' | 'keys'>;
  readonly store: Store;
  /** Without it, the bytes of attachments are kept in memory. */
  readonly files?: AttachmentFiles;
  /** Without it, the archive is empty. */
  readonly archive?: ArchiveStore;
  readonly log?: Log;
}

export interface Composition {
  readonly app: App;
  /** The routes that are mounted in `app`. */
  readonly routes: readonly Route[];
  readonly staff: StaffAccounts;
  readonly housekeeping: Housekeeping;
  readonly library: Library;
  readonly live: Live;
  readonly deps: AppDeps;
}

/** Composes a server on a store. With another `now` it runs at another time, for seeding past tickets. */
export function compose({ settings, store, log = silentLog, ...given }: Parts): Composition {
  const { site, environment, keys } = settings;
  const { issuer, audience, origins } = environment;
  const now = given.now ?? systemClock;
  const { linkDays, signInHours } = site.guests;
  const guestKeys = createGuestKeys({ store, now, longest: Math.max(linkDays * day, signInHours * hour) });
  const mailOut = mailOutOf(environment);
  const { replies } = site.mail;
  const library = new Library(site.help.articles, breathe);
  const registry = given.registry ?? new Registry();
  const newId = given.newId ?? randomId;
  const presence = createPresence({ store, now });
  // Hints get random ids, so that they reveal no ids of rows.
  const live = createLive({ store, presence, site, registry, log, now, newId: randomId });
  const deps: AppDeps = {
    store,
    files: given.files ?? createMemoryFiles(now),
    archive: given.archive ?? new MemoryArchive(),
    site,
    issuer,
    opsToken: environment.opsToken,
    origins,
    log,
    now,
    articles: library,
    presence,
    streams: live,
    tokens: createTokens({ keys, issuer, audience, now }),
    customers: keys.length > 0,
    guestKeys,
    guests: site.guests.enabled ? createGuestTokens({ ...site.guests, keys: guestKeys, now }) : null,
    codePost: given.codePost ?? { send: () => undefined },
    signInPost: given.signInPost ?? { send: () => undefined },
    passwords: given.passwords ?? createPasswords(),
    cursorKey: cursorKeyOf(environment.tokenSecret),
    signInThrottle: createSignInThrottle(site.desk.signIn, now),
    publicUrl: environment.publicUrl ?? localAddress(environment.host, environment.port),
    mailing: mailOut !== null,
    mailFrom: mailOut?.from.address ?? null,
    replyAddresses: replies === null ? null : createReplyAddresses({ store, pattern: replies, now }),
    openMail: given.openMail ?? openInThisThread,
    askDns: given.askDns ?? noDns,
    assets: given.assets ?? { get: () => Promise.resolve(undefined) },
    registry,
    lifecycle: given.lifecycle ?? { draining: false },
    version: given.version ?? '0.0.0',
    ticks: given.ticks ?? ticks,
    newId,
    breathe,
    within: given.within ?? within,
  };
  return {
    ...createApp(deps),
    staff: createStaffAccounts({ ...deps, liftWait: (email) => deps.signInThrottle.lift(email), policy: site.policy }),
    housekeeping: createHousekeeping(deps),
    library,
    live,
    deps,
  };
}

/** The key is derived from a secret when there is one, so that cursors of open pages stay valid after a restart. */
const cursorKeyOf = (secret: string | null): Uint8Array =>
  secret === null ? randomBytes(32) : createHmac('sha256', secret).update('cursors of lists').digest();

/** The URL of a server on this host and port, for the same machine. */
export function localAddress(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${String(port)}`;
}
