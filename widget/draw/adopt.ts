import type { CSSResult } from 'lit';

/** Gives a shadow tree a sheet that came with some code; once is enough. */
export function adoptInto(root: Node, { styleSheet }: CSSResult): void {
  if (styleSheet && root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(styleSheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
}

/** Gives the shadow tree that an element stands in the sheets of the element's code. */
export function adopt(element: Element, ...sheets: readonly CSSResult[]): void {
  for (const sheet of sheets) adoptInto(element.getRootNode(), sheet);
}
