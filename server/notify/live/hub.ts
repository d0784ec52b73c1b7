/**
 * Live hints: open pages are told that a ticket changed, once the change is on disk. A hint carries no content: the page reads it
 * with a GET, which checks permissions.
 */
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Site } from '../../config/site.ts';
import type { Log } from '../../log.ts';
import { noticesFrom } from '../../services/desk/incidents.ts';
import type { Presence, PresenceChange } from '../../services/desk/presence.ts';
import type { Listener, Opened, Streams } from '../../services/desk/streams.ts';
import type { Commit, Replaced, Store } from '../../store/store.ts';
import { instant } from '../../ticket/promise.ts';
import { readersOf } from '../../ticket/readers.ts';
import { Channel, written } from './channel.ts';
import { changesIn, newsForCustomer, newsForDesk } from './news.ts';
import { openStream } from './stream.ts';
import type { Stream } from './stream.ts';

export interface Live extends Streams {
  /** Called every few seconds: closes streams that are no longer allowed, and sends keep-alives. */
  tick(): Promise<void>;
  /** Resolves once the incident announcements were compared after the latest commit. */
  settled(): Promise<void>;
  /** Ends every stream and opens no more. */
  close(): void;
}

export interface LiveDeps {
  readonly store: Pick<Store, 'watch' | 'listIncidents'>;
  readonly presence: Presence;
  readonly site: Pick<Site, 'policy' | 'live'>;
  readonly registry: Registry;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Milliseconds between ticks. A removed agent gets no hint after one of them. */
const beat = 4_000;
/** Ticks between keep-alives: proxies and browsers close idle connections. */
const signOfLife = 4;
/** Milliseconds in which a client may receive what was sent before the end. */
const patience = 1_000;
/** Milliseconds for which a channel without receivers keeps its hints for a reconnect. */
const memory = 2 * 60_000;

interface Open extends Listener {
  readonly stream: Stream;
  readonly channel: Channel;
}

interface Audience {
  readonly channel: Channel;
  leftAt: number;
}

export function createLive(deps: LiveDeps): Live {
  return new Hub(deps);
}

class Hub implements Live {
  readonly #deps: LiveDeps;
  /** Differs after a restart. */
  readonly #epoch: string;
  readonly #desk: Channel;
  readonly #customers = new Map<string, Audience>();
  readonly #open = new Set<Open>();
  readonly #per = new Map<string, number>();
  readonly #unwatch: readonly (() => void)[];
  #timer: NodeJS.Timeout | undefined;
  #beats = 0;
  #closed = false;
  #notices: string | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(deps: LiveDeps) {
    const { store, presence, registry, newId } = deps;
    this.#deps = deps;
    this.#epoch = newId();
    this.#desk = new Channel(this.#epoch);
    this.#unwatch = [
      store.watch((commit, replaced) => this.#take(commit, replaced)),
      presence.watch((change) => this.#handlePresence(change)),
    ];
    const open = this.#open;
    new Gauge({
      name: 'support_streams',
      help: 'Open streams of live hints.',
      labelNames: ['at'] as const,
      registers: [registry],
      collect() {
        for (const at of ['customer', 'desk'] as const) this.set({ at }, [...open].filter((one) => one.at === at).length);
      },
    });
  }

