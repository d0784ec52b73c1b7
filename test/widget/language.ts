/** A language with every text of the customers' side, for tests that draw parts of it by themselves. */
import { addTexts, speak } from '../../widget/client/language.ts';
import type { Language } from '../../widget/client/language.ts';

const catalogues = [
  { fr: () => import('../../widget/customer/locales/fr.ts') },
  { fr: () => import('../../widget/customer/thread/locales/fr.ts') },
  { fr: () => import('../../widget/draw/locales/fr.ts') },
];

export async function setLocale(language: Language): Promise<void> {
  for (const catalogue of catalogues) await addTexts(catalogue);
  await speak(language);
}
