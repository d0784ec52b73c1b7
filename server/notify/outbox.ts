/**
 * The outbox: effects become mails, and each mail is sent once, despite crashes of this server or of the mail server. An attempt
 * is recorded before the mail is handed over and its outcome after, so that a crash in between is noticed: the mail is then sent
 * again with the same Message-ID, since losing it would be worse.
 */
import type { Log } from '../log.ts';
import type { Failure } from '../services/mail-in/bounces.ts';
import type { Commit, OutgoingMail, Store } from '../store/store.ts';
import { day } from '../ticket/calendar.ts';
import { instant } from '../ticket/promise.ts';
import type { Addressing, Drop, Occasion } from './addressing.ts';
import type { Backoff } from './backoff.ts';
import { MailFault, connections } from './smtp.ts';
import type { Postman } from './smtp.ts';
import type { Writing } from './writing.ts';

export interface OutboxDeps {
  readonly store: Pick<Store, 'pendingEffects' | 'waitingMails' | 'mail' | 'commit' | 'watch'>;
  readonly addressing: Addressing;
  readonly writing: Writing;
  readonly postman: Postman;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly waits: { readonly mail: Backoff; readonly server: Backoff };
  /** Called for a mail whose recipient does not exist at its mail server. */
  readonly bounced: (row: OutgoingMail, failure: Failure) => Promise<void>;
  /** Called for each finished mail, and for each that was dropped. */
  readonly counted: (outcome: 'sent' | 'dead' | Drop) => void;
}

export interface Outbox {
  /** Adds the mails of an occasion other than a change, unless they exist. */
  post(occasion: Occasion): Promise<void>;
  /** Starts nothing more, and waits a while for mails in progress. */
  close(): Promise<void>;
}

/** Milliseconds after which a mail is given up. */
const horizon = 3 * day;
const batch = 100;
/** Rows read to find the next mails to send. */
const window = 200;
/** Attempts after which later mails of the same ticket and recipient no longer wait for a mail. */
const patienceWithOne = 6;
const longestSleep = 60_000;
const lastWait = 10_000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const outbox = new Worker(deps);
  outbox.wake();
  return outbox;
}

interface UnderWay {
  readonly row: OutgoingMail;
  readonly work: Promise<void>;
}

