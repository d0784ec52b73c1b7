import type { ReactiveController, ReactiveControllerHost } from 'lit';

const minute = 60_000;

/** Repaints the host each minute while the page is seen, and as soon as it is seen again. */
export class ClockController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #onTick: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  now = new Date().toISOString();

  constructor(host: ReactiveControllerHost, { onTick }: { onTick: () => void }) {
    this.#host = host;
    this.#onTick = onTick;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#tick);
    this.#timer = setInterval(this.#tick, minute);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#tick);
    clearInterval(this.#timer);
  }

  /** After something has just happened: "now" must not lie before it. */
  touch(): void {
    this.now = new Date().toISOString();
  }

  readonly #tick = (): void => {
    if (document.hidden) return;
    this.touch();
    this.#host.requestUpdate();
    this.#onTick();
  };
}
