import { html } from 'lit';
import type { TemplateResult } from 'lit';

/** An address ends before closing punctuation, which belongs to the sentence. */
const address = /https?:\/\/[^\s<>"«»()]*(?:\([^\s<>"«»()]*\)[^\s<>"«»()]*)*[^\s<>"«».,;:!?(\]’']/g;

/** Plain text as it was typed, with web addresses made into links; nothing in it is ever read as markup. */
export function plainText(text: string): TemplateResult {
  const parts: unknown[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    parts.push(text.slice(from, match.index));
    parts.push(html`<a href=${match[0]} target="_blank" rel="noopener noreferrer">${match[0]}</a>`);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return html`<div class="text">${parts}</div>`;
}
