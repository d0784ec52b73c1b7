import { NotAFeed } from './feed.ts';
import type { Feed } from './feed.ts';
import { textOf, titleOf } from '../text/html-titles.ts';
import { mostPages, pageOf } from './page.ts';

type Entry = Readonly<Record<string, unknown>>;

/** JSON Feed, or a plain list of `{title, url, excerpt}`, bare or in `items` or `articles`. @throws NotAFeed */
export function readJsonFeed(text: string, base: string): Feed {
  const entries = listIn(parsed(text));
  if (entries === null) throw new NotAFeed('JSON without a list of articles');
  const pages = entries.slice(0, mostPages).flatMap((entry) => (isObject(entry) ? (pageFrom(entry, base) ?? []) : []));
  return { kind: 'json', pages, sitemaps: [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotAFeed('no JSON');
  }
}

function listIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return null;
  return [value['items'], value['articles']].find((list) => Array.isArray(list)) ?? null;
}

const isObject = (value: unknown): value is Entry => typeof value === 'object' && value !== null;

function pageFrom(entry: Entry, base: string) {
  const text = (...names: string[]): string =>
    (names.map((name) => entry[name]).find((value) => typeof value === 'string' && value.trim() !== '') as string) ?? '';
  const keywords = entry['keywords'] ?? entry['tags'];
  return pageOf(
    {
      title: titleOf(text('title')),
      url: text('url', 'external_url', 'link'),
      excerpt: textOf(text('excerpt', 'summary', 'description', 'content_text', 'content_html')),
      keywords: Array.isArray(keywords)
        ? keywords.filter((word) => typeof word === 'string').join(' ')
        : typeof keywords === 'string'
          ? keywords
          : '',
    },
    base,
  );
}
