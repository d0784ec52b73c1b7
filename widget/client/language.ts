import { configureLocalization } from '@lit/localize';
import type { LocaleModule } from '@lit/localize';
import { languages } from '../../server/ticket/languages.ts';
import type { Language } from '../../server/ticket/languages.ts';

export type { Language };

/** The language of the sources: its texts need no catalogue. */
const sourceLocale = 'en' satisfies Language;
const targetLocales = languages.filter((language) => language !== sourceLocale);

/** In which direction each is written. */
export const directions: Readonly<Record<Language, 'ltr' | 'rtl'>> = { en: 'ltr', fr: 'ltr' };

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

/** The texts of one part of the code, in each language but that of the sources. */
export type Catalogue = Readonly<Record<Exclude<Language, typeof sourceLocale>, () => Promise<LocaleModule>>>;

/** Of the parts that have been loaded, in their order. */
const catalogues = new Set<Catalogue>();
/** The texts in force; texts of further parts are added to them. */
let templates: LocaleModule['templates'] = {};

async function load(language: keyof Catalogue): Promise<LocaleModule> {
  const loaded: LocaleModule['templates'] = {};
  const done = new Set<Catalogue>();
  // A part may be added while the texts of others are on their way.
  for (let next = [...catalogues]; next.length; next = [...catalogues].filter((catalogue) => !done.has(catalogue))) {
    for (const part of await Promise.all(next.map((catalogue) => catalogue[language]()))) Object.assign(loaded, part.templates);
    for (const catalogue of next) done.add(catalogue);
  }
  return { templates: (templates = loaded) };
}

// Here, for both elements: the library may be configured once only.
const { getLocale, setLocale } = configureLocalization({
  sourceLocale,
  targetLocales,
  loadLocale: (locale) => load(locale as keyof Catalogue),
});

/** Puts a language in force, with the texts of every part that is there; tried twice, as a connection may stumble. */
export function speak(language: Language): Promise<void> {
  return setLocale(language).catch(() => setLocale(language));
}

/** Adds the texts of a part, in the language in force and in those that will be. */
export async function addTexts(catalogue: Catalogue): Promise<void> {
  const language = getLocale() as Language;
  if (language !== sourceLocale) {
    const texts = templates;
    const { templates: more } = await catalogue[language]();
    Object.assign(texts, more);
  }
  catalogues.add(catalogue);
}

/** Code and its texts, loaded side by side. */
export async function withTexts<T>(code: Promise<T>, catalogue: Catalogue): Promise<T> {
  const [loaded] = await Promise.all([code, addTexts(catalogue)]);
  return loaded;
}
