/**
 * The script of the hosted page. It hands the customer's token to the element, keeps the address bar in step with it,
 * and shows the way back to the site to whoever has no token. The words are in the page already.
 */
import { dropLink, followLink, guestToken, hasLink, keepLink, offeredLink } from './page/link.ts';
import {
  bearerOf,
  canBePass,
  currentPass,
  endPass,
  forgetPass,
  isSamePerson,
  keepPass,
  offeredPass,
  passEnded,
  passLeft,
} from './page/pass.ts';
import { addressOf, home, placeAt, placeAttributes } from './page/places.ts';
import type { Place } from './page/places.ts';

interface SupportTicket extends HTMLElement {
  tokenProvider: (() => Promise<string | null>) | null;
}

interface Navigated extends Event, Place {
  readonly replaces: boolean;
}

/** Where this server is reached; other than `/` behind a proxy that gives it a folder. */
const root = new URL(/* @vite-ignore */ '.', import.meta.url).pathname;
/** The place that a customer wanted before they were sent to sign in. */
const wantedKey = 'support-ticket-wanted';

const find = <E extends HTMLElement>(selector: string): E => document.querySelector(selector) as E;
const widget = find<SupportTicket>('support-ticket');
const wayBack = find('#way-back');
const signedIn = find('#signed-in');
const titles = JSON.parse(find('main').dataset['titles'] ?? '{}') as Readonly<Record<string, string>>;

/** The server lets people in by a code: the element shows the way itself. */
const guests = find('main').hasAttribute('data-guests');

let loading: Promise<unknown> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

const here = (): Place => placeAt(location.pathname, location.search, root);

/** The language that the reader chose stays in the address. */
const addressFor = (place: Place): string => addressOf(place, location.search, root);

function entitle({ view, ticket }: Place): void {
  const number = ticket !== null && /^\d+$/.test(ticket) ? ` #${ticket}` : '';
  document.title = (titles[ticket === null ? view : 'ticket'] ?? '').replace('{ticket}', number);
}

/** The element leaves its attributes alone when the customer moves, so the same value may have to be set again. */
function show(place: Place): void {
  for (const name of placeAttributes) {
    widget.removeAttribute(name);
    if (place[name] !== null) widget.setAttribute(name, place[name]);
  }
  entitle(place);
}

/** The customer moved inside the element: the address follows. */
function follow(event: Event): void {
  const place = event as Navigated;
  const address = addressFor(place);
  if (address !== location.pathname + location.search) history[place.replaces ? 'replaceState' : 'pushState'](null, '', address);
  entitle(place);
}

/** Somebody is here with a token. Each time with a provider of its own, so that the element asks anew who it is. */
function letIn(): void {
  resume();
  wayBack.hidden = true;
  widget.hidden = signedIn.hidden = false;
  find('#bearer').textContent = bearerOf(currentPass(Date.now()));
  widget.tokenProvider = async () => currentPass(Date.now());
  clearTimeout(timer);
  timer = setTimeout(endPass, passLeft(Date.now()));
  loadElement();
}

function loadElement(): void {
  loading ??= import(/* @vite-ignore */ `${root}support-ticket.js`).catch(sayUnavailable);
  show(here());
}

/** Somebody came by the link of a mail, or may come by a code: who is there is the element's to find out. */
function letGuestIn(): void {
  resume();
  wayBack.hidden = signedIn.hidden = true;
  widget.hidden = false;
  widget.tokenProvider = hasLink() ? () => followLink(root) : null;
  loadElement();
}

/** Nobody is known here: says how to come back. */
function sendBack(why: 'missing' | 'ended'): void {
  if (guests) return letGuestIn();
  const focused = document.activeElement === widget;
  widget.hidden = signedIn.hidden = true;
  wayBack.hidden = false;
  for (const said of wayBack.querySelectorAll<HTMLElement>('[data-why]')) said.hidden = said.dataset['why'] !== why;
  if (focused) wayBack.querySelector<HTMLElement>(`[data-why=${why}] h2`)?.focus();
  remember();
}

function remember(): void {
  if (location.pathname === root) return;
  try {
    sessionStorage.setItem(wantedKey, location.pathname + location.search);
  } catch {
    // They come back to the first page.
  }
}

