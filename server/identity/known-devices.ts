/**
 * Devices on which a member of the team has signed in before. Failed sign-ins from elsewhere do not lock them out; each has a
 * failure count of its own, so that a stolen cookie gives no unlimited guesses. The cookie is signed with the stored hash of
 * the member's password: changing the password or removing the account invalidates every cookie of that member.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StaffAccount } from '../store/store.ts';
import { createThrottle } from './throttle.ts';
import type { Throttle } from './throttle.ts';
import type { SignInTerms } from './sign-in-throttle.ts';

/** The cookie that a browser keeps. */
export interface DeviceMark {
  /** The end of the cookie's name, so that members who share a device have a cookie each. */
  readonly member: string;
  readonly value: string;
}

export interface KnownDevices {
  mark(account: StaffAccount): DeviceMark;
  /** The device's name when `cookies` prove that this member has signed in on it; otherwise `null`. */
  recognise(account: StaffAccount, cookies: DeviceCookies): string | null;
  readonly throttle: Throttle;
}

/** The value of a member's cookie, if the request has it. */
export type DeviceCookies = (member: string) => string | undefined;

/** Seconds that a browser keeps the cookie. */
export const deviceSeconds: number = 180 * 24 * 60 * 60;

const memberOf = ({ id }: StaffAccount): string => createHash('sha256').update(id).digest('base64url').slice(0, 12);

const signature = ({ id, passwordHash }: StaffAccount, device: string): Buffer =>
  createHmac('sha256', passwordHash).update(`device ${id} ${device}`).digest();

export function createKnownDevices({ failures, minutes }: SignInTerms, now: () => number): KnownDevices {
  return {
    throttle: createThrottle({ failures, period: minutes * 60_000, now }),

    mark(account) {
      const device = randomBytes(16).toString('base64url');
      return { member: memberOf(account), value: `${device}.${signature(account, device).toString('base64url')}` };
    },

    recognise(account, cookies) {
      const [device = '', signed = ''] = (cookies(memberOf(account)) ?? '').split('.');
      const [right, given] = [signature(account, device), Buffer.from(signed, 'base64url')];
      return device !== '' && given.length === right.length && timingSafeEqual(right, given) ? device : null;
    },
  };
}
