import { withoutIsolates } from '../draw/isolate.ts';

/** Where a notice leads. */
export interface NoticeWay {
  readonly label: string;
  go(): void;
}

/** What has just happened, or why it did not. */
export interface Notice {
  readonly text: string;
  readonly tone: 'done' | 'problem';
  readonly way?: NoticeWay | undefined;
}

export interface NoticesOptions {
  readonly root: ParentNode;
  readonly onChange: () => void;
}

/** The notice on top of the screen, and the voice that speaks it. */
export class Notices {
  current: Notice | null = null;
  readonly #options: NoticesOptions;

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  say(notice: Notice): void {
    this.#show(notice);
    const { root } = this.#options;
    // Emptied first, so that the same words are spoken twice.
    if (this.#voice) this.#voice.textContent = '';
    requestAnimationFrame(() => {
      if (this.#voice) this.#voice.textContent = withoutIsolates(notice.text);
      root.querySelector('.notice')?.scrollIntoView({ block: 'nearest' });
    });
  }

  /** Takes the notice off the screen; what is being spoken goes on. */
  clear(): void {
    if (this.current) this.#show(null);
  }

  /** What was said belongs to the place that was left, for readers and for those who listen. */
  silence(): void {
    this.clear();
    if (this.#voice) this.#voice.textContent = '';
  }

  get #voice(): HTMLElement | null {
    return this.#options.root.querySelector('.voice');
  }

  #show(notice: Notice | null): void {
    this.current = notice;
    this.#options.onChange();
  }
}