/** Whoever comes back to the first page is taken to where they wanted to be. */
function resume(): void {
  try {
    const wanted = sessionStorage.getItem(wantedKey);
    sessionStorage.removeItem(wantedKey);
    const [path = '', query = ''] = (wanted ?? '').split('?');
    if (path.startsWith(root) && location.pathname === root) history.replaceState(null, '', addressFor(placeAt(path, query, root)));
  } catch {
    // Nothing was remembered.
  }
}

/** The element asks for an address; beside it stands the way to the site, for those who have an account there. */
function signedOutGuest(): void {
  const ended = currentPass(Date.now()) !== null || passEnded();
  forgetPass();
  dropLink();
  signedIn.hidden = true;
  const way = wayBack.querySelector('a.button');
  if (!way) return;
  const again = !wayBack.hidden;
  wayBack.hidden = false;
  for (const said of wayBack.querySelectorAll<HTMLElement>('[data-why]'))
    said.hidden = said.dataset['why'] !== (ended ? 'ended' : 'missing');
  if (again) (way as HTMLElement).focus();
}

function sayUnavailable(): void {
  find('.loading').hidden = true;
  find('.unavailable').hidden = false;
}

/** Somebody whom the address lets in. */
interface Arrival {
  /** As their token names them; empty: unnamed. */
  readonly name: string;
  readonly take: () => void;
}

/** Whom the address lets in, once they have been taken out of it; `others` is whoever is signed in and is not them. */
function arrival(others: string | null): (Arrival & { readonly replaces: boolean }) | null {
  const link = offeredLink();
  if (link !== null) return { name: '', replaces: currentPass(Date.now()) !== null, take: () => (forgetPass(), keepLink(link)) };
  const token = offeredPass();
  if (token === null) return null;
  // What is no token takes nobody's place.
  if (others !== null && !canBePass(token)) return { name: '', replaces: false, take: () => undefined };
  return {
    name: bearerOf(token),
    replaces: others !== null && !isSamePerson(others, token),
    take: () => (keepPass(token, Date.now()), dropLink()),
  };
}

/** Called at the start, and whenever the address has changed under the page. */
function arrive(): void {
  const present = currentPass(Date.now()) ?? guestToken();
  const next = arrival(present);
  if (next === null && loading !== undefined) return show(here());
  if (next?.replaces) {
    askFirst(bearerOf(present), next);
    if (loading !== undefined) return;
  } else next?.take();
  enter();
}

function enter(): void {
  if (currentPass(Date.now()) === null) sendBack(passEnded() ? 'ended' : 'missing');
  else letIn();
}

const dialog = find<HTMLDialogElement>('#other-person');
let waiting: Arrival | null = null;

/** A link, which anybody may have sent, takes nobody's place unasked. */
function askFirst(present: string, next: Arrival): void {
  waiting = next;
  for (const [who, name] of [
    ['present', present],
    ['next', next.name],
  ] as const) {
    for (const said of dialog.querySelectorAll<HTMLElement>(`[data-who=${who}]`))
      said.hidden = said.hasAttribute('data-unnamed') !== (name === '');
    for (const place of dialog.querySelectorAll(`[data-who=${who}] bdi`)) place.textContent = name;
  }
  if (!dialog.open) dialog.showModal();
}

dialog.addEventListener('close', () => {
  const next = waiting;
  waiting = null;
  if (dialog.returnValue !== 'switch' || next === null) return;
  dialog.returnValue = '';
  next.take();
  enter();
});
find('#stay').addEventListener('click', () => dialog.close('stay'));
find('#switch').addEventListener('click', () => dialog.close('switch'));

function goHome(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || widget.hidden) return;
  event.preventDefault();
  if (location.pathname !== root) history.pushState(null, '', addressFor(home));
  show(home);
}

arrive();
addEventListener('popstate', arrive);
addEventListener('hashchange', arrive);
// A page that the browser has kept may be of somebody who has left since.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && currentPass(Date.now()) === null && !widget.hidden) location.reload();
});
widget.addEventListener('support-navigated', follow);
widget.addEventListener('support-signed-out', () => {
  if (guests) return signedOutGuest();
  endPass();
  sendBack('ended');
});
// A part of the element did not come: what stands in it is all there is to see.
widget.addEventListener('ticket-error', () => {
  if (find('.until').checkVisibility()) sayUnavailable();
});
find('#home').addEventListener('click', goHome);
find('#leave').addEventListener('click', () => {
  forgetPass();
  dropLink();
  location.replace(root + location.search);
});