class Worker implements Outbox {
  readonly #deps: OutboxDeps;
  readonly #underWay = new Map<string, UnderWay>();
  /** Mails that this process must not touch again: sent without a record of it, or impossible to write. */
  readonly #left = new Set<string>();
  readonly #unwatch: () => void;
  #pumping = false;
  #again = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #serverTries = 0;
  #pausedUntil = 0;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#unwatch = deps.store.watch((commit) => {
      if (this.#bringsWork(commit)) this.wake();
    });
  }

  wake(): void {
    this.#again = true;
    if (!this.#pumping && !this.#closed) void this.#pump();
  }

  async post(occasion: Occasion): Promise<void> {
    const { mails, dropped } = await this.#deps.addressing(occasion);
    const fresh: OutgoingMail[] = [];
    for (const mail of mails) if (!(await this.#deps.store.mail(mail.id))) fresh.push(mail);
    if (fresh.length > 0) await this.#deps.store.commit({ put: { mails: fresh } });
    dropped.forEach((drop) => this.#deps.counted(drop));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unwatch();
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, lastWait)));
    await Promise.race([Promise.allSettled([...this.#underWay.values()].map(({ work }) => work)), patience]);
    clearTimeout(timer);
    this.#deps.postman.close();
  }

  /** Whether a commit needs work. Commits of the outbox itself do not. */
  #bringsWork({ put }: Commit): boolean {
    return (
      (put?.effects?.length ?? 0) > 0 || (put?.mails?.some(({ id, state }) => state === 'waiting' && !this.#underWay.has(id)) ?? false)
    );
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#address();
        await this.#sendWhatIsDue();
      }
    } catch (error) {
      // A read-only store is reported elsewhere; the mail is retried later.
      this.#deps.log.error('the outbox could not go on', { fault: error instanceof Error ? error.message : String(error) });
      this.#sleep(longestSleep);
    } finally {
      this.#pumping = false;
    }
  }

  /** Removes each effect in the commit that adds its mails, so that a crash can neither double nor lose them. */
  async #address(): Promise<void> {
    for (;;) {
      const effects = await this.#deps.store.pendingEffects(batch);
      if (effects.length === 0 || this.#closed) return;
      const mails: OutgoingMail[] = [];
      const drops: Drop[] = [];
      for (const effect of effects) {
        const addressed = await this.#deps.addressing(effect);
        mails.push(...addressed.mails);
        drops.push(...addressed.dropped);
      }
      await this.#deps.store.commit({ put: { mails }, drop: { effects: effects.map(({ id }) => id) } });
      this.#tellDrops(drops);
    }
  }

  #tellDrops(drops: readonly Drop[]): void {
    drops.forEach((drop) => this.#deps.counted(drop));
    for (const drop of ['too-old', 'too-many'] as const) {
      const count = drops.filter((found) => found === drop).length;
      if (count > 0) this.#deps.log.warn('mails were not written', { why: drop, count });
    }
  }

  async #sendWhatIsDue(): Promise<void> {
    const { store, now } = this.#deps;
    if (this.#closed) return;
    const rows = (await store.waitingMails(window + this.#left.size)).filter(({ id }) => !this.#left.has(id));
    const first = firstOfEach(rows);
    for (const row of rows) {
      // A mail that would overtake another waits until that one has ended.
      if (this.#underWay.has(row.id) || first.get(lineOf(row)) !== row) continue;
      if (this.#underWay.size >= this.#room()) return;
      if (Date.parse(row.nextAttemptAt) > now()) return this.#sleep(Date.parse(row.nextAttemptAt) - now());
      this.#begin(row);
    }
    this.#sleep(this.#pausedUntil > now() ? this.#pausedUntil - now() : longestSleep);
  }

  /** While the mail server is away, one mail at a time tests whether it is back. */
  #room(): number {
    if (this.#serverTries === 0) return connections;
    const wait = this.#pausedUntil - this.#deps.now();
    if (wait <= 0) return 1;
    this.#sleep(wait);
    return 0;
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(milliseconds, 1), longestSleep)).unref();
  }

  #begin(row: OutgoingMail): void {
    const work = this.#attempt(row)
      .catch((error: unknown) => {
        this.#deps.log.error('a mail could not be worked on', {
          mail: row.id,
          fault: error instanceof Error ? error.message : String(error),
        });
        // The store or this mail's content is at fault, not the mail server: other mails go on.
        this.#left.add(row.id);
      })
      .finally(() => {
        this.#underWay.delete(row.id);
        this.wake();
      });
    this.#underWay.set(row.id, { row, work });
  }

  async #attempt(row: OutgoingMail): Promise<void> {
    const { store, writing, postman, waits, chance, now, counted } = this.#deps;
    const mail = await writing(row);
    if (!mail) {
      await store.commit({ drop: { mails: [row.id] } });
      return counted('gone');
    }
    const attempts = row.attempts + 1;
    const begun: OutgoingMail = { ...row, attempts, nextAttemptAt: instant(now() + waits.mail.after(attempts, chance())) };
    await store.commit({ put: { mails: [begun] } });
    const fault = await postman.send(mail).then(
      () => null,
      (error: unknown) => (error instanceof MailFault ? error : new MailFault('later', 'unknown')),
    );
    if (fault === null) await this.#sent(begun);
    else await this.#failed(row, begun, fault);
  }

  async #sent(row: OutgoingMail): Promise<void> {
    this.#serverTries = 0;
    this.#pausedUntil = 0;
    this.#left.add(row.id);
    await this.#deps.store.commit({
      put: { mails: [{ ...row, state: 'sent', endedAt: instant(this.#deps.now()), fault: null, reply: null }] },
    });
    this.#left.delete(row.id);
    this.#deps.counted('sent');
  }

  async #failed(row: OutgoingMail, begun: OutgoingMail, { kind, word, reply }: MailFault): Promise<void> {
    const { store, log, now, counted } = this.#deps;
    if (kind === 'away' || kind === 'interrupted') this.#pause(word);
    else this.#serverTries = 0;
    const tooLate = now() - Date.parse(row.queuedAt) > horizon;
    const told = { fault: word, reply };
    if (kind === 'never' || tooLate) {
      await store.commit({ put: { mails: [{ ...begun, ...told, state: 'dead', endedAt: instant(now()) }] } });
      if (word === 'recipient-refused') await this.#deps.bounced(row, failureIn(reply));
      log.error('a mail was given up; the desk can send it again', { mail: row.id, kind: row.kind, fault: word });
      return counted('dead');
    }
    // An unreachable server has not seen the mail: the attempt does not count.
    const next = kind === 'away' ? { ...begun, attempts: row.attempts, nextAttemptAt: row.nextAttemptAt } : begun;
    await store.commit({ put: { mails: [{ ...next, ...told }] } });
    log.warn('a mail waits', { mail: row.id, kind: row.kind, fault: word, attempts: next.attempts });
  }

  #pause(word: string): void {
    const { waits, chance, now, log } = this.#deps;
    if (this.#pausedUntil > now()) return;
    this.#serverTries += 1;
    const wait = waits.server.after(this.#serverTries, chance());
    this.#pausedUntil = now() + wait;
    if (this.#serverTries === 1) log.error('the mail server cannot be used; mails wait', { fault: word });
  }
}

/** The reply to an address without a mailbox. Any other refusal may be the mail server's own fault and does not stop mails. */
function failureIn(reply: string | null): Failure {
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(reply ?? '')?.[0] ?? '5.0.0';
  return { permanent: /^5\.(?:1\.[1236]|1\.10|2\.1)$/.test(status), status, said: reply };
}

/** Mails about one ticket to one recipient are sent in order. */
const lineOf = ({ ticketId, to }: OutgoingMail): string => JSON.stringify([ticketId, to]);

/** The first mail of each ticket and recipient. */
function firstOfEach(rows: readonly OutgoingMail[]): ReadonlyMap<string, OutgoingMail> {
  const first = new Map<string, OutgoingMail>();
  for (const row of rows) {
    const before = first.get(lineOf(row));
    if (!before || isBefore(row, before)) first.set(lineOf(row), row);
  }
  return first;
}

function isBefore(a: OutgoingMail, b: OutgoingMail): boolean {
  const [stuck, stuckToo] = [a.attempts >= patienceWithOne, b.attempts >= patienceWithOne];
  return stuck === stuckToo ? a.at < b.at : stuckToo;
}
