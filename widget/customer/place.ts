/** Where the customer is, and the address that a site knows it by. */
import type { Address } from '../client/events.ts';
import type { Prefill } from '../form/prefill.ts';
import type { QueuedTicket } from './outbox/outbox.ts';
import type { Tag } from './tag.ts';

/** The places that can be searched. */
export type SearchedView = 'open' | 'closed' | 'archive';

export type Place =
  | { readonly view: 'home' }
  /** `search`: what was searched for in another place. */
  | { readonly view: 'open' | 'closed'; readonly search?: string }
  | { readonly view: 'archive'; readonly ticket?: string; readonly search?: string }
  /** `resumed`: taken out of the outbox, to be changed. `waiting`: it goes by itself, and is shown until it has arrived. */
  | {
      readonly view: 'new';
      readonly step?: string;
      readonly prefill?: Prefill;
      readonly resumed?: QueuedTicket;
      readonly waiting?: QueuedTicket;
    }
  | { readonly view: 'ticket'; readonly ticket: string; readonly reopening?: boolean };

export type View = Place['view'];

const named = ['home', 'new', 'open', 'closed', 'archive'] as const;

/** The attributes that say which place to show. */
export const addressed = ['view', 'ticket', 'archived', 'step'] as const;

/** A wrong value never throws: it counts as absent. */
export const viewOf = (value: string | null | undefined): (typeof named)[number] | null =>
  named.find((view) => view === value?.trim().toLowerCase()) ?? null;

export const addressOf = (place: Place): Address => ({
  view: place.view,
  ticket: place.view === 'ticket' ? place.ticket : null,
  archived: (place.view === 'archive' && place.ticket) || null,
  step: (place.view === 'new' && place.step) || null,
});

export const isSame = (one: Address, other: Address): boolean => addressed.every((name) => one[name] === other[name]);

/** The place that the attributes ask for. */
export function placeOf(tag: Pick<Tag, (typeof addressed)[number]>): Place {
  const ticket = tag.ticket?.trim().replace(/^#/, '');
  if (ticket) return { view: 'ticket', ticket };
  const archived = tag.archived?.trim();
  if (archived) return { view: 'archive', ticket: archived };
  const view = viewOf(tag.view) ?? 'home';
  const step = tag.step?.trim();
  return view === 'new' && step ? { view, step } : { view };
}
