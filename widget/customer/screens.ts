import { withTexts } from '../client/language.ts';
import { isOutdated } from '../client/outdated.ts';
import type { View } from './place.ts';

/** Each screen's code, with its texts; home comes with the surface, as nearly everybody begins there. */
const loaders: Readonly<Partial<Record<View, () => Promise<unknown>>>> = {
  new: () => withTexts(import('./compose/compose.ts'), { fr: () => import('./compose/locales/fr.ts') }),
  ticket: () => withTexts(import('./thread/thread.ts'), { fr: () => import('./thread/locales/fr.ts') }),
  open: loadList,
  closed: loadList,
  archive: () => withTexts(import('./archive/archive.ts'), { fr: () => import('./archive/locales/fr.ts') }),
};

function loadList(): Promise<unknown> {
  return withTexts(import('./list/list.ts'), { fr: () => import('./list/locales/fr.ts') });
}

export interface ScreensOptions {
  /** The script that pages load. */
  readonly entry: () => string;
  /** What screens that write need besides their own code. @throws what its import throws */
  readonly prepareWriting: () => Promise<unknown>;
  readonly onChange: () => void;
}

/** Loads screens as they are wanted, and the next ones while the page has nothing better to do. */
export class Screens {
  /** The screen that could not be loaded. */
  failed: View | null = null;
  /** The server has another build than the one that this page has begun with. */
  isOutdated = false;
  readonly #options: ScreensOptions;
  readonly #there = new Set<View>(['home']);
  readonly #loading = new Set<View>();

  constructor(options: ScreensOptions) {
    this.#options = options;
  }

  /** Whether it can be drawn; if not, it is loaded, unless it has just failed. */
  want(view: View): boolean {
    if (!this.#there.has(view) && this.failed !== view) void this.#load(view, true);
    return this.#there.has(view);
  }

  /** What could not be loaded is tried again where something else is wanted, and once the connection is back. */
  retry(): void {
    this.failed = null;
  }

  /** The screens that customers go to from home. */
  prefetch(): void {
    for (const view of ['new', 'ticket'] as const) if (!this.#there.has(view)) void this.#load(view, false);
    // The first thing that is sent should not wait for it.
    import('../client/body.ts').catch(() => undefined);
  }

  async #load(view: View, isWanted: boolean): Promise<void> {
    if (this.#loading.has(view)) return;
    this.#loading.add(view);
    try {
      await Promise.all([loaders[view]?.(), view !== 'archive' && this.#options.prepareWriting()]);
      this.#there.add(view);
    } catch {
      if (isWanted) {
        // Told at once and rightly: what is tried again in between would fail again.
        this.isOutdated = await isOutdated(this.#options.entry());
        this.failed = view;
      }
    } finally {
      this.#loading.delete(view);
      this.#options.onChange();
    }
  }
}
