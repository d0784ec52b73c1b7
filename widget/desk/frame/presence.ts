/** The desk as others change it: hints of what is new, who else is at which ticket, and saying where oneself is. */
import type { PresenceState, Present } from '../../../server/wire/live.ts';
import type { Stream } from '../../client/stream.ts';
import type { DeskApi } from '../api.ts';

export interface CompanyAsks {
  readonly api: DeskApi;
  readonly me: string;
  /** Something is new somewhere. */
  news(): void;
  /** `others` are others now. */
  changed(): void;
}

/** Milliseconds: so often it is said again, before the server forgets it. */
const stillThere = 20_000;
const stillWriting = 5_000;
/** Who has pressed no key for so long looks for words, or for something else to do. */
const pause = 10_000;
/** Several things often happen at once. */
const together = 60;

export class Company {
  /** Colleagues, and where they are. */
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

  /** Nobody has to ask for news. */
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
      // The desk asks now and then as before.
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

  /** The ticket that is open on this desk; null: none. */
  at(ticketId: string | null): void {
    if (ticketId === this.#at) return;
    this.#leave();
    this.#at = ticketId;
    this.#say('reading');
  }

  /** A key was pressed in the box of an answer or of a note; null: what was written is sent, or gone. */
  write(what: 'writing-reply' | 'writing-note' | null): void {
    clearTimeout(this.#resting);
    if (what) this.#resting = setTimeout(() => this.write(null), pause);
    const state = what ?? 'reading';
    if (state !== this.#state || (what && Date.now() - this.#saidAt > stillWriting)) this.#say(state);
  }

  /** Without an answer, who was there is taken to have gone. */
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
