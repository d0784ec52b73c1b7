/**
 * What the bundle has in place of Lit's styles, whose way around browsers without constructable style sheets nobody
 * needs any more (Safari 16.4 was the last to learn them, in 2023), nor do the bundle's own styles need its checks.
 */
export class CSSResult {
  readonly cssText: string;
  #sheet: CSSStyleSheet | undefined;

  constructor(cssText: string) {
    this.cssText = cssText;
  }

  get styleSheet(): CSSStyleSheet {
    if (!this.#sheet) (this.#sheet = new CSSStyleSheet()).replaceSync(this.cssText);
    return this.#sheet;
  }

  toString(): string {
    return this.cssText;
  }
}

export const supportsAdoptingStyleSheets = true;
export const unsafeCSS = (value: unknown): CSSResult => new CSSResult(String(value));
export const css = (strings: TemplateStringsArray, ...values: readonly unknown[]): CSSResult => unsafeCSS(String.raw({ raw: strings }, ...values));
export const getCompatibleStyle = <T>(style: T): T => style;
export const adoptStyles = (root: ShadowRoot, styles: readonly (CSSResult | CSSStyleSheet)[]): void => {
  root.adoptedStyleSheets = styles.map((style) => (style instanceof CSSResult ? style.styleSheet : style));
};
