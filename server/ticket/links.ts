/**
 * Web addresses in people's text. A link shows where it leads: an address whose host could be taken for another one stays
 * plain text, or shows the letters of the host itself.
 */

/** A piece of text, and where it leads. */
export interface Run {
  readonly text: string;
  /** Null when the piece is not a link. */
  readonly href: string | null;
}

/** An address as the `URL` class parses it. */
export interface Address {
  readonly href: string;
  readonly hostname: string;
}

/** Parses an address; null when it is not one. `URL` is not available everywhere the law runs, so it is passed in. */
export type ReadAddress = (text: string) => Address | null;

/** Bidirectional controls in texts stored before `clean` removed them. */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/g;
/** An address ends before closing punctuation, which belongs to the sentence, and before invisible characters. */
const address =
  /https?:\/\/(?:[^\s\p{Cf}<>"«»“”()]|\([^\s\p{Cf}<>"«»“”()]*\))*(?:\([^\s\p{Cf}<>"«»“”()]*\)|[^\s\p{Cf}<>"«»“”().,;:!?\]’'])/gu;
const authorityOf = /^https?:\/\/([^/\\?#]*)/i;

/** Splits the text into runs, in order. Joined, they are the text without bidirectional controls. */
export function runsOf(given: string, read: ReadAddress): readonly Run[] {
  const text = given.replace(bidiControls, '');
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
  if (typed.toLowerCase() === parsed.hostname || isOneScript(typed)) return { text, href: parsed.href };
  const start = text.indexOf('//') + 2;
  return { text: text.slice(0, start) + parsed.hostname + text.slice(start + typed.length), href: parsed.href };
}

/** Scripts that languages mix in one word. */
const scriptGroups = [
  /^[\p{Script=Latin}\p{N}.-]+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Latin}\u30fc\p{N}.-]+$/u,
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Latin}\p{N}.-]+$/u,
  /^[\p{Script=Han}\p{Script=Bopomofo}\p{Script=Latin}\p{N}.-]+$/u,
  ...['Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Tamil', 'Thai', 'Georgian'].map(
    (script) => new RegExp(`^[\\p{Script=${script}}\\p{M}\\p{N}.-]+$`, 'u'),
  ),
];

/** Whether a host with letters beyond ASCII uses one script only, so that it cannot be mistaken for a host in another script. */
const isOneScript = (host: string): boolean =>
  /[^\0-\x7f]/.test(host) && !host.includes('%') && host === host.normalize('NFKC') && scriptGroups.some((scripts) => scripts.test(host));
