/** What the customer owns: the pages of a client area, with the launcher in their corner. */
import { html } from 'hono/html';
import { dateOf } from '../customers.ts';
import type { Hosting } from '../customers.ts';
import { articles } from '../help-articles.ts';
import type { Order } from '../orders.ts';
import { say, words } from '../texts.ts';
import { speaker } from './layout.ts';
import type { Frame, Html, Page } from './layout.ts';
import { launcherWidget } from './widget.ts';

export function hostingPage(frame: Frame): Page {
  const t = speaker(frame);
  const { hostings } = frame.visitor.persona;
  return {
    title: t(words.hostings),
    body: html`<h1>${t(words.yourHostings)}</h1>
      ${hostings.length === 0 ? html`<p class="soft">${t(words.noHosting)}</p>` : html`<ul class="rows">${hostings.map((hosting) => renderHosting(frame, hosting))}</ul>`}
      ${launcherWidget()}`,
  };
}

function renderHosting(frame: Frame, { id, domain, plan, used }: Hosting): Html {
  const t = speaker(frame);
  const space = frame.visitor.language === 'fr' ? '\u00a0' : '';
  return html`<li><div><b>${domain}</b><p class="soft">${t(plan)}</p></div>
        <div><p class="soft">${used}${space}${t(words.ofDisk)}</p><p class="soft" data-hosting="${id}" data-counted="${t(words.visits)}" data-unavailable="${t(words.noVisits)}"></p></div></li>`;
}

export function ordersPage(frame: Frame, now: number): Page {
  const t = speaker(frame);
  const { orders } = frame.visitor.persona;
  return {
    title: t(words.orders),
    body: html`<h1>${t(words.yourOrders)}</h1>
      ${orders.length === 0 ? html`<p class="soft">${t(words.noOrder)}</p>` : html`<ul class="rows">${orders.map((order) => renderOrder(frame, order, now))}</ul>`}
      ${launcherWidget()}`,
  };
}

function renderOrder(frame: Frame, order: Order, now: number): Html {
  const t = speaker(frame);
  const date = dateOf(order, now);
  const { id, label, state } = order;
  const address = `/dashboard/tickets/create?service=order&order=${encodeURIComponent(id)}`;
  return html`<li>
        <div><b>${t(label)}</b><p class="soft"><span class="whole">${id}</span>, <time class="whole" datetime="${date}">${inWords(date, frame)}</time>, <span class="whole">${t(state)}</span></p></div>
        <a href="${address}" data-order="${id}" aria-label="${t(words.askAbout)} (${id})">${t(words.askAbout)}</a>
      </li>`;
}

function inWords(date: string, { visitor }: Frame): string {
  const format = new Intl.DateTimeFormat(visitor.language === 'fr' ? 'fr' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(date));
}

export function helpPage(frame: Frame): Page {
  const t = speaker(frame);
  const { language } = frame.visitor;
  return {
    title: t(words.help),
    body: html`<h1>${t(words.helpTitle)}</h1>
      ${articles.map(({ id, title, body }) => html`<section id="${id}"><h2>${say(title, language)}</h2><p>${say(body, language)}</p></section>`)}
      ${launcherWidget()}`,
  };
}
