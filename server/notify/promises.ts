/** Warns agents half an hour before a promise expires, once per promise. */
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { minute } from '../ticket/calendar.ts';
import type { Ticket } from '../ticket/model.ts';
import { instant } from '../ticket/promise.ts';
import type { Outbox } from './outbox.ts';

export interface PromiseWatch {
  /** Checks once. A warning that was sent, even before a restart, is not sent again. */
  look(): Promise<void>;
  close(): void;
}

export interface PromiseWatchDeps {
  readonly store: Pick<Store, 'promisesDue'>;
  readonly outbox: Pick<Outbox, 'post'>;
  readonly log: Log;
  readonly now: () => number;
}

const before = 30 * minute;
const every = minute;

export function watchPromises({ store, outbox, log, now }: PromiseWatchDeps): PromiseWatch {
  /** Due moments of promises that were warned of: a cache, since the outbox remembers them. */
  const told = new Map<string, number>();

  async function look(): Promise<void> {
    for (const [id, due] of told) if (due < now()) told.delete(id);
    for (const ticket of await store.promisesDue(instant(now()), instant(now() + before))) {
      const due = Date.parse(ticket.promise.dueAt);
      const id = `due.${ticket.id}.${String(due)}`;
      if (told.has(id) || due - now() > leadOf(ticket)) continue;
      told.set(id, due);
      await outbox.post({ id, kind: 'due', audience: 'team', ticketId: ticket.id, messageId: null, at: instant(now()) });
    }
  }

  const timer = setInterval(() => {
    look().catch((error: unknown) =>
      log.error('promises could not be looked at', { fault: error instanceof Error ? error.message : String(error) }),
    );
  }, every).unref();
  return { look, close: () => clearInterval(timer) };
}

/** Milliseconds of warning: at most half of the promise's duration. */
function leadOf({ promise: { startedAt, dueAt } }: Ticket): number {
  return Math.min(before, (Date.parse(dueAt) - Date.parse(startedAt)) / 2);
}
