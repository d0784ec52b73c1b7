/** Foreign words within a sentence: names, titles. */
import { html } from 'lit';

/** Letters that are written from right to left, and the characters that turn text around. */
const turns = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Within a sentence: whatever direction it is written in, or pretends to be, the words around it stay where they are.
 * A name's own marks of isolation are taken out: one too many would end this one. A name that turns nothing is left
 * as it is, so that it can be copied and found.
 */
export const isolated = (name: string): string => (turns.test(name) ? `\u2068${name.replace(/[\u2066-\u2069]/g, '')}\u2069` : name);

/** A sentence with what is isolated in it as elements of their own, so that no invisible characters are copied along. */
export const renderIsolated = (sentence: string): unknown[] =>
  sentence.split(/\u2068([^\u2068\u2069]*)\u2069/).map((part, at) => (at % 2 ? html`<bdi>${part}</bdi>` : part));

/** For what is only spoken, or compared. */
export const withoutIsolates = (sentence: string): string => sentence.replace(/[\u2068\u2069]/g, '');
