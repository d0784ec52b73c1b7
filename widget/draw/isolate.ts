/** Isolates names and titles in a sentence from its text direction. */
import { html } from 'lit';

/** Right-to-left letters and bidirectional control characters. */
const rightToLeft =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Wraps a name in isolates, so that its direction does not move the words around it. The name's own isolates are removed,
 * since an extra one would end this one. A name without right-to-left characters is returned unchanged, so that it can be
 * copied and found.
 */
export const isolated = (name: string): string => (rightToLeft.test(name) ? `\u2068${name.replace(/[\u2066-\u2069]/g, '')}\u2069` : name);

/** Renders isolated parts as `<bdi>`, so that no invisible characters are copied. */
export const renderIsolated = (sentence: string): unknown[] =>
  sentence.split(/\u2068([^\u2068\u2069]*)\u2069/).map((part, at) => (at % 2 ? html`<bdi>${part}</bdi>` : part));

/** Removes the isolates, for texts that are announced or compared. */
export const withoutIsolates = (sentence: string): string => sentence.replace(/[\u2068\u2069]/g, '');
