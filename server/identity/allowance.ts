/** Limits how many mails are sent to one address within an hour. */
import { createHash } from 'node:crypto';
import { hour } from '../ticket/calendar.ts';

export interface Allowance {
  /** Milliseconds until the address has room for one more of `most` an hour; 0: now. */
  wait(address: string, most: number, now: number): number;
  spend(address: string, at: number): void;
}

/** Keeps hashes of addresses instead of the addresses, and forgets those without a mail in the last hour. */
export function createAllowance(): Allowance {
  const spent = new Map<string, number[]>();
  const keyOf = (address: string): string => createHash('sha256').update(address.toLowerCase()).digest('base64url');
  const forget = (now: number): void => {
    for (const [key, times] of spent) if ((times.at(-1) ?? 0) <= now - hour) spent.delete(key);
  };
  return {
    wait(address, most, now) {
      const times = (spent.get(keyOf(address)) ?? []).filter((at) => at > now - hour);
      const oldest = times[times.length - most];
      return oldest === undefined ? 0 : oldest + hour - now;
    },
    spend(address, at) {
      forget(at);
      const key = keyOf(address);
      const times = (spent.get(key) ?? []).filter((time) => time > at - hour);
      times.push(at);
      spent.set(
        key,
        times.sort((a, b) => a - b),
      );
    },
  };
}
