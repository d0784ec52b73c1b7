import type { CSSResult } from 'lit';

/** Gives the shadow tree that an element stands in a sheet that came with the element's code; once is enough. */
export function adopt(element: Element, sheet: CSSResult | null): void {
  const root = element.getRootNode();
  const own = sheet?.styleSheet;
  if (own && root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(own))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, own];
}
