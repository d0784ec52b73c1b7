import { speak } from './language.ts';
import type { Language } from './language.ts';

/** The customers’ texts. */
export const setLocale = (language: Language): Promise<void> => speak(language, { fr: () => import('./locales/fr.ts') });
