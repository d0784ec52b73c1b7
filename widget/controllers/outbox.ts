/**
 * What a customer has sent and the server has not confirmed: it waits on this device and goes by itself as soon as it
 * can, from whichever page of the site is open then. Every entry keeps the key of its intent, so that a try whose
 * answer was lost, and another window's try, make nothing twice.
 */
import type { NewMessage, NewTicket, TicketView } from '../../server/ticket/wire.ts';
import type { Api } from '../api.ts';
import { Failure, asFailure } from '../http.ts';
import type { FailureCode } from '../http.ts';
import type { Request } from '../request.ts';
import type { Drafts } from './drafts.ts';

interface Entry {
  /** One per intent. */
  readonly key: string;
  /** When the customer sent it. */
  readonly at: string;
}

export interface QueuedTicket extends Entry {
  readonly kind: 'ticket';
  readonly ticket: NewTicket;
  /** What it was made from, to be taken up again. */
  readonly request: Request;
}

export interface QueuedReply extends Entry {
  readonly kind: 'reply';
  readonly to: string;
  readonly message: NewMessage;
}

export type Queued = QueuedTicket | QueuedReply;

export interface OutboxOptions {
  /** Null once somebody else is signed in. */
  readonly api: () => Api | null;
  readonly drafts: Drafts;
  /** `shown`: a screen has told the customer already. */
  readonly onSent: (entry: Queued, ticket: TicketView, shown: boolean) => void;
  /** The server will never take it as it is: the text goes back to where it was written. */
  readonly onRefused: (entry: Queued, failure: Failure) => void;
  readonly onSignedOut: () => void;
}

const name = 'outbox';
/** Seconds between tries while the server does not answer. */
const patience = [3, 8, 20, 60];

const waits: readonly FailureCode[] = ['offline', 'unreachable', 'unauthenticated', 'too-many-requests', 'read-only', 'draining', 'in-flight', 'internal'];

/** Whether waiting may help, so that what was sent is kept and tried again. */
export const isPassing = (code: FailureCode): boolean => waits.includes(code);

/** An entry has arrived. Whoever shows it says so by preventing the default, a notice. */
export class ArrivedEvent extends Event {
  readonly key: string;
  readonly ticket: TicketView;

  constructor(key: string, ticket: TicketView) {
    super('arrived', { cancelable: true });
    this.key = key;
    this.ticket = ticket;
  }
}

/** Fires `change` whenever its entries or their state do. */
export class Outbox extends EventTarget {
  readonly #options: OutboxOptions;
  /** The entry that is on its way. */
  sending: string | null = null;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #over = false;

  constructor(options: OutboxOptions) {
    super();
    this.#options = options;
  }

  start(): void {
    this.#over = false;
    addEventListener('online', this.#wake);
    addEventListener('storage', this.#show);
    this.#later(0);
  }

  stop(): void {
    this.#over = true;
    removeEventListener('online', this.#wake);
    removeEventListener('storage', this.#show);
    clearTimeout(this.#timer);
  }

  get entries(): readonly Queued[] {
    return this.#options.drafts.load<readonly Queued[]>(name)?.value ?? [];
  }

  get tickets(): readonly QueuedTicket[] {
    return this.entries.filter((entry): entry is QueuedTicket => entry.kind === 'ticket');
  }

  repliesTo(ticket: string): readonly QueuedReply[] {
    return this.entries.filter((entry): entry is QueuedReply => entry.kind === 'reply' && entry.to === ticket);
  }

  add(entry: Queued): void {
    this.#keep([...this.entries.filter(({ key }) => key !== entry.key), entry]);
    this.#later(patience[0]);
  }

  /** Takes an entry back before it goes; null when it is on its way, or gone. */
  take(key: string): Queued | null {
    if (this.sending === key) return null;
    const entry = this.entries.find((candidate) => candidate.key === key) ?? null;
    if (entry) this.#drop(entry);
    return entry;
  }

  /** Tries all that waits, in its order, one after the other; one window of the browser at a time. */
  async flush(): Promise<void> {
    if (this.#busy || this.#over || !this.entries.length) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    try {
      const locks = navigator.locks as LockManager | undefined;
      // Without locks (a page without https) two windows may both try: the key makes that harmless.
      await (locks ? locks.request(`support-ticket:${name}`, () => this.#sendAll()) : this.#sendAll());
    } finally {
      this.#busy = false;
      this.sending = null;
      this.#show();
    }
  }

  async #sendAll(): Promise<void> {
    for (let [next] = this.entries; next && !this.#over; [next] = this.entries) {
      const failure = await this.#send(next);
      if (failure) {
        if (failure.code === 'unauthenticated') this.#options.onSignedOut();
        else this.#later(patience[Math.min(this.#tries++, patience.length - 1)]);
        return;
      }
      this.#tries = 0;
    }
  }

  /** The failure that makes everything wait; null when the entry has left the queue, one way or the other. */
  async #send(entry: Queued): Promise<Failure | null> {
    const { onSent, onRefused } = this.#options;
    this.sending = entry.key;
    this.#show();
    try {
      const ticket = await this.#deliver(entry);
      this.#drop(entry);
      onSent(entry, ticket, !this.dispatchEvent(new ArrivedEvent(entry.key, ticket)));
    } catch (error) {
      const failure = asFailure(error);
      if (isPassing(failure.code)) return failure;
      this.#drop(entry);
      onRefused(entry, failure);
    } finally {
      this.sending = null;
    }
    return null;
  }

  #deliver(entry: Queued): Promise<TicketView> {
    const api = this.#options.api();
    if (!api) throw new Failure('unauthenticated');
    return entry.kind === 'reply' ? api.reply(entry.to, entry.message, entry.key) : api.create(entry.ticket, entry.key);
  }

  #drop(entry: Queued): void {
    this.#keep(this.entries.filter(({ key }) => key !== entry.key));
  }

  #keep(entries: readonly Queued[]): void {
    if (entries.length) this.#options.drafts.save(name, entries);
    else this.#options.drafts.drop(name);
    this.#show();
  }

  #later(seconds = 0): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), seconds * 1000);
  }

  readonly #wake = (): void => {
    this.#tries = 0;
    void this.flush();
  };

  readonly #show = (): void => void this.dispatchEvent(new Event('change'));
}
