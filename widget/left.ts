/** What was left in this browser that wants the rest of the widget before anybody opens it. */
import { passKey } from './guest/pass-key.ts';

/** Whoever has typed a code in this tab. */
export function hasGuest(server: string): boolean {
  try {
    return !!sessionStorage.getItem(passKey(server));
  } catch {
    return false;
  }
}

/** Somebody's texts wait to be sent. */
export function hasUnsent(): boolean {
  try {
    return Object.keys(localStorage).some((key) => /^support-ticket:draft:.*:outbox$/.test(key));
  } catch {
    return false;
  }
}
