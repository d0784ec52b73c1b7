/** What has run out is thrown away: remembered requests after a day, sessions after their hours. */
import type { Store } from '../store/store.ts';
import { instant } from '../ticket/promise.ts';
import { keptFor } from './idempotency.ts';

export interface Swept {
  readonly requests: number;
  readonly sessions: number;
}

export interface Housekeeping {
  sweep(): Promise<Swept>;
}

/** One commit drops at most so many rows, so that other writers never wait long behind it. */
const batch = 2_000;

export function createHousekeeping({ store, now }: { readonly store: Store; readonly now: () => number }): Housekeeping {
  async function endedSessions(): Promise<string[]> {
    const at = instant(now());
    const ended: string[] = [];
    for (const { id } of await store.listStaff()) {
      for (const session of await store.sessionsOf(id)) if (session.expiresAt <= at) ended.push(session.id);
    }
    return ended;
  }

  return {
    async sweep() {
      const requests = (await store.idempotencyRecordsBefore(instant(now() - keptFor))).map(({ id }) => id);
      for (let i = 0; i < requests.length; i += batch) await store.commit({ drop: { idempotency: requests.slice(i, i + batch) } });
      const sessions = await endedSessions();
      if (sessions.length > 0) await store.commit({ drop: { sessions } });
      return { requests: requests.length, sessions: sessions.length };
    },
  };
}
