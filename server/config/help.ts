/** The help sources of the configuration, as the server uses them. */
import type { FeedKind } from '../articles/feed.ts';
import type { Text } from './form.ts';
import type { Language } from '../ticket/languages.ts';

export interface ConfiguredArticle {
  readonly title: Text;
  readonly url: Text;
  readonly excerpt: Text;
  readonly keywords: Text;
}

/** A feed of the help site. */
export interface FeedSource {
  readonly url: string;
  /** Null when the kind is detected from the content. */
  readonly kind: FeedKind | null;
  /** Language of its articles; null when they are shown in every language. */
  readonly language: Language | null;
  /** True when the feed may be in a private network; otherwise private addresses are refused. */
  readonly privateNetwork: boolean;
}

export interface HelpSite {
  readonly url: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly articles: readonly ConfiguredArticle[];
  readonly feeds: readonly FeedSource[];
  readonly refreshMinutes: number;
}
