/** The content of a mail, from which both its text and its HTML are made, so that both say the same. */
import type { Language } from '../../ticket/languages.ts';

/** A text, some of it strong. */
export type Line = readonly (string | { readonly strong: string })[];

/** A message as it was typed. */
export interface Quote {
  /** `team` has the accent rule at its side, as in a ticket. */
  readonly side: 'team' | 'customer';
  readonly heading: string;
  readonly meta: string;
  readonly body: string;
  /** Lines that name its files. */
  readonly files: readonly string[];
}

/** The promise in words, with the two ends of its line. */
export interface PromiseLine {
  readonly headline: string;
  readonly from: Line;
  readonly to: Line;
}

export interface Letter {
  readonly language: Language;
  readonly subject: string;
  /** Above the heading, such as "Ticket #123". */
  readonly eyebrow: string;
  readonly heading: string;
  readonly lead: readonly Line[];
  /** To be typed somewhere else, and easy to copy. */
  readonly code?: string;
  readonly promise: PromiseLine | null;
  /** The request's title, when it may be told. */
  readonly title: string | null;
  readonly facts: readonly (readonly [term: string, value: string])[];
  readonly quote: Quote | null;
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly foot: readonly string[];
}

export const plain = (line: Line): string => line.map((part) => (typeof part === 'string' ? part : part.strong)).join('');

// eslint-disable-next-line no-control-regex -- removing them is the point
const breaks = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Bidirectional controls, which could reverse the text after them. */
const turns = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** One line for a header, without line breaks and bidirectional controls. */
export const oneLine = (text: string): string => text.toWellFormed().replace(breaks, ' ').replace(turns, '').replace(/ {2,}/g, ' ').trim();

/** At most so many characters, cut between them. */
export function shorten(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
