/** For developers: the few lines that this site is made with. */
import { html } from 'hono/html';
import { words } from '../texts.ts';
import type { Text } from '../texts.ts';
import { speaker } from './layout.ts';
import type { Frame, Html, Page } from './layout.ts';

export function embedPage(frame: Frame, policy: string): Page {
  const t = speaker(frame);
  const part = (title: Text, what: Text, code: string): Html =>
    html`<section><h2>${t(title)}</h2><p>${t(what)}</p><pre tabindex="0"><code>${code}</code></pre></section>`;
  return {
    title: t(words.embed),
    body: html`<h1>${t(words.embedTitle)}</h1>
      <p>${t(words.embedIntro)}</p>
      ${part(words.embedPage, words.embedPageWhat, snippet(frame.supportUrl))}
      ${part(words.embedScript, words.embedScriptWhat, script)}
      ${part(words.embedBackend, words.embedBackendWhat, backend)}
      ${part(words.embedHosted, words.embedHostedWhat, hosted(frame.supportUrl))}
      ${part(words.embedPolicy, words.embedPolicyWhat, policy.replaceAll('; ', ';\n'))}`,
  };
}

const snippet = (url: string): string => `<script src="${url}/support-ticket-recorder.js"></script>
<script type="module" src="/site/site.js"></script>
<script type="module" src="${url}/support-ticket.js"></script>

<!-- /dashboard/tickets -->
<support-ticket view="home"></support-ticket>

<!-- /dashboard/tickets/create -->
<support-ticket view="new"></support-ticket>

<!-- /dashboard/tickets/12 -->
<support-ticket ticket="12"></support-ticket>

<!-- every other page -->
<support-ticket mode="launcher"></support-ticket>`;

const hosted = (url: string): string => `app.get('/hosted', async (c) => {
  c.header('cache-control', 'no-store');
  return c.redirect(\`${url}/#token=\${await mintToken(c)}\`, 303);
});`;

const script = `const widget = document.querySelector('support-ticket');

widget.tokenProvider = async () => {
  const answer = await fetch('/session-token', { method: 'POST' });
  return (await answer.json()).token;
};

widget.addEventListener('support-navigated', ({ view, ticket, archived, step, replaces }) => {
  history[replaces ? 'replaceState' : 'pushState'](null, '', addressOf({ view, ticket, archived, step }));
});`;

const backend = `import { SignJWT } from 'jose';

const token = await new SignJWT({ name, email, email_verified: true, orders })
  .setProtectedHeader({ alg: 'HS256' })
  .setIssuer('site')
  .setAudience('support-ticket')
  .setSubject(customer.id)
  .setIssuedAt()
  .setExpirationTime('15 minutes')
  .sign(new TextEncoder().encode(process.env.SUPPORT_TOKEN_SECRET));`;
