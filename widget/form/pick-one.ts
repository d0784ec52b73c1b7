import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';

/** The most items that are shown as a menu. */
export const longMenu = 8;

export interface Search {
  readonly text: string;
  /** How many items are shown; 0: the default. */
  readonly shown: number;
}

export const noSearch: Search = { text: '', shown: 0 };

export interface Item {
  readonly id: string;
  readonly label: string;
  readonly status?: string | undefined;
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The items that contain all words, in any order. */
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
  /** The value of "none in particular"; `null` by default. */
  readonly none?: string | null;
  readonly name: string;
  readonly label: string;
  readonly searchLabel: string;
  choose(id: string | null): void;
  change(search: Partial<Search>): void;
}

/** A choice from the customer's items: a menu for few, a searchable list for many. `pickLong` is `null` while its chunk is loading. */
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
