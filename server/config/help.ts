/** Where customers may find an answer by themselves, as the server uses it. */
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
  /** Null: whatever it turns out to be. */
  readonly kind: FeedKind | null;
  /** Of its articles; null: shown to everybody. */
  readonly language: Language | null;
  /** Whether it lies in a network of the operator's own; elsewhere no address of one is asked. */
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
