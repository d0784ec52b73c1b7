import type { HelpPage } from './page.ts';

export type FeedKind = 'rss' | 'atom' | 'sitemap' | 'json';

/** The content of a feed. */
export interface Feed {
  readonly kind: FeedKind;
  readonly pages: readonly HelpPage[];
  /** Addresses of sitemaps, when the feed is a sitemap index. */
  readonly sitemaps: readonly string[];
}

/** The response is not a known kind of feed, or is incomplete. The message is for the operator's log. */
export class NotAFeed extends Error {
  override readonly name = 'NotAFeed';
}

/** Yields to the event loop, so that a long feed is read in slices. */
export type YieldToOthers = () => Promise<void>;
