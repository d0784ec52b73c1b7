import type { Language } from '../../ticket/languages.ts';

/** The language of mails that comes nearest to a locale. */
export function language(locale: string | null, fallback: Language): Language {
  const known = locale?.slice(0, 2).toLowerCase();
  return known === 'fr' || known === 'en' ? known : fallback;
}
