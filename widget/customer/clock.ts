import type { ReactiveController, ReactiveControllerHost } from 'lit';

const minute = 60_000;
/** Milliseconds. */
const tolerated = 20_000;

/** Repaints the host each minute while the page is seen, and as soon as it is seen again. */
export class ClockController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #onTick: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  now = new Date().toISOString();
  #ahead = 0;

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
    this.now = new Date(Date.now() + this.#ahead).toISOString();
  }

  /** Goes by the server's clock where the device's own is off by more than an answer takes on its way. */
  follow(server: string): void {
    const ahead = Date.parse(server) - Date.now();
    this.#ahead = Math.abs(ahead) > tolerated ? ahead : 0;
    this.touch();
  }

  readonly #tick = (): void => {
    if (document.hidden) return;
    this.touch();
    this.#host.requestUpdate();
    this.#onTick();
  };
}
