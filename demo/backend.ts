/**
 * The site's own backend: its pages, and the one route that a site adds for the support desk, `POST /session-token`.
 * Everything else it knows of the support server is where its script is.
 */
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Mailbox } from './mailbox.ts';
import { helpPage, hostingPage, ordersPage } from './pages/account.ts';
import { embedPage } from './pages/embed.ts';
import { answer } from './answering.ts';
import { mailPage, mailboxPage } from './pages/mailbox.ts';
import { layout } from './pages/layout.ts';
import type { Frame, Page } from './pages/layout.ts';
import { notFoundPage, supportPage } from './pages/support.ts';
import { mailPolicy, policyFor } from './policy.ts';
import { offerReload } from './reload.ts';
import { rememberChoices, visitorOf } from './preferences.ts';
import { placeAt } from './site/addresses.ts';
import { mintToken } from './token.ts';

export interface BackendOptions {
  readonly supportUrl: string;
  readonly desk: Frame['desk'];
  /** Where mails to the demo's people arrive. */
  readonly mailbox: Pick<Mailbox, 'list' | 'read'>;
  readonly now: () => number;
  /** Pages load themselves again when the widget is built. */
  readonly dev?: boolean;
}

export function createBackend({ supportUrl, desk, mailbox, now, dev = false }: BackendOptions): Hono {
  const app = new Hono();
  const policy = policyFor(supportUrl);
  const frameOf = (c: Context): Frame => ({ visitor: visitorOf(c), path: c.req.path, supportUrl, desk, dev });
  const show = (c: Context, page: Page, status: 200 | 404 = 200) =>
    c.html(layout(frameOf(c), page), status, { 'content-security-policy': policy, 'cache-control': 'no-store' });

  app.use(secureHeaders({ strictTransportSecurity: false, crossOriginResourcePolicy: 'same-origin' }));

  app.get('/', (c) => c.redirect('/dashboard'));
  app.get('/dashboard', (c) => show(c, hostingPage(frameOf(c))));
  app.get('/dashboard/orders', (c) => show(c, ordersPage(frameOf(c), now())));
  app.get('/embed', (c) => show(c, embedPage(frameOf(c), policy)));
  app.get('/help', (c) => show(c, helpPage(frameOf(c))));
  app.get('/mailbox', async (c) => show(c, mailboxPage(frameOf(c), await mailbox.list(), c.req.query('for') ?? '', now())));
  app.get('/mailbox/:id', async (c) => {
    const mail = await mailbox.read(c.req.param('id'));
    if (!mail) return show(c, notFoundPage(frameOf(c)), 404);
    return c.html(layout(frameOf(c), mailPage(frameOf(c), mail, c.req.query('became') ?? '', now())), 200, {
      'content-security-policy': `${policy}; frame-src 'self'`,
      'cache-control': 'no-store',
    });
  });
  /** Whoever got it answers it: their mail provider hands the answer to the support server, as any would. */
  app.post('/mailbox/:id/answer', async (c) => {
    const mail = await mailbox.read(c.req.param('id'));
    if (!mail || mail.replyTo === null) return show(c, notFoundPage(frameOf(c)), 404);
    const { text } = await c.req.parseBody();
    const became = await answer(mail, typeof text === 'string' ? text : '', visitorOf(c).language, supportUrl);
    return c.redirect(`/mailbox/${mail.id}?became=${became}#answer`, 303);
  });
  /** The mail's own HTML, as a mail program shows it: without scripts, and loading nothing. */
  app.get('/mailbox/:id/html', async (c) => {
    const mail = await mailbox.read(c.req.param('id'));
    if (!mail) return c.notFound();
    return c.html(mail.html.replace('<head>', '<head><base target="_blank">'), 200, {
      'content-security-policy': mailPolicy,
      'cache-control': 'no-store',
    });
  });
  app.on('GET', ['/dashboard/tickets/:place?', '/dashboard/tickets/archive/:ticket'], (c) => {
    const { service = '', order = '' } = c.req.query();
    const { pathname, search } = new URL(c.req.url);
    const place = placeAt(pathname, search);
    return place ? show(c, supportPage(frameOf(c), place, { service, order })) : c.notFound();
  });

  /** Counted elsewhere; of the shop, the counting is out of order, so that there is a failure to write to support about. */
  app.get('/dashboard/visits/:hosting', (c) => {
    const hosting = visitorOf(c).persona.hostings.find(({ id }) => id === c.req.param('hosting'));
    if (!hosting) return c.json({ error: 'no such hosting' }, 404);
    return hosting.visits === null ? c.json({ error: 'counter out of order' }, 503) : c.json({ visits: hosting.visits });
  });

  /** Who is signed in here, told to the support server. A real site reads it from its own session. */
  app.post('/session-token', async (c) => {
    const { persona, language } = visitorOf(c);
    return c.json({ token: await mintToken(persona, language, now()) }, 200, { 'cache-control': 'no-store' });
  });

  /** For a site that can only link: the token stands behind the `#`, which browsers send to no server. Made when it is followed, so that it is fresh. */
  app.get('/hosted', async (c) => {
    const { persona, language } = visitorOf(c);
    c.header('cache-control', 'no-store');
    return c.redirect(`${supportUrl}/?lang=${language}#token=${await mintToken(persona, language, now())}`, 303);
  });

  app.post('/preferences', async (c) => {
    const form = await c.req.parseBody();
    rememberChoices(c, form);
    return c.redirect(localPath(form['back']), 303);
  });

  for (const file of files)
    app.get(file.path, async (c) => c.body(await readFile(file.from), 200, { 'content-type': file.type, 'cache-control': 'no-cache' }));
  if (dev) offerReload(app, new URL('../public', import.meta.url));
  app.notFound((c) => show(c, notFoundPage(frameOf(c)), 404));
  return app;
}

/** Back to where the visitor was, never to another site. */
const localPath = (value: unknown): string => (typeof value === 'string' && /^\/[a-z]/.test(value) ? value : '/dashboard');

// This file runs from dist/demo: scripts lie beside it, what needs no compiling lies in the sources.
const compiled = (name: string) => ({
  path: `/site/${name}`,
  from: new URL(`site/${name}`, import.meta.url),
  type: 'text/javascript; charset=utf-8',
});
const asItIs = (name: string, type: string) => ({ path: `/site/${name}`, from: new URL(`../../demo/site/${name}`, import.meta.url), type });

const files = [
  compiled('site.js'),
  compiled('addresses.js'),
  compiled('reload.js'),
  compiled('theme.js'),
  compiled('usage.js'),
  asItIs('site.css', 'text/css; charset=utf-8'),
  asItIs('icon.svg', 'image/svg+xml'),
];
