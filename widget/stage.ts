/**
 * The screens of a journey, the styles they share, and what is shown when there is no screen to show. Loaded beside the
 * customer's session, or when the panel is about to open, so that the element itself stays small.
 */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { NoticeWay } from './app.ts';
import type { SessionState } from './controllers/session.ts';
import type { SessionView } from '../server/ticket/wire.ts';
import type { EntranceView } from '../server/ticket/guest-wire.ts';
import { paths } from '../server/ticket/paths.ts';
import type { GuestHost, Guests } from './guest/guests.ts';
import { answerOf, exchange } from './http.ts';
import { isolated, renderIsolated } from './parts/file-name.ts';
import { icon } from './parts/icon.ts';
import { bones, brokenScreen, sessionFailed } from './parts/states.ts';

import './screens/compose.ts';
import './screens/home.ts';
import './screens/thread.ts';

export { Api } from './api.ts';
export { Drafts } from './controllers/drafts.ts';
export { openOutbox } from './controllers/open-outbox.ts';
export { base as sheet } from './styles/base.ts';

const loadSignedOut = () => import('./parts/signed-out.ts');
let out: Awaited<ReturnType<typeof loadSignedOut>> | null = null;

/** Null: the server lets nobody in without an account of the site. */
export async function openGuests(host: GuestHost): Promise<Guests | null> {
  // What is shown where there are none, and where nobody answers, is there before that is known.
  const words = loadSignedOut().then((code) => (out = code), () => null);
  const answer = exchange(host.server + paths.entrance, { headers: { 'accept-language': host.lang }, credentials: 'omit' }).finally(() => words);
  const entrance = await answerOf<EntranceView>(await answer);
  return entrance.guests ? new (await import('./guest/guests.ts')).Guests(host, entrance) : null;
}

/** What has just happened, or why it did not. */
export interface Notice {
  readonly text: string;
  readonly tone: 'done' | 'problem';
  readonly way?: NoticeWay | undefined;
}

/** Of a request that left while its customer, who did not know whether it had, was signed out. */
export const hasReached = (title: string, go: () => void): Notice => ({
  text: msg(str`Your request “${isolated(title)}” has reached us: there is no need to send it again.`),
  tone: 'done',
  way: { label: msg('See the ticket'), go },
});

export interface Inside {
  readonly session: SessionState;
  readonly now: string;
  readonly offline: boolean;
  readonly notice: Notice | null;
  /** The screen; null while its code is on the way. */
  readonly screen: TemplateResult | null;
  /** Of somebody without an account of the site: in place of the screen, and below it. Undefined: it is not known yet whether there are any. */
  readonly door: TemplateResult | null | undefined;
  readonly foot: TemplateResult | null;
  /** How else the team can be reached, where the site has said it. */
  readonly help: Pick<SessionView['help'], 'email' | 'phone'> | null;
  /** The element's own content, shown where there is no script. */
  readonly ownText: string;
  /** The screen's code could not be loaded. */
  readonly broken: boolean;
  /** The server has another build than the one that this page has begun with. */
  readonly outdated: boolean;
  /** The customer asked to sign in, and the site did not react. */
  readonly unanswered: boolean;
  /** A request was being sent when the session ended, and nobody knows yet whether it arrived. */
  readonly unsure: boolean;
  signIn(): void;
  reload(): void;
}

function renderState(inside: Inside): TemplateResult {
  switch (inside.session.kind) {
    case 'waiting':
      return bones();
    case 'signed-out':
      return inside.door === undefined ? bones() : (inside.door ?? (inside.unanswered ? out?.signInElsewhere(inside.session.ended, inside.unsure) : out?.signedOut(inside.session.ended, inside.unsure, () => inside.signIn())) ?? brokenScreen());
    case 'failed':
      return sessionFailed(inside.session.code, () => inside.reload());
    case 'ready':
      return inside.door ?? (inside.broken ? brokenScreen(inside.outdated) : (inside.screen ?? bones()));
  }
}

/** An address or a telephone number. */
const reaches = /\S@\S|\+?\d(?:[\s.()-]*\d){6,}/;

/** What the site says of other ways to the team, in its settings and between the element's tags. Styles show it while the server cannot be reached. */
function otherWays({ help, ownText }: Inside): TemplateResult | typeof nothing {
  const isNew = (way: string | null | undefined): way is string => !!way && !ownText.includes(way);
  const email = isNew(help?.email) ? html`<a href="mailto:${help.email}">${help.email}</a>` : null;
  const phone = isNew(help?.phone) ? html`<a href="tel:${help.phone.replace(/[^+\d]/g, '')}">${help.phone}</a>` : null;
  const own = reaches.test(ownText);
  if (!email && !phone && !own) return nothing;
  return html`<div class="other-ways">
    ${email && phone ? html`<p>${msg(html`You can also write to ${email} or call ${phone}.`)}</p>` : email ? html`<p>${msg(html`You can also write to ${email}.`)}</p>` : phone ? html`<p>${msg(html`You can also call ${phone}.`)}</p>` : nothing}
    ${own ? html`<slot></slot>` : nothing}
  </div>`;
}

const renderWay = (way: NoticeWay | undefined): TemplateResult | typeof nothing => (way ? html` <button class="link" type="button" @click=${() => way.go()}>${way.label}</button>` : nothing);

export function renderInside(inside: Inside): TemplateResult {
  return html`
    ${inside.offline
      ? html`<p class="strip offline" role="status">${icon('offline')}<span><b>${msg('You are offline.')}</b> ${msg('You can read and write; what you send goes as soon as the connection is back.')}</span></p>`
      : nothing}
    ${inside.notice === null ? nothing : html`<div class="strip notice">${icon(inside.notice.tone === 'done' ? 'check' : 'warning')}<span>${renderIsolated(inside.notice.text)}${renderWay(inside.notice.way)}</span></div>`} ${renderState(inside)} ${inside.foot} ${otherWays(inside)}
  `;
}
