import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Prefill } from '../form/prefill.ts';
import type { App } from './app.ts';
import type { Navigation } from './navigation.ts';

/** What all screens are given. */
export interface Scene {
  readonly app: App;
  readonly now: string;
  /** Grows by one when the page is seen again, each minute, and with each piece of news. */
  readonly beat: number;
  /** What the site has named beforehand for a new ticket. */
  readonly prefill: Prefill;
}

/** The screen of the place. Its code has to be there. */
export function renderScreen({ place, visit }: Navigation, { app, now, beat, prefill }: Scene): TemplateResult {
  switch (place.view) {
    case 'home':
      return html`<support-ticket-home class="screen" .app=${app} .now=${now} .beat=${beat}></support-ticket-home>`;
    case 'new':
      return html`<support-ticket-compose class="screen" .app=${app} .now=${now} .beat=${beat} .visit=${visit} .prefill=${place.prefill ?? prefill} .resumed=${place.resumed ?? null} .queued=${place.waiting ?? null} .step=${place.step ?? null}></support-ticket-compose>`;
    case 'open':
    case 'closed':
      return html`<support-ticket-list class="screen" .app=${app} .now=${now} .beat=${beat} .listed=${place.view} .asked=${place.search ?? ''}></support-ticket-list>`;
    case 'archive':
      return html`<support-ticket-archive class="screen" .app=${app} .now=${now} .wanted=${place.ticket ?? null} .asked=${place.search ?? ''}></support-ticket-archive>`;
    case 'ticket':
      return html`<support-ticket-thread class="screen" .app=${app} .now=${now} .beat=${beat} .wanted=${place.ticket} .reopening=${place.reopening ?? false}></support-ticket-thread>`;
  }
}
