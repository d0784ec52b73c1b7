import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { getPath } from 'hono/utils/url';
import type { Registry } from 'prom-client';
import type { Articles } from './articles/library.ts';
import type { Site } from './config/site.ts';
import { callerOf } from './identity/customers.ts';
import { createGuestCodes } from './identity/guest-codes.ts';
import type { GuestKeys } from './identity/guest-keys.ts';
import type { GuestTokens } from './identity/guest-tokens.ts';
import { createSessions } from './identity/sessions.ts';
import { createKnownDevices } from './identity/known-devices.ts';
import { createSignInLinks } from './identity/sign-in-links.ts';
import type { SignInPost } from './identity/sign-in-links.ts';
import type { Passwords } from './identity/passwords.ts';
import type { SignInThrottle } from './identity/sign-in-throttle.ts';
import type { Tokens } from './identity/tokens.ts';
import type { Log } from './log.ts';
import { mount } from './http/route/mount.ts';
import type { Gates } from './http/route/mount.ts';
import type { Route } from './http/route/row.ts';
import { attachmentRoutes } from './routes/customer/attachments.ts';
import { deskAttachmentRoutes } from './routes/desk/attachments.ts';
import { archiveRoutes } from './routes/customer/archive.ts';
import { deskArchiveRoutes } from './routes/desk/archive.ts';
import { articleRoutes } from './routes/customer/articles.ts';
import { customerRoutes } from './routes/site/customers.ts';
import { incidentRoutes } from './routes/desk/incidents.ts';
import { deskPageRoutes } from './routes/pages/desk-page.ts';
import { statsRoutes } from './routes/desk/statistics.ts';
import { deskSessionRoutes } from './routes/desk/session.ts';
import type { DeskSession } from './routes/desk/session.ts';
import { deskCustomerRoutes } from './routes/desk/customers.ts';
import { quarantineRoutes } from './routes/desk/quarantine.ts';
import { replyRoutes } from './routes/desk/replies.ts';
import { viewRoutes } from './routes/desk/views.ts';
import { deskRoutes } from './routes/desk/tickets.ts';
import { eventRoutes } from './routes/customer/events.ts';
import { deskEventRoutes } from './routes/desk/events.ts';
import type { Env } from './http/env.ts';
import { guestRoutes } from './routes/customer/guests.ts';
import { healthRoutes, metricsRoutes } from './routes/site/health.ts';
import { hostedRoutes } from './routes/pages/hosted.ts';
import { mailRoutes } from './routes/desk/mail.ts';
import { mailInRoutes } from './routes/site/mail-in.ts';
import { measure } from './http/metrics.ts';
import { cors } from './http/gates/cors.ts';
import { keepCursorKey } from './http/input/cursors.ts';
import { customersOnly } from './http/gates/customers.ts';
import { deskCookie, sameOrigin, staffOnly } from './http/gates/staff.ts';
import { hangUpWhenDraining, refuseWhenDraining } from './http/limits/drain.ts';
import type { Lifecycle } from './http/limits/drain.ts';
import { placeBelow, secureHeaders } from './http/headers.ts';
import { language } from './http/input/language.ts';
import { notFound, onError } from './http/problem.ts';
import { operationsOnly } from './http/gates/operations.ts';
import { operatorsOnly } from './http/gates/operators.ts';
import { identifyRequest } from './http/request.ts';
import { openApiRoutes } from './routes/pages/openapi.ts';
import { sessionRoutes } from './routes/customer/session.ts';
import { ticketRoutes } from './routes/customer/tickets.ts';
import { widgetRoutes } from './routes/pages/widget.ts';
import type { Assets } from './http/assets.ts';
import { pathBelow, rootOf } from './root.ts';
import type { ReplyAddresses } from './identity/reply-addresses.ts';
import type { AskDns } from './inbound/dns.ts';
import type { OpenMail } from './inbound/open.ts';
import { createAttachments } from './services/attachments/attachments.ts';
import { createArchive } from './services/archive/archive.ts';
import { createAlertsDesk } from './services/upkeep/alerts.ts';
import { createCustomers } from './services/people/customers.ts';
import { createDeskCustomers } from './services/desk/customers.ts';
import { createFindCustomer } from './services/desk/find-customer.ts';
import { createQuarantineDesk } from './services/mail-in/quarantine.ts';
import { createReplies } from './services/desk/replies.ts';
import { createViews } from './services/desk/views.ts';
import { createDesk } from './services/desk/desk.ts';
import { createGauges } from './services/upkeep/gauges.ts';
import { createIncidents } from './services/desk/incidents.ts';
import { createMailIn } from './services/mail-in/mail-in.ts';
import type { MailIn } from './services/mail-in/mail-in.ts';
import { createEntrance, createGuests } from './services/people/guests.ts';
import type { CodePost, Guests } from './services/people/guests.ts';
import { createOnce } from './services/idempotency.ts';
import { createOutboxDesk } from './services/upkeep/outbox.ts';
import type { Presence } from './services/desk/presence.ts';
import { createStatistics } from './services/statistics/statistics.ts';
import { createSession } from './services/tickets/session.ts';
import type { Streams } from './services/desk/streams.ts';
import { createTickets } from './services/tickets/tickets.ts';
import type { AttachmentFiles } from './store/attachments.ts';
import type { ArchiveReading } from './store/archive-store.ts';
import type { Store } from './store/store.ts';
import { instant } from './ticket/promise.ts';
import { api, deskPaths } from './wire/paths.ts';

