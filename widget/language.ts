import { configureLocalization } from '@lit/localize';
import type { LocaleModule } from '@lit/localize';
import { allLocales, sourceLocale, targetLocales } from './locales/codes.ts';

export type Language = (typeof allLocales)[number];

/** In which direction each is written. */
export const directions: Readonly<Record<Language, 'ltr' | 'rtl'>> = { en: 'ltr', fr: 'ltr' };

/** The full tag for dates and the language of the texts, from the first hint that names one we speak. */
export function chooseLanguage(hints: readonly (string | null | undefined)[]): { readonly language: Language; readonly locale: string } {
  for (const hint of hints) {
    const language = allLocales.find((known) => hint?.toLowerCase().split(/[-_]/)[0] === known);
    if (hint && language) return { language, locale: isTag(hint) ? hint.replace('_', '-') : language };
  }
  return { language: sourceLocale, locale: sourceLocale };
}

function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text.replace('_', '-')).length === 1;
  } catch {
    return false;
  }
}

/** The languages that are not in the code, and where each is. The bundle has English among them. */
export type Catalogues = Partial<Record<Language, () => Promise<LocaleModule>>>;

let catalogues: Catalogues = {};
const missing = (): Promise<LocaleModule> => Promise.reject(new Error('There are no such texts.'));
// Here, for both elements: the library may be configured once only, and they share code that would configure it twice.
const { setLocale } = configureLocalization({ sourceLocale, targetLocales, loadLocale: (locale) => (catalogues[locale as Language] ?? missing)() });

/** Puts a language's texts in force, from the catalogues of whoever speaks; tried twice, as a connection may stumble. */
export function speak(language: Language, from: Catalogues): Promise<void> {
  catalogues = from;
  return setLocale(language).catch(() => setLocale(language));
}
