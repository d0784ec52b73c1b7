/** A page of the help site in plain text, from a feed or the configuration. */
export interface HelpPage {
  readonly title: string;
  /** Absolute, http or https. */
  readonly url: string;
  /** A line or two; may be empty. */
  readonly excerpt: string;
  /** Words that people use for the page besides those of its title; may be empty. */
  readonly keywords: string;
}

/** Most pages over all sources; further pages are ignored. */
export const mostPages = 5_000;

const longest = { title: 200, excerpt: 300, keywords: 300, url: 2_000 };

/** An absolute http(s) address without credentials; null for any other. */
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

/** A page from the fields of a source; null when it has no title or no usable address. */
export function pageOf(fields: { title: string; url: string; excerpt?: string; keywords?: string }, base?: string): HelpPage | null {
  const url = webAddress(fields.url, base);
  const title = shorten(fields.title, longest.title);
  if (url === null || title === '') return null;
  return {
    title,
    url,
    excerpt: shorten(fields.excerpt ?? '', longest.excerpt),
    keywords: shorten(fields.keywords ?? '', longest.keywords),
  };
}

// eslint-disable-next-line no-control-regex -- removing them is the point
const blank = /[\s\u0000-\u001f\u007f-\u009f\u200b\ufeff]+/g;
/** Bidirectional controls, with which a feed could reverse the widget's own text. */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/g;

/** One line, cut after a whole word. */
function shorten(text: string, most: number): string {
  const line = text
    .slice(0, most * 20)
    .toWellFormed()
    .replace(bidiControls, '')
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
