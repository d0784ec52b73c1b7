import { css } from '../../../draw/styles/css.ts';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { SessionView } from '../../../../server/wire/session.ts';
import type { TicketView } from '../../../../server/wire/tickets.ts';
import type { Interruption } from '../../outbox/outbox.ts';
import { sayDay } from '../../../draw/dates.ts';
import { sayMoment, sayTime, sameDay } from '../../../draw/when.ts';
import { meter, sayStatus } from '../../../draw/facts.ts';
import { icon } from '../../../draw/icon.ts';
import { filesSheet } from '../../../upload/field.ts';
import { promiseLine } from '../../../draw/promise-line.ts';
import { sayReopenableFor } from '../../reopening.ts';
import { factsSheet, copyButton, sayMeaning } from '../../../draw/ticket-facts.ts';
import { isolated, renderIsolated } from '../../../draw/isolate.ts';

export const sheet = css`
  ${factsSheet} ${filesSheet}
  .copied {
    display: inline-flex;
    align-items: center;
  }
  .copied b {
    color: var(--ink);
    margin-inline-start: 0.3em;
  }
  .copied .icon-button {
    margin-block: -8px;
  }
  .sent {
    display: grid;
    gap: 32px;
  }
  .moments {
    display: grid;
    gap: 0 24px;
    margin-block-start: 8px;
  }
  .moments > div {
    display: grid;
    grid-column: 1 / -1;
    padding-block: 12px;
    border-block-start: 1px solid var(--line);
  }
  .moments > div:last-child {
    border-block-end: 1px solid var(--line);
  }
  .moments dt,
  .states dt {
    font-weight: var(--bold);
  }
  .moments dd {
    overflow-wrap: anywhere;
  }
  /* Onto a line of its own rather than cut in two at a hyphen. */
  .moments .address {
    display: inline-block;
  }
  .sent .bar {
    margin-block-start: 24px;
  }
  .sent-again > summary {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--tap);
    list-style: none;
    cursor: pointer;
  }
  .sent-again > summary::-webkit-details-marker {
    display: none;
  }
  .sent-again[open] > summary > .icon {
    transform: rotate(180deg);
  }
  .sent-again > p {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .states {
    display: grid;
    gap: 12px;
    margin-block-start: 8px;
    font-size: var(--small);
    line-height: 1.43;
  }
  .states dt {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .states dd {
    padding-inline-start: 21px;
    color: var(--ink-2);
  }
  @container support (min-width: 600px) {
    .moments {
      grid-template-columns: minmax(176px, 216px) minmax(0, 1fr);
    }
    .moments > div {
      grid-template-columns: subgrid;
    }
  }
  @container support (min-width: 760px) {
    .sent {
      grid-template-columns: minmax(0, 1fr) 260px;
      gap: 64px;
    }
    .sent > aside {
      position: relative;
    }
    .sent > aside::before {
      content: '';
      position: absolute;
      inset-block: 0;
      inset-inline-start: -32px;
      border-inline-start: 1px solid var(--line);
    }
  }
`;

export interface Waiting {
  /** It is on its way at this moment. */
  readonly sending: boolean;
  readonly due: TemplateResult;
  /** What goes with it and is not there yet; null for none. */
  readonly files: TemplateResult | null;
  /** That it waits for its files. */
  readonly sayWaiting: ((title: string) => string) | undefined;
  edit(): void;
  cancel(): void;
  home(): void;
}

/** Sent by the customer, not yet confirmed: it goes by itself, and may still be changed. */
export function waitingTicket(title: string, { sending, due, files, sayWaiting, edit, cancel, home }: Waiting): TemplateResult {
  return html`
    <header class="top">
      <h2 part="heading" tabindex="-1">${sending ? msg('Your request is being sent') : msg('Your request is kept here')}</h2>
      <p class="soft">
        ${renderIsolated((files && sayWaiting?.(isolated(title))) ?? msg(str`“${isolated(title)}” could not be sent yet. It will be sent as soon as the connection is back, even if you leave this page and come back later.`))}
      </p>
    </header>
    ${files ?? ''} ${due}
    <div class="bar">
      <button class="button primary" type="button" @click=${home}>${msg('Back to support')}</button>
      <button class="link" type="button" aria-disabled=${sending} @click=${edit}>${msg('Change it')}</button>
      <button class="link" type="button" aria-disabled=${sending} @click=${cancel}>${msg('Do not send it')}</button>
    </div>
  `;
}

/** Nobody knew whether a request had left. */
export interface Regained {
  readonly after: Interruption;
  /** It had arrived before its customer came back; else it has been sent since. */
  readonly wasThere: boolean;
}

