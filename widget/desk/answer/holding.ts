import type { Amendment, DeskTicket } from '../../../server/wire/desk.ts';
import type { Drafts } from '../../client/drafts.ts';
import { Failure, asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import type { DeskApi } from '../api.ts';

/** An answer that is not sent yet and can be taken back. */
export interface Held {
  readonly ticketId: string;
  readonly number: number;
  /** The customer's name, for notices outside of the ticket. */
  readonly to: string;
  readonly body: string;
  readonly attachments: readonly string[];
  /** The draft's idempotency key, so that it arrives once even when several tabs send it. */
  readonly key: string;
  /** The name of its draft, which is kept until the answer has arrived. */
  readonly form: string;
  /** The id of the last public message that its writer had read; `null`: there was none. */
  readonly lastRead: string | null;
  /** Changes of the ticket in the same request, and the version they were made for. */
  readonly beside?: { readonly change: Amendment; readonly rev: number };
  readonly until: string;
  /** Whether it was requested at least once, so that it may have arrived. */
  readonly tried: boolean;
  /** The number of attempts. */
  readonly tries?: number;
  /** The failure of the last attempt. */
  readonly failure?: FailureCode;
}

/** An answer that failed and is not retried. Its text is in the draft. */
export interface Refused {
  readonly held: Held;
  readonly code: FailureCode;
}

/** A composer that shows the event cancels it. */
export class SentEvent extends Event {
  readonly held: Held;
  readonly ticket: DeskTicket;

  constructor(held: Held, ticket: DeskTicket) {
    super('sent', { cancelable: true });
    this.held = held;
    this.ticket = ticket;
  }
}

/** The answer failed and is not retried; the draft has its text. A composer that shows the event cancels it. */
export class RefusedEvent extends Event {
  readonly held: Held;
  readonly failure: Failure;

  constructor(held: Held, failure: Failure) {
    super('refused', { cancelable: true });
    this.held = held;
    this.failure = failure;
  }
}

/** Another tab has sent the answer. */
export class SentElsewhereEvent extends Event {
  readonly held: Held;

  constructor(held: Held) {
    super('sent-elsewhere');
    this.held = held;
  }
}

/** The result of sending an answer. `moot`: another tab has sent it or taken it back. */
type Outcome =
  | { readonly kind: 'sent'; readonly ticket: DeskTicket }
  | { readonly kind: 'waits' | 'refused'; readonly failure: Failure }
  | { readonly kind: 'moot' };

/** The result of a change that was sent with an answer. `waits`: both are retried. */
export type Changed =
  | { readonly kind: 'sent'; readonly ticket: DeskTicket; readonly changed: boolean }
  | { readonly kind: 'waits'; readonly code: FailureCode };

/** Temporary failures: the answer is retried. */
const passing: readonly FailureCode[] = [
  'offline',
  'unreachable',
  'too-many-requests',
  'read-only',
  'draining',
  'in-flight',
  'unauthenticated',
];

/** Failures of the change that was sent with an answer. */
const ofTheChange: readonly FailureCode[] = [
  'stale',
  'invalid-input',
  'bad-transition',
  'already-closed',
  'not-closed',
  'nothing-to-acknowledge',
  'precondition-required',
];

const name = 'desk-held';
const refusedName = 'desk-refused';
/** Milliseconds between attempts; the last is repeated. */
const pauses = [2_000, 5_000, 15_000] as const;

interface HoldingOptions {
  readonly api: Pick<DeskApi, 'reply' | 'replyOnLeaving' | 'ticket'>;
  readonly drafts: Drafts;
  readonly seconds: () => number;
  /** Called with events that no composer has cancelled. */
  readonly unshown: (event: SentEvent | RefusedEvent) => void;
  /** Called with the failure when an answer will be retried. */
  readonly failed: (code: FailureCode) => void;
}

/**
 * Holds answers for the set time before they are sent, independently of the open ticket. They are stored on the device with
 * their draft's idempotency key, so that a closed page, a lost connection or a second tab neither loses one nor sends it twice.
 * A change made meanwhile is sent with the answer in one request. Fires `change`, `sent`, `sent-elsewhere` and `refused`.
 */
export class Holding extends EventTarget {
  readonly #options: HoldingOptions;
  readonly #sending = new Map<string, Promise<Outcome>>();
  #connected = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The held answers as this tab last read them; another tab may have changed them. */
  #known: readonly Held[] = [];

  constructor(options: HoldingOptions) {
    super();
    this.#options = options;
  }

  connect(): void {
    this.#connected = true;
    this.#known = this.all;
    window.addEventListener('pagehide', this.#leave);
    window.addEventListener('online', this.#goOn);
    window.addEventListener('storage', this.#handleStorage);
    this.#tick();
  }

  disconnect(): void {
    this.#connected = false;
    window.removeEventListener('pagehide', this.#leave);
    window.removeEventListener('online', this.#goOn);
    window.removeEventListener('storage', this.#handleStorage);
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

  /** Refused answers that were not handled yet. */
  get refused(): readonly Refused[] {
    const kept = this.#options.drafts.load<unknown>(refusedName)?.value;
    return Array.isArray(kept) ? (kept as readonly Refused[]) : [];
  }

  of(ticketId: string): Held | null {
    return this.all.find((held) => held.ticketId === ticketId) ?? null;
  }

  isSending({ key }: Held): boolean {
    return this.#sending.has(key);
  }

  hold(answer: Omit<Held, 'until' | 'tried'>): void {
    const until = new Date(Date.now() + this.seconds * 1_000).toISOString();
    // An answer for the same ticket that another tab holds is sent now.
    const others = this.all
      .filter(({ key }) => key !== answer.key)
      .map((held) => (held.ticketId === answer.ticketId ? { ...held, until: new Date().toISOString() } : held));
    this.#save([...others, { ...answer, until, tried: false }]);
    this.lookAfter(answer.form);
    this.#tick();
  }

  /** Returns false when the answer is being sent. */
  takeBack({ key }: Held): boolean {
    if (this.#sending.has(key)) return false;
    this.#save(this.all.filter((held) => held.key !== key));
    return true;
  }

  async sendNow(held: Held): Promise<void> {
    await this.#send(held);
    this.#tick();
  }

  /**
   * Sends the held answer of the ticket now, with a change that must not precede it. `null` when no answer is held.
   * @throws Failure when both, or only the change, failed
   */
  async sendWith({ id, rev }: Pick<DeskTicket, 'id' | 'rev'>, change: Amendment): Promise<Changed | null> {
    const held = this.of(id);
    if (!held) return null;
    // The answer may have arrived already, so the same request is repeated, and the change is sent after it.
    const alone = this.#sending.has(held.key) || held.tried;
    if (!alone) this.#save(this.all.map((one) => (one.key === held.key ? { ...one, beside: { change, rev } } : one)));
    const outcome = await (this.#sending.get(held.key) ?? this.#send(held));
    this.#tick();
    if (outcome.kind === 'sent')
      return { kind: 'sent', ticket: outcome.ticket, changed: !alone || JSON.stringify(held.beside?.change) === JSON.stringify(change) };
    if (outcome.kind === 'moot') return null;
    if (outcome.kind === 'waits' && !alone) return { kind: 'waits', code: outcome.failure.code };
    throw outcome.failure;
  }

  /** Sends all held answers, as before signing out; returns whether all were sent. */
  async flush(): Promise<boolean> {
    const outcomes = await Promise.all(this.all.map((held) => this.#sending.get(held.key) ?? this.#send(held)));
    this.#tick();
    return outcomes.every(({ kind }) => kind === 'sent' || kind === 'moot');
  }

  /** Sends a refused answer again, for the current version of the ticket. */
  async sendAgain({ held }: Refused): Promise<void> {
    try {
      const { messages, rev } = await this.#options.api.ticket(held.ticketId);
      const { beside, failure: _, ...answer } = held;
      const again: Held = {
        ...answer,
        lastRead: messages.at(-1)?.id ?? null,
        ...(beside && { beside: { ...beside, rev } }),
        until: new Date().toISOString(),
        tried: false,
        tries: 0,
      };
      this.lookAfter(held.form);
      this.#save([...this.all.filter(({ key }) => key !== held.key), again]);
      await this.sendNow(again);
    } catch (error) {
      this.#options.failed(asFailure(error).code);
      this.#refuse(held, asFailure(error));
    }
  }

  /** Removes the refused answer of a draft from the list once its composer shows the text. */
  lookAfter(form: string): void {
    if (!this.refused.some(({ held }) => held.form === form)) return;
    this.#options.drafts.save(
      refusedName,
      this.refused.filter(({ held }) => held.form !== form),
    );
    this.dispatchEvent(new Event('change'));
  }

  #save(all: readonly Held[]): void {
    this.#options.drafts.save(name, all);
    this.#known = all;
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

  #send({ key }: Held): Promise<Outcome> {
    // Another tab may have sent the answer or taken it back.
    const held = this.all.find((one) => one.key === key);
    if (!held) return Promise.resolve({ kind: 'moot' });
    const under = this.#sending.get(key);
    if (under) return under;
    const sending = this.#exchange(held);
    this.#sending.set(key, sending);
    this.#save(this.all.map((one) => (one.key === key ? { ...one, tried: true, tries: (one.tries ?? 0) + 1 } : one)));
    return sending;
  }

  async #exchange(held: Held): Promise<Outcome> {
    const { api, drafts } = this.#options;
    const { key, form, ticketId } = held;
    try {
      const ticket = await api.reply(ticketId, held, key);
      this.#sending.delete(key);
      if (drafts.load<{ key?: unknown }>(form)?.value.key === key) drafts.drop(form);
      this.#save(this.all.filter((one) => one.key !== key));
      this.#tell(new SentEvent(held, ticket));
      return { kind: 'sent', ticket };
    } catch (error) {
      this.#sending.delete(key);
      return this.#explain(held, asFailure(error));
    }
  }

  #explain(held: Held, failure: Failure): Outcome {
    const now = this.all.find(({ key }) => key === held.key) ?? held;
    const rest = this.all.filter(({ key }) => key !== held.key);
    const tries = now.tries ?? 1;
    // An internal error of the server is retried a few times before the answer counts as refused.
    if (passing.includes(failure.code) || (failure.code === 'internal' && tries <= pauses.length)) {
      this.#save([...rest, { ...now, tried: true, until: nextTry(tries, failure.retryAt), failure: failure.code }]);
      this.#options.failed(failure.code);
      return { kind: 'waits', failure };
    }
    if (held.beside && !held.tried && ofTheChange.includes(failure.code)) {
      const { beside: _, ...answer } = held;
      this.#save([...rest, { ...answer, tried: false }]);
      return { kind: 'refused', failure: withinChange(failure) };
    }
    this.#save(rest);
    this.#refuse(held, failure);
    return { kind: 'refused', failure };
  }

  #refuse(held: Held, failure: Failure): void {
    this.#options.drafts.save(refusedName, [...this.refused.filter((one) => one.held.form !== held.form), { held, code: failure.code }]);
    this.dispatchEvent(new Event('change'));
    this.#tell(new RefusedEvent(held, failure));
  }

  #tell(event: SentEvent | RefusedEvent): void {
    if (this.dispatchEvent(event)) this.#options.unshown(event);
  }

  /** Sends all held answers when the page is left. The next visit finds out which have arrived. */
  readonly #leave = (): void => {
    const { all } = this;
    if (!all.length) return;
    const now = new Date().toISOString();
    this.#options.drafts.save(
      name,
      all.map(({ failure: _, ...held }) => ({ ...held, tried: true, until: now })),
    );
    for (const held of all) if (!this.#sending.has(held.key)) this.#options.api.replyOnLeaving(held.ticketId, held, held.key);
  };

  readonly #goOn = (): void => {
    this.#save(this.all.map((held) => (held.tried ? { ...held, until: new Date().toISOString() } : held)));
    this.#tick();
  };

  /** Reads the answers again after another tab has changed them. */
  readonly #handleStorage = (event: StorageEvent): void => {
    const { drafts } = this.#options;
    if (!event.key?.startsWith(drafts.owner)) return;
    drafts.follow(event);
    if (event.key !== drafts.owner + name && event.key !== drafts.owner + refusedName) return;
    const { all } = this;
    const gone = this.#known.filter(({ key }) => !all.some((held) => held.key === key));
    this.#known = all;
    for (const held of gone) if (!drafts.load(held.form)) this.dispatchEvent(new SentElsewhereEvent(held));
    this.dispatchEvent(new Event('change'));
    this.#tick();
  };
}

/** The time of the next attempt: after a growing pause, and not before the server's Retry-After. */
function nextTry(tries: number, retryAt: string | null): string {
  const own = Date.now() + (pauses[tries - 1] ?? pauses[2]);
  const asked = retryAt === null ? 0 : Date.parse(retryAt) || 0;
  return new Date(Math.max(own, asked)).toISOString();
}

/** The failure with paths as if the change had been requested alone. */
const withinChange = ({ code, fields, retryAt }: Failure): Failure =>
  new Failure(
    code,
    fields.map((field) => ({ ...field, path: field.path.replace(/^then\./, '') })),
    retryAt,
  );
