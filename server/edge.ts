/** Clocks, chance and timers of the real world, for whoever composes a server. */
import { nanoid } from 'nanoid';

export const systemClock = (): number => Date.now();

/** Milliseconds of a clock that only goes forward. */
export const ticks = (): number => performance.now();

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
