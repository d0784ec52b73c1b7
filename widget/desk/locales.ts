import { speak } from '../language.ts';
import type { Language } from '../language.ts';

/** The desk’s texts, apart from the customers’: a customer never loads them. */
export const setLocale = (language: Language): Promise<void> => speak(language, { fr: () => import('./locales/fr.ts') });
