import { configureLocalization } from '@lit/localize';
import { sourceLocale, targetLocales } from './locales/codes.ts';

/** The customers’ texts. One language for all elements of a page: the library keeps it globally, and may be configured once only. */
export const { setLocale } = configureLocalization({
  sourceLocale,
  targetLocales,
  loadLocale: () => import('./locales/fr.ts'),
});
