import type { Amendment, DeskTicket } from '../../../server/wire/desk.ts';
import type { Drafts } from '../../client/drafts.ts';
import { Failure, asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import type { DeskApi } from '../api.ts';

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
  /** The last public message that its writer had read; null: there was none. */
  readonly lastRead: string | null;
  /** Changes of the ticket that go with it, and the version they were meant for. */
  readonly beside?: { readonly change: Amendment; readonly rev: number };
  readonly until: string;
  /** It was on its way at least once, and may have arrived: it can be taken up again, but no longer be said to be unsent. */
  readonly tried: boolean;
  /** How often it was on its way. */
  readonly tries?: number;
  /** Why it did not arrive the last time. */
  readonly failure?: FailureCode;
}

/** An answer that did not arrive and will not by itself. Its text is the draft again. */
export interface Refused {
  readonly held: Held;
  readonly code: FailureCode;
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

/** Another tab has sent it. */
export class SentElsewhereEvent extends Event {
  readonly held: Held;

  constructor(held: Held) {
    super('sent-elsewhere');
    this.held = held;
  }
}

/** What became of an answer that was to go. `moot`: it no longer waits, as another tab has sent it or taken it back. */
type Outcome =
  | { readonly kind: 'sent'; readonly ticket: DeskTicket }
  | { readonly kind: 'waits' | 'refused'; readonly failure: Failure }
  | { readonly kind: 'moot' };

/** What became of a change that an answer went before. `waits`: both go by themselves, as soon as they can. */
export type Changed =
  | { readonly kind: 'sent'; readonly ticket: DeskTicket; readonly changed: boolean }
  | { readonly kind: 'waits'; readonly code: FailureCode };

/** Nothing is wrong with the answer: it goes later. */
const passing: readonly FailureCode[] = [
  'offline',
  'unreachable',
  'too-many-requests',
  'read-only',
  'draining',
  'in-flight',
  'unauthenticated',
];

/** Nothing is wrong with the answer, but with what was to change beside it: that is for whoever asked for it. */
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
/** Milliseconds between tries, the last of them again and again. */
const pauses = [2_000, 5_000, 15_000] as const;

interface HoldingOptions {
  readonly api: Pick<DeskApi, 'reply' | 'replyOnLeaving' | 'ticket'>;
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
 * one nor sends it twice. A change that would come before the answer takes it along, in one request. Fires `change`,
 * `sent`, `sent-elsewhere` and `refused`.
 */
export class Holding extends EventTarget {
  readonly #options: HoldingOptions;
  readonly #sending = new Map<string, Promise<Outcome>>();
  #connected = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** As this tab knows them: another one may change them. */
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

  /** Those that were refused and that nobody has looked after yet. */
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
    // Another tab may hold one for the same ticket: it does not wait any longer.
    const others = this.all
      .filter(({ key }) => key !== answer.key)
      .map((held) => (held.ticketId === answer.ticketId ? { ...held, until: new Date().toISOString() } : held));
    this.#save([...others, { ...answer, until, tried: false }]);
    this.lookAfter(answer.form);
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

  /**
   * A change that must not come before the answer that waits for this ticket: the answer goes now and takes it along, all
   * or none. Null where no answer waits. @throws Failure where neither, or not the change, could be made.
   */
  async sendWith({ id, rev }: Pick<DeskTicket, 'id' | 'rev'>, change: Amendment): Promise<Changed | null> {
    const held = this.of(id);
    if (!held) return null;
    // It may have arrived: what was sent then is sent again, word by word, and the change comes after it.
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

  /** Sends all there is, as before signing out; says whether nothing is left. */
  async flush(): Promise<boolean> {
    const outcomes = await Promise.all(this.all.map((held) => this.#sending.get(held.key) ?? this.#send(held)));
    this.#tick();
    return outcomes.every(({ kind }) => kind === 'sent' || kind === 'moot');
  }

  /** Sends what was refused once more; whoever asks for it has seen how the ticket stands. */
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

  /** Somebody has seen that it was refused, and has its text before them. */
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
    // Another tab may have sent it or taken it back.
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
    // A fault of the server may pass; when it does not, somebody has to know.
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

  /** The page goes: so do the answers. What of them has arrived is found out when the desk is opened again. */
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

  /** Another tab holds one, has sent one or has taken one back. */
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

/** After a pause that grows, and not before the server asks for it. */
function nextTry(tries: number, retryAt: string | null): string {
  const own = Date.now() + (pauses[tries - 1] ?? pauses[2]);
  const asked = retryAt === null ? 0 : Date.parse(retryAt) || 0;
  return new Date(Math.max(own, asked)).toISOString();
}

/** As if the change had been asked for alone. */
const withinChange = ({ code, fields, retryAt }: Failure): Failure =>
  new Failure(
    code,
    fields.map((field) => ({ ...field, path: field.path.replace(/^then\./, '') })),
    retryAt,
  );
