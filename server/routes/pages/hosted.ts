/**
 * The page of the server itself: for sites that can only link, and for people who come from a mail. It holds nothing of
 * anybody: who is there is known to the script alone, from a token that stands behind the `#` of the address.
 */
import { Hono } from 'hono';
import { siteTicketLink } from '../../services/tickets/links.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { isNumber, renderHostedPage } from './hosted-page.ts';
import type { Frame, View } from './hosted-page.ts';
import { sendAsset } from './widget.ts';
import type { Assets } from '../../http/assets.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

const places: Readonly<Record<string, View>> = { '/': 'home', '/new': 'new', '/open': 'open', '/closed': 'closed', '/archive': 'archive' };

export interface HostedOptions extends Frame {
  readonly assets: Assets;
}

export function hostedRoutes({ site, assets, root }: HostedOptions): Hono<Env> {
  const routes = new Hono<Env>();
  const frame: Frame = { site, root };
  const show = (c: Ctx, view: View, ticket: string | null, archived: string | null = null) => {
    const language = c.get('language');
    c.header('Content-Security-Policy', policy);
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Cache-Control', 'no-cache');
    c.header('Content-Language', language);
    c.header('Vary', 'Accept-Language', { append: true });
    const sitePage = ticket !== null && isNumber(ticket) ? siteTicketLink(site.pages, Number(ticket)) : null;
    return c.html(renderHostedPage({ language, chosen: c.req.query('lang') !== undefined, view, ticket, archived, sitePage }, frame));
  };
  for (const [path, view] of Object.entries(places)) routes.get(path, (c) => show(c, view, null));
  routes.get('/tickets/:ticket', (c) => show(c, 'home', c.req.param('ticket')));
  routes.get('/archive/:ticket', (c) => show(c, 'archive', null, c.req.param('ticket')));
  for (const file of ['support-page.js', 'support-page.css', 'support-page.svg']) routes.get(`/${file}`, (c) => sendAsset(c, assets, file));
  return routes;
}
