/** Live hints of changes, colleagues' presence, and the heartbeat of the reader's own presence. */
import type { PresenceState, Present } from '../../../server/wire/live.ts';
import type { Stream } from '../../client/stream.ts';
import type { DeskApi } from '../api.ts';

export interface CompanyAsks {
  readonly api: DeskApi;
  readonly me: string;
  /** Called when a hint tells of a change. */
  news(): void;
  /** Called when `others` has changed. */
  changed(): void;
}

/** Intervals of the heartbeat in milliseconds, shorter than the server's expiry. */
const stillThere = 20_000;
const stillWriting = 5_000;
/** Milliseconds without a key after which the writing state ends. */
const pause = 10_000;
/** Debounce of hints, in milliseconds. */
const together = 60;

export class Company {
  /** Colleagues' presence. */
  others: readonly Present[] = [];
  readonly #asks: CompanyAsks;
  #stream: Stream | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #learning = false;
  #again = false;
  #connected = false;
  #at: string | null = null;
  #state: PresenceState = 'reading';
  #saidAt = 0;

  constructor(asks: CompanyAsks) {
    this.#asks = asks;
  }

  /** Whether the stream is connected, so that polling is not needed. */
  get isFresh(): boolean {
    return this.#stream?.isFresh() ?? false;
  }

  connect(): void {
    if (this.#connected) return;
    this.#connected = true;
    const { api, me } = this.#asks;
    this.#timer = setInterval(() => this.#repeat(), stillThere);
    window.addEventListener('pagehide', this.#leave);
    void this.learn();
    import('../../client/stream.ts').then(
      ({ openStream }) => {
        if (this.#connected)
          this.#stream ??= openStream({ key: `desk|${me}`, ask: (way) => api.events(way), hint: (type) => this.#take(type) });
      },
      // Without the stream, the desk polls.
      () => undefined,
    );
  }

  disconnect(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#leave();
    this.#stream?.stop();
    this.#stream = null;
    window.removeEventListener('pagehide', this.#leave);
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    clearTimeout(this.#resting);
  }

  /** Sets the open ticket; `null`: none. */
  at(ticketId: string | null): void {
    if (ticketId === this.#at) return;
    this.#leave();
    this.#at = ticketId;
    this.#say('reading');
  }

  /** Called on each key in a composer; `null` when its text was sent or cleared. */
  write(what: 'writing-reply' | 'writing-note' | null): void {
    clearTimeout(this.#resting);
    if (what) this.#resting = setTimeout(() => this.write(null), pause);
    const state = what ?? 'reading';
    if (state !== this.#state || (what && Date.now() - this.#saidAt > stillWriting)) this.#say(state);
  }

  /** Loads colleagues' presence; empty when the request fails. */
  async learn(): Promise<void> {
    if (this.#learning) return void (this.#again = true);
    this.#learning = true;
    const { api, me, changed } = this.#asks;
    const items = await api.presence().catch(() => []);
    this.#learning = false;
    this.others = items.filter(({ staff }) => staff.id !== me);
    changed();
    if (this.#again) {
      this.#again = false;
      void this.learn();
    }
  }

  #take(type: string): void {
    if (type === 'presence') return void this.learn();
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#asks.news(), together);
    if (type === 'resync') void this.learn();
  }

  #repeat(): void {
    if (!document.hidden && Date.now() - this.#saidAt > stillThere / 2) this.#say(this.#state);
  }

  #say(state: PresenceState): void {
    this.#state = state;
    this.#saidAt = Date.now();
    if (this.#at !== null && this.#connected) this.#asks.api.sayPresence(this.#at, state);
  }

  readonly #leave = (): void => {
    clearTimeout(this.#resting);
    if (this.#at !== null) this.#asks.api.sayPresence(this.#at, 'gone');
    this.#state = 'reading';
    this.#at = null;
  };
}
