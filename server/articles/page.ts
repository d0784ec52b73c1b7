/** A page of the help site, as plain text: what a feed or the configuration says of it. */
export interface HelpPage {
  readonly title: string;
  /** Absolute, http or https. */
  readonly url: string;
  /** A line or two; may be empty. */
  readonly excerpt: string;
  /** Words that people use for it besides those of its title; may be empty. */
  readonly keywords: string;
}

/** Pages of all sources together that anybody is offered; the rest is left out. */
export const mostPages = 5_000;

const longest = { title: 200, excerpt: 300, keywords: 300, url: 2_000 };

/** An address that people may be sent to, absolute; null for any other (`javascript:`, one with a password in it …). */
export function webAddress(text: string, base?: string): string | null {
  if (text.trim() === '') return null;
  try {
    const { protocol, username, password, href } = new URL(text.trim(), base);
    const web = protocol === 'https:' || protocol === 'http:';
    return web && username === '' && password === '' && href.length <= longest.url ? href : null;
  } catch {
    return null;
  }
}

/** What a source says, made into a page; null when there is nothing to show or nowhere to go. */
export function pageOf(said: { title: string; url: string; excerpt?: string; keywords?: string }, base?: string): HelpPage | null {
  const url = webAddress(said.url, base);
  const title = shorten(said.title, longest.title);
  if (url === null || title === '') return null;
  return { title, url, excerpt: shorten(said.excerpt ?? '', longest.excerpt), keywords: shorten(said.keywords ?? '', longest.keywords) };
}

// eslint-disable-next-line no-control-regex -- removing them is the point
const blank = /[\s\u0000-\u001f\u007f-\u009f\u200b\ufeff]+/g;
/** Directions of writing that a feed could turn the widget's own words around with. */
const overrides = /[\u202a-\u202e\u2066-\u2069]/g;

/** One line, cut after a whole word. */
function shorten(text: string, most: number): string {
  const line = text
    .slice(0, most * 20)
    .toWellFormed()
    .replace(overrides, '')
    .replace(blank, ' ')
    .trim();
  if (line.length <= most) return line;
  const cut = line
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const end = cut.lastIndexOf(' ');
  return `${(end > most / 2 ? cut.slice(0, end) : cut).replace(/[\s.,;:!?…–-]+$/, '')}…`;
}
