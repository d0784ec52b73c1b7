import type { ReactiveController, ReactiveControllerHost } from 'lit';

const interval = 20_000;
/** Milliseconds within which a second event is ignored: returning to a window fires both `focus` and `visibilitychange`. */
const echo = 1_000;

/** Polls while the page is visible, and as soon as it becomes visible again. */
export class PulseController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #onBeat: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #last = Date.now();
  now = new Date().toISOString();

  constructor(host: ReactiveControllerHost, { onBeat }: { onBeat: () => void }) {
    this.#host = host;
    this.#onBeat = onBeat;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#beat);
    window.addEventListener('focus', this.#beat);
    window.addEventListener('online', this.#beat);
    this.#timer = setInterval(this.#beat, interval);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#beat);
    window.removeEventListener('focus', this.#beat);
    window.removeEventListener('online', this.#beat);
    clearInterval(this.#timer);
  }

  /** Updates `now` after an act, so that the act is not in the future. */
  touch(): void {
    this.now = new Date().toISOString();
  }

  readonly #beat = (): void => {
    if (document.hidden || Date.now() - this.#last < echo) return;
    this.#last = Date.now();
    this.touch();
    this.#host.requestUpdate();
    this.#onBeat();
  };
}
