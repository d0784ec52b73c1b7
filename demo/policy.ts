/**
 * The Content-Security-Policy of every page: nothing is allowed but the site's own files and the support server.
 * The widget needs no more than that. Trusted types: `lit-html` is the one policy that its rendering makes.
 */
export function policyFor(supportUrl: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${supportUrl}`,
    `connect-src 'self' ${supportUrl}`,
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}
