import { html } from 'hono/html';
import { personas } from '../customers.ts';
import type { Visitor } from '../preferences.ts';
import { say, words } from '../texts.ts';
import type { Text } from '../texts.ts';
import { icons } from './icons.ts';

export type Html = ReturnType<typeof html>;

/** What every page is made with. */
export interface Frame {
  readonly visitor: Visitor;
  readonly path: string;
  /** Where the widget's script comes from, and the desk. */
  readonly supportUrl: string;
  /** Who answers in the demo; shown, because anybody may try. */
  readonly desk: { readonly email: string; readonly password: string };
  readonly dev: boolean;
}

export interface Page {
  readonly title: string;
  readonly body: Html;
}

/** The text in the visitor's language. */
export const speaker =
  ({ visitor }: Frame) =>
  (text: Text): string =>
    say(text, visitor.language);

export function layout(frame: Frame, { title, body }: Page): Html {
  const { visitor, supportUrl } = frame;
  const t = speaker(frame);
  return html`<!doctype html>
<html lang="${visitor.language}"${visitor.theme === null ? '' : html` data-theme="${visitor.theme}"`}${frame.dev ? html` data-reload` : ''}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · hébergia</title>
    <link rel="icon" href="/site/icon.svg">
    <link rel="stylesheet" href="/site/site.css">
    <script src="${supportUrl}/support-ticket-recorder.js"></script>
    <script type="module" src="/site/site.js"></script>
    <script type="module" src="${supportUrl}/support-ticket.js" data-widget></script>
  </head>
  <body>
    <a class="skip" href="#content">${t(words.skip)}</a>
    ${renderDemoBar(frame)}
    ${renderHeader(frame)}
    <main id="content" tabindex="-1">${body}</main>
  </body>
</html>`;
}

/** Says that this is a demo, and lets the visitor be somebody else. */
function renderDemoBar(frame: Frame): Html {
  const { visitor, path, supportUrl, desk } = frame;
  const t = speaker(frame);
  const people = html`<form class="people" method="post" action="/preferences">
        ${personas.map(
          ({ key, name, short }) =>
            html`<button name="customer" value="${key}" title="${t(short)}"${key === visitor.persona.key ? html` aria-current="true"` : ''}>${name}</button>`,
        )}
      </form>`;
  const links = html`<p class="links"><a href="${supportUrl}/desk" target="_blank" rel="noopener">${t(words.demoDesk)}</a><a href="/mailbox"${path.startsWith('/mailbox') ? html` aria-current="page"` : ''}>${t(words.mailbox)}</a><a href="/hosted" target="_blank" rel="noopener">${t(words.demoHosted)}</a><a href="/embed"${path === '/embed' ? html` aria-current="page"` : ''}>${t(words.demoHow)}</a></p>`;
  const story = html`<p class="story"><span>${t(visitor.persona.story)}</span> <span>${t(words.demoDeskLogin)} <span class="whole">${desk.email}</span>, <span class="whole">${desk.password}</span></span></p>`;
  // On a phone one line, which unfolds.
  return html`<aside class="demo" aria-label="${t(words.demo)}">
      <p><b>${t(words.demo)}.</b> ${t(words.demoWho)}</p>
      ${people} ${links} ${story}
    </aside>
    <aside class="demo-folded" aria-label="${t(words.demo)}">
      <details><summary><span><b>${t(words.demo)}.</b> ${t(words.demoYou)} ${visitor.persona.name}</span>${icons.down}</summary>${people} ${story} ${links}</details>
    </aside>`;
}

const places = [
  { href: '/dashboard', label: words.hostings },
  { href: '/dashboard/orders', label: words.orders },
  { href: '/dashboard/tickets', label: words.support },
] as const;

function renderHeader(frame: Frame): Html {
  const { visitor, path } = frame;
  const t = speaker(frame);
  const other = visitor.language === 'fr' ? 'en' : 'fr';
  const here = places.findLast(({ href }) => path === href || path.startsWith(`${href}/`));
  return html`<header class="bar">
      <a class="brand" href="/dashboard">héberg<i>ia</i></a>
      <nav aria-label="${t(words.mainNav)}">
        ${places.map((place) => html`<a href="${place.href}"${place === here ? html` aria-current="page"` : ''}>${t(place.label)}</a>`)}
      </nav>
      <div class="self">
        <form method="post" action="/preferences"><input type="hidden" name="back" value="${path}"><button name="language" value="${other}" lang="${other}">${t(words.otherLanguage)}</button></form>
        <button type="button" data-theme-switch data-dark="${t(words.darkMode)}" data-light="${t(words.lightMode)}" hidden>${icons.contrast}<span class="label unseen"></span></button>
        <span class="who">${visitor.persona.name}</span>
      </div>
    </header>`;
}