export interface Sent {
  readonly session: SessionView;
  readonly now: string;
  readonly locale: string;
  /** Where nobody knew whether it had left; null otherwise. */
  readonly regained: Regained | null;
  follow(): void;
  home(): void;
  copied(): void;
  /** What else can be done now. */
  readonly offer: unknown;
}

function sayRegained(ticket: TicketView, { regained, now, locale }: Sent): string {
  if (!regained?.wasThere) return msg('Your request had not left yet. It has now been sent, once.');
  const time = sayTime(ticket.createdAt, locale);
  return sameDay(ticket.createdAt, now)
    ? msg(str`Your request had arrived, at ${time}. No need to send it again.`)
    : msg(str`Your request had arrived, on ${sayDay(ticket.createdAt, now, locale)}. No need to send it again.`);
}

function renderMoments(ticket: TicketView, sent: Sent): TemplateResult {
  const { session, now, locale } = sent;
  const { customer, mail } = session;
  const due = sayMoment(ticket.promise.dueAt, now, locale);
  const byMail = mail && customer.email;
  const add = html`<button class="link" type="button" @click=${() => sent.follow()}>${msg('Add it to the ticket')}</button>`;
  const email = html`<bdi class="address">${session.customer.email}</bdi>`;
  return html`<dl class="moments">
    ${
      byMail
        ? html`<div>
          <dt>${sent.regained?.wasThere ? msg('Already done') : msg('Right away')}</dt>
          <dd>${msg(html`A confirmation goes to ${email} with the number #${ticket.number}.`)} <span class="soft">${msg('Nothing after ten minutes? Check your spam folder.')}</span></dd>
        </div>`
        : nothing
    }
    <div>
      <dt>${msg(str`By ${due}`)}</dt>
      <dd>${byMail ? msg('Someone on the team will reply, by e-mail and here.') : msg('Someone on the team will reply here, among your open tickets.')} <span class="soft">${msg('If we are late, you will see it here before you have to ask.')}</span></dd>
    </div>
    <div>
      <dt>${msg('At any time')}</dt>
      <dd>${msg('A detail to add, a screenshot?')} ${add}. <span class="soft">${msg('Once it is solved, you can close the ticket yourself.')}</span></dd>
    </div>
  </dl>`;
}

/** What the three states mean, in a line each. */
function renderStates({ form }: SessionView): TemplateResult {
  const all = ['OPEN', 'IN_PROGRESS', 'CLOSED'] as const;
  return html`<aside aria-labelledby="states-heading">
    <h3 id="states-heading">${msg('What each status means')}</h3>
    <dl class="states">
      ${all.map((status) => html`<div><dt>${meter(status)}${sayStatus(status)}</dt><dd>${sayMeaning(status)}${status === 'CLOSED' ? html` ${sayReopenableFor(form)}` : nothing}</dd></div>`)}
    </dl>
  </aside>`;
}

/** The confirmation: the number, by when the answer comes and where, and what can be done meanwhile. */
export function sentTicket(ticket: TicketView, sent: Sent): TemplateResult {
  const number = html`<b>#${ticket.number}</b>${copyButton(`#${ticket.number}`, () => sent.copied())}`;
  return html`
    <header class="top">
      ${
        sent.regained
          ? html`<p class="soft">${sent.regained.after === 'signed-out' ? msg('You are signed in again.') : msg('The page was closed while your request was being sent.')}</p>
            <h2 part="heading" tabindex="-1">${msg(str`It is ticket #${ticket.number}`)}</h2>
            <p class="soft">${sayRegained(ticket, sent)}</p>`
          : html`<p class="soft copied">${msg('Ticket')} ${number}</p>
            <h2 part="heading" tabindex="-1">${msg('Your request is on its way')}</h2>`
      }
    </header>
    ${promiseLine(ticket, { now: sent.now, locale: sent.locale })}
    <div class="sent">
      <section aria-labelledby="next-heading">
        <h3 id="next-heading">${msg('What happens now')}</h3>
        ${renderMoments(ticket, sent)}
        <details class="sent-again small">
          <summary class="link">${icon('down')}${msg('Review what you sent')}</summary>
          <p dir="auto"><b>${ticket.title}</b></p>
          <p dir="auto">${ticket.description}</p>
        </details>
        <div class="bar">
          <button class="button primary" type="button" @click=${() => sent.follow()}>${msg(str`Follow ticket #${ticket.number}`)}</button>
          <button class="link" type="button" @click=${() => sent.home()}>${msg('Back to support')}</button>
          ${sent.offer}
        </div>
      </section>
      ${renderStates(sent.session)}
    </div>
  `;
}

export { waitingFiles } from '../../outbox/queued.ts';
export { planned } from '../planned.ts';
