import type { MiddlewareHandler } from 'hono';
import type { Language } from '../../ticket/languages.ts';
import type { Ctx, Env } from '../env.ts';

const languages: readonly Language[] = ['en', 'fr'];

const spoken = (tag: string): Language | undefined => languages.find((language) => tag.toLowerCase().split('-')[0] === language);

/** Chooses by `?lang=`, then `Accept-Language`, then the site's language. */
export function chooseLanguage(lang: string | undefined, accepted: string | undefined, fallback: Language): Language {
  return spoken(lang ?? '') ?? preferred(accepted ?? '') ?? fallback;
}

function preferred(accepted: string): Language | undefined {
  let best: { language: Language; weight: number } | undefined;
  // Browsers send a handful of languages; a longer header is cut.
  for (const part of accepted.slice(0, 1_000).split(',', 20)) {
    const [tag = '', ...parameters] = part.trim().split(';');
    const language = spoken(tag);
    const weight = weightOf(parameters);
    if (language && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language;
}

function weightOf(parameters: readonly string[]): number {
  const q = parameters.find((parameter) => parameter.trim().startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.trim().slice(2));
  return Number.isFinite(weight) ? weight : 0;
}

export function language(fallback: Language): MiddlewareHandler<Env> {
  return (c, next) => {
    c.set('language', chooseLanguage(c.req.query('lang'), c.req.header('accept-language'), fallback));
    return next();
  };
}

/** Marks the answer's language, so that caches do not give it to a caller with another one. */
export function sayLanguage(c: Ctx): void {
  c.header('Content-Language', c.get('language'));
  c.header('Vary', 'Accept-Language', { append: true });
}
