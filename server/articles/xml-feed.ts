/**
 * Reads RSS, Atom and sitemaps. The parser ignores DTDs: entities that a feed declares stay unexpanded, and nothing is fetched
 * because a feed says so. Sizes that a hostile feed could grow are limited here.
 */
import { Parser } from 'htmlparser2';
import { NotAFeed } from './feed.ts';
import type { YieldToOthers, Feed, FeedKind } from './feed.ts';
import { inline, textOf, titleOf } from '../text/html-titles.ts';
import { mostPages, pageOf, webAddress } from './page.ts';
import type { HelpPage } from './page.ts';
import { titleFromAddress } from './slug.ts';
import { own } from '../own.ts';

const slice = 64 * 1024;
const mostNested = 64;
const longestField = 20_000;
const mostSitemaps = 20;

const kinds: Readonly<Record<string, FeedKind>> = {
  rss: 'rss',
  'rdf:RDF': 'rss',
  feed: 'atom',
  urlset: 'sitemap',
  sitemapindex: 'sitemap',
};
/** The elements that describe one page each. */
const entries: ReadonlySet<string> = new Set(['item', 'entry', 'url', 'sitemap']);

/** @throws NotAFeed */
export async function readXmlFeed(text: string, base: string, breathe: YieldToOthers): Promise<Feed> {
  const collector = new Collector(base);
  const parser = new Parser(collector, { xmlMode: true });
  for (let at = 0; at < text.length && !collector.full; at += slice) {
    parser.write(text.slice(at, at + slice));
    await breathe();
  }
  return collector.result();
}

class Collector {
  readonly #base: string;
  readonly #pages: HelpPage[] = [];
  readonly #more: string[] = [];
  readonly #path: string[] = [];
  #kind: FeedKind | null = null;
  #closed = false;
  /** The fields of the current page, and the depth of its element. */
  #entry: Map<string, string> | null = null;
  #entryDepth = 0;

  constructor(base: string) {
    this.#base = base;
  }

  get full(): boolean {
    return this.#pages.length >= mostPages || this.#more.length >= mostSitemaps;
  }

  onopentag(name: string, attributes: Readonly<Record<string, string>>): void {
    const path = this.#path;
    if (path.length === 0) this.#begin(name);
    path.push(name);
    if (path.length > mostNested) throw new NotAFeed('XML nested too deeply');
    if (this.#entry === null && entries.has(name)) {
      this.#entry = new Map();
      this.#entryDepth = path.length;
    } else if (path.length === this.#entryDepth + 1) this.#readAttributes(name, attributes);
  }

  ontext(text: string): void {
    const field = this.#path[this.#entryDepth];
    if (this.#entry !== null && field !== undefined) this.#add(field, text);
  }

  onclosetag(name: string): void {
    if (this.#entry !== null && this.#path.length === this.#entryDepth) this.#finish(this.#entry);
    else if (this.#entry !== null) this.#space(name);
    this.#path.pop();
    if (this.#path.length === 0) this.#closed = true;
  }

  result(): Feed {
    if (this.#kind === null) throw new NotAFeed('no XML');
    if (!this.#closed && !this.full) throw new NotAFeed('XML that breaks off');
    return { kind: this.#kind, pages: this.#pages, sitemaps: this.#more };
  }

  #begin(root: string): void {
    const kind = own(kinds, root);
    if (kind === undefined) throw new NotAFeed(/^html$/i.test(root) ? 'an HTML page' : 'XML that is no feed');
    this.#kind ??= kind;
  }

  /** Atom gives addresses and categories as attributes. */
  #readAttributes(name: string, { href, rel = 'alternate', term }: Readonly<Record<string, string>>): void {
    if (name === 'link' && href !== undefined && rel === 'alternate' && !this.#entry?.has('link')) this.#add('link', href);
    if (name === 'category' && term !== undefined) this.#add('category', term);
  }

  /** Separates two categories, or two blocks of XHTML. */
  #space(name: string): void {
    const field = this.#path[this.#entryDepth] ?? '';
    if (this.#entry?.has(field) && !inline.has(name)) this.#add(field, ' ');
  }

  #add(field: string, text: string): void {
    const before = this.#entry?.get(field) ?? '';
    if (before.length < longestField) this.#entry?.set(field, before + text.slice(0, longestField));
  }

  #finish(entry: ReadonlyMap<string, string>): void {
    this.#entry = null;
    const depth = this.#entryDepth;
    this.#entryDepth = 0;
    if (this.full) return;
    const at = (...names: string[]): string => names.map((name) => entry.get(name)?.trim() ?? '').find((text) => text !== '') ?? '';
    if (this.#kind === 'sitemap') return this.#finishPlace(at('loc'), this.#path[depth - 1] === 'sitemap');
    const page = pageOf(
      {
        title: titleOf(at('title')),
        url: at('link', 'guid', 'id'),
        excerpt: textOf(at('description', 'summary', 'content:encoded', 'content')),
        keywords: at('category'),
      },
      this.#base,
    );
    if (page) this.#pages.push(page);
  }

  #finishPlace(location: string, isSitemap: boolean): void {
    const url = webAddress(location, this.#base);
    if (url === null) return;
    if (isSitemap) this.#more.push(url);
    else {
      const page = pageOf({ title: titleFromAddress(url) ?? '', url });
      if (page) this.#pages.push(page);
    }
  }
}
