/** What the recorder keeps of the host page, and where it is found. Only what both sides agree on: the widget reads it. */

/** On `globalThis`; registered, so that a script of another origin and build finds the same one. */
export const recorderKey: unique symbol = Symbol.for('support-ticket.recorder');

/** `console`: `console.error`; `error`: nobody caught it; `rejection`: of a promise; `request`: fetch, XHR, or a file of the page. */
export type RecordKind = 'console' | 'error' | 'rejection' | 'request';

export interface PageRecord {
  readonly kind: RecordKind;
  /** Milliseconds since the epoch, by the device's clock; of the latest, when it repeats. */
  readonly at: number;
  /** One line of at most 300 characters, without queries, fragments and what looks like a secret. */
  readonly text: string;
  /** How often in a row. */
  readonly times: number;
  /** Of a request: its HTTP status, 0 when no answer came. */
  readonly status?: number | undefined;
}

export interface Recorder {
  /** Oldest first; at most 20 of each kind. */
  records(): readonly PageRecord[];
  /** Forgets all, as when somebody signs out of a page that stays. */
  clear(): void;
}
