/** Somebody who listens to a stream of hints, as `app.request()` or `fetch` opened it. */
import assert from 'node:assert/strict';
import type { Hint } from '../../server/wire/live.ts';

export interface Heard extends Hint {
  /** Of what can be told again. */
  readonly id: string | null;
}

/** Milliseconds. */
const patience = 3_000;

export class Ear {
  /** Everything that came, as it came. */
  text = '';
  /** Null while it goes on. */
  ended: 'well' | 'broken' | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(response: Response) {
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    assert.ok(response.body);
    this.#reader = response.body.getReader();
    void this.#listen();
  }

  get hints(): Heard[] {
    return this.text
      .split('\n\n')
      .filter((block) => block.includes('data: '))
      .map((block) => {
        const hint = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '') as Hint;
        return { id: /^id: (.*)$/m.exec(block)?.[1] ?? null, ...hint };
      });
  }

  get types(): string[] {
    return this.hints.map(({ type }) => type);
  }

  get lastId(): string {
    return this.hints.findLast(({ id }) => id !== null)?.id ?? '';
  }

  async until(condition: (ear: this) => unknown): Promise<void> {
    while (!condition(this)) {
      if (this.ended) assert.fail(`it ended (${this.ended}) before that: ${this.text}`);
      await this.#next();
    }
  }

  async end(): Promise<'well' | 'broken'> {
    while (!this.ended) await this.#next();
    return this.ended;
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }

  /** Something comes, or nothing for so long that nothing will. */
  #next(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing more came after: ${this.text}`)), patience);
      this.#waiting.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async #listen(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for (let part = await this.#reader.read(); !part.done; part = await this.#reader.read())
        this.#note(() => (this.text += decoder.decode(part.value, { stream: true })));
      this.#note(() => (this.ended = 'well'));
    } catch {
      this.#note(() => (this.ended = 'broken'));
    }
  }

  #note(change: () => unknown): void {
    change();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    waiting.forEach((resolve) => resolve());
  }
}
