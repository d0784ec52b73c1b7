/**
 * The hosted page, for sites that only link to support and for visitors from a mail. The HTML contains no personal data: only
 * the script knows the visitor, by a token in the fragment of the URL, which is never sent to the server.
 */
import { siteTicketLink } from '../../services/tickets/links.ts';
import type { Ctx } from '../../http/env.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import { isNumber, renderHostedPage } from './hosted-page.ts';
import type { Frame, View } from './hosted-page.ts';
import { sendAsset, sourceMapRoute } from './widget.ts';
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

const places = {
  '/': ['home', 'The hosted page of customers, who come with `#token=` or find the way to their client area'],
  '/new': ['new', 'The same, where a ticket is opened'],
  '/open': ['open', 'The same, with the open tickets'],
  '/closed': ['closed', 'The same, with the closed tickets'],
  '/archive': ['archive', 'The same, with tickets of earlier systems'],
} as const satisfies Readonly<Record<string, readonly [View, string]>>;

const files = [
  ['support-page.js', 'JavaScript', 'The script of the hosted page'],
  ['support-page.css', 'CSS', 'Its styles'],
  ['support-page.svg', 'SVG', 'Its icon'],
] as const;

const page = { method: 'get', who: 'anybody', rate: null, answer: [200, 'HTML'], localized: true } as const;

export interface HostedOptions extends Frame {
  readonly assets: Assets;
}

export function hostedRoutes({ site, assets, root }: HostedOptions): readonly Route[] {
  const frame: Frame = { site, root };
  const show = (c: Ctx, view: View, { ticket = null, archived = null }: Readonly<Record<string, string | null>> = {}) => {
    c.header('Content-Security-Policy', policy);
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Cache-Control', 'no-cache');
    const sitePage = ticket !== null && isNumber(ticket) ? siteTicketLink(site.pages, Number(ticket)) : null;
    const chosen = c.req.query('lang') !== undefined;
    return c.html(renderHostedPage({ language: c.get('language'), chosen, view, ticket, archived, sitePage }, frame));
  };

  return [
    ...Object.entries(places).map(([path, [view, summary]]) => route({ ...page, path, summary, handle: ({ c }) => show(c, view) })),
    route({
      ...page,
      path: '/tickets/:ticket',
      summary: 'The same, with the ticket of that number or id',
      handle: ({ c, params }) => show(c, 'home', { ticket: params.ticket }),
    }),
    route({
      ...page,
      path: '/archive/:ticket',
      summary: 'The same, with an archived ticket',
      handle: ({ c, params }) => show(c, 'archive', { archived: params.ticket }),
    }),
    ...files.map(([file, media, summary]) =>
      route({
        method: 'get',
        path: `/${file}`,
        summary,
        who: 'anybody',
        rate: null,
        answer: [200, media],
        problems: ['not-found'],
        handle: ({ c }) => sendAsset(c, assets, file),
      }),
    ),
    sourceMapRoute(assets, 'support-page.js'),
  ];
}
