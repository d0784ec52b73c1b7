/**
 * What a customer has sent and the server has not confirmed: it waits on this device and goes by itself as soon as it
 * can, from whichever page of the site is open then. Every entry keeps the key of its intent, so that a try whose
 * answer was lost, and another window's try, make nothing twice.
 */
import type { NewMessage, NewTicket, TicketView } from '../../../server/wire/tickets.ts';
import type { Api } from '../api.ts';
import { Failure, asFailure } from '../../client/http.ts';
import type { Request } from '../../form/request.ts';
import type { Drafts } from '../../client/drafts.ts';
import { heldFiles, holdFiles, moveFiles, outForm } from '../../upload/held-files.ts';
import type { HeldFile } from '../../upload/held-files.ts';
import { isPassing, patience } from '../../client/patience.ts';
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

export interface OutboxOptions {
  /** Null once somebody else is signed in. */
  readonly api: () => Api | null;
  readonly drafts: Drafts;
  /** `shown`: a screen has told the customer already. */
  readonly onSent: (entry: Queued, ticket: TicketView, shown: boolean) => void;
  /** The server will never take it as it is: the text goes back to where it was written. */
  readonly onRefused: (entry: Queued, failure: Failure) => void;
  readonly onSignedOut: () => void;
  /** What brings files to the server: its code comes when there are any. */
  readonly loadUploads: (outbox: Outbox) => Promise<Uploads>;
}

export const outboxName = 'outbox';
/** Which tickets the latest entries have become. */
const arrivedName = 'arrived';
/** What went while its customer was signed out, who did not know whether it had gone. */
const untoldName = 'untold';
/** So many of them are remembered. */
const remembered = 10;

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

/** The server will never take an entry as it is: its text is kept where it was written. */
export class ReturnedEvent extends Event {
  readonly entry: Queued;

  constructor(entry: Queued) {
    super('returned');
    this.entry = entry;
  }
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
  #bringing: string | null = null;
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
    addEventListener('storage', this.#show);
    this.#later(0);
  }

  stop(): void {
    this.#over = true;
    removeEventListener('online', this.#wake);
    removeEventListener('storage', this.#show);
    clearTimeout(this.#timer);
    this.dispatchEvent(new Event('stop'));
  }

  get api(): Api | null {
    return this.#over ? null : this.#options.api();
  }

  get drafts(): Drafts {
    return this.#options.drafts;
  }

  signedOut(): void {
    this.#options.onSignedOut();
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
    return this.sending === key ? 'sending' : this.#bringing === key ? 'files' : 'waiting';
  }

  /** `soon`: nothing has been tried yet. */
  add(entry: Queued, soon = false): void {
    this.#keep([...this.entries.filter(({ key }) => key !== entry.key), entry]);
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

  /** The server no longer has some of them: they are to go once more. False when that was not what it said. */
  recallFiles(form: string, { code, fields }: Failure): boolean {
    const gone = fields.flatMap(({ path, code }) =>
      code === 'not-in-list' && /^attachments\.\d+$/.test(path) ? Number(path.slice(12)) : [],
    );
    if (code !== 'invalid-input' || !gone.length) return false;
    holdFiles(
      this.drafts,
      form,
      this.filesOf(form).map((file, index) => (gone.includes(index) ? { ...file, attachment: null } : file)),
    );
    return true;
  }

  has(key: string): boolean {
    return this.entries.some((entry) => entry.key === key);
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
    if (this.#over) return;
    this.dispatchEvent(new Event('wake'));
    if (this.#busy || !this.entries.length) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    try {
      const locks = navigator.locks as LockManager | undefined;
      // Without locks (a page without https) two windows may both try: the key makes that harmless.
      await (locks ? locks.request(`support-ticket:${outboxName}`, () => this.#sendAll()) : this.#sendAll());
    } finally {
      this.#busy = false;
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
    try {
      const ticket = await this.#deliver(entry, true);
      if (!ticket) return null;
      this.#remember(entry.key, ticket.id);
      this.#drop(entry);
      this.dropFiles(outForm(entry.key));
      const isShown = !this.dispatchEvent(new ArrivedEvent(entry.key, ticket));
      if (!isShown && entry.kind === 'ticket' && entry.unsure === 'signed-out') this.#options.drafts.save(untoldName, entry);
      onSent(entry, ticket, isShown);
    } catch (error) {
      const failure = asFailure(error);
      if (isPassing(failure.code)) return failure;
      this.#drop(entry);
      onRefused(entry, failure);
      this.dispatchEvent(new ReturnedEvent(entry));
    } finally {
      this.sending = this.#bringing = null;
    }
    return null;
  }

  /** Its files first. Null when it was taken back meanwhile; `again`: files that the server no longer has go once more. */
  async #deliver(entry: Queued, again: boolean): Promise<TicketView | null> {
    const { key } = entry;
    const form = outForm(key);
    const hasFiles = this.filesOf(form).length > 0;
    if (hasFiles) {
      this.#bringing = key;
      this.#show();
    }
    const attachments = hasFiles ? await (await this.#options.loadUploads(this)).settled(form) : null;
    if (!this.has(key)) return null;
    this.#bringing = null;
    this.sending = key;
    this.#show();
    try {
      return await this.#post(attachments ? this.#carry(entry, attachments) : entry);
    } catch (error) {
      if (!again || !this.recallFiles(form, asFailure(error))) throw error;
      this.sending = null;
      return this.#deliver(entry, false);
    }
  }

  #post(entry: Queued): Promise<TicketView> {
    const { api } = this;
    if (!api) throw new Failure('unauthenticated');
    return entry.kind === 'reply' ? api.reply(entry.to, entry.message, entry.key) : api.create(entry.ticket, entry.key);
  }

  /** What is tried is kept as it is tried: whoever takes it back knows what may have arrived. */
  #carry(entry: Queued, attachments: string[]): Queued {
    const whole: Queued =
      entry.kind === 'reply'
        ? { ...entry, message: { ...entry.message, attachments } }
        : { ...entry, ticket: { ...entry.ticket, attachments } };
    this.#keep(this.entries.map((candidate) => (candidate.key === entry.key ? whole : candidate)));
    return whole;
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

  /** The ticket that an entry has become, from whichever window it went; null when it did not go. */
  arrivedAs(key: string): string | null {
    return this.#arrivals.find(([sent]) => sent === key)?.[1] ?? null;
  }

  get #arrivals(): readonly (readonly [key: string, ticket: string])[] {
    return this.#options.drafts.load<readonly (readonly [string, string])[]>(arrivedName)?.value ?? [];
  }

  #remember(key: string, ticket: string): void {
    this.#options.drafts.save(arrivedName, [[key, ticket], ...this.#arrivals].slice(0, remembered));
  }

  #drop(entry: Queued): void {
    this.#keep(this.entries.filter(({ key }) => key !== entry.key));
  }

  #keep(entries: readonly Queued[]): void {
    if (entries.length) this.#options.drafts.save(outboxName, entries);
    else this.#options.drafts.drop(outboxName);
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
