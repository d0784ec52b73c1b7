/** The help articles of the configuration and of all feeds, indexed for search. */
import type { ConfiguredArticle } from '../config/help.ts';
import { say } from '../config/site.ts';
import type { Language } from '../ticket/languages.ts';
import type { Article } from '../wire/articles.ts';
import type { YieldToOthers } from './feed.ts';
import { mostPages, pageOf } from './page.ts';
import type { HelpPage } from './page.ts';
import { findPages, indexPages } from './ranking.ts';
import type { Index } from './ranking.ts';

/** The articles as the routes use them. */
export interface Articles {
  /** Whether there are articles for readers of the language. */
  any(language: Language): boolean;
  /** The few articles that may answer, best first; empty when none matches well. */
  find(query: string, language: Language): readonly Article[];
}

const mostFound = 5;
const languages: readonly Language[] = ['en', 'fr'];
const emptyIndex: Index = { pages: [], postings: new Map(), stems: [] };

interface FeedArticles {
  /** Null when the articles are for every language. */
  readonly language: Language | null;
  readonly pages: readonly HelpPage[];
}

export class Library implements Articles {
  readonly #configured: readonly ConfiguredArticle[];
  readonly #breathe: YieldToOthers;
  readonly #shelves = new Map<string, FeedArticles>();
  readonly #indexes = new Map<Language, Index>();
  /** Indexes are built one after the other; resolves when the latest is complete. */
  ready: Promise<void>;

  constructor(configured: readonly ConfiguredArticle[], breathe: YieldToOthers) {
    this.#configured = configured;
    this.#breathe = breathe;
    this.ready = this.#index();
  }

  any(language: Language): boolean {
    return this.#of(language).pages.length > 0;
  }

  find(query: string, language: Language): readonly Article[] {
    return findPages(this.#of(language), query, mostFound).map(({ title, url, excerpt }) => ({
      title: say(title, language),
      url,
      excerpt: say(excerpt, language),
    }));
  }

  /** Replaces the articles of a feed. Resolves once they can be found. */
  replace(feed: string, language: Language | null, pages: readonly HelpPage[]): Promise<void> {
    this.#shelves.set(feed, { language, pages });
    return (this.ready = this.ready.then(() => this.#index()));
  }

  #of(language: Language): Index {
    return this.#indexes.get(language) ?? emptyIndex;
  }

  async #index(): Promise<void> {
    for (const language of languages) this.#indexes.set(language, await indexPages(this.#pagesFor(language), this.#breathe));
  }

  /** The configuration's articles come first; a repeated address counts once. */
  #pagesFor(language: Language): readonly HelpPage[] {
    const pages = new Map<string, HelpPage>();
    const put = (page: HelpPage | null): void => {
      const key = page?.url.replace(/#.*$/, '');
      if (page !== null && key !== undefined && !pages.has(key) && pages.size < mostPages) pages.set(key, page);
    };
    for (const article of this.#configured) put(pageOf(inWordsOf(article, language)));
    for (const shelf of this.#shelves.values()) {
      if (shelf.language === null || shelf.language === language) shelf.pages.forEach(put);
    }
    return [...pages.values()];
  }
}

function inWordsOf({ title, url, excerpt, keywords }: ConfiguredArticle, language: Language) {
  return { title: say(title, language), url: say(url, language), excerpt: say(excerpt, language), keywords: say(keywords, language) };
}
