import { unsafeCSS } from 'lit';
import type { CSSResult } from 'lit';

/** Lit's `css` for sheets that are made of others: its own counts on `Array.prototype.reduce`, which old libraries of a page replace. */
export const css = (strings: TemplateStringsArray, ...sheets: readonly CSSResult[]): CSSResult =>
  unsafeCSS(strings.map((text, at) => text + (sheets[at]?.cssText ?? '')).join(''));
