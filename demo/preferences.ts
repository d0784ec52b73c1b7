/** What the visitor chose, kept in plain cookies: whom they look as, their language, light or dark. */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { personaOf, personas } from './customers.ts';
import type { Persona } from './customers.ts';
import type { Language } from './texts.ts';

export interface Visitor {
  readonly persona: Persona;
  readonly language: Language;
  /** Null: as the system is. */
  readonly theme: 'light' | 'dark' | null;
}

const names = { customer: 'hebergia-customer', language: 'hebergia-language', theme: 'hebergia-theme' } as const;

export function visitorOf(c: Context): Visitor {
  const theme = getCookie(c, names.theme);
  return {
    persona: personaOf(getCookie(c, names.customer)),
    language: languageOf(getCookie(c, names.language)) ?? preferred(c.req.header('accept-language')),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
  };
}

/** Takes over what a form asked for, if it is something to choose. */
export function rememberChoices(c: Context, form: Record<string, unknown>): void {
  const options = { path: '/', sameSite: 'Lax', maxAge: 365 * 86_400 } as const;
  const { customer, language } = form;
  if (personas.some(({ key }) => key === customer)) setCookie(c, names.customer, String(customer), { ...options, httpOnly: true });
  if (languageOf(language)) setCookie(c, names.language, String(language), { ...options, httpOnly: true });
}

const languageOf = (value: unknown): Language | undefined => (value === 'fr' || value === 'en' ? value : undefined);

/** The first of the reader's languages that the site speaks. The company is French. */
function preferred(header = ''): Language {
  const spoken = header.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return spoken.map(languageOf).find((language) => language !== undefined) ?? 'fr';
}
