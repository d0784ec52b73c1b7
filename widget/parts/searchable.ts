import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { icon } from './icon.ts';
import { searchShape } from './more-icons.ts';
import { matching } from './pick-one.ts';
import type { Item, Pick, Search } from './pick-one.ts';
import { isComposing } from '../keyboard.ts';

/** How many more are shown at a time: the rest is not even drawn. */
const step = 50;

export interface Searchable<T extends Item> {
  readonly items: readonly T[];
  readonly search: Search;
  /** Shown before anybody asks for more; without more entries than that there is no search. */
  readonly few: number;
  /** Of the search field. */
  readonly label: string;
  readonly none: string;
  /** Always among those shown. */
  readonly chosen?: string | null;
  readonly first?: TemplateResult;
  readonly more?: TemplateResult;
  readonly list: string;
  row(item: T): TemplateResult;
  change(search: Partial<Search>): void;
}

/** From the search field the keyboard goes on to what was found, and sends nothing. */
function handleKey(event: KeyboardEvent): void {
  if (isComposing(event)) return;
  if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  const list = (event.currentTarget as HTMLElement).closest('label')?.parentElement?.querySelector('ul');
  list?.querySelector<HTMLElement>('.found :is(input, button)')?.focus();
}

const sayMore = (count: number): string => (count === 1 ? msg('Show 1 more', { id: 'one-choice-more' }) : msg(str`Show ${count} more`, { id: 'choices-more' }));

/** A list of a few entries or of thousands: a search above it, rows in steps. */
export function searchable<T extends Item>(of: Searchable<T>): TemplateResult {
  const { items, search, few, chosen, change } = of;
  const wanted = search.text.trim() !== '';
  const found = matching(items, search.text);
  const visible = found.slice(0, Math.max(search.shown, wanted ? step : few));
  const kept = items.find(({ id }) => id === chosen && !visible.some((item) => item.id === id));
  const hidden = found.length - visible.length;
  const more = Math.min(hidden, step);
  return html`
    ${items.length > few
      ? html`<label class="search">
          <span class="unseen">${of.label}</span>${icon(searchShape)}
          <input class="input" dir="auto" type="search" autocomplete="off" .value=${search.text} placeholder=${of.label} @keydown=${handleKey} @input=${(event: InputEvent) => change({ text: (event.target as HTMLInputElement).value, shown: 0 })} />
        </label>`
      : nothing}
    <p class=${found.length ? 'unseen' : 'small soft'} role="status">${found.length ? (wanted ? msg(str`Found: ${found.length}`) : nothing) : of.none}</p>
    <ul class="rows ${of.list}">${of.first ?? nothing}${kept ? html`<li>${of.row(kept)}</li>` : nothing}${visible.map((item) => html`<li class="found">${of.row(item)}</li>`)}</ul>
    ${hidden > 0 || of.more
      ? html`<p class="small">
          ${hidden > 0 ? html`<button class="link" type="button" @click=${() => change({ shown: visible.length + more })}>${sayMore(more)}</button>${of.more ? ' · ' : nothing}` : nothing}${of.more ?? nothing}
        </p>`
      : nothing}
  `;
}

/** One of many things, or none. */
export function pickLong({ items, chosen, none = null, name, label, searchLabel, choose, ...rest }: Pick): TemplateResult {
  const radio = (id: string | null, text: string) => html`<label>
    <input class="radio" type="radio" name=${name} .checked=${chosen === id} @change=${() => choose(id)} /><span>${text}</span>
  </label>`;
  return html`<fieldset class="pick">
    <legend>${label}</legend>
    ${searchable({ ...rest, items, chosen, few: 8, label: searchLabel, none: msg('Nothing by that name.'), list: 'plain', first: html`<li>${radio(none, msg('None in particular'))}</li>`, row: ({ id, label: text }) => radio(id, text) })}
  </fieldset>`;
}
