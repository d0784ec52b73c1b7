import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { longMenu, matching } from './pick-one.ts';
import type { Pick } from './pick-one.ts';
import { searchField } from '../draw/search-field.ts';

export const pickSheet = css`
  .pick {
    display: grid;
    gap: 8px;
  }
  .pick li > label {
    display: flex;
    gap: 12px;
    min-block-size: var(--tap);
    padding-block: 10px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
`;

/** Rows that are added at a time; the others are not rendered. */
const step = 50;

const sayMore = (count: number): string =>
  count === 1 ? msg('Show 1 more', { id: 'one-choice-more' }) : msg(str`Show ${count} more`, { id: 'choices-more' });

/** A choice from many items: a search above rows that are shown in steps. The chosen item is always shown. */
export function pickLong({ items, search, chosen, none = null, name, label, searchLabel, choose, change }: Pick): TemplateResult {
  const isSearched = search.text.trim() !== '';
  const found = matching(items, search.text);
  const visible = found.slice(0, Math.max(search.shown, isSearched ? step : longMenu));
  const kept = items.find(({ id }) => id === chosen && !visible.some((item) => item.id === id));
  const more = Math.min(found.length - visible.length, step);
  const radio = (id: string | null, text: string) => html`<label>
    <input class="radio" type="radio" name=${name} .checked=${chosen === id} @change=${() => choose(id)} /><span>${text}</span>
  </label>`;
  return html`<fieldset class="pick searched">
    <legend>${label}</legend>
    ${searchField({ label: searchLabel, text: search.text, found: '.found input', search: (text) => change({ text, shown: 0 }) })}
    <p class=${found.length ? 'unseen' : 'small soft'} role="status">${found.length ? (isSearched ? msg(str`Found: ${found.length}`) : nothing) : msg('Nothing by that name.')}</p>
    <ul class="rows">
      <li>${radio(none, msg('None in particular'))}</li>
      ${kept ? html`<li>${radio(kept.id, kept.label)}</li>` : nothing}${visible.map((item) => html`<li class="found">${radio(item.id, item.label)}</li>`)}
    </ul>
    ${more > 0 ? html`<p class="small"><button class="link" type="button" @click=${() => change({ shown: visible.length + more })}>${sayMore(more)}</button></p>` : nothing}
  </fieldset>`;
}
