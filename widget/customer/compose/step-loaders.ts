import { withTexts } from '../../client/language.ts';

/** The steps after the first one, each with its texts and its sheet. */
export const stepLoaders = {
  subject: () => withTexts(import('./subject/subject-step.ts'), { fr: () => import('./subject/locales/fr.ts') }),
  write: () => withTexts(import('./write/write-step.ts'), { fr: () => import('./write/locales/fr.ts') }),
  check: () => withTexts(import('./check/check-step.ts'), { fr: () => import('./check/locales/fr.ts') }),
  sent: () => withTexts(import('./sent/sent.ts'), { fr: () => import('./sent/locales/fr.ts') }),
};

export type StepCode = { readonly [Name in keyof typeof stepLoaders]: Awaited<ReturnType<(typeof stepLoaders)[Name]>> };
