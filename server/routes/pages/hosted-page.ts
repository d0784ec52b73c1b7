/**
 * A page with the element in it, as HTML. All its words are there from the beginning: what stands in the element until
 * it runs, and what is said to somebody who has no token. The script (`widget/page/`) only chooses what is shown.
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
  /** The reader has asked for this language in the address: links keep it there. */
  readonly chosen: boolean;
  readonly view: View;
  /** A number or an id, as somebody wrote it. */
  readonly ticket: string | null;
  /** An archived ticket's id, as somebody wrote it. */
  readonly archived: string | null;
  /** The same place on the site's own page, if its address is known. */
  readonly sitePage: string | null;
}

export interface Frame {
  readonly site: Pick<Site, 'pages' | 'team' | 'help' | 'guests'>;
  /** Path under which this server is reached; without a slash at its end, so empty for most. */
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

/** What can be a ticket's number. */
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

/** In the element until its script has run: other ways to the team, for those it never comes to. */
function renderUntilThen({ sitePage }: HostedPage, { site: { pages, help } }: Frame, text: Words): Html {
  const ways = [link(sitePage ?? pages.url, text.sitePage), link(help.url, text.helpPages), mail(help.email)].filter((way) => way !== null);
  return html`<div class="until">
<p class="loading">${text.loading}</p>
<p class="unavailable" hidden>${text.unavailable}</p>
<noscript><p>${text.noScript}</p></noscript>
${ways.length === 0 ? '' : html`<p>${text.otherwise} ${ways.map((way, i) => html`${i === 0 ? '' : ', '}${way}`)}.</p>`}
</div>`;
}

/** For somebody without a token, and for somebody whose token has run out. */
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

/** Before a link takes the place of somebody who is signed in. Who they are, the script fills in. */
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
