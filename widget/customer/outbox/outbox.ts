/**
 * What a customer has sent and the server has not confirmed: it waits on this device and goes by itself as soon as it
 * can, from whichever page of the site is open then. Every entry keeps the key of its intent, so that a try whose
 * answer was lost, and another window's try, make nothing twice. How entries go is in `delivery.ts`, whose code is loaded
 * when there are any.
 */
import type { NewMessage, NewTicket } from '../../../server/wire/tickets.ts';
import type { Api } from '../api.ts';
import type { FailureCode } from '../../client/http.ts';
import type { NoticeWay } from '../notices.ts';
import type { Request } from '../../form/request.ts';
import type { Drafts } from '../../client/drafts.ts';
import { heldFiles, holdFiles, moveFiles } from '../../upload/held-files.ts';
import type { HeldFile } from '../../upload/held-files.ts';
import { patience } from '../../client/patience.ts';
import { outboxName, untoldName } from './unsent.ts';
import type { Uploads } from '../../upload/uploads.ts';

/** What came between a try and its answer: the session ended, or the page was closed. */
export type Interruption = 'signed-out' | 'page-closed';

interface Entry {
  /** One per intent. */
  readonly key: string;
  /** When the customer sent it. */
  readonly at: string;
}

/** What can be said of an entry that is still here. */
export type QueuedState = 'waiting' | 'files' | 'sending';

export interface QueuedTicket extends Entry {
  readonly kind: 'ticket';
  readonly ticket: NewTicket;
  /** What it was made from, to be taken up again. */
  readonly request: Request;
  /** A try had no answer that its customer could see, and why: they are told what became of it once they are back. */
  readonly unsure?: Interruption;
}

export interface QueuedReply extends Entry {
  readonly kind: 'reply';
  readonly to: string;
  /** What its customer knows the ticket by; kept by no older version. */
  readonly number?: number;
  readonly message: NewMessage;
}

export type Queued = QueuedTicket | QueuedReply;

/** How a pass over the entries ended. */
export interface Delivered {
  /** At least one entry has arrived. */
  readonly hasSent: boolean;
  /** Entries are left that may go at another try. */
  readonly isPending: boolean;
}

/** What an outbox needs of the element; `App` has it. */
export interface OutboxHost {
  readonly api: Api;
  emit(event: Event): void;
  failed(code: FailureCode): void;
  go(place: { readonly view: 'ticket'; readonly ticket: string }): void;
  notify(text: string, tone?: 'done' | 'problem', way?: NoticeWay): void;
  refresh(): void;
}

export interface OutboxOptions {
  /** `null` once another customer is signed in. */
  readonly host: () => OutboxHost | null;
  readonly drafts: Drafts;
  /** Sends the entries in their order, as far as they go. */
  readonly deliver: (outbox: Outbox) => Promise<Delivered>;
}

/**
 * Fires `change` whenever its entries or their state do, `wake` when whatever waits for the server is worth a try, and
 * `stop` when this customer leaves.
 */
export class Outbox extends EventTarget {
  readonly #options: OutboxOptions;
  /** Null until there are files. */
  uploads: Uploads | null = null;
  /** The entry that is on its way. */
  sending: string | null = null;
  /** The entry whose files are on their way; it can still be taken back. */
  bringing: string | null = null;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #over = true;

  constructor(options: OutboxOptions) {
    super();
    this.#options = options;
  }

