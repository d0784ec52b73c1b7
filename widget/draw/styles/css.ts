import { unsafeCSS } from 'lit';
import type { CSSResult } from 'lit';

/** Replaces Lit's `css` for sheets composed of others: Lit's uses `Array.prototype.reduce`, which old libraries of a page override. */
export const css = (strings: TemplateStringsArray, ...sheets: readonly CSSResult[]): CSSResult =>
  unsafeCSS(strings.map((text, at) => text + (sheets[at]?.cssText ?? '')).join(''));
