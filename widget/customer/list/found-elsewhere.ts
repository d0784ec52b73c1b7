import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { App } from '../app.ts';
import type { SearchedView } from '../place.ts';
import { isolated } from '../../draw/isolate.ts';

/** How many tickets of each place match a search. A place whose answer did not come is not named. */
export type Found = Partial<Record<SearchedView, number>>;

/** Asks the places beside `here`, so that a ticket is found wherever it is. Throws nothing but an abort. */
export async function findElsewhere(app: App, here: SearchedView, q: string, signal: AbortSignal): Promise<Found> {
  const { api, session } = app;
  const questions: Record<SearchedView, () => Promise<{ readonly total: number }>> = {
    open: () => api.list({ state: 'open', q, limit: 1 }, signal),
    closed: () => api.list({ state: 'closed', q, limit: 1 }, signal),
    archive: () => (session.counts.archived ? api.archive({ q, limit: 1 }, signal) : Promise.resolve({ total: 0 })),
  };
  const places = (Object.keys(questions) as SearchedView[]).filter((place) => place !== here);
  const totals = await Promise.all(places.map(async (place) => [place, (await questions[place]().catch(() => null))?.total] as const));
  return Object.fromEntries(totals.filter(([, total]) => total !== undefined));
}

function say(place: SearchedView, count: number): string {
  switch (place) {
    case 'open':
      return count === 1 ? msg('1 in your open tickets') : msg(str`${count} in your open tickets`);
    case 'closed':
      return count === 1 ? msg('1 in your closed tickets') : msg(str`${count} in your closed tickets`);
    case 'archive':
      return count === 1 ? msg('1 in your old tickets') : msg(str`${count} in your old tickets`);
  }
}

/** Leads to what the other places hold of the same search. */
export function foundElsewhere(app: App, found: Found, search: string): TemplateResult | typeof nothing {
  const others = (Object.entries(found) as [SearchedView, number][]).filter(([, count]) => count > 0);
  if (!others.length) return nothing;
  return html`<p class="meta elsewhere-found">
    <span>${msg('Elsewhere:')}</span>
    ${others.map(([view, count]) => html`<button class="link" type="button" @click=${() => app.go({ view, search })}>${say(view, count)}</button>`)}
  </p>`;
}

/** What to say of a search that found nothing in the place it was asked of. */
export function sayNothingFound(here: SearchedView, found: Found, search: string): string {
  // Whether the other places hold something is known only once all of them have answered.
  const nowhere = Object.keys(found).length === 2 && Object.values(found).every((count) => count === 0);
  if (nowhere) return msg(str`No ticket matches “${isolated(search)}”.`);
  if (here === 'open') return msg(str`No open ticket matches “${isolated(search)}”.`);
  return here === 'closed'
    ? msg(str`No closed ticket matches “${isolated(search)}”.`)
    : msg(str`No old ticket matches “${isolated(search)}”.`);
}
