/** Keeps the last good copy of each feed in the data folder, so that a restart still has articles while the help site is down. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Version } from './fetch-feed.ts';
import { mostPages, pageOf } from './page.ts';
import type { HelpPage } from './page.ts';

export interface Copy extends Version {
  readonly pages: readonly HelpPage[];
}

const text = v.string();
const maybe = v.nullable(text);
const CopyFile = v.object({
  /** Version of this file format; a copy of another version is fetched again. */
  format: v.literal(1),
  url: text,
  etag: maybe,
  lastModified: maybe,
  pages: v.pipe(v.array(v.object({ title: text, url: text, excerpt: text, keywords: text })), v.maxLength(mostPages)),
});

const fileOf = (dir: string, url: string): string =>
  join(dir, 'articles', `${createHash('sha256').update(url).digest('hex').slice(0, 24)}.json`);

/** Null when there is no readable copy. */
export async function readCopy(dir: string, url: string): Promise<Copy | null> {
  try {
    const kept = v.parse(CopyFile, JSON.parse(await readFile(fileOf(dir, url), 'utf8')));
    if (kept.url !== url) return null;
    return { etag: kept.etag, lastModified: kept.lastModified, pages: kept.pages.flatMap((page) => pageOf(page) ?? []) };
  } catch {
    return null;
  }
}

/** Writes a new file and renames it, so that a crash leaves the former copy. */
export async function keepCopy(dir: string, url: string, { etag, lastModified, pages }: Copy): Promise<void> {
  const file = fileOf(dir, url);
  await mkdir(join(dir, 'articles'), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify({ format: 1, url, etag, lastModified, pages }), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
