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

/** Of a mail in its frame: its own inline styles, links that open elsewhere, and nothing else. */
export const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'";
