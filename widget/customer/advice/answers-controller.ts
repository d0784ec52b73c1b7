import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { msg } from '@lit/localize';
import type { Article } from '../../../server/wire/articles.ts';
import type { Api } from '../api.ts';

/** Milliseconds: after the last key, and for the server to answer. Later than that, the customer has gone on. */
const pause = 400;
const patience = 4_000;
const fewest = 4;
/** Of the description, its beginning says what it is about. */
const beginning = 120;

/** Help articles that may answer what is being written. The newest question wins; an answer that is slow or fails is none. */
export class AnswersController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #say: (text: string) => void;
  found: readonly Article[] = [];
  #asked = '';
  #dismissed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;

  /** `say`: tells those who cannot see that some have come where there were none. */
  constructor(host: ReactiveControllerHost, say: (text: string) => void) {
    this.#host = host;
    this.#say = say;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  /** By the title; where that finds nothing, by the first words of the description too. */
  ask(api: Api, title: string, description: string): void {
    const asked = title.trim();
    if (this.#dismissed || (asked === this.#asked && this.found.length)) return;
    this.#stop();
    this.#timer = setTimeout(() => {
      this.#asked = asked;
      void this.#ask(api, asked, `${asked} ${description.slice(0, beginning)}`.trim());
    }, pause);
  }

  /** For as long as this request is written. */
  dismiss(): void {
    this.#stop();
    this.#dismissed = true;
    this.#show([]);
  }

  reset(): void {
    this.#stop();
    this.#dismissed = false;
    this.#asked = '';
    this.found = [];
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  async #ask(api: Api, title: string, whole: string): Promise<void> {
    const asking = (this.#asking = new AbortController());
    const { signal } = asking;
    const late = setTimeout(() => asking.abort(), patience);
    const find = (text: string) => (text.length < fewest ? [] : api.articles(text, signal));
    try {
      let found = await find(title);
      if (!found.length && whole !== title) found = await find(whole);
      if (!signal.aborted) this.#show(found.slice(0, 3));
    } catch {
      if (asking === this.#asking) this.#show([]);
    } finally {
      clearTimeout(late);
    }
  }

  #show(found: readonly Article[]): void {
    const first = !this.found.length && found.length > 0;
    this.found = found;
    if (first) this.#say(msg('Help pages that may have the answer are listed after the description.'));
    this.#host.requestUpdate();
  }
}
