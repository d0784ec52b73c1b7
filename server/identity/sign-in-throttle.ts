import { emailKey } from '../text/email-address.ts';
import { createThrottle } from './throttle.ts';

/** Who may try a password now, and who has to wait first. */
export interface SignInThrottle {
  /** Milliseconds still to wait; 0: go on. */
  waitFor(email: string, address: string): number;
  /** Counted before the answer is known, so that many tries at once are many tries. */
  fail(email: string, address: string): void;
  /** The try was right after all. */
  right(email: string, address: string): void;
  /** Whoever has this address need not wait any longer, wherever they come from. */
  lift(email: string): void;
}

export interface SignInTerms {
  readonly failures: number;
  readonly minutes: number;
}

export function createSignInThrottle({ failures, minutes }: SignInTerms, now: () => number): SignInThrottle {
  const period = minutes * 60_000;
  const perPerson = createThrottle({ failures, period, now });
  // Somebody who spreads guesses over accounts, or over addresses, meets these.
  const wide = createThrottle({ failures: failures * 10, period, now });
  const plain = emailKey;
  const person = (email: string, address: string): string => `${plain(email)} ${address}`;
  const everywhere = (email: string, address: string): string[] => [`email ${plain(email)}`, `address ${address}`];
  return {
    waitFor: (email, address) => Math.max(perPerson.waitFor(person(email, address)), wide.waitFor(...everywhere(email, address))),
    fail(email, address) {
      perPerson.fail(person(email, address));
      wide.fail(...everywhere(email, address));
    },
    right(email, address) {
      perPerson.forget(person(email, address));
      wide.undo(...everywhere(email, address));
    },
    lift(email) {
      perPerson.forgetWhere((key) => key.startsWith(`${plain(email)} `));
      wide.forget(`email ${plain(email)}`);
    },
  };
}
