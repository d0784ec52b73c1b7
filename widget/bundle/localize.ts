/**
 * What the bundle has in place of `@lit/localize`: texts by number, from the catalogue of one language that is loaded
 * beside the code. The sources and their tests know nothing of it; `texts.mjs` rewrites them at build time.
 */
import type { ReactiveController, ReactiveElement, TemplateResult } from 'lit';

/** A text, with `{0}` where a value belongs; or a template whose values are their numbers. */
type Text = string | TemplateResult;

/** What is loaded apart brings its texts along, in this order. */
const languages = ['en', 'fr'];

let texts: readonly Text[] = [];
let spoken = 0;
let newest = 0;
const hosts = new Set<ReactiveElement>();

const fill = (text: string, values: readonly unknown[]): string => text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

export function msg(which: number | readonly string[], ...values: readonly unknown[]): unknown {
  const text = (typeof which === 'number' ? texts[which] : which[spoken]) ?? '';
  if (typeof text === 'string') return values.length ? fill(text, values) : text;
  return { ...text, values: text.values.map((index) => values[index as number]) };
}

interface Options {
  readonly loadLocale: (locale: string) => Promise<{ readonly templates: unknown }>;
}

/** A language whose texts cannot be loaded leaves those that are there. The newest wish wins. */
export const configureLocalization = ({ loadLocale }: Options) => ({
  setLocale: async (locale: string): Promise<void> => {
    const wish = ++newest;
    const { templates } = await loadLocale(locale);
    if (wish !== newest) return;
    texts = templates as readonly Text[];
    spoken = languages.indexOf(locale);
    for (const host of hosts) host.requestUpdate();
  },
});

/** Repaints an element when the language has changed. */
export const localized =
  () =>
  (element: typeof ReactiveElement): void =>
    element.addInitializer((host) => {
      host.addController({ hostConnected: () => void hosts.add(host), hostDisconnected: () => void hosts.delete(host) } satisfies ReactiveController);
    });
