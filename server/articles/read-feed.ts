import { NotAFeed } from './feed.ts';
import type { Breathe, Feed, FeedKind } from './feed.ts';
import { readJsonFeed } from './json-feed.ts';
import { readXmlFeed } from './xml-feed.ts';

/**
 * Reads a feed of any known kind, which its first character and its root element tell.
 * @throws NotAFeed also when it is of another kind than the one that was named
 */
export async function readFeed(text: string, base: string, named: FeedKind | null, breathe: Breathe): Promise<Feed> {
  const feed = /^\s*[[{]/.test(text.slice(0, 1_000)) ? readJsonFeed(text, base) : await readXmlFeed(text.trimStart(), base, breathe);
  if (named !== null && feed.kind !== named) throw new NotAFeed(`${feed.kind} where ${named} was expected`);
  return feed;
}
