import { html } from 'hono/html';
import type { SupportPlace } from '../site/addresses.ts';
import { words } from '../texts.ts';
import { speaker } from './layout.ts';
import type { Frame, Page } from './layout.ts';
import { inlineWidget } from './widget.ts';

/** One page for every address of the support desk: only the attributes differ. */
export function supportPage(frame: Frame, place: SupportPlace, prefill: { readonly service?: string; readonly order?: string }): Page {
  const title = speaker(frame)(words.support);
  return { title, body: html`<h1 class="unseen">${title}</h1>${inlineWidget(frame, place, prefill)}` };
}

export function notFoundPage(frame: Frame): Page {
  const t = speaker(frame);
  return {
    title: t(words.notFound),
    body: html`<h1>${t(words.notFound)}</h1><p>${t(words.notFoundWhat)} <a href="/dashboard">${t(words.backHome)}</a></p>`,
  };
}
