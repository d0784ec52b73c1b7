import type { OpenedSource } from '../../archive/source.ts';
import type { Io } from '../command.ts';

export interface Progress {
  /** `share`: of the source, from 0 to 1; null: its size is not known. */
  tell(tickets: number, messages: number, share: number | null): void;
  /** Takes the line off the terminal. */
  clear(): void;
}

/** One line that changes while a person is looking; otherwise a line now and then, for a log. */
export function createProgress(io: Io, now: () => number): Progress {
  const began = now();
  const every = io.terminal ? 200 : 10_000;
  let last = began;
  let shown = false;
  return {
    tell(tickets, messages, share) {
      if (now() - last < every) return;
      last = now();
      const seconds = (last - began) / 1_000;
      const rate = Math.round(messages / seconds);
      const left = share === null || share <= 0 ? '' : `, ${String(Math.floor(share * 100))} %, ${duration((seconds * (1 - share)) / share)} left`;
      const line = `${tickets.toLocaleString('en-GB')} tickets, ${rate.toLocaleString('en-GB')} messages/s${left}`;
      if (!io.terminal) return io.say(line);
      io.say(`${line.padEnd(79)}`, '\r');
      shown = true;
    },
    clear() {
      if (shown) io.say(' '.repeat(79), '\r');
      shown = false;
    },
  };
}

/** How much of the source is taken in; null: not known, or all of it. */
export function shareOf({ total, taken }: Pick<OpenedSource, 'total' | 'taken'>): number | null {
  return total === null || taken() >= total ? null : taken() / total;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${String(Math.ceil(seconds))} s`;
  return seconds < 5_400 ? `${String(Math.ceil(seconds / 60))} min` : `${String(Math.ceil(seconds / 3_600))} h`;
}
