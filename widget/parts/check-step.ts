import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { SessionView, TicketView } from '../../server/ticket/wire.ts';
import type { Extras } from '../app.ts';
import type { FailureCode } from '../http.ts';
import { answerTo, factsOf, fieldsOf, serviceOf } from '../request.ts';
import type { Request, Step } from '../request.ts';
import { categoryLabel, priority, typeLabel } from './facts.ts';
import { contextLines } from './page-facts.ts';
import { promiseLine } from './promise-line.ts';
import { inlineFailure } from './states.ts';
import { copyButton } from './ticket-facts.ts';
import { planned } from './write-step.ts';

export const checkSheet = css`
  .summary > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: 0 16px;
    padding: 12px 0;
    border-block-start: 1px solid var(--line);
  }
  .summary dt {
    grid-column: 1;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.72;
  }
  .summary dd {
    grid-column: 1;
    overflow-wrap: anywhere;
  }
  .summary dd.as-typed {
    white-space: pre-wrap;
    unicode-bidi: plaintext;
  }
  .summary dd > span {
    display: inline-flex;
    vertical-align: top;
    align-items: center;
    gap: 6px;
  }
  .summary .link {
    position: relative;
    grid-column: 2;
    grid-row: 1 / 3;
    font-size: var(--small);
    line-height: 1.72;
  }
  .summary .link::after {
    content: '';
    position: absolute;
    inset: -10px;
  }
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
  @container support (min-width: 600px) {
    .summary > div {
      grid-template-columns: 136px minmax(0, 1fr) auto;
    }
    .summary dd {
      grid-column: 2;
    }
    .summary .link {
      grid-column: 3;
      grid-row: 1;
    }
  }
`;

export interface CheckStep {
  readonly extras: Extras | null;
  readonly request: Request;
  readonly session: SessionView;
  readonly now: string;
  readonly locale: string;
  readonly busy: boolean;
  readonly failure: FailureCode | null;
  /** Null for none. */
  readonly files: TemplateResult | null;
  /** Back to a step, at a field. */
  mend(step: Step, field: string): void;
  send(): void;
}

function row(step: CheckStep, term: string, value: unknown, to: Step, field: string, asTyped = false): TemplateResult | typeof nothing {
  if (!value) return nothing;
  return html`<div>
    <dt>${term}</dt>
    <dd class=${asTyped ? 'as-typed' : ''}>${value}</dd>
    <button class="link" type="button" aria-label=${msg(str`Change: ${term}`)} @click=${() => step.mend(to, field)}>${msg('Change')}</button>
  </div>`;
}

/** Third step: everything as it will be sent, each line to be corrected on the spot. */
export function checkStep(step: CheckStep): TemplateResult {
  const { request, session } = step;
  const { form, catalog } = session;
  const service = serviceOf(request, form);
  const facts = factsOf(request, form);
  const label = (items: readonly { id: string; label: string }[], id: string | null) => items.find((item) => item.id === id)?.label;
  return html`
    <dl class="summary">
      ${row(step, msg('Service'), service?.label, 'service', 'service')}
      ${row(step, msg('About'), service && categoryLabel(form, service.id, request.category), 'service', 'category')}
      ${row(step, msg('Order'), label(catalog.orders, request.order) ?? request.orderReference.trim(), 'service', 'order')}
      ${row(step, msg('Subscription'), label(catalog.subscriptions, request.subscription), 'service', 'subscription')}
      ${row(step, msg('Kind'), service && typeLabel(form, service.id, request.type), 'service', 'type')}
      ${row(step, msg('Follow-up of'), request.followUpOf && request.followUpLabel, 'service', 'follow-up')}
      ${row(step, msg('Title'), html`<b>${request.title.trim()}</b>`, 'write', 'title')}
      ${row(step, msg('Description'), request.description.trim(), 'write', 'description', true)}
      ${fieldsOf(request, form).map((field) => row(step, field.label, step.extras?.sayAnswer(field, answerTo(field, request)), 'write', `field-${field.id}`, field.kind === 'text'))}
      ${row(step, msg('Attachments'), step.files, 'write', 'files')}
      ${row(step, msg('Project'), label(catalog.projects, request.project), 'write', 'project')}
      ${row(step, msg('Technical information'), facts && contextLines(facts), 'write', 'context')}
      ${row(step, msg('Priority'), priority(request.priority), 'write', 'priority')}
    </dl>
    ${planned(request, session, step.now, step.locale)} ${inlineFailure(step.failure)}
    <div class="bar">
      <button class="button primary" type="button" aria-disabled=${step.busy} @click=${() => step.send()}>${step.busy ? msg('Sending…') : msg('Send')}</button>
      <button class="link" type="button" @click=${() => step.mend('write', 'title')}>${msg('Go back to my request')}</button>
    </div>
  `;
}

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
        ${(files && sayWaiting?.(title)) ?? msg(str`“${title}” could not be sent yet. It goes by itself as soon as the connection is back, even if you leave this page and come back later.`)}
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

export interface Sent {
  readonly session: SessionView;
  readonly now: string;
  readonly locale: string;
  follow(): void;
  home(): void;
  copied(): void;
  /** What else can be done now. */
  readonly offer: unknown;
}

/** The confirmation: the number, where the answer will come, and by when. */
export function sentTicket(ticket: TicketView, sent: Sent): TemplateResult {
  const { customer, mail } = sent.session;
  return html`
    <header class="top">
      <p class="soft copied">${msg('Ticket')} <b>#${ticket.number}</b>${copyButton(`#${ticket.number}`, () => sent.copied())}</p>
      <h2 part="heading" tabindex="-1">${msg('Your request is on its way')}</h2>
      <p class="soft">
        ${mail && customer.email
          ? msg(str`A confirmation is coming to ${customer.email}. The answer will come to the same place, and here.`)
          : msg('The answer will appear here, among your open tickets.')}
      </p>
    </header>
    ${promiseLine(ticket, { now: sent.now, locale: sent.locale })}
    <div class="bar">
      <button class="button primary" type="button" @click=${() => sent.follow()}>${msg('Follow this ticket')}</button>
      <button class="link" type="button" @click=${() => sent.home()}>${msg('Back to support')}</button>
      ${sent.offer}
    </div>
  `;
}
