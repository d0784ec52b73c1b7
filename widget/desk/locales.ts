import { configureLocalization } from '@lit/localize';
import { sourceLocale, targetLocales } from './locales/codes.ts';

/** The desk’s texts, apart from the customers’: a customer never loads them. */
export const { setLocale } = configureLocalization({
  sourceLocale,
  targetLocales,
  loadLocale: () => import('./locales/fr.ts'),
});