/** The dependencies of the app, including clocks and the generator of ids. */
export interface AppDeps {
  readonly store: Store;
  /** The bytes of attachments. */
  readonly files: AttachmentFiles;
  readonly archive: ArchiveReading;
  readonly site: Site;
  readonly tokens: Tokens;
  /** Whether the site signs customer tokens. */
  readonly customers: boolean;
  readonly guestKeys: GuestKeys;
  /** `null` when guests are off. */
  readonly guests: GuestTokens | null;
  readonly codePost: CodePost;
  readonly signInPost: SignInPost;
  readonly passwords: Passwords;
  /** The key that cursors of lists are signed with. */
  readonly cursorKey: Uint8Array;
  readonly signInThrottle: SignInThrottle;
  /** The configured `iss`, under which the desk looks up customers' ids. */
  readonly issuer: string;
  /** The token of the site's backend; `null`: its routes are off. */
  readonly opsToken: string | null;
  /** The allowed origins of the site; they are compared exactly. */
  readonly origins: readonly string[];
  readonly publicUrl: string;
  /** Whether mails can be sent. */
  readonly mailing: boolean;
  /** The sender address of mails; `null`: no mails are sent. */
  readonly mailFrom: string | null;
  /** `null` when replies by mail are off. */
  readonly replyAddresses: ReplyAddresses | null;
  readonly openMail: OpenMail;
  readonly askDns: AskDns;
  readonly articles: Articles;
  readonly presence: Presence;
  readonly streams: Streams;
  readonly assets: Assets;
  readonly registry: Registry;
  readonly lifecycle: Lifecycle;
  readonly version: string;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly ticks: () => number;
  readonly newId: () => string;
  /** Yields to the event loop. */
  readonly breathe: () => Promise<void>;
  /** Whether the work ends within the given milliseconds. */
  readonly within: (work: Promise<unknown>, milliseconds: number) => Promise<boolean>;
}

export type App = Hono<Env>;

/** The whole server without its socket; tests call it with `app.request()`. Only `routes` are mounted. */
export function createApp(deps: AppDeps): { readonly app: App; readonly routes: readonly Route[] } {
  const { site, now, newId, log, lifecycle } = deps;
  const root = rootOf(deps.publicUrl);
  const team = deskSession(deps, root);
  const routes = routesOf(deps, root, team);

  const app: App = new Hono<Env>({ getPath: (request) => pathBelow(root, getPath(request)) });
  app.onError(onError(log));
  app.notFound(notFound);
  app.use(measure(deps), hangUpWhenDraining(lifecycle));
  app.use(
    identifyRequest({ newId, trustedProxies: site.trustedProxies }),
    secureHeaders(),
    placeBelow(root),
    language(site.language),
    keepCursorKey(deps.cursorKey),
  );
  app.use(
    `${api}/*`,
    compress({ encoding: 'gzip', contentTypeFilter: /^application\/(problem\+)?json/ }),
    cors(deps.origins, deskPaths.desk, `${api}/customers`, `${api}/mail`),
    refuseWhenDraining(lifecycle),
  );
  mount(app, routes, gatesOf(deps, team), { rates: site.rates, now });
  return { app, routes };
}

