import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskItem } from '../../server/ticket/wire.ts';

const chunkSize = 50;
/** How far from what is seen rows are kept ready: more than a flick of the wheel. */
const margin = '1200px 0px';

/**
 * Keeps a long list light: rows far from what is seen are not in the page, and a space as high as they were stands for
 * them. Where the end comes near, more is asked for.
 */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #list: () => HTMLElement | null;
  readonly #more: () => void;
  readonly #heights = new Map<number, number>();
  readonly #far = new Set<number>();
  #sight: IntersectionObserver | null = null;
  #size: ResizeObserver | null = null;
  #scrollsItself: boolean | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, list: () => HTMLElement | null, more: () => void) {
    this.#host = host;
    this.#list = list;
    this.#more = more;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#sight?.disconnect();
    this.#size?.disconnect();
    this.#sight = this.#size = null;
    this.#scrollsItself = null;
  }

  /** Another list: everything is near until it is seen not to be. */
  reset(): void {
    this.#far.clear();
    this.#heights.clear();
  }

  render(items: readonly DeskItem[], label: string, row: (item: DeskItem) => TemplateResult): readonly TemplateResult[] {
    return Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, chunk) => {
      const rows = this.#far.has(chunk) ? nothing : repeat(items.slice(chunk * chunkSize, (chunk + 1) * chunkSize), ({ id }) => id, row);
      return html`<ol class="queue" data-chunk=${chunk} start=${chunk * chunkSize + 1} aria-label=${label}>${rows}</ol>`;
    });
  }

  hostUpdated(): void {
    const list = this.#list();
    if (!list) return;
    if (!this.#size) {
      this.#size = new ResizeObserver(() => this.#look(list));
      this.#size.observe(list);
      this.#look(list);
    }
    for (const element of list.querySelectorAll<HTMLElement>('[data-chunk], [data-more]')) {
      const chunk = Number(element.dataset['chunk']);
      element.style.blockSize = this.#far.has(chunk) ? `${this.#heights.get(chunk) ?? 0}px` : '';
      // Observed twice is observed once. The end is looked at anew, also where it has not left the sight.
      if (!Number.isFinite(chunk)) this.#sight?.unobserve(element);
      this.#sight?.observe(element);
    }
  }

  /** The list scrolls by itself beside a ticket, and with the page where it stands alone. */
  #look(list: HTMLElement): void {
    const scrollsItself = list.scrollHeight > list.clientHeight + 1;
    if (this.#sight && scrollsItself === this.#scrollsItself) return;
    this.#scrollsItself = scrollsItself;
    this.#sight?.disconnect();
    this.#sight = new IntersectionObserver((entries) => this.#handleSight(entries), { root: scrollsItself ? list : null, rootMargin: margin });
    for (const element of list.querySelectorAll('[data-chunk], [data-more]')) this.#sight.observe(element);
  }

  #handleSight(entries: readonly IntersectionObserverEntry[]): void {
    let moved = false;
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const { chunk, more } = (target as HTMLElement).dataset;
      if (more !== undefined && isIntersecting) this.#more();
      if (chunk === undefined) continue;
      const number = Number(chunk);
      if (isIntersecting) moved = this.#far.delete(number) || moved;
      // A list that is not shown has no height; and rows with the keyboard stay, however far away.
      else if (boundingClientRect.height > 0 && !this.#far.has(number) && !target.matches(':focus-within')) {
        this.#heights.set(number, boundingClientRect.height);
        this.#far.add(number);
        moved = true;
      }
    }
    if (moved) this.#host.requestUpdate();
  }
}
