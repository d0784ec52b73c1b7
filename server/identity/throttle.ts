/** Counts failures by key, and makes a key wait after too many. Successes are not counted. */
export interface Throttle {
  /** Milliseconds to wait until every key may try again; 0 when all may now. */
  waitFor(...keys: string[]): number;
  fail(...keys: string[]): void;
  /** Takes one failure back when the try turned out to be right. */
  undo(...keys: string[]): void;
  forget(...keys: string[]): void;
  forgetWhere(fits: (key: string) => boolean): void;
}

export interface ThrottleTerms {
  readonly failures: number;
  /** Milliseconds after which a failure is forgotten. */
  readonly period: number;
  readonly now: () => number;
}

interface Count {
  failures: number;
  since: number;
}

const maxKeys = 20_000;

export function createThrottle({ failures, period, now }: ThrottleTerms): Throttle {
  const counts = new Map<string, Count>();
  const live = (key: string): Count | undefined => {
    const count = counts.get(key);
    if (count && now() - count.since < period) return count;
    counts.delete(key);
    return undefined;
  };
  return {
    waitFor: (...keys) =>
      Math.max(
        0,
        ...keys.map((key) => {
          const count = live(key);
          return count && count.failures >= failures ? count.since + period - now() : 0;
        }),
      ),
    fail(...keys) {
      for (const key of keys) {
        const count = live(key) ?? { failures: 0, since: now() };
        count.failures += 1;
        counts.delete(key);
        counts.set(key, count);
        // The key without a failure for the longest time is dropped.
        if (counts.size > maxKeys) counts.delete(counts.keys().next().value ?? key);
      }
    },
    undo(...keys) {
      for (const key of keys) {
        const count = live(key);
        if (count) count.failures -= 1;
      }
    },
    forget(...keys) {
      for (const key of keys) counts.delete(key);
    },
    forgetWhere(fits) {
      for (const key of [...counts.keys()].filter(fits)) counts.delete(key);
    },
  };
}
