import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Tells when the surface shows something for the first time: a screen, an error or the way to sign in, with nothing left
 * that only stands in for what is loading. Until then the page's own words stay.
 */
export class FirstPictureController implements ReactiveController {
  isThere = false;
  readonly #host: ReactiveControllerHost;
  readonly #surface: () => HTMLElement | null;
  readonly #observer = new MutationObserver(() => this.#look());
  #observed: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost, { surface }: { surface: () => HTMLElement | null }) {
    this.#host = host;
    this.#surface = surface;
    host.addController(this);
  }

  hostUpdated(): void {
    const surface = this.#surface();
    if (this.isThere || !surface) return;
    if (surface !== this.#observed) this.#observer.observe((this.#observed = surface), { childList: true, subtree: true });
    this.#look();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#observed = null;
  }

  #look(): void {
    const surface = this.#surface();
    if (this.isThere || !surface?.querySelector('h2') || surface.querySelector('.bones')) return;
    this.isThere = true;
    this.#observer.disconnect();
    this.#host.requestUpdate();
  }
}
