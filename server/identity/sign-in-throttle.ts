import { emailKey } from '../text/email-address.ts';
import { createThrottle } from './throttle.ts';

/** Limits how often passwords are tried. */
export interface SignInThrottle {
  /** Milliseconds to wait before the next try; 0 when it may be made now. */
  waitFor(email: string, address: string): number;
  /** Called before the password is checked, so that concurrent tries are all counted. */
  fail(email: string, address: string): void;
  /** Takes the failure back when the password was right. */
  right(email: string, address: string): void;
  /** Clears the failures of this mail address from all IP addresses. */
  lift(email: string): void;
}

export interface SignInTerms {
  readonly failures: number;
  readonly minutes: number;
}

export function createSignInThrottle({ failures, minutes }: SignInTerms, now: () => number): SignInThrottle {
  const period = minutes * 60_000;
  const perPerson = createThrottle({ failures, period, now });
  // These limits apply to guesses that are spread over many accounts or many IP addresses.
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
