import { LitElement } from 'lit';
import type { CSSResult, PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { adopt } from '../draw/adopt.ts';
import type { App } from './app.ts';
import type { ArrivedEvent, ReturnedEvent } from './outbox/events.ts';
import type { Outbox, Queued } from './outbox/outbox.ts';
import { focused } from '../draw/keyboard.ts';

/**
 * What all screens share. A screen renders into the element's own shadow tree rather than one of its own: one style
 * sheet, one set of ids for labels, and CSS parts that a site can reach. It shows what the server has confirmed.
 */
export abstract class Screen extends LitElement {
  /** Styles that not every screen needs; they come with its code. */
  static readonly sheets: readonly CSSResult[] = [];

  @property({ attribute: false }) app!: App;
  @property({ attribute: false }) now = '';
  /** Grows by one when the page is seen again and each minute: a reason to look for news. */
  @property({ attribute: false }) beat = 0;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
    adopt(this, ...(this.constructor as typeof Screen).sheets);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listen(null);
  }

  #hadFocus = false;
  #outbox: Outbox | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // A screen that is gone may still be drawn once more: what it heard then would be told to nobody.
    this.#listen(this.isConnected ? this.app.outbox : null);
    this.#hadFocus = this.contains((this.getRootNode() as ShadowRoot).activeElement);
    const before = changed.get('beat');
    if (changed.has('beat') && before !== undefined) this.lookForNews();
  }

  /** A control that goes away with what it did must not take the keyboard with it. */
  protected override updated(): void {
    if (this.#hadFocus && !focused(this.getRootNode() as ShadowRoot)) this.focusHeading();
  }

  /** Called on every beat; screens that show changing things load them again. */
  protected lookForNews(): void {
    // Most screens have no news.
  }

  /** Moves the keyboard and the screen reader to the top of a screen that has just come. */
  focusHeading(): void {
    this.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  }

  /** Something sent has arrived; a screen that shows it already prevents the notice. */
  protected arrived(_event: ArrivedEvent): void {
    // Most screens show nothing of it.
  }

  /** Something sent was refused, and its text given back. */
  protected returned(_entry: Queued): void {
    // Most screens do not show it.
  }

  /** What waits to be sent may be shown on any screen. */
  #listen(outbox: Outbox | null): void {
    if (outbox === this.#outbox) return;
    this.#outbox?.removeEventListener('change', this.#handleQueue);
    this.#outbox?.removeEventListener('arrived', this.#handleArrived);
    this.#outbox?.removeEventListener('returned', this.#handleReturned);
    this.#outbox = outbox;
    outbox?.addEventListener('change', this.#handleQueue);
    outbox?.addEventListener('arrived', this.#handleArrived);
    outbox?.addEventListener('returned', this.#handleReturned);
  }

  readonly #handleQueue = (): void => this.requestUpdate();

  readonly #handleArrived = (event: Event): void => this.arrived(event as ArrivedEvent);

  readonly #handleReturned = (event: Event): void => this.returned((event as ReturnedEvent).entry);
}
