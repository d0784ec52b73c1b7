/** Exponential backoff with jitter. */
export interface Backoff {
  /** Milliseconds until the next try. @param tries failed tries so far, from 1; @param chance random, in [0, 1) */
  after(tries: number, chance: number): number;
}

const second = 1_000;

/** For a mail that was deferred: 5 s, 15 s, 45 s … up to an hour, with a jitter of a fifth. */
export const mailBackoff: Backoff = growing(5 * second, 3, 3_600 * second);

/** For an unreachable mail server: 1 s, 2 s, 4 s … up to a minute, over one connection. */
export const serverBackoff: Backoff = growing(second, 2, 60 * second);

export function growing(first: number, factor: number, most: number): Backoff {
  return { after: (tries, chance) => Math.round(Math.min(most, first * factor ** (tries - 1)) * (0.8 + 0.4 * chance)) };
}
