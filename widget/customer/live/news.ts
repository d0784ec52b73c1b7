import type { Live, LiveHost } from './host.ts';

const load = () => import('./live.ts');

/** Listens for news of one customer at a time, once the page has nothing better to do; until then, and without, it asks every minute. */
export class News {
  live: Live | null = null;
  #key = '';

  /** `null` listens to nobody. */
  listen(host: LiveHost | null): void {
    const key = host?.key ?? '';
    if (key === this.#key) return;
    this.#key = key;
    this.live?.stop();
    this.live = null;
    if (!host) return;
    const open = ({ openLive }: Awaited<ReturnType<typeof load>>) => key === this.#key && (this.live = openLive(host));
    (self.requestIdleCallback ?? setTimeout)(
      () =>
        void load()
          .then(open)
          .catch(() => undefined),
    );
  }
}
