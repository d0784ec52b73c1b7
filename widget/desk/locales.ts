import { addTexts, speak } from '../client/language.ts';
import type { Language } from '../client/language.ts';

const texts = { fr: () => import('./locales/fr.ts') };

/** Puts a language in force for the desk, whose texts are its own: a customer never loads them. */
export const setLocale = (language: Language): Promise<void> => addTexts(texts).then(() => speak(language));
