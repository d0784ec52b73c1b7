import { NavigatedEvent } from '../client/events.ts';
import type { Address } from '../client/events.ts';
import { addressOf, isSame, placeOf } from './place.ts';
import type { Place } from './place.ts';
import type { Tag } from './tag.ts';

export interface NavigationOptions {
  readonly tag: Tag;
  /** Another place is shown, or the same one anew. */
  readonly onMove: () => void;
  /** A place is left: what was said of it no longer holds. */
  readonly onLeave: () => void;
}

/** Keeps the place that is shown in step with the address that the site knows. */
export class Navigation {
  place: Place = { view: 'home' };
  /** Grows with every move, so that coming back to a place begins it anew. */
  visit = 0;
  /** The place as the site knows it. */
  #told: Address = addressOf({ view: 'home' });
  readonly #options: NavigationOptions;

  constructor(options: NavigationOptions) {
    this.#options = options;
  }

  /** The ticket that the site knows the place by: a confirmation has its ticket's address already. */
  get toldTicket(): string | null {
    return this.#told.ticket;
  }

  /** Moves to a place; the site is told of the customer's own steps. */
  go(place: Place, byCustomer: boolean): void {
    if (JSON.stringify(place) !== JSON.stringify(this.place)) this.#options.onLeave();
    const to = addressOf(place);
    // What is shown under an address already needs no second step back.
    const isThere = place.view === 'ticket' && isSame(to, this.#told);
    this.#told = to;
    this.show(place);
    if (byCustomer && !isThere) this.#options.tag.dispatchEvent(new NavigatedEvent(to));
  }

  /** Shows a place, without a word to the site. */
  show(place: Place): void {
    this.place = place;
    this.visit++;
    this.#options.onMove();
  }

  /** Shows where a text has been taken over, under an address of its own. */
  takeOver(place: Place): void {
    this.place = place;
    this.#told = addressOf(place);
  }

  /** The site has set the attributes that say which place to show. */
  follow(): void {
    const place = placeOf(this.#options.tag);
    const to = addressOf(place);
    const from = this.#told;
    // A site that hands back what `support-navigated` told it changes nothing.
    if (isSame(to, from)) return;
    this.#told = to;
    this.#options.onLeave();
    // Another step of a form that stays open: what is typed in it stays as well.
    if (isSame({ ...to, step: null }, { ...from, step: null }) && this.place.view === 'new')
      this.place = { ...this.place, step: to.step ?? '' };
    else this.show(place);
  }

  /** The screen shows another part of itself. */
  moveInside(changes: Partial<Address>, replaces = false): void {
    const to = { ...addressOf(this.place), step: null, ...changes };
    if (this.place.view === 'new' && to.view === 'new') this.place = { ...this.place, step: to.step ?? '' };
    if (isSame(to, this.#told)) return;
    this.#told = to;
    this.#options.tag.dispatchEvent(new NavigatedEvent(to, replaces));
  }
}