  open(listener: Listener, lastEventId: string | null): Opened {
    const { streams, perCustomer, perAgent } = this.#deps.site.live;
    const key = `${listener.at} ${listener.id}`;
    const theirs = this.#per.get(key) ?? 0;
    if (this.#closed || this.#open.size >= streams) return 'full';
    if (theirs >= (listener.at === 'desk' ? perAgent : perCustomer)) return 'too-many';
    const channel = listener.at === 'desk' ? this.#desk : this.#audienceOf(listener.id).channel;
    const stream = openStream((how) => {
      this.#forget(open, key);
      if (how === 'slow') listener.hangUp();
    });
    const open: Open = { ...listener, stream, channel };
    this.#open.add(open);
    this.#per.set(key, theirs + 1);
    if (listener.at === 'customer' && this.#notices === null) this.#lookAtIncidents();
    channel.receivers.add(stream);
    const missed = channel.missedSince(lastEventId);
    if (missed !== '') stream.send(missed);
    if (listener.at === 'customer')
      for (const ticketId of this.#deps.presence.writtenTo(listener.id)) stream.send(written({ type: 'writing', ticketId }));
    this.#timer ??= setInterval(() => void this.tick(), beat).unref();
    return stream.body;
  }

  lastEventId(customerId: string): string {
    const audience = this.#audienceOf(customerId);
    if (audience.channel.receivers.size === 0) audience.leftAt = this.#deps.now();
    if (this.#notices === null) this.#lookAtIncidents();
    this.#timer ??= setInterval(() => void this.tick(), beat).unref();
    return audience.channel.latest;
  }

  async tick(): Promise<void> {
    this.#beats += 1;
    this.#deps.presence.sweep();
    const signs = this.#beats % signOfLife === 0;
    for (const open of [...this.#open]) {
      // A token is checked less often than a session: it expires by itself, with a tolerance longer than a tick.
      if (signs) open.stream.send(':\n\n');
      if (open.at === 'desk' || signs) await this.#showOut(open);
    }
    this.#tidy();
  }

  settled(): Promise<void> {
    return this.#looking;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#unwatch.forEach((unwatch) => unwatch());
    const open = [...this.#open];
    for (const { stream } of open) stream.end();
    // Does not wait for clients that stopped reading.
    if (open.length > 0) setTimeout(() => open.forEach(({ hangUp }) => hangUp()), patience).unref();
  }

  #audienceOf(customerId: string): Audience {
    const known = this.#customers.get(customerId);
    if (known) return known;
    // A channel that is created again uses other ids.
    const audience: Audience = { channel: new Channel(`${this.#epoch}${this.#deps.now().toString(36)}`), leftAt: 0 };
    this.#customers.set(customerId, audience);
    return audience;
  }

  #forget(open: Open, key: string): void {
    const { channel, stream, at, id } = open;
    this.#open.delete(open);
    channel.receivers.delete(stream);
    const left = (this.#per.get(key) ?? 1) - 1;
    if (left > 0) this.#per.set(key, left);
    else this.#per.delete(key);
    const audience = this.#customers.get(id);
    if (at === 'customer' && audience) audience.leftAt = this.#deps.now();
  }

  /** Removes channels whose receivers have not come back. */
  #tidy(): void {
    const { now } = this.#deps;
    for (const [id, { channel, leftAt }] of this.#customers)
      if (channel.receivers.size === 0 && now() - leftAt > memory) this.#customers.delete(id);
    if (this.#open.size > 0 || this.#customers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #showOut(open: Open): Promise<void> {
    const welcome = await open.stillWelcome().catch(() => false);
    if (!welcome) open.stream.end();
  }

  #take(commit: Commit, replaced: Replaced): void {
    const { now, site } = this.#deps;
    for (const change of changesIn(commit, replaced)) {
      const news = newsForDesk(change);
      if (news) this.#desk.tell(news);
      const readers = new Set([change.before, change.after].flatMap((ticket) => (ticket ? readersOf(ticket) : [])));
      for (const customerId of readers) {
        const audience = this.#customers.get(customerId);
        const hint = audience && newsForCustomer(customerId, change, instant(now()), site.policy);
        if (hint) audience.channel.tell(hint);
      }
    }
    const { put, drop } = commit;
    if (put?.incidents ?? drop?.incidents) {
      this.#desk.tell({ type: 'incidents', ticketId: null });
      this.#lookAtIncidents();
    }
    // Closes streams at once after a sign-out, a removal or a change of role.
    const staff = drop?.sessions ?? drop?.staff ?? put?.staff;
    const gone = new Set(drop?.customers);
    for (const open of [...this.#open]) {
      if (open.at === 'desk' && staff) void this.#showOut(open);
      if (open.at === 'customer' && gone.has(open.id)) open.stream.end();
    }
  }

  /** Tells customers when the incident announcements they see have changed. */
  #lookAtIncidents(): void {
    this.#looking = this.#looking
      .then(async () => JSON.stringify(await noticesFrom(this.#deps.store)))
      .then((notices) => {
        const before = this.#notices;
        this.#notices = notices;
        if (before !== null && before !== notices)
          for (const { channel } of this.#customers.values()) channel.tell({ type: 'incidents', ticketId: null });
      })
      .catch((error: unknown) =>
        this.#deps.log.error('incidents could not be looked at', { fault: error instanceof Error ? error.message : String(error) }),
      );
  }

  #handlePresence({ ticketId, readers, again, tells }: PresenceChange): void {
    if (!again) this.#desk.mention({ type: 'presence', ticketId });
    if (tells) for (const id of readers) this.#customers.get(id)?.channel.mention({ type: tells, ticketId });
  }
}
