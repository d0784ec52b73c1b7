import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';

/** Up to so many entries make a menu. */
export const longMenu = 8;

export interface Search {
  readonly text: string;
  /** How many entries are shown at most; 0: a few. */
  readonly shown: number;
}

export const noSearch: Search = { text: '', shown: 0 };

export interface Item {
  readonly id: string;
  readonly label: string;
  readonly status?: string | undefined;
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Entries with all the words, in any order. */
export function matching<T extends Item>(items: readonly T[], text: string): readonly T[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return words.length
    ? items.filter(({ id, label, status = '' }) => words.every((word) => fold(`${label} ${id} ${status}`).includes(word)))
    : items;
}

export interface Pick {
  readonly items: readonly Item[];
  readonly search: Search;
  readonly chosen: string | null;
  /** What "none in particular" is chosen as; null by default. */
  readonly none?: string | null;
  readonly name: string;
  readonly label: string;
  readonly searchLabel: string;
  choose(id: string | null): void;
  change(search: Partial<Search>): void;
}

/** One of the customer's things, or none: a menu while they are few, else a list to search in; `null` until its code has been loaded. */
export function pickOne(pickLong: ((pick: Pick) => TemplateResult) | null, pick: Pick): TemplateResult | typeof nothing {
  const { items, chosen, name, label, choose } = pick;
  if (!items.length) return nothing;
  if (items.length > longMenu && pickLong) return pickLong(pick);
  return html`<label class="field">
    <span class="label">${label}</span>
    <select class="input" name=${name} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value || null)}>
      <option value="" ?selected=${!chosen}>${msg('None in particular')}</option>
      ${items.map((item) => html`<option value=${item.id} ?selected=${chosen === item.id}>${item.label}</option>`)}
    </select>
  </label>`;
}
