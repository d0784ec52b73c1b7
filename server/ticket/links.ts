/**
 * Web addresses in what people wrote. A link shows where it leads: what could make one host read as another is left as
 * text, or shown as the host's own letters.
 */

/** A run of text, and where it leads. */
export interface Run {
  readonly text: string;
  /** Null: it is no link. */
  readonly href: string | null;
}

/** An address as `URL` reads it. */
export interface Address {
  readonly href: string;
  readonly hostname: string;
}

/** Reads an address; null: it is none. `URL` is not everywhere the law is, so it is handed in. */
export type ReadAddress = (text: string) => Address | null;

/** Of old texts: since then they are taken out where text comes in. */
const turns = /[\u202a-\u202e\u2066-\u2069]/g;
/** An address ends before closing punctuation, which belongs to the sentence, and before characters that nobody sees. */
const address =
  /https?:\/\/(?:[^\s\p{Cf}<>"«»“”()]|\([^\s\p{Cf}<>"«»“”()]*\))*(?:\([^\s\p{Cf}<>"«»“”()]*\)|[^\s\p{Cf}<>"«»“”().,;:!?\]’'])/gu;
const authorityOf = /^https?:\/\/([^/\\?#]*)/i;

/** The text in runs, in their order; joined, they read as it. */
export function runsOf(given: string, read: ReadAddress): readonly Run[] {
  const text = given.replace(turns, '');
  const runs: Run[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const link = linkOf(match[0], read);
    if (!link) continue;
    if (match.index > from) runs.push({ text: text.slice(from, match.index), href: null });
    runs.push(link);
    from = match.index + match[0].length;
  }
  if (from < text.length || runs.length === 0) runs.push({ text: text.slice(from), href: null });
  return runs;
}

function linkOf(text: string, read: ReadAddress): Run | null {
  const authority = authorityOf.exec(text)?.[1] ?? '';
  // `https://bank.example@evil.example/` leads to the second host.
  if (authority.includes('@')) return null;
  const parsed = read(text);
  if (!parsed?.hostname) return null;
  const typed = authority.replace(/:\d*$/, '');
  if (typed.toLowerCase() === parsed.hostname || isPlain(typed)) return { text, href: parsed.href };
  const start = text.indexOf('//') + 2;
  return { text: text.slice(0, start) + parsed.hostname + text.slice(start + typed.length), href: parsed.href };
}

/** Scripts that are written together, for languages that do so. */
const together = [
  /^[\p{Script=Latin}\p{N}.-]+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Latin}\u30fc\p{N}.-]+$/u,
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Latin}\p{N}.-]+$/u,
  /^[\p{Script=Han}\p{Script=Bopomofo}\p{Script=Latin}\p{N}.-]+$/u,
  ...['Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Tamil', 'Thai', 'Georgian'].map(
    (script) => new RegExp(`^[\\p{Script=${script}}\\p{M}\\p{N}.-]+$`, 'u'),
  ),
];

/** A host with letters beyond ASCII, all of one script: nobody takes it for a host in another. */
const isPlain = (host: string): boolean =>
  /[^\0-\x7f]/.test(host) && !host.includes('%') && host === host.normalize('NFKC') && together.some((scripts) => scripts.test(host));
