import { render } from 'lit';
import type { TemplateResult } from 'lit';

type Row = HTMLLIElement & { key?: string };

/**
 * Fills a list with one item per key. A row keeps its element for as long as its key is there, so that an open menu and
 * the keyboard stay with what they belong to when others come or go. (Lit's `repeat` does the same, for 0.8 KB.)
 */
export function renderRows<T>(
  list: Element,
  items: readonly T[],
  keyOf: (item: T) => string,
  draw: (item: T, row: HTMLLIElement) => TemplateResult,
): void {
  const before = new Map([...list.children].map((row) => [(row as Row).key, row as Row]));
  const rows = items.map((item) => {
    const key = keyOf(item);
    const row = before.get(key) ?? Object.assign(document.createElement('li'), { key });
    before.delete(key);
    render(draw(item, row), row);
    return row;
  });
  for (const row of before.values()) row.remove();
  // Not by `entries()`: libraries of old give arrays one of their own.
  rows.forEach((row, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
  });
}
