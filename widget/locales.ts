import { configureLocalization } from '@lit/localize';
import { sourceLocale, targetLocales } from './locales/codes.ts';

/** One language for all elements of a page: the library keeps it globally, and may be configured once only. */
const { setLocale } = configureLocalization({
  sourceLocale,
  targetLocales,
  loadLocale: () => import('./locales/fr.ts'),
});

export type Language = typeof sourceLocale | (typeof targetLocales)[number];

const languages: readonly Language[] = [sourceLocale, ...targetLocales];

/** The full tag for dates and the language of the texts, from the first hint that names one we speak. */
export function chooseLanguage(hints: readonly (string | null | undefined)[]): { readonly language: Language; readonly locale: string } {
  for (const hint of hints) {
    const language = languages.find((known) => hint?.toLowerCase().split(/[-_]/)[0] === known);
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

export { setLocale };
