import type { HelpPage } from './page.ts';

export type FeedKind = 'rss' | 'atom' | 'sitemap' | 'json';

/** What a feed holds. */
export interface Feed {
  readonly kind: FeedKind;
  readonly pages: readonly HelpPage[];
  /** Sitemaps that an index of sitemaps names. */
  readonly more: readonly string[];
}

/** What came is none of the kinds that are known, or not whole. The message is for the operator's log. */
export class NotAFeed extends Error {
  override readonly name = 'NotAFeed';
}

/** Lets others have their turn: a long feed is read in slices. */
export type Breathe = () => Promise<void>;
