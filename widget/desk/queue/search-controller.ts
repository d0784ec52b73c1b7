import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { atFirst, fitting, readLooking, writeLooking } from './search.ts';
import type { Looking } from './search.ts';

/** Milliseconds without a key after which words stand in the address. */
const writingPause = 400;

/** What is looked at, in step with the address both ways. */
export class LookingController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  /** Told when something else is looked at, for whatever reason. */
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

  /** A step that "back" undoes, unless it only names what is looked at. */
  look(looking: Looking, how: 'push' | 'replace' = 'push'): void {
    this.#set(looking);
    this.#write(how);
  }

  /** Letter by letter: a search is one step, however many letters it has. */
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

  /** "Back", "forward", or a ticket that was opened: then the words that wait to be written go along. */
  readonly #handleAddress = (): void => {
    if (this.#pause !== null) return this.#writeWords();
    const looking = readLooking(location.search);
    if (JSON.stringify(looking) !== JSON.stringify(this.#now)) this.#set(looking);
  };
}
