import { isOutdated } from '../client/outdated.ts';

/** The script that pages load: it lies above the chunks, as this file lies below `widget`. */
const entry = new URL('../support-ticket.js', new URL(import.meta.url)).href;

/** What each part is loaded by. */
export type Loaders = Readonly<Record<string, () => Promise<unknown>>>;
type Code<L extends Loaders, Name extends keyof L> = Awaited<ReturnType<L[Name]>>;

/** Loads parts as they are wanted, such as screens or the steps of one, and the next ones while the page is idle. */
export class PartLoader<L extends Loaders> {
  /** The part that could not be loaded. */
  failed: keyof L | null = null;
  /** The server has another build than the one that this page has begun with. */
  isOutdated = false;
  readonly #loaders: L;
  readonly #onChange: () => void;
  readonly #loaded = new Map<keyof L, unknown>();
  readonly #loading = new Set<keyof L>();

  /** Calls `onChange` when a part is there, or could not be loaded. */
  constructor(loaders: L, onChange: () => void) {
    this.#loaders = loaders;
    this.#onChange = onChange;
  }

  /** Whether a part is there; if not, it is loaded, unless that has just failed. */
  isThere(name: keyof L): boolean {
    if (!this.#loaded.has(name) && this.failed !== name) void this.#load(name, true);
    return this.#loaded.has(name);
  }

  /** The part; `null` while it is being loaded, and once that has failed. */
  want<Name extends keyof L>(name: Name): Code<L, Name> | null {
    return this.isThere(name) ? (this.#loaded.get(name) as Code<L, Name>) : null;
  }

  /** What could not be loaded is tried again where something else is wanted, and once the connection is back. */
  retry(): void {
    this.failed = null;
  }

  /** Loads parts that are not there; a failure is nobody's concern until they are wanted. */
  prefetch(...names: readonly (keyof L)[]): void {
    for (const name of names) if (!this.#loaded.has(name)) void this.#load(name, false);
  }

  async #load(name: keyof L, isWanted: boolean): Promise<void> {
    if (this.#loading.has(name)) return;
    this.#loading.add(name);
    try {
      this.#loaded.set(name, await this.#loaders[name]?.());
    } catch {
      if (isWanted) {
        // Told at once and rightly: what is tried again in between would fail again.
        this.isOutdated = await isOutdated(entry);
        this.failed = name;
      }
    } finally {
      this.#loading.delete(name);
      this.#onChange();
    }
  }
}
