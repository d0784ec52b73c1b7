import type { FeedSource } from '../config/help.ts';
import { FeedReader } from './reader.ts';
import type { ReaderDeps } from './reader.ts';

const minute = 60_000;

export interface ScheduleDeps extends ReaderDeps {
  readonly feeds: readonly FeedSource[];
  readonly refreshMinutes: number;
  /** A random number from 0 to 1. */
  readonly chance: () => number;
}

/**
 * Milliseconds until the next try: the usual interval, or after failures a backoff that doubles from a minute up to the interval.
 * A jitter of a tenth spreads servers that were started together.
 */
export function pauseBefore(failures: number, refreshMinutes: number, chance: number): number {
  const usual = refreshMinutes * minute;
  const pause = failures === 0 ? usual : Math.min(usual, minute * 2 ** Math.min(failures - 1, 20));
  return Math.round(pause * (0.9 + 0.2 * chance));
}

/** Starts reading in the background; returns a function that stops it. */
export function keepReading({ feeds, refreshMinutes, chance, ...deps }: ScheduleDeps): () => Promise<void> {
  const stop = new AbortController();
  const timers = new Set<NodeJS.Timeout>();

  const running = new Set<Promise<void>>();

  function run(work: Promise<void>): void {
    running.add(work);
    void work.then(() => running.delete(work));
  }

  async function follow(reader: FeedReader): Promise<void> {
    await reader.read(stop.signal);
    if (stop.signal.aborted) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        run(follow(reader));
      },
      pauseBefore(reader.failures, refreshMinutes, chance()),
    );
    timers.add(timer.unref());
  }

  for (const feed of feeds) {
    const reader = new FeedReader(feed, deps);
    run(reader.restore().then(() => follow(reader)));
  }
  return async () => {
    stop.abort();
    timers.forEach(clearTimeout);
    await Promise.allSettled(running);
  };
}
