import { withTexts } from '../client/language.ts';
import type { View } from './place.ts';

const loadList = (): Promise<unknown> => withTexts(import('./list/list.ts'), { fr: () => import('./list/locales/fr.ts') });

/** Each screen's code, with its texts; home comes with the surface, as nearly everybody begins there. */
export const screenLoaders = {
  home: (): Promise<unknown> => Promise.resolve(true),
  new: () => withTexts<unknown>(import('./compose/compose.ts'), { fr: () => import('./compose/locales/fr.ts') }),
  ticket: () => withTexts<unknown>(import('./thread/thread.ts'), { fr: () => import('./thread/locales/fr.ts') }),
  open: loadList,
  closed: loadList,
  archive: () => withTexts<unknown>(import('./archive/archive.ts'), { fr: () => import('./archive/locales/fr.ts') }),
} satisfies Record<View, () => Promise<unknown>>;