  start(): void {
    this.#over = false;
    addEventListener('online', this.#wake);
    addEventListener('storage', this.changed);
    this.#later(0);
  }

  stop(): void {
    this.#over = true;
    removeEventListener('online', this.#wake);
    removeEventListener('storage', this.changed);
    clearTimeout(this.#timer);
    this.dispatchEvent(new Event('stop'));
  }

  /** Left by its customer, or in a page that is going. */
  get isOver(): boolean {
    return this.#over;
  }

  get api(): Api | null {
    return this.#over ? null : (this.host?.api ?? null);
  }

  get drafts(): Drafts {
    return this.#options.drafts;
  }

  get host(): OutboxHost | null {
    return this.#options.host();
  }

  signedOut(): void {
    this.host?.failed('unauthenticated');
  }

  get entries(): readonly Queued[] {
    return this.#options.drafts.load<readonly Queued[]>(outboxName)?.value ?? [];
  }

  get tickets(): readonly QueuedTicket[] {
    return this.entries.filter((entry): entry is QueuedTicket => entry.kind === 'ticket');
  }

  repliesTo(ticket: string): readonly QueuedReply[] {
    return this.entries.filter((entry): entry is QueuedReply => entry.kind === 'reply' && entry.to === ticket);
  }

  stateOf(key: string): QueuedState {
    return this.sending === key ? 'sending' : this.bringing === key ? 'files' : 'waiting';
  }

  /** `soon`: nothing has been tried yet. */
  add(entry: Queued, soon = false): void {
    this.keep([...this.entries.filter(({ key }) => key !== entry.key), entry]);
    this.#later(soon ? 0 : patience[0]);
  }

  filesOf(form: string): readonly HeldFile[] {
    return heldFiles(this.drafts, form);
  }

  /** To another text; what is on its way goes on. */
  moveFiles(from: string, to: string): void {
    moveFiles(this.drafts, from, to);
    this.uploads?.open(to);
  }

  /** Sent, or discarded. Bytes that nobody here knows of are swept later. */
  dropFiles(form: string): void {
    if (this.uploads) this.uploads.clear(form);
    else holdFiles(this.drafts, form, []);
  }

  has(key: string): boolean {
    return this.entries.some((entry) => entry.key === key);
  }

  /** Takes an entry back before it goes; null when it is on its way, or gone. */
  take(key: string): Queued | null {
    if (this.sending === key) return null;
    const entry = this.entries.find((candidate) => candidate.key === key) ?? null;
    if (entry) this.drop(entry);
    return entry;
  }

  /** Tries all that waits, in its order, one after the other; one window of the browser at a time. */
  async flush(): Promise<void> {
    if (this.#over) return;
    this.dispatchEvent(new Event('wake'));
    if (this.#busy || !this.entries.length) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    try {
      const locks = navigator.locks as LockManager | undefined;
      const deliver = () => this.#options.deliver(this);
      // Without locks (a page without https) two windows may both try: the key makes that harmless.
      const { hasSent, isPending } = await (locks ? locks.request(`support-ticket:${outboxName}`, deliver) : deliver());
      if (hasSent) this.#tries = 0;
      if (isPending) this.#tryAgain();
    } finally {
      this.#busy = false;
      this.changed();
    }
  }

  /** What went while its customer, who did not know whether it had gone, was signed out, and nobody has told them of. */
  get untold(): QueuedTicket | null {
    return this.#options.drafts.load<QueuedTicket>(untoldName)?.value ?? null;
  }

  /** What nobody knows the fate of, to be told once: it may still be here, or have gone meanwhile. Null for nothing. */
  takeUnsure(): QueuedTicket | null {
    const { untold } = this;
    this.#options.drafts.drop(untoldName);
    return untold ?? this.tickets.find((entry) => entry.unsure) ?? null;
  }

  drop(entry: Queued): void {
    this.keep(this.entries.filter(({ key }) => key !== entry.key));
  }

  keep(entries: readonly Queued[]): void {
    if (entries.length) this.#options.drafts.save(outboxName, entries);
    else this.#options.drafts.drop(outboxName);
    this.changed();
  }

  #tryAgain(): void {
    this.#later(patience[Math.min(this.#tries++, patience.length - 1)]);
  }

  #later(seconds = 0): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), seconds * 1000);
  }

  readonly #wake = (): void => {
    this.#tries = 0;
    void this.flush();
  };

  readonly changed = (): void => void this.dispatchEvent(new Event('change'));
}
