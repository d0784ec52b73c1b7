import { nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

/** Rows that are drawn or left out together. */
export const chunkSize = 50;
/** How far from what is seen rows are kept ready: more than a flick of the wheel. */
const margin = '1200px 0px';

export interface RowWindowOptions {
  /** What holds the chunks. */
  readonly list: () => HTMLElement | null;
  /** The end comes near; without it there is no more than what is rendered. */
  readonly more?: () => void;
  /** Height of a row in CSS pixels before any was measured: chunks are drawn once they come near. Without it all are drawn at first. */
  readonly rowHeight?: number;
}

/**
 * Keeps a long list light: rows far from what is seen are not in the page, and a space as high as they were stands for
 * them. Where the end comes near, more is asked for.
 */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: RowWindowOptions;
  readonly #heights = new Map<number, number>();
  /** By chunk, as it was last seen; a chunk that nobody has looked at yet is in none. */
  readonly #near = new Map<number, boolean>();
  #sight: IntersectionObserver | null = null;
  #size: ResizeObserver | null = null;
  #observed: HTMLElement | null = null;
  #scrollsItself: boolean | null = null;
  /** On paper nobody scrolls: all that was read is drawn. */
  #isPrinting = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: RowWindowOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('beforeprint', this.#handlePrint);
    window.addEventListener('afterprint', this.#handlePrint);
  }

  hostDisconnected(): void {
    window.removeEventListener('beforeprint', this.#handlePrint);
    window.removeEventListener('afterprint', this.#handlePrint);
    this.#stop();
  }

  /** Another list: nothing of it has been looked at. */
  reset(): void {
    this.#near.clear();
    this.#heights.clear();
  }

  /** One template per chunk: `chunk` makes an element with `data-chunk=${index}` around its rows. */
  render<T extends { readonly id: string }>(
    items: readonly T[],
    row: (item: T) => TemplateResult,
    chunk: (rows: unknown, index: number) => TemplateResult,
  ): readonly TemplateResult[] {
    return Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, index) =>
      chunk(this.#isNear(index) ? repeat(items.slice(index * chunkSize, (index + 1) * chunkSize), ({ id }) => id, row) : nothing, index),
    );
  }

  hostUpdated(): void {
    const list = this.#options.list();
    if (this.#observed && list !== this.#observed) this.#stop();
    if (!list) return;
    if (!this.#size) {
      this.#observed = list;
      this.#size = new ResizeObserver(() => this.#look(list));
      this.#size.observe(list);
      this.#look(list);
    }
    for (const element of list.querySelectorAll<HTMLElement>('[data-chunk], [data-more]')) {
      const chunk = Number(element.dataset['chunk']);
      element.style.blockSize = Number.isFinite(chunk) && !this.#isNear(chunk) ? `${this.#heightOf(chunk)}px` : '';
      // Observed twice is observed once. The end is looked at anew, also where it has not left the sight.
      if (!Number.isFinite(chunk)) this.#sight?.unobserve(element);
      this.#sight?.observe(element);
    }
  }

  #isNear(chunk: number): boolean {
    return this.#isPrinting || (this.#near.get(chunk) ?? (this.#options.rowHeight === undefined || chunk === 0));
  }

  readonly #handlePrint = ({ type }: Event): void => {
    this.#isPrinting = type === 'beforeprint';
    this.#host.requestUpdate();
  };

  #heightOf(chunk: number): number {
    return this.#heights.get(chunk) ?? this.#heights.values().next().value ?? (this.#options.rowHeight ?? 0) * chunkSize;
  }

  #stop(): void {
    this.#sight?.disconnect();
    this.#size?.disconnect();
    this.#sight = this.#size = this.#observed = null;
    this.#scrollsItself = null;
  }

  /** The list scrolls by itself beside a ticket, and with the page where it stands alone. */
  #look(list: HTMLElement): void {
    const scrollsItself = list.scrollHeight > list.clientHeight + 1;
    if (this.#sight && scrollsItself === this.#scrollsItself) return;
    this.#scrollsItself = scrollsItself;
    this.#sight?.disconnect();
    this.#sight = new IntersectionObserver((entries) => this.#handleSight(entries), {
      root: scrollsItself ? list : null,
      rootMargin: margin,
    });
    for (const element of list.querySelectorAll('[data-chunk], [data-more]')) this.#sight.observe(element);
  }

  #handleSight(entries: readonly IntersectionObserverEntry[]): void {
    let moved = false;
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const { chunk, more } = (target as HTMLElement).dataset;
      if (more !== undefined && isIntersecting) this.#options.more?.();
      if (chunk === undefined) continue;
      const number = Number(chunk);
      if (isIntersecting) {
        moved = !this.#isNear(number) || moved;
        this.#near.set(number, true);
      }
      // A list that is not shown has no height; and rows with the keyboard stay, however far away.
      else if (boundingClientRect.height > 0 && this.#isNear(number) && !target.matches(':focus-within')) {
        this.#heights.set(number, boundingClientRect.height);
        this.#near.set(number, false);
        moved = true;
      }
    }
    if (moved) this.#host.requestUpdate();
  }
}
