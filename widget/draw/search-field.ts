import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { isComposing } from './keyboard.ts';
import { icon } from './icon.ts';
import { searchShape } from './more-icons.ts';

export interface SearchField {
  readonly label: string;
  readonly text: string;
  /** The selector of the results, within the element around the field. */
  readonly found: string;
  search(text: string): void;
}

/** A search field above a list. Enter and the down arrow focus the first result and submit nothing. */
export function searchField({ label, text, found, search }: SearchField): TemplateResult {
  const handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).closest('.searched')?.querySelector<HTMLElement>(found)?.focus();
  };
  return html`<label class="search">
    <span class="unseen">${label}</span>${icon(searchShape)}
    <input class="input" type="search" dir="auto" autocomplete="off" .value=${text} placeholder=${label} @keydown=${handleKey} @input=${(event: InputEvent) => search((event.target as HTMLInputElement).value)} />
  </label>`;
}
