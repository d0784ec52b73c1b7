import { focused } from '../draw/keyboard.ts';
import type { Screen } from './screen.ts';

export interface FocusOptions {
  readonly surface: HTMLElement;
  readonly root: ShadowRoot;
  /** What is scrolled to its top when a screen has come. */
  readonly top: () => Element | null;
}

/** Keeps the keyboard within the surface: on the heading of a screen that has come, and never on what is gone. */
export class Focus {
  readonly #options: FocusOptions;
  #hadFocus = false;
  #isLost = false;
  /** A place was moved to, and its screen has not been drawn yet. */
  #isMoving = false;

  constructor(options: FocusOptions) {
    this.#options = options;
  }

  /** The next screen that is drawn gets the keyboard. */
  move(): void {
    this.#isMoving = true;
  }

  beforeDrawing(): void {
    this.#hadFocus = this.#options.surface.contains(this.#options.root.activeElement);
  }

  drawn(): void {
    const screen = this.#options.surface.querySelector<Screen>('.screen');
    if (this.#isMoving && screen) {
      this.#isMoving = false;
      void this.#arrive(screen);
    } else this.#giveBack();
  }

  async #arrive(screen: Screen): Promise<void> {
    await screen.updateComplete;
    const top = this.#options.top();
    if (top && top.getBoundingClientRect().top < 0) top.scrollIntoView({ block: 'start' });
    this.#options.surface.querySelector('.panel-in')?.scrollTo(0, 0);
    screen.focusHeading();
  }

  /** What had the keyboard is gone: the next heading takes it, which may still be on its way. */
  #giveBack(): void {
    if (this.#hadFocus && !focused(this.#options.root)) this.#isLost = true;
    if (!this.#isLost) return;
    const heading = this.#options.surface.querySelector('h2');
    const isElsewhere = document.activeElement !== null && document.activeElement !== document.body;
    if (!isElsewhere) heading?.focus();
    if (heading || isElsewhere) this.#isLost = false;
  }
}
