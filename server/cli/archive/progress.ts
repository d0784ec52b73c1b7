import type { OpenedSource } from '../../archive/source.ts';
import type { Io } from '../command.ts';

export interface Progress {
  /** `share`: the part of the source that was read, from 0 to 1; null when its size is unknown. */
  tell(tickets: number, messages: number, share: number | null): void;
  /** Removes the progress line from the terminal. */
  clear(): void;
}

/** Shows progress: one line that is overwritten at a terminal, otherwise a line now and then for a log. */
export function createProgress(io: Io, now: () => number): Progress {
  const every = io.terminal ? 200 : 10_000;
  let last = now();
  let shown = false;
  /** When the first ticket was read: some sources yield none before everything is read. */
  let began: number | null = null;
  const rateOf = (messages: number): string => {
    began ??= last;
    return last === began ? '' : `, ${Math.round((messages * 1_000) / (last - began)).toLocaleString('en-GB')} messages/s`;
  };
  return {
    tell(tickets, messages, share) {
      if (now() - last < every) return;
      last = now();
      const read = share === null ? '' : `, ${String(Math.floor(share * 100))} % read`;
      const line = tickets === 0 ? `reading${read}` : `${tickets.toLocaleString('en-GB')} tickets${rateOf(messages)}${read}`;
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

/** The part of the source that was read; null when it is unknown or complete. */
export function readShare({ total, taken }: Pick<OpenedSource, 'total' | 'taken'>): number | null {
  return total === null || taken() >= total ? null : taken() / total;
}
