import type { FailureCode } from './http.ts';

/** Seconds between tries while the server does not answer. */
export const patience = [3, 8, 20, 60];

const waits: readonly FailureCode[] = [
  'offline',
  'unreachable',
  'unauthenticated',
  'too-many-requests',
  'read-only',
  'draining',
  'in-flight',
  'internal',
  'refused-on-the-way',
];

/** Whether waiting may help, so that what was sent is kept and tried again. */
export const isPassing = (code: FailureCode): boolean => waits.includes(code);
