import { withTexts } from '../client/language.ts';
import type { View } from './place.ts';

// Screens are loaded for their elements alone. Each import stands by itself, so that the bundler makes no object of what
// a screen exports: that would cost bytes, and break where a page has changed `Object.prototype`.

async function loadCompose(): Promise<void> {
  await import('./compose/compose.ts');
}

async function loadThread(): Promise<void> {
  await import('./thread/thread.ts');
}

async function loadList(): Promise<void> {
  await import('./list/list.ts');
}

async function loadArchive(): Promise<void> {
  await import('./archive/archive.ts');
}

const list = (): Promise<void> => withTexts(loadList(), { fr: () => import('./list/locales/fr.ts') });

/** Each screen's code, with its texts; home comes with the surface, as nearly everybody begins there. */
export const screenLoaders = {
  home: async (): Promise<void> => undefined,
  new: () => withTexts(loadCompose(), { fr: () => import('./compose/locales/fr.ts') }),
  ticket: () => withTexts(loadThread(), { fr: () => import('./thread/locales/fr.ts') }),
  open: list,
  closed: list,
  archive: () => withTexts(loadArchive(), { fr: () => import('./archive/locales/fr.ts') }),
} satisfies Record<View, () => Promise<void>>;
