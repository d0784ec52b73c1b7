/** The real clocks, random numbers and timers, for the composition of a server. */
import { nanoid } from 'nanoid';

/** Milliseconds. A larger step back means that the clock was wrong before, and is followed. */
const smallStep = 60_000;
let latest = 0;

/** The time of day without small steps back, which a synchronised clock makes, so that an answer is never dated before its question. */
export function systemClock(): number {
  const now = Date.now();
  if (now > latest || now < latest - smallStep) latest = now;
  return latest;
}

/** Milliseconds of a monotonic clock. */
export const ticks = (): number => performance.now();

/** Yields to the event loop. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A random number in [0, 1). */
export const chance = (): number => Math.random();

export const randomId = (): string => nanoid();

/** Whether the work settles within the given milliseconds. */
export function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    const done = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(done, done);
  });
}
