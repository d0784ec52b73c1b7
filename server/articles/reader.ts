/**
 * Reads one feed periodically. While the help site does not answer, the last good copy stays, in memory and in the data folder.
 * The log is told when an outage begins and when it ends, not at every retry.
 */
import type { FeedSource } from '../config/help.ts';
import type { Log } from '../log.ts';
import type { YieldToOthers, Feed } from './feed.ts';
import { fetchFeed, fetchLimits, isSameOrigin } from './fetch-feed.ts';
import type { FetchLimits, FetchTerms, Version } from './fetch-feed.ts';
import { keepCopy, readCopy } from './feed-copy.ts';
import type { Library } from './library.ts';
import { mostPages } from './page.ts';
import type { HelpPage } from './page.ts';
import { readFeed } from './read-feed.ts';

export interface ReaderDeps {
  readonly library: Pick<Library, 'replace'>;
  /** The data folder; null to keep no copy on disk. */
  readonly dir: string | null;
  readonly log: Log;
  readonly breathe: YieldToOthers;
  readonly limits?: FetchLimits;
}

const unknown: Version = { etag: null, lastModified: null };

export class FeedReader {
  readonly #feed: FeedSource;
  readonly #deps: ReaderDeps;
  #known = unknown;
  #state: 'unread' | 'read' | 'failing' = 'unread';
  #keeping: 'well' | 'failing' = 'well';
  /** Failures since the last success. */
  failures = 0;

  constructor(feed: FeedSource, deps: ReaderDeps) {
    this.#feed = feed;
    this.#deps = deps;
  }

  get #terms(): FetchTerms {
    return { limits: this.#deps.limits ?? fetchLimits, privateNetwork: this.#feed.privateNetwork };
  }

  /** Loads the copy of the data folder, if there is one. */
  async restore(): Promise<void> {
    const { url, language } = this.#feed;
    const copy = this.#deps.dir === null ? null : await readCopy(this.#deps.dir, url);
    if (copy === null) return;
    this.#known = copy;
    await this.#deps.library.replace(url, language, copy.pages);
  }

  /** Never throws. */
  async read(stop: AbortSignal): Promise<void> {
    try {
      const pages = await this.#readNew(stop);
      this.failures = 0;
      this.#say('read', pages);
    } catch (error) {
      if (stop.aborted) return;
      this.failures++;
      this.#say('failing', null, error instanceof Error ? error.message : String(error));
    }
  }

  /** The number of articles; null when the feed is unchanged. */
  async #readNew(stop: AbortSignal): Promise<number | null> {
    const { url, language, kind } = this.#feed;
    const { library, breathe } = this.#deps;
    const fetched = await fetchFeed(url, this.#known, stop, this.#terms);
    if (fetched === null) return null;
    const feed = await readFeed(fetched.text, fetched.url, kind, breathe);
    const pages = await this.#withMore(feed, fetched.url, stop);
    const { etag, lastModified } = fetched;
    // A sitemap index may stay the same while its sitemaps change, so it is never fetched conditionally.
    this.#known = feed.sitemaps.length > 0 ? unknown : { etag, lastModified };
    await library.replace(url, language, pages);
    await this.#keep(pages);
    return pages.length;
  }

  async #withMore({ pages, sitemaps: more }: Feed, from: string, stop: AbortSignal): Promise<readonly HelpPage[]> {
    const all = [...pages];
    for (const url of more) {
      if (all.length >= mostPages || !isSameOrigin(url, from)) continue;
      const fetched = await fetchFeed(url, unknown, stop, this.#terms);
      if (fetched) all.push(...(await readFeed(fetched.text, fetched.url, 'sitemap', this.#deps.breathe)).pages);
    }
    return all.slice(0, mostPages);
  }

  async #keep(pages: readonly HelpPage[]): Promise<void> {
    const { dir, log } = this.#deps;
    if (dir === null) return;
    try {
      await keepCopy(dir, this.#feed.url, { ...this.#known, pages });
      this.#keeping = 'well';
    } catch (error) {
      if (this.#keeping === 'well')
        log.warn('help articles cannot be kept in the data folder', { fault: error instanceof Error ? error.message : String(error) });
      this.#keeping = 'failing';
    }
  }

  #say(state: 'read' | 'failing', articles: number | null, fault: string | null = null): void {
    if (state === this.#state) return;
    this.#state = state;
    const { origin, pathname } = new URL(this.#feed.url);
    const feed = origin + pathname;
    if (state === 'read') this.#deps.log.info('help articles are read', { feed, ...(articles !== null && { articles }) });
    else this.#deps.log.warn('help articles cannot be read; the last good copy stays', { feed, fault });
  }
}
