import { Failure } from '../http.ts';

/** Seldom needed: its code comes when it is. */
export const loadStats = (): Promise<unknown> =>
  import('./stats.ts').catch(() => {
    throw new Failure(navigator.onLine ? 'unreachable' : 'offline');
  });
