import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { SessionView } from '../../server/wire/session.ts';
import type { TicketView } from '../../server/wire/tickets.ts';
import { categoryLabel, priority, sayPriority, sayStatus, serviceLabel, status, typeLabel, meter } from './facts.ts';
import { icon } from './icon.ts';
import { css } from './styles/css.ts';
import { fold } from './styles/fold.ts';
import { sayMoment } from './when.ts';

export const factsSheet = css`
  ${fold}
  .facts {
    display: grid;
    gap: 12px;
  }
  .facts dt {
    color: var(--ink-2);
  }
  .facts dd,
  .facts dd > span {
    display: flex;
    align-items: center;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .facts .icon-button {
    inline-size: 28px;
    block-size: 28px;
    margin: -4px 0;
    position: relative;
  }
  .facts .icon-button::after {
    content: '';
    position: absolute;
    inset: -8px;
  }
  .says .fold {
    margin-block: 8px 0;
    border: 0;
    color: var(--ink-2);
  }
  .says .fold summary > .icon {
    margin: 0;
  }
  .fold .run-in {
    padding-block: 8px;
    line-height: 1.43;
  }
  .run-in .meter {
    margin-inline-end: 6px;
    vertical-align: -1px;
  }
  .fold .facts {
    gap: 8px;
    padding: 0 0 16px;
  }
  .fold .facts dd {
    grid-column: 2;
  }
  .fold .facts > div {
    display: grid;
    grid-template-columns: minmax(72px, 28%) minmax(0, 1fr);
    gap: 12px;
  }
`;

/** A copy button; `nothing` on pages without https, which have no clipboard. */
export function copyButton(text: string, onCopied: () => void): TemplateResult | typeof nothing {
  if (!window.isSecureContext || !navigator.clipboard) return nothing;
  const copy = () => void navigator.clipboard.writeText(text).then(onCopied, () => undefined);
  return html`<button class="icon-button" type="button" aria-label=${msg(str`Copy ${text}`)} title=${msg(str`Copy ${text}`)} @click=${copy}>${icon('copy')}</button>`;
}

interface FactsScene {
  readonly session: { readonly form: Pick<SessionView['form'], 'services'> };
  /** Called after the number was copied; without it, there is no copy button. */
  readonly onCopied?: () => void;
  /** Scrolls to the solution; without it, there is no link. */
  readonly onSolution?: () => void;
  readonly now?: string;
  readonly locale?: string;
}

interface Scene extends FactsScene {
  readonly session: SessionView;
}

/** The meaning of a status. */
export function sayMeaning(value: TicketView['status']): string {
  if (value === 'OPEN') return msg('Received, not picked up yet.');
  return value === 'IN_PROGRESS' ? msg('Someone is working on it.') : msg('Solved; you may share the solution.');
}

function solutionFact(ticket: TicketView, { onSolution, now, locale = 'en' }: FactsScene): TemplateResult | null {
  const message = ticket.messages.find(({ id }) => id === ticket.solution);
  if (!message) return null;
  const who = message.author.name ?? msg('The team');
  const words = now === undefined ? who : `${who}, ${sayMoment(message.createdAt, now, locale, { month: 'short' })}`;
  return html`${onSolution ? html`<button class="link" type="button" @click=${onSolution}>${words}</button>` : words}`;
}

function reopenFact({ status: value, can, reopenableUntil: until }: TicketView, { now, locale = 'en' }: FactsScene): string | null {
  if (value !== 'CLOSED' || !can.reopen || until === null || now === undefined) return null;
  return msg(str`until ${sayMoment(until, now, locale, { plainDate: true })}`);
}

export function customerFacts(ticket: TicketView, scene: FactsScene): TemplateResult {
  const { session, onCopied } = scene;
  const { form } = session;
  const fact = (term: string, value: unknown) => (value ? html`<div><dt>${term}</dt><dd>${value}</dd></div>` : nothing);
  const { order, subscription, project } = ticket.links;
  const isolate = (label: string | null | undefined) => label && html`<bdi>${label}</bdi>`;
  // A ticket may be closed without a solution that could be shared.
  const isMeant = ticket.status !== 'CLOSED' || ticket.solution !== null;
  return html`<dl class="facts small">
    <div><dt>${msg('Status')}</dt><dd>${status(ticket.status)}</dd>${isMeant ? html`<dd class="soft">${sayMeaning(ticket.status)}</dd>` : nothing}</div>
    ${fact(msg('Priority'), priority(ticket.priority))} ${fact(msg('Solution'), solutionFact(ticket, scene))} ${fact(msg('Can be reopened'), reopenFact(ticket, scene))}
    ${fact(msg('Service'), serviceLabel(form, ticket.service))} ${fact(msg('About'), categoryLabel(form, ticket.service, ticket.category))}
    ${fact(msg('Type'), typeLabel(form, ticket.service, ticket.type))} ${fact(msg('Order'), isolate(order?.label ?? ticket.orderReference))}
    ${fact(msg('Subscription'), isolate(subscription?.label))} ${fact(msg('Project'), isolate(project?.label))}
    ${fact(msg('Duplicates', { id: 'duplicates' }), ticket.duplicates.map(({ number }) => `#${number}`).join(', '))}
    ${fact(msg('Number'), html`#${ticket.number}${onCopied && copyButton(`#${ticket.number}`, onCopied)}`)}
  </dl>`;
}

/** The facts beside the conversation, for wide containers. */
export const sideFacts = (ticket: TicketView, scene: Scene): TemplateResult =>
  html`<aside class="side wide" aria-label=${msg('Details')}>${customerFacts(ticket, scene)}</aside>`;

/** The facts folded above the conversation, for narrow containers. */
export function foldedFacts(ticket: TicketView, scene: Scene): TemplateResult {
  return html`<details class="fold narrow">
    <summary>
      <span class="run-in"
        >${meter(ticket.status)}${sayStatus(ticket.status)} <span class="soft">· ${sayPriority(ticket.priority)} · ${serviceLabel(scene.session.form, ticket.service)}</span></span
      >${icon('down')}
    </summary>
    ${customerFacts(ticket, scene)}
  </details>`;
}