/** All routes, in the order of the OpenAPI document. */
function routesOf(deps: AppDeps, root: string, team: DeskSession): readonly Route[] {
  const { store, site, now, newId, log, issuer } = deps;
  const once = createOnce(deps);
  const gauges = createGauges(deps);
  const archive = createArchive(deps);
  const find = createFindCustomer(store, issuer);
  const attachments = createAttachments({ ...deps, once });
  const desk = createDesk({ store, archive, site, issuer, once, now, newId });

  const routes: readonly Route[] = [
    ...customerRoutes(createCustomers(deps)),
    ...mailInRoutes(mailInOf(deps), deps.registry),
    ...sessionRoutes(createSession({ ...deps, archive })),
    ...ticketRoutes(createTickets({ store, archive, site, once, now, newId })),
    ...attachmentRoutes(attachments),
    ...archiveRoutes(archive),
    ...articleRoutes(deps.articles),
    ...eventRoutes(deps.streams),
    ...guestRoutes(createEntrance(deps), guestsOf(deps), log),
    ...deskSessionRoutes(desk, team),
    ...deskEventRoutes(deps),
    ...deskRoutes(desk),
    ...deskCustomerRoutes(createDeskCustomers({ store, archive, find, issuer, policy: site.policy, now, newId })),
    ...viewRoutes(createViews({ store, site, once, now, newId })),
    ...statsRoutes(createStatistics(deps)),
    ...replyRoutes(createReplies({ store, site, once, now, newId })),
    ...deskAttachmentRoutes(attachments),
    ...deskArchiveRoutes(archive, find),
    ...incidentRoutes(createIncidents({ store, site, once, log, now, newId })),
    ...mailRoutes(createOutboxDesk({ ...deps, once }), createAlertsDesk(deps)),
    ...quarantineRoutes(createQuarantineDesk({ ...deps, once }), desk),
    ...healthRoutes(deps.lifecycle, gauges),
    ...metricsRoutes(deps.registry, gauges),
    ...openApiRoutes(() => routes, { version: deps.version, root }),
    ...widgetRoutes(deps.assets),
    ...deskPageRoutes(root),
    ...hostedRoutes({ ...deps, root }),
  ];
  return routes;
}

function mailInOf(deps: AppDeps): MailIn | null {
  const { replyAddresses: addresses, opsToken, mailFrom: own } = deps;
  return addresses && opsToken !== null ? createMailIn({ ...deps, addresses, own }) : null;
}

function guestsOf(deps: AppDeps): Guests | null {
  const { site, guestKeys, guests: tokens, codePost } = deps;
  const codes = createGuestCodes({ ...deps, keys: guestKeys, codesPerHour: site.guests.codesPerHour });
  return tokens && createGuests({ ...deps, codes, tokens, post: codePost });
}

function deskSession(deps: AppDeps, root: string): DeskSession {
  const { store, site, publicUrl, now, log } = deps;
  const sessions = createSessions({
    ...deps,
    sessionHours: site.desk.sessionHours,
    throttle: deps.signInThrottle,
    devices: createKnownDevices(site.desk.signIn, now),
    // Sign-in links need mails.
    links: deps.mailing ? createSignInLinks({ store, post: deps.signInPost, page: `${publicUrl.replace(/\/$/, '')}/desk`, now }) : null,
  });
  return { sessions, cookie: deskCookie(root, publicUrl.startsWith('https:')), log };
}

function gatesOf({ store, site, tokens, guests, opsToken, publicUrl, log, now }: AppDeps, team: DeskSession): Gates {
  const operations = { token: opsToken, now, anonymous: site.rates.anonymous };
  return {
    ...customersOnly({
      tokens,
      log,
      now,
      anonymous: site.rates.anonymous,
      guests,
      callerOf: (claims, only) => callerOf(claims, store, instant(now()), only),
    }),
    staff: staffOnly(team),
    ownPage: sameOrigin(publicUrl),
    operations: operationsOnly(operations),
    operationsOrPassword: operationsOnly(operations, 'basic'),
    operationsOrLocal: operatorsOnly(operations),
  };
}
