import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { runsOf } from '../../server/ticket/links.ts';

const read = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** Plain text with URLs as links; nothing in it is parsed as markup. */
export function plainText(text: string): TemplateResult {
  const runs = runsOf(text, read).map(({ text: shown, href }) =>
    href === null ? shown : html`<a href=${href} target="_blank" rel="nofollow ugc noopener noreferrer">${shown}</a>`,
  );
  return html`<div class="text" dir="auto">${runs}</div>`;
}
