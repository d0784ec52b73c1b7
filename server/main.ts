/** The composition root: creates the store, the app and the socket, with the real clock. */
import { getRequestListener } from '@hono/node-server';
import { createServer } from 'node:http';
import type { Server, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { keepReading } from './articles/schedule.ts';
import { localTarget } from './archive/target.ts';
import { openAssets } from './http/assets.ts';
import { answerBrokenRequests, httpLimits, listen, openConnections, stopListening, unreadable } from './http/socket/listen.ts';
import { compose, localAddress } from './compose.ts';
import type { Composition } from './compose.ts';
import type { Settings } from './config.ts';
import { mailOutOf } from './config/mail.ts';
import { openControl } from './control/server.ts';
import { breathe, chance, randomId, systemClock } from './system.ts';
import type { Passwords } from './identity/passwords.ts';
import { builtWidget, versionOf } from './installed.ts';
import type { Log } from './log.ts';
import { openCodePost } from './notify/codes.ts';
import { pathBelow, rootOf } from './root.ts';
import { systemDns } from './inbound/dns.ts';
import type { AskDns } from './inbound/dns.ts';
import { openMailThreads } from './inbound/thread.ts';
import { startNotifying } from './notify/notifier.ts';
import type { NotifierOptions } from './notify/notifier.ts';
import { hangUpOnSlowSenders, uploadPatience } from './http/limits/slow-senders.ts';
import type { Patience } from './http/limits/slow-senders.ts';
import { openAttachmentFolder } from './store/attachments/disk.ts';
import { claimantsOf } from './services/archive/ownership.ts';
import { openArchiveStore } from './store/archive.ts';
import { MemoryArchive } from './store/archive-memory.ts';
import type { ArchiveStore } from './store/archive-store.ts';
import { openJournalStore } from './store/journal.ts';
import type { Store } from './store/store.ts';

export interface StartOptions {
  readonly settings: Settings;
  readonly log: Log;
  /** Replaces the journal in the data folder. */
  readonly store?: Store;
  /** The archive, when `store` is given. */
  readonly archive?: ArchiveStore;
  /** The folder of the widget's build. */
  readonly publicDir?: string;
  readonly now?: () => number;
  readonly passwords?: Passwords;
  readonly limits?: ServerOptions;
  /** Replaces the DNS of this machine. */
  readonly askDns?: AskDns;
  readonly uploadPatience?: Patience['upload'];
  /** How long mails wait between attempts. */
  readonly notifying?: Pick<NotifierOptions, 'waits' | 'patience'>;
}

export interface OpenServer {
  readonly composition: Composition;
  /** Finishes requests in progress, then stops. */
  close(): Promise<void>;
}

export interface RunningServer extends OpenServer {
  /** The server's URL for this machine. */
  readonly url: string;
}

/** Starts to serve requests; resolves to a function that stops and waits for requests in progress. */
export type OpenDoor = (composition: Composition) => Promise<() => Promise<void>>;

const sweepEvery = 10 * 60_000;

/** @throws StartError, JournalError or FolderInUseError, each saying what to do. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { settings, log } = options;
  const { host, port } = settings.environment;
  let url = '';
  const open = await openServer(options, async (composition) => {
    const server = httpServer(composition, options);
    const connections = openConnections(server);
    await listen(server, host, port);
    url = localAddress(host, (server.address() as AddressInfo).port);
    return () => stopListening(server, connections);
  });
  log.info('listening', { url, data: options.store === undefined ? settings.dataDir : null });
  return { ...open, url };
}

/**
 * Opens everything but the socket: the locked store, the notifier, and periodic tasks. `embed.ts` uses it with another server's
 * socket.
 * @throws JournalError or FolderInUseError, with a message that tells what to do; and errors of `openDoor`.
 */
export async function openServer(options: StartOptions, openDoor: OpenDoor): Promise<OpenServer> {
  const { settings, log } = options;
  const store = options.store ?? (await openJournalStore({ dir: settings.dataDir, log }));
  const undo: (() => Promise<void>)[] = [() => store.close()];
  try {
    const archive = await openArchive(options);
    undo.push(() => archive.close());
    return await openOn(store, archive, options, openDoor, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

async function openArchive({ settings, log, store, archive }: StartOptions): Promise<ArchiveStore> {
  if (archive) return archive;
  return store === undefined ? openArchiveStore({ dir: settings.dataDir, log }) : new MemoryArchive();
}

async function openOn(
  store: Store,
  archive: ArchiveStore,
  options: StartOptions,
  openDoor: OpenDoor,
  undo: (() => Promise<void>)[],
): Promise<OpenServer> {
  const { settings, log } = options;
  const lifecycle = { draining: false };
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const mail = mailOutOf(settings.environment);
  const codePost = mail ? openCodePost({ mail, site: settings.site, log, now: options.now ?? systemClock }) : null;
  if (codePost) undo.push(() => Promise.resolve(codePost.close()));
  const mailThreads = openMailThreads();
  undo.push(() => mailThreads.close());
  const composition = compose({
    ...options,
    openMail: mailThreads.open,
    askDns: options.askDns ?? systemDns(),
    ...(codePost && { codePost, signInPost: codePost.links }),
    store,
    // The folder of attachments is opened after the store has locked the data folder.
    ...(options.store === undefined && { files: await openAttachmentFolder(settings.dataDir) }),
    archive,
    lifecycle,
    registry,
    assets: await openAssets(options.publicDir ?? builtWidget),
    version: versionOf(),
  });

  // Commands reach the server by a socket in the data folder, which a store of another kind does not have.
  if (options.store === undefined) {
    const { emailMatching } = settings.site.archive;
    const match = (brand: string | null): ReturnType<ArchiveStore['match']> =>
      archive.match(
        brand,
        claimantsOf(() => store.everyCustomer(), emailMatching),
      );
    const control = await openControl({
      dir: settings.dataDir,
      staff: composition.staff,
      archive: () => ({ archive, target: localTarget(archive, match) }),
      log,
    });
    undo.push(() => control.close());
  }
  if (mail) {
    const notifier = await startNotifying({ ...composition.deps, mail, log, chance, ...options.notifying });
    undo.push(() => notifier.close());
  }
  undo.push(await openDoor(composition));
  // Streams never end by themselves, so they are closed before the server waits for requests in progress.
  undo.push(() => Promise.resolve(composition.live.close()));

  undo.push(
    keepReading({
      ...settings.site.help,
      library: composition.library,
      dir: options.store === undefined ? settings.dataDir : null,
      chance: Math.random,
      breathe,
      log,
    }),
  );
  const sweeper = sweepRegularly(composition, log);
  return {
    composition,
    async close() {
      lifecycle.draining = true;
      clearInterval(sweeper);
      for (const step of undo.reverse()) await step();
      log.info('stopped');
    },
  };
}

function httpServer({ app, routes, deps }: Composition, { limits: others, uploadPatience: upload = uploadPatience }: StartOptions): Server {
  const limits = { ...httpLimits, ...others };
  const body = limits.requestTimeout ?? 0;
  const root = rootOf(deps.publicUrl);
  const uploadPaths = routes.filter(({ body }) => typeof body === 'string').map(({ path }) => path);
  const answer = getRequestListener(app.fetch, { errorHandler: () => unreadable(randomId()) });
  const server = createServer({ ...limits, requestTimeout: body + upload.whole }, (request, response) => void answer(request, response));
  hangUpOnSlowSenders(server, ({ url = '' }) => uploadPaths.includes(pathBelow(root, url.split('?')[0] ?? '')), { body, upload });
  answerBrokenRequests(server, randomId);
  return server;
}

function sweepRegularly({ housekeeping }: Composition, log: Log): NodeJS.Timeout {
  const sweep = (): void => {
    housekeeping
      .sweep()
      .then(({ untold }) => {
        if (untold > 0) log.warn('what happened long ago is not told any more', { count: untold });
      })
      .catch((error: unknown) => log.error('sweeping failed', { fault: error instanceof Error ? error.message : String(error) }));
  };
  sweep();
  return setInterval(sweep, sweepEvery).unref();
}
