import type { DeskTicket } from '../../server/ticket/wire.ts';
import type { Drafts } from '../controllers/drafts.ts';
import { asFailure } from '../http.ts';
import type { Failure, FailureCode } from '../http.ts';
import type { DeskApi } from './api.ts';

/** An answer that its writer may still take back. */
export interface Held {
  readonly ticketId: string;
  readonly number: number;
  /** Whom it goes to, for those who have moved on. */
  readonly to: string;
  readonly body: string;
  readonly attachments: readonly string[];
  /** Of the draft: whoever sends it, however often, it arrives once. */
  readonly key: string;
  /** The draft that it was, and is again until it has arrived. */
  readonly form: string;
  readonly until: string;
  /** It was on its way at least once, and may have arrived: it can be taken up again, but no longer be said to be unsent. */
  readonly tried: boolean;
}

/** Cancelled by whoever shows it. */
export class SentEvent extends Event {
  readonly held: Held;
  readonly ticket: DeskTicket;

  constructor(held: Held, ticket: DeskTicket) {
    super('sent', { cancelable: true });
    this.held = held;
    this.ticket = ticket;
  }
}

/** It did not arrive and will not by itself; the draft has it. Cancelled by whoever shows it. */
export class RefusedEvent extends Event {
  readonly held: Held;
  readonly failure: Failure;

  constructor(held: Held, failure: Failure) {
    super('refused', { cancelable: true });
    this.held = held;
    this.failure = failure;
  }
}

/** Nothing is wrong with the answer: it goes later. */
const passing: readonly FailureCode[] = ['offline', 'unreachable', 'too-many-requests', 'read-only', 'draining', 'in-flight', 'unauthenticated'];

const name = 'desk-held';
const retryAfter = 15_000;

interface HoldingOptions {
  readonly api: Pick<DeskApi, 'reply' | 'replyOnLeaving'>;
  readonly drafts: Drafts;
  readonly seconds: () => number;
  /** Told of what no composer has shown. */
  readonly unshown: (event: SentEvent | RefusedEvent) => void;
  /** Told why an answer still waits, such as that nobody is signed in. */
  readonly failed: (code: FailureCode) => void;
}

/**
 * Answers wait here before they go: for as long as is set, whichever ticket is open meanwhile. They are kept on the
 * device with the key of their draft, so that a page that is closed, a lost connection or a second tab neither loses
 * one nor sends it twice. Fires `change`, `sent` and `refused`.
 */
export class Holding extends EventTarget {
  readonly #options: HoldingOptions;
  readonly #sending = new Set<string>();
  #connected = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HoldingOptions) {
    super();
    this.#options = options;
  }

  connect(): void {
    this.#connected = true;
    window.addEventListener('pagehide', this.#leave);
    window.addEventListener('online', this.#goOn);
    this.#tick();
  }

  disconnect(): void {
    this.#connected = false;
    window.removeEventListener('pagehide', this.#leave);
    window.removeEventListener('online', this.#goOn);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  get seconds(): number {
    return this.#options.seconds();
  }

  get all(): readonly Held[] {
    const kept = this.#options.drafts.load<unknown>(name)?.value;
    return Array.isArray(kept) ? (kept as readonly Held[]) : [];
  }

  of(ticketId: string): Held | null {
    return this.all.find((held) => held.ticketId === ticketId) ?? null;
  }

  isSending({ key }: Held): boolean {
    return this.#sending.has(key);
  }

  hold(answer: Omit<Held, 'until' | 'tried'>): void {
    const until = new Date(Date.now() + this.seconds * 1_000).toISOString();
    this.#save([...this.all.filter(({ ticketId }) => ticketId !== answer.ticketId), { ...answer, until, tried: false }]);
    this.#tick();
  }

  /** False where it is on its way at this moment. */
  takeBack({ key }: Held): boolean {
    if (this.#sending.has(key)) return false;
    this.#save(this.all.filter((held) => held.key !== key));
    return true;
  }

  async sendNow(held: Held): Promise<void> {
    await this.#send(held);
    this.#tick();
  }

  /** Sends all there is, as before signing out. */
  async flush(): Promise<void> {
    await Promise.all(this.all.map((held) => this.#send(held)));
  }

  #save(all: readonly Held[]): void {
    this.#options.drafts.save(name, all);
    this.dispatchEvent(new Event('change'));
  }

  /** Once a second while something waits. */
  #tick(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { all } = this;
    if (!all.length || !this.#connected) return;
    const now = Date.now();
    const resting = all.filter(({ key }) => !this.#sending.has(key));
    const due = resting.filter(({ until }) => Date.parse(until) <= now);
    for (const held of due) void this.#send(held).then(() => this.#tick());
    this.dispatchEvent(new Event('change'));
    const next = Math.min(...resting.filter((held) => !due.includes(held)).map(({ until }) => Date.parse(until) - now));
    if (Number.isFinite(next)) this.#timer = setTimeout(() => this.#tick(), Math.max(20, next > 1_000 ? next % 1_000 || 1_000 : next));
  }

  async #send({ key, ticketId }: Held): Promise<void> {
    const { api, drafts } = this.#options;
    // Another tab may have sent it or taken it back.
    const held = this.all.find((one) => one.key === key);
    if (!held || this.#sending.has(key)) return;
    this.#sending.add(key);
    this.#save(this.all.map((one) => (one.key === key ? { ...one, tried: true } : one)));
    try {
      const ticket = await api.reply(ticketId, held.body, held.attachments, key);
      this.#sending.delete(key);
      if (drafts.load<{ key?: unknown }>(held.form)?.value.key === key) drafts.drop(held.form);
      this.#save(this.all.filter((one) => one.key !== key));
      this.#tell(new SentEvent(held, ticket));
    } catch (error) {
      this.#sending.delete(key);
      this.#explain(held, asFailure(error));
    }
  }

  #explain(held: Held, failure: Failure): void {
    const waits = passing.includes(failure.code);
    const later = new Date(Date.now() + retryAfter).toISOString();
    const rest = this.all.filter(({ key }) => key !== held.key);
    this.#save(waits ? [...rest, { ...held, tried: true, until: later }] : rest);
    if (waits) this.#options.failed(failure.code);
    else this.#tell(new RefusedEvent(held, failure));
  }

  #tell(event: SentEvent | RefusedEvent): void {
    if (this.dispatchEvent(event)) this.#options.unshown(event);
  }

  /** The page goes: so do the answers. What of them has arrived is found out when the desk is opened again. */
  readonly #leave = (): void => {
    const { all } = this;
    if (!all.length) return;
    const now = new Date().toISOString();
    this.#options.drafts.save(name, all.map((held) => ({ ...held, tried: true, until: now })));
    for (const held of all) if (!this.#sending.has(held.key)) this.#options.api.replyOnLeaving(held.ticketId, held.body, held.attachments, held.key);
  };

  readonly #goOn = (): void => {
    this.#save(this.all.map((held) => (held.tried ? { ...held, until: new Date().toISOString() } : held)));
    this.#tick();
  };
}
