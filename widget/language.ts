import { configureLocalization } from '@lit/localize';
import type { LocaleModule } from '@lit/localize';
import { allLocales, sourceLocale, targetLocales } from './locales/codes.ts';

export type Language = (typeof allLocales)[number];

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

let loadTexts: () => Promise<LocaleModule>;
// Here, for both elements: the library may be configured once only, and they share code that would configure it twice.
const { setLocale } = configureLocalization({ sourceLocale, targetLocales, loadLocale: () => loadTexts() });

/** Puts a language's texts in force, from the catalogue of whoever speaks. */
export function speak(language: Language, texts: () => Promise<LocaleModule>): Promise<void> {
  loadTexts = texts;
  return setLocale(language);
}
