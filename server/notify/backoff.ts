/** How long to wait before the next try: a little longer each time, and not all at the same moment. */
export interface Backoff {
  /** Milliseconds after the n-th try, n from 1; `chance` in [0, 1). */
  after(tries: number, chance: number): number;
}

const second = 1_000;

/** 5 s, 15 s, 45 s … up to an hour, a fifth more or less: a mail that was put off. */
export const mailBackoff: Backoff = growing(5 * second, 3, 3_600 * second);

/** 1 s, 2 s, 4 s … up to a minute: a mail server that is away; one connection at a time asks for it. */
export const serverBackoff: Backoff = growing(second, 2, 60 * second);

export function growing(first: number, factor: number, most: number): Backoff {
  return { after: (tries, chance) => Math.round(Math.min(most, first * factor ** (tries - 1)) * (0.8 + 0.4 * chance)) };
}
