/** A request that is sent twice is done once: its result is stored in the same commit as its change. */
import type { IdempotencyRecord, IdempotencyStore } from '../store/store.ts';
import { day } from '../ticket/calendar.ts';
import { instant } from '../ticket/promise.ts';
import { InFlight, KeyReused } from './errors.ts';

/** A request with an idempotency key. */
export interface Attempt {
  /** Hash of caller, method, path and key. */
  readonly id: string;
  /** Hash of the request's body. */
  readonly bodyHash: string;
}

/** The result of a request, new or replayed. */
export interface Done {
  readonly ticketId: string;
  readonly status: number;
  readonly replayed: boolean;
}

/** Gives the records for the commit of the change; none when the request has no key. */
export type Remember = (ticketId: string) => readonly IdempotencyRecord[];

/** Runs `work` unless the same attempt was done before. @throws KeyReused @throws InFlight */
export type Once = (
  attempt: Attempt | null,
  status: number,
  work: (remember: Remember) => Promise<{ readonly id: string }>,
) => Promise<Done>;

export interface OnceDeps {
  readonly store: IdempotencyStore;
  readonly now: () => number;
  /** Whether the work ends within the given milliseconds. */
  readonly within: (work: Promise<unknown>, milliseconds: number) => Promise<boolean>;
}

export const keptFor = day;
const patience = 5_000;

export function createOnce({ store, now, within }: OnceDeps): Once {
  const inFlight = new Map<string, Promise<unknown>>();

  async function take(
    { id, bodyHash }: Attempt,
    status: number,
    work: (remember: Remember) => Promise<{ readonly id: string }>,
  ): Promise<Done> {
    const known = await store.idempotencyRecord(id);
    if (known && known.at > instant(now() - keptFor)) {
      if (known.bodyHash !== bodyHash) throw new KeyReused();
      return { ticketId: known.ticketId, status: known.status, replayed: true };
    }
    const { id: ticketId } = await work((ticket) => [{ id, bodyHash, status, ticketId: ticket, at: instant(now()) }]);
    return { ticketId, status, replayed: false };
  }

  return async (attempt, status, work) => {
    if (!attempt) return { ticketId: (await work(() => [])).id, status, replayed: false };
    for (let first = inFlight.get(attempt.id); first; first = inFlight.get(attempt.id)) {
      if (!(await within(first, patience))) throw new InFlight();
    }
    // Nothing may be awaited between the last check and this line, so that only one of several equal requests runs.
    const turn = take(attempt, status, work);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    inFlight.set(attempt.id, settled);
    try {
      return await turn;
    } finally {
      inFlight.delete(attempt.id);
    }
  };
}
