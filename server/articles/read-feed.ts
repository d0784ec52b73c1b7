import { NotAFeed } from './feed.ts';
import type { YieldToOthers, Feed, FeedKind } from './feed.ts';
import { readJsonFeed } from './json-feed.ts';
import { readXmlFeed } from './xml-feed.ts';

/**
 * Reads a feed, whose kind is told by its first character and its root element.
 * @throws NotAFeed also when the feed is not of the configured kind
 */
export async function readFeed(text: string, base: string, named: FeedKind | null, breathe: YieldToOthers): Promise<Feed> {
  const feed = /^\s*[[{]/.test(text.slice(0, 1_000)) ? readJsonFeed(text, base) : await readXmlFeed(text.trimStart(), base, breathe);
  if (named !== null && feed.kind !== named) throw new NotAFeed(`${feed.kind} where ${named} was expected`);
  return feed;
}
