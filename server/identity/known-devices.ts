/**
 * Devices on which somebody of the team has signed in before. What others fail at does not lock these out; they have a
 * count of their own, so that a stolen cookie is no way to guess on. The cookie is signed with what the server keeps of the
 * member's password: a changed password, or an account that is gone, ends every one of theirs.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StaffAccount } from '../store/store.ts';
import { createThrottle } from './throttle.ts';
import type { Throttle } from './throttle.ts';
import type { SignInTerms } from './sign-in-throttle.ts';

/** What a browser keeps of it. */
export interface DeviceMark {
  /** Ends the cookie's name: one for each member who shares the device. */
  readonly member: string;
  readonly value: string;
}

export interface KnownDevices {
  mark(account: StaffAccount): DeviceMark;
  /** The device's own name, where `cookies` prove that this member has signed in on it. */
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
