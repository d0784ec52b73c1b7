/**
 * The HTML of the hosted page, with the element. It contains all texts: those shown until the element runs, and those for a
 * visitor without a token. The script (`widget/page/`) only shows and hides them.
 */
import { html } from 'hono/html';
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import { words } from './hosted-words.ts';
import type { Words } from './hosted-words.ts';

export type View = Exclude<keyof Words['titles'], 'ticket'>;

export interface HostedPage {
  readonly language: Language;
  /** Whether the URL names the language (`?lang=`); links on the page then keep it. */
  readonly chosen: boolean;
  readonly view: View;
  /** The ticket's number or id from the URL, unchecked. */
  readonly ticket: string | null;
  /** The archived ticket's id from the URL, unchecked. */
  readonly archived: string | null;
  /** The URL of the same view on the site's own page; `null` when none is configured. */
  readonly sitePage: string | null;
}

export interface Frame {
  readonly site: Pick<Site, 'pages' | 'team' | 'help' | 'guests'>;
  /** The path of the public URL, without a trailing slash; empty when the server is at the root. */
  readonly root: string;
}

type Html = ReturnType<typeof html>;

const leave = html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M9 4H4v12h5M8 10h9M14 7l3 3-3 3"/></svg>`;

export function renderHostedPage(page: HostedPage, frame: Frame): Html {
  const { language, view, ticket, archived } = page;
  const { root, site } = frame;
  const text = words[language];
  const name = nameOf(frame, language);
  const titles = titlesOf(text, name);
  const other = language === 'fr' ? 'en' : 'fr';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${ticket === null ? titles[view] : titles.ticket.replace('{ticket}', isNumber(ticket) ? ` #${ticket}` : '')}</title>
<link rel="icon" href="${root}/support-page.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}/support-page.css">
<link rel="modulepreload" href="${root}/support-ticket.js">
<script type="module" src="${root}/support-page.js"></script>
</head>
<body>
<header>
<h1><a id="home" href="${root}/${page.chosen ? `?lang=${language}` : ''}">${name === null ? text.support : html`<b>${name}</b> ${text.support}`}</a></h1>
${site.pages.url === null ? '' : html`<a href="${site.pages.url}">${text.toSite}</a>`}
</header>
<main data-titles="${JSON.stringify(titles)}"${site.guests.enabled ? html` data-guests` : ''}>
<support-ticket view="${view}"${ticket === null ? '' : html` ticket="${ticket}"`}${archived === null ? '' : html` archived="${archived}"`}>${renderUntilThen(page, frame, text)}</support-ticket>
${renderWayBack(page, frame, text)}
</main>
<footer>
<a href="?lang=${other}" lang="${other}" hreflang="${other}">${text.otherLanguage}</a>
<p id="signed-in" hidden><bdi id="bearer"></bdi> <button type="button" id="leave">${text.signOut}</button></p>
</footer>
${renderOtherPerson(text)}
</body>
</html>
`;
}

/** Whether the text has the form of a ticket's number. */
export const isNumber = (ticket: string): boolean => /^\d{1,15}$/.test(ticket);

const nameOf = ({ site }: Frame, language: Language): string | null => {
  const name = site.pages.name ?? site.team;
  return name === null ? null : say(name, language);
};

/** The window's title for each place; `{ticket}` stands for a space and a ticket's number. */
function titlesOf({ titles, support }: Words, name: string | null): Words['titles'] {
  const own = name === null ? '' : ` · ${name}`;
  const title = (place: keyof Words['titles']): string =>
    `${titles[place]}${place === 'ticket' ? '{ticket}' : ''}${own || place === 'home' ? own : ` · ${support}`}`;
  return {
    home: title('home'),
    new: title('new'),
    open: title('open'),
    closed: title('closed'),
    archive: title('archive'),
    ticket: title('ticket'),
  };
}

/** The element's content until its script has run: other ways to contact the team, in case the script fails to load. */
function renderUntilThen({ sitePage }: HostedPage, { site: { pages, help } }: Frame, text: Words): Html {
  const ways = [link(sitePage ?? pages.url, text.sitePage), link(help.url, text.helpPages), mail(help.email)].filter((way) => way !== null);
  return html`<div class="until">
<p class="loading">${text.loading}</p>
<p class="unavailable" hidden>${text.unavailable}</p>
<noscript><p>${text.noScript}</p></noscript>
${ways.length === 0 ? '' : html`<p>${text.otherwise} ${ways.map((way, i) => html`${i === 0 ? '' : ', '}${way}`)}.</p>`}
</div>`;
}

/** Shown to a visitor without a token, or with an expired one. */
function renderWayBack({ sitePage }: HostedPage, { site: { pages, help } }: Frame, text: Words): Html {
  const address = sitePage ?? pages.url;
  const said = (why: 'missing' | 'ended'): Html => html`<div data-why="${why}" hidden>
<h2 tabindex="-1">${text[why].heading}</h2>
<p>${text[why].text}</p>
</div>`;
  return html`<section id="way-back" hidden>
${leave}
${said('missing')}
${said('ended')}
${address === null ? '' : html`<a class="button" href="${address}">${text.goThere}</a>`}
${help.email === null ? '' : html`<p>${text.noAccess} ${mail(help.email)}.</p>`}
</section>`;
}

/** Asks before a followed link replaces the signed-in person. The script fills in the two names. */
function renderOtherPerson({ otherPerson: t }: Words): Html {
  const named = (
    who: 'present' | 'next',
    [before, after]: readonly [string, string],
    unnamed: string,
  ): Html => html`<p data-who="${who}">${before}<bdi></bdi>${after}</p>
<p data-who="${who}" data-unnamed hidden>${unnamed}</p>`;
  return html`<dialog id="other-person" aria-labelledby="other-person-heading">
<h2 id="other-person-heading">${t.heading}</h2>
${named('present', t.present, t.somebody)}
${named('next', t.next, t.unnamed)}
<p>${t.kept}</p>
<p class="ways"><button type="button" class="button" id="stay" autofocus>${t.stay}</button> <button type="button" id="switch">${t.switch}</button></p>
</dialog>`;
}

const link = (address: string | null, text: string): Html | null => (address === null ? null : html`<a href="${address}">${text}</a>`);

const mail = (address: string | null): Html | null =>
  address === null ? null : html`<a href="mailto:${encodeURI(address)}">${address}</a>`;
