/** The desk's page: one element and its script, under a content security policy that allows nothing else. */
import { createHash } from 'node:crypto';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Language } from '../../ticket/languages.ts';

const style = ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0;min-block-size:100dvh}';
const styleHash = createHash('sha256').update(style).digest('base64');

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'sha256-${styleHash}'`,
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

const titles: Readonly<Record<Language, string>> = { en: 'Support desk', fr: 'Bureau d’assistance' };
const withoutScript: Readonly<Record<Language, string>> = { en: 'The desk needs JavaScript.', fr: 'Le bureau a besoin de JavaScript.' };

const page = (language: Language, root: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${titles[language]}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<script type="module" src="${root.replaceAll('&', '&amp;')}/support-desk.js"></script>
</head>
<body>
<support-desk></support-desk>
<noscript>${withoutScript[language]}</noscript>
</body>
</html>
`;

/** `root`: the path of the public URL, without a trailing slash. */
export function deskPageRoutes(root: string): readonly Route[] {
  const pages: Readonly<Record<Language, string>> = { en: page('en', root), fr: page('fr', root) };
  return [
    route({
      method: 'get',
      path: '/desk',
      summary: 'The page of the desk',
      who: 'anybody',
      rate: null,
      answer: [200, 'HTML'],
      localized: true,
      handle: ({ c, language }) => {
        c.header('Content-Security-Policy', policy);
        c.header('Cross-Origin-Opener-Policy', 'same-origin');
        c.header('Cache-Control', 'no-cache');
        return c.html(pages[language]);
      },
    }),
  ];
}
