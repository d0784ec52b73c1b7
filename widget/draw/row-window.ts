import { nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

/** Rows that are rendered or left out together. */
export const chunkSize = 50;
/** The distance from the viewport within which rows are rendered. */
const margin = '1200px 0px';

export interface RowWindowOptions {
  /** The element that contains the chunks. */
  readonly list: () => HTMLElement | null;
  /** Called when the end of the list comes near, to load more rows. */
  readonly more?: () => void;
  /** The estimated height of a row in CSS pixels, so that only near chunks are rendered. Without it, all are rendered at first. */
  readonly rowHeight?: number;
}

/**
 * Virtualises a long list: rows far from the viewport are replaced by a space of the same height. Loads more when the end of
 * the list comes near.
 */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: RowWindowOptions;
  readonly #heights = new Map<number, number>();
  /** Whether each chunk was near the viewport when it was last observed; chunks not observed yet are missing. */
  readonly #near = new Map<number, boolean>();
  #sight: IntersectionObserver | null = null;
  #size: ResizeObserver | null = null;
  #observed: HTMLElement | null = null;
  #scrollsItself: boolean | null = null;
  /** While printing, all loaded rows are rendered. */
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

  /** Forgets all measures, for another list. */
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
      // Observing an element twice has no effect. The end is unobserved first, so that it is reported again while still in view.
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

  /** Observes the list's own viewport when the list scrolls by itself, as beside a ticket, and else that of the page. */
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
      // A hidden list has no height; and rows with the focus stay rendered.
      else if (boundingClientRect.height > 0 && this.#isNear(number) && !target.matches(':focus-within')) {
        this.#heights.set(number, boundingClientRect.height);
        this.#near.set(number, false);
        moved = true;
      }
    }
    if (moved) this.#host.requestUpdate();
  }
}
