import type { CSSResult } from 'lit';

/** Adds a style sheet to a shadow tree, unless it is there already. */
export function adoptInto(root: Node, { styleSheet }: CSSResult): void {
  if (styleSheet && root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(styleSheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
}

/** Adds an element's style sheets to the shadow tree around it. */
export function adopt(element: Element, ...sheets: readonly CSSResult[]): void {
  for (const sheet of sheets) adoptInto(element.getRootNode(), sheet);
}
