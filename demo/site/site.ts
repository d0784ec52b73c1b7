/**
 * All that this site does to have a support desk: it hands out a token, and keeps the address bar in step. It stands
 * before the widget's own script in the page, so that the widget finds its `tokenProvider` when it begins.
 */
import { addressOf, placeAt, placeAttributes } from './addresses.ts';
import type { SupportPlace } from './addresses.ts';
import { reloadOnChange } from './reload.ts';
import { offerTheme } from './theme.ts';
import { showVisits } from './usage.ts';

interface SupportTicket extends HTMLElement {
  tokenProvider: () => Promise<string | null>;
  compose(prefill: { readonly service?: string; readonly order?: string }): void;
}

interface Navigated extends Event, SupportPlace {
  readonly replaces: boolean;
}

/** Null: nobody is signed in here. A failure is thrown, so that the widget says that it passes. */
async function fetchToken(): Promise<string | null> {
  const answer = await fetch('/session-token', { method: 'POST' });
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`No token: ${String(answer.status)}`);
  const { token } = (await answer.json()) as { token: string };
  return token;
}

/** The customer moved inside the widget: the address follows, so that it can be kept, shared and gone back from. */
function follow(event: Event): void {
  const place = event as Navigated;
  const address = addressOf(place);
  if (address !== location.pathname + location.search) history[place.replaces ? 'replaceState' : 'pushState'](null, '', address);
}

/** The back button moved the address: the widget follows. */
function show(widget: SupportTicket): void {
  const place = placeAt(location.pathname, location.search);
  if (!place) return;
  // The widget leaves its attributes alone when the customer moves, so the same value may have to be set again.
  for (const name of placeAttributes) {
    widget.removeAttribute(name);
    if (place[name] !== null) widget.setAttribute(name, place[name]);
  }
}

/** Links that would lead to the form open it on the spot where the launcher is there. */
function askOnTheSpot(widget: SupportTicket, link: HTMLAnchorElement): void {
  link.addEventListener('click', (event) => {
    const { order } = link.dataset;
    if (event.metaKey || event.ctrlKey || event.shiftKey || !('compose' in widget) || order === undefined) return;
    event.preventDefault();
    widget.compose({ service: 'order', order });
  });
}

function serve(widget: SupportTicket): void {
  widget.tokenProvider = fetchToken;
  if (widget.getAttribute('mode') === 'launcher') {
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-order]')) askOnTheSpot(widget, link);
  } else {
    widget.addEventListener('support-navigated', follow);
    addEventListener('popstate', () => show(widget));
  }
}

const widget = document.querySelector<SupportTicket>('support-ticket');
if (widget) serve(widget);

// Should the widget's script not arrive, the page says so instead of "loading" for ever.
const waiting = document.querySelector<HTMLElement>('[data-unavailable]');
document.querySelector('script[data-widget]')?.addEventListener('error', () => {
  if (waiting) waiting.textContent = waiting.dataset['unavailable'] ?? '';
});

for (const place of document.querySelectorAll<HTMLElement>('[data-hosting]')) void showVisits(place);

const themeButton = document.querySelector<HTMLButtonElement>('button[data-theme-switch]');
if (themeButton) offerTheme(themeButton);

if ('reload' in document.documentElement.dataset) reloadOnChange();
