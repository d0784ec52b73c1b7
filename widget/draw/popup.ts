import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isComposing } from './keyboard.ts';

/**
 * Opens a menu beside its button, and closes it on Escape, on a click elsewhere, or when the focus moves elsewhere. `host`
 * contains both the button and the menu.
 */
export class Popup implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #button: () => HTMLElement | null;
  #open = false;

  constructor(host: ReactiveControllerHost & HTMLElement, button: () => HTMLElement | null) {
    this.#host = host;
    this.#button = button;
    host.addController(this);
  }

  get open(): boolean {
    return this.#open;
  }

  hostDisconnected(): void {
    this.hide();
  }

  /** Resolves once the menu is rendered. */
  async show(): Promise<void> {
    this.#set(true);
    await this.#host.updateComplete;
  }

  hide(): void {
    this.#set(false);
  }

  /** Closes the menu and focuses its button. */
  leave(): void {
    this.hide();
    this.#button()?.focus();
  }

  #set(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    const listen = open ? 'addEventListener' : 'removeEventListener';
    document[listen]('pointerdown', this.#handleElsewhere);
    this.#host[listen]('focusout', this.#handleFocusOut as EventListener);
    this.#host[listen]('keydown', this.#handleKey as EventListener);
    this.#host.requestUpdate();
  }

  readonly #handleElsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this.#host)) this.hide();
  };

  /** Without a `relatedTarget`, the window has lost the focus or a focused button was removed: the menu stays open. */
  readonly #handleFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !this.#host.contains(relatedTarget)) this.hide();
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.leave();
  };
}
