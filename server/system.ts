/** Clocks, chance and timers of the real world, for whoever composes a server. */
import { nanoid } from 'nanoid';

/** Milliseconds. Larger steps back mean that the clock had been wrong. */
const smallStep = 60_000;
let latest = 0;

/** The time of day, but for small steps back when the clock is synchronised: an answer never lies before its question. */
export function systemClock(): number {
  const now = Date.now();
  if (now > latest || now < latest - smallStep) latest = now;
  return latest;
}

/** Milliseconds of a clock that only goes forward. */
export const ticks = (): number => performance.now();

/** Lets whatever waits have its turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** In [0, 1). */
export const chance = (): number => Math.random();

export const randomId = (): string => nanoid();

/** Whether the work ends, well or badly, within so many milliseconds. */
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
