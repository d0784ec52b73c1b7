/** What stands around the screen, and in its place where there is none to show. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { SessionView } from '../../server/wire/session.ts';
import { renderIsolated } from '../draw/isolate.ts';
import { basicIcon } from '../draw/basic-icon.ts';
import { bones, brokenScreen, sessionFailed } from '../draw/states.ts';
import type { GuestAccess } from './guest/access.ts';
import type { Notice, NoticeWay } from './notices.ts';
import type { SessionState } from './session.ts';

export interface Frame {
  readonly session: SessionState;
  readonly isOffline: boolean;
  readonly notice: Notice | null;
  /** The screen; `null` while its code is being loaded. */
  readonly screen: TemplateResult | null;
  readonly access: GuestAccess;
  /** The element's own content, shown where there is no script. */
  readonly ownText: string;
  /** The screen's code could not be loaded. */
  readonly isBroken: boolean;
  /** The server has another build than the one that this page has begun with. */
  readonly isOutdated: boolean;
  /** The customer asked to sign in, and the site did not react. */
  readonly isUnanswered: boolean;
  /** A request was being sent when the session ended, and nobody knows yet whether it arrived. */
  readonly isUnsure: boolean;
  signIn(): void;
  reload(): void;
}

function renderState({ session, access, screen, isBroken, isOutdated, isUnanswered, isUnsure, signIn, reload }: Frame): TemplateResult {
  const { guests, signedOut } = access;
  const entrance = guests?.door(session) ?? null;
  switch (session.kind) {
    case 'waiting':
      return bones();
    case 'signed-out':
      if (guests === undefined) return bones();
      if (entrance) return entrance;
      if (!signedOut) return brokenScreen();
      return isUnanswered ? signedOut.signInElsewhere(session.ended, isUnsure) : signedOut.signedOut(session.ended, isUnsure, signIn);
    case 'failed':
      return sessionFailed(session.code, reload);
    case 'ready':
      return entrance ?? (isBroken ? brokenScreen(isOutdated) : (screen ?? bones()));
  }
}

/** An address or a telephone number. */
const reaches = /\S@\S|\+?\d(?:[\s.()-]*\d){6,}/;

/** What the site says of other ways to the team, in its settings and between the element's tags. Styles show it while the server cannot be reached. */
function otherWays(help: Pick<SessionView['help'], 'email' | 'phone'> | null, ownText: string): TemplateResult | typeof nothing {
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

const renderWay = (way: NoticeWay | undefined): TemplateResult | typeof nothing =>
  way ? html` <button class="link" type="button" @click=${() => way.go()}>${way.label}</button>` : nothing;

export function renderFrame(frame: Frame): TemplateResult {
  const { session, notice, access, isOffline, ownText } = frame;
  return html`
    ${
      isOffline
        ? html`<p class="strip offline" role="status">${basicIcon('offline')}<span><b>${msg('You are offline.')}</b> ${msg('You can read and write; what you send goes out as soon as the connection is back.')}</span></p>`
        : nothing
    }
    ${notice === null ? nothing : html`<div class="strip notice">${basicIcon(notice.tone === 'done' ? 'check' : 'warning')}<span>${renderIsolated(notice.text)}${renderWay(notice.way)}</span></div>`} ${renderState(frame)}
    ${access.guests?.foot(session) ?? nothing} ${otherWays(session.kind === 'ready' ? session.session.help : null, ownText)}
  `;
}
