/** HTML bodies to the plain text that a person would have read. Nothing of the markup is kept, and nothing is fetched. */
import { Parser } from 'htmlparser2';

/** Their content is not for reading. */
const unread = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'iframe', 'object', 'svg']);
const blocks = new Set(
  'address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Set off by an empty line. */
const paragraphs = new Set('blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '));
/** Quotes in quotes beyond this many are shown at this depth. */
const deepestQuote = 5;

/** Tags in tags beyond this many were not made by people: the parser would take its time, and the rest is read without it. */
const deepest = 1_000;
/** Characters between two looks at that. */
const slice = 16 * 1024;

class Writer {
  #text = '';
  /** Line ends owed before the next word. */
  #owed = 0;
  #space = false;
  #quotes = 0;
  /** The depth of what was written last: empty lines belong to the shallower of two. */
  #quotesBefore = 0;
  #pre = 0;

  words(data: string): void {
    if (this.#pre > 0) return this.#asTyped(data);
    const words = data.replace(/[ \t\r\n\f]+/g, ' ');
    if (words === ' ' || words === '') {
      this.#space ||= words === ' ';
      return;
    }
    this.#put(words.trim() === '' ? words : (words.startsWith(' ') || this.#space ? ' ' : '') + words.replace(/^ | $/g, ''));
    this.#space = words.endsWith(' ');
  }

  /** At least so many line ends before what comes. */
  break(lines: number): void {
    if (this.#text !== '' || this.#owed > 0) this.#owed = Math.max(this.#owed, lines);
    this.#space = false;
  }

  /** One line end more, however many there are: <br>. */
  line(): void {
    this.#owed += 1;
    this.#space = false;
  }

  quote(by: 1 | -1): void {
    this.#quotes += by;
  }

  /** A line of its own that is no words of the text; none within a quote. */
  sign(sign: string): void {
    if (this.#quotes > 0) return;
    this.break(1);
    const pre = this.#pre;
    this.#pre = 0;
    this.#put(sign);
    this.#pre = pre;
    this.break(1);
  }

  preformatted(by: 1 | -1): void {
    this.#pre += by;
  }

  #asTyped(data: string): void {
    const lines = data.replace(/\r\n?/g, '\n').split('\n');
    lines.forEach((line, i) => {
      if (i > 0) this.#owed += 1;
      if (line !== '') this.#put(line);
    });
  }

  #put(words: string): void {
    const start = this.#text === '';
    if (this.#owed > 0 || start) {
      const depth = Math.max(0, Math.min(this.#quotes, deepestQuote));
      const prefix = '> '.repeat(depth);
      const emptyLine = `\n${'> '.repeat(Math.min(depth, this.#quotesBefore)).trimEnd()}`;
      this.#quotesBefore = depth;
      if (!start) this.#text += emptyLine.repeat(Math.min(this.#owed, 3) - 1) + '\n';
      this.#text += prefix + (this.#pre > 0 ? words : words.trimStart());
      this.#owed = 0;
    } else this.#text += words;
  }

  toString(): string {
    return this.#text;
  }
}

/** Signs to put on lines of their own where an element begins and, if `end` is given, where it ends. */
export type SignOf = (
  name: string,
  attributes: Readonly<Record<string, string>>,
) => { readonly start: string; readonly end?: string } | null;

/** Readable text of an HTML body: paragraphs, lists, quotes, table rows, and the address of a link that hides it. */
export function htmlToText(html: string, signOf?: SignOf): string {
  const out = new Writer();
  const open: string[] = [];
  const links: { href: string; shown: string }[] = [];
  const ends: { readonly depth: number; readonly sign: string }[] = [];
  let unreadDepth = 0;
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        if (unread.has(name)) unreadDepth += 1;
        if (unreadDepth > 0) return;
        const sign = signOf?.(name, attributes);
        if (sign) out.sign(sign.start);
        if (sign?.end) ends.push({ depth, sign: sign.end });
        if (name === 'br') return out.line();
        if (name === 'img') return image(attributes['alt'], attributes['width'], out);
        if (blocks.has(name)) out.break(paragraphs.has(name) && !open.includes('li') ? 2 : 1);
        if (name === 'blockquote') out.quote(1);
        if (name === 'pre') out.preformatted(1);
        if (name === 'li') out.words('- ');
        if (name === 'td' || name === 'th') out.words(' ');
        if (name === 'a') links.push({ href: attributes['href'] ?? '', shown: '' });
        if (name === 'li' || name === 'ul' || name === 'ol') open.push(name);
      },
      ontext(data) {
        if (unreadDepth > 0) return;
        const link = links.at(-1);
        if (link && link.shown.length < 2_000) link.shown += data;
        out.words(data);
      },
      onclosetag(name) {
        depth -= 1;
        if (unread.has(name)) unreadDepth = Math.max(0, unreadDepth - 1);
        if (unreadDepth > 0) return;
        if (name === 'a') endLink(links.pop(), out);
        if (name === 'li' || name === 'ul' || name === 'ol') open.pop();
        if (blocks.has(name)) out.break(paragraphs.has(name) && !open.includes('li') ? 2 : 1);
        if (name === 'blockquote') out.quote(-1);
        if (name === 'pre') out.preformatted(-1);
        if (ends.at(-1)?.depth === depth + 1) out.sign(ends.pop()?.sign ?? '');
      },
    },
    { decodeEntities: true },
  );
  let at = 0;
  while (at < html.length) {
    // Between two tags, so that what is left can be read without the parser.
    const tag = html.lastIndexOf('<', at + slice);
    const end = tag > at && at + slice < html.length ? tag : at + slice;
    if (depth > deepest) {
      out.words(decodeEntities(html.slice(at).replace(/<[^<>]*>/g, ' ')));
      break;
    }
    parser.write(html.slice(at, end));
    at = end;
  }
  parser.end();
  return out.toString().trimEnd();
}

/** A picture's own words; a tracking pixel has none worth reading. */
function image(alt: string | undefined, width: string | undefined, out: Writer): void {
  const words = (alt ?? '').trim();
  if (words !== '' && width !== '1') out.words(`[${words}]`);
}

/** Where a link led, unless its own words say so: the reader of plain text cannot hover. */
function endLink(link: { href: string; shown: string } | undefined, out: Writer): void {
  if (!link || !/^(https?|ftp|mailto):/i.test(link.href.trim())) return;
  const href = link.href.trim().replace(/^mailto:/i, '');
  const bare = (address: string): string =>
    address
      .trim()
      .replace(/^https?:\/\//i, '')
      .replace(/\/$/, '')
      .toLowerCase();
  if (href.length <= 2_000 && bare(link.shown) !== bare(href)) out.words(` (${href})`);
}

/** `&eacute;` and `&#039;` in text that has no tags, or whose tags are themselves entities. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  let decoded = '';
  const parser = new Parser({ ontext: (data) => void (decoded += data) }, { decodeEntities: true });
  // Not a tag among what is parsed: a "<" would start one.
  parser.end(text.replaceAll('<', '&lt;'));
  return decoded;
}

/** Whether a text is HTML in the opinion of somebody who looks at it: closing tags or line breaks of the usual kinds. */
export const looksLikeHtml = (text: string): boolean =>
  /<\/(p|div|span|a|b|strong|em|i|ul|ol|li|td|table|html|body|font|blockquote|h[1-6])\s*>|<br\s*\/?>|<!doctype html/i.test(text);
