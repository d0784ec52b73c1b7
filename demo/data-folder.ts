/** Where the demo keeps what happens in it. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configured } from './help-articles.ts';
import { importOldTickets } from './old-tickets.ts';
import { clear, seed } from './seed.ts';

export interface Folder {
  readonly store: string;
  readonly log: string;
  readonly config: string;
  readonly mailbox: string;
}

export const folderAt = (root: string): Folder => ({
  store: join(root, 'data'),
  log: join(root, 'server.log'),
  config: join(root, 'support.config.json'),
  mailbox: join(root, 'mailbox'),
});

const template = new URL('../../demo/support.config.json', import.meta.url);

/** The demo's configuration, with the site where it is this time. */
export async function writeConfig(root: string, site: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const { $schema: _, ...config } = JSON.parse(await readFile(template, 'utf8')) as { $schema: string; help: object; site: object };
  const places = {
    help: { ...config.help, url: `${site}/help`, articles: configured(`${site}/help`) },
    site: { ...config.site, url: `${site}/dashboard/tickets`, ticketUrl: `${site}/dashboard/tickets/{number}` },
  };
  await writeFile(folderAt(root).config, `${JSON.stringify({ ...config, ...places }, null, 2)}\n`);
}

/**
 * Tells the demo's past to a folder that has none. It is written beside and renamed when it is whole: whoever is killed
 * in between begins again.
 */
export async function prepareStore(root: string, variables: Readonly<Record<string, string>>, now: number): Promise<'seeded' | 'kept'> {
  const { store } = folderAt(root);
  if (existsSync(store)) return 'kept';
  const draft = `${store}.new`;
  await rm(draft, { recursive: true, force: true });
  await seed({ dir: draft, variables: { ...variables, SUPPORT_DATA_DIR: draft }, now });
  await importOldTickets({ ...variables, SUPPORT_DATA_DIR: draft });
  await rename(draft, store);
  return 'seeded';
}

/** @throws when a demo is running on it */
export async function forget(root: string): Promise<void> {
  const { store, mailbox } = folderAt(root);
  if (existsSync(store)) await clear(store);
  await rm(mailbox, { recursive: true, force: true });
}
