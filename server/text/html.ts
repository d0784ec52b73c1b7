/** Converts an HTML body to the plain text that a reader would have seen. No markup is kept, and nothing is fetched. */
import { Parser } from 'htmlparser2';

/** Elements whose content is not shown. */
const hiddenElements = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'iframe', 'object', 'svg']);
const blocks = new Set(
  'address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Elements set off by an empty line. */
const paragraphs = new Set('blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '));
/** Deepest level of quote marks; deeper quotes are shown at this level. */
const deepestQuote = 5;

/** Most nested tags that are parsed. Deeper nesting is not made by people and slows the parser down: the rest is read without it. */
const mostNested = 1_000;
/** Characters parsed between two checks of the depth. */
const slice = 16 * 1024;

class Writer {
  #text = '';
  /** Line ends to write before the next word. */
  #pendingBreaks = 0;
  #space = false;
  #quotes = 0;
  /** Quote depth of the last words: an empty line belongs to the shallower of two quotes. */
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

  /** Asks for at least `lines` line ends before the next words. */
  break(lines: number): void {
    if (this.#text !== '' || this.#pendingBreaks > 0) this.#pendingBreaks = Math.max(this.#pendingBreaks, lines);
    this.#space = false;
  }

  /** Adds one line end (`<br>`). */
  lineBreak(): void {
    this.#pendingBreaks += 1;
    this.#space = false;
  }

  quote(by: 1 | -1): void {
    this.#quotes += by;
  }

  /** Writes a marker on a line of its own, outside quotes only. */
  marker(sign: string): void {
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
      if (i > 0) this.#pendingBreaks += 1;
      if (line !== '') this.#put(line);
    });
  }

  #put(words: string): void {
    const start = this.#text === '';
    if (this.#pendingBreaks > 0 || start) {
      const depth = Math.max(0, Math.min(this.#quotes, deepestQuote));
      const prefix = '> '.repeat(depth);
      const emptyLine = `\n${'> '.repeat(Math.min(depth, this.#quotesBefore)).trimEnd()}`;
      this.#quotesBefore = depth;
      if (!start) this.#text += emptyLine.repeat(Math.min(this.#pendingBreaks, 3) - 1) + '\n';
      this.#text += prefix + (this.#pre > 0 ? words : words.trimStart());
      this.#pendingBreaks = 0;
    } else this.#text += words;
  }

  toString(): string {
    return this.#text;
  }
}

/** The markers to write on lines of their own where an element begins and, if `end` is given, where it ends. */
export type MarkerOf = (
  name: string,
  attributes: Readonly<Record<string, string>>,
) => { readonly start: string; readonly end?: string } | null;

/** Readable text of an HTML body: paragraphs, lists, quotes, table rows, and the address of a link that hides it. */
export function htmlToText(html: string, signOf?: MarkerOf): string {
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
        if (hiddenElements.has(name)) unreadDepth += 1;
        if (unreadDepth > 0) return;
        const sign = signOf?.(name, attributes);
        if (sign) out.marker(sign.start);
        if (sign?.end) ends.push({ depth, sign: sign.end });
        if (name === 'br') return out.lineBreak();
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
        if (hiddenElements.has(name)) unreadDepth = Math.max(0, unreadDepth - 1);
        if (unreadDepth > 0) return;
        if (name === 'a') endLink(links.pop(), out);
        if (name === 'li' || name === 'ul' || name === 'ol') open.pop();
        if (blocks.has(name)) out.break(paragraphs.has(name) && !open.includes('li') ? 2 : 1);
        if (name === 'blockquote') out.quote(-1);
        if (name === 'pre') out.preformatted(-1);
        if (ends.at(-1)?.depth === depth + 1) out.marker(ends.pop()?.sign ?? '');
      },
    },
    { decodeEntities: true },
  );
  let at = 0;
  while (at < html.length) {
    // Cuts between two tags, so that the rest can be read without the parser.
    const tag = html.lastIndexOf('<', at + slice);
    const end = tag > at && at + slice < html.length ? tag : at + slice;
    if (depth > mostNested) {
      out.words(decodeEntities(html.slice(at).replace(/<[^<>]*>/g, ' ')));
      break;
    }
    parser.write(html.slice(at, end));
    at = end;
  }
  parser.end();
  return out.toString().trimEnd();
}

/** Writes a picture's alternative text, unless the picture is a tracking pixel. */
function image(alt: string | undefined, width: string | undefined, out: Writer): void {
  const words = (alt ?? '').trim();
  if (words !== '' && width !== '1') out.words(`[${words}]`);
}

/** Writes a link's address unless its text contains it: plain text has no links to follow. */
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

/** Decodes entities such as `&eacute;` and `&#039;` in text without tags, or with tags written as entities. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  let decoded = '';
  const parser = new Parser({ ontext: (data) => void (decoded += data) }, { decodeEntities: true });
  // Escapes "<", so that the parser does not take it for a tag.
  parser.end(text.replaceAll('<', '&lt;'));
  return decoded;
}

/** Whether a text seems to be HTML: it has closing tags or line breaks of the usual kinds. */
export const looksLikeHtml = (text: string): boolean =>
  /<\/(p|div|span|a|b|strong|em|i|ul|ol|li|td|table|html|body|font|blockquote|h[1-6])\s*>|<br\s*\/?>|<!doctype html/i.test(text);
