import { Failure } from '../http.ts';

/** Seldom needed: its code comes when it is. */
export const loadArchive = (): Promise<unknown> =>
  import('./archive.ts').catch(() => {
    throw new Failure(navigator.onLine ? 'unreachable' : 'offline');
  });
