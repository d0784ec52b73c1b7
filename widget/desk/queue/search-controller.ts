import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { atFirst, fitting, readLooking, writeLooking } from './search.ts';
import type { Looking } from './search.ts';

/** Debounce in milliseconds before search words are written to the URL. */
const writingPause = 400;

/** Synchronises the view, filters and search words with the URL. */
export class LookingController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  /** Called when the view, filters or words have changed. */
  readonly #onChange: () => void;
  #now: Looking = atFirst;
  #pause: ReturnType<typeof setTimeout> | null = null;

  constructor(host: ReactiveControllerHost, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  get now(): Looking {
    return this.#now;
  }

  hostConnected(): void {
    this.#now = readLooking(location.search);
    window.addEventListener('popstate', this.#handleAddress);
  }

  hostDisconnected(): void {
    window.removeEventListener('popstate', this.#handleAddress);
    this.#forgetPause();
  }

  /** Changes the view or filters. `push` adds a history entry; `replace` does not. */
  look(looking: Looking, how: 'push' | 'replace' = 'push'): void {
    this.#set(looking);
    this.#write(how);
  }

  /** Changes the search words; a search adds one history entry. */
  type(words: string): void {
    this.#set({ ...this.#now, words });
    this.#forgetPause();
    this.#pause = setTimeout(() => this.#writeWords(), writingPause);
  }

  #set(looking: Looking): void {
    this.#now = fitting(looking);
    this.#host.requestUpdate();
    this.#onChange();
  }

  #writeWords(): void {
    this.#write(new URLSearchParams(location.search).has('q') || !this.#now.words ? 'replace' : 'push');
  }

  #write(how: 'push' | 'replace'): void {
    this.#forgetPause();
    const search = writeLooking(this.#now, location.search);
    if (search === location.search) return;
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', location.pathname + search + location.hash);
  }

  #forgetPause(): void {
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
  }

  /** Follows the URL after "back" or "forward"; pending words are written first. */
  readonly #handleAddress = (): void => {
    if (this.#pause !== null) return this.#writeWords();
    const looking = readLooking(location.search);
    if (JSON.stringify(looking) !== JSON.stringify(this.#now)) this.#set(looking);
  };
}
