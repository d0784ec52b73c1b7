import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { DeskTicket } from '../../server/ticket/wire.ts';
import { categoryLabel, meter, priority, sayPriority, sayStatus, serviceLabel, status, typeLabel } from '../parts/facts.ts';
import { icon } from '../parts/icon.ts';
import { copyButton } from '../parts/ticket-facts.ts';
import { assigneeName, customerName } from './desk.ts';
import type { Scene } from './desk.ts';

export const deskFactsSheet = css`
  .about {
    display: grid;
    align-content: start;
    gap: 20px;
    min-block-size: 0;
    overflow: auto;
    padding: 16px 20px;
    border-inline-start: 1px solid var(--line);
    font-size: var(--small);
    line-height: 1.43;
  }
  .person {
    overflow-wrap: anywhere;
  }
  .facts .link {
    flex: none;
    min-block-size: 28px;
    margin-block: -4px;
    margin-inline-start: auto;
    position: relative;
  }
  .desk .facts .link::after {
    content: '';
    position: absolute;
    inset: -4px -8px;
  }
  .desk .fold {
    margin-block: 0;
  }
  .desk .fold summary {
    padding-block: 8px;
    line-height: 1.43;
  }
  .desk .fold .facts {
    gap: 8px 24px;
  }
  @container work (max-width: 519.98px) {
    .desk .fold .facts {
      grid-template-columns: minmax(0, 1fr);
    }
    .desk .fold .facts > div {
      display: grid;
      grid-template-columns: 104px minmax(0, 1fr);
      gap: 12px;
    }
  }
  .desk .fold .person {
    padding-block: 4px;
  }
`;

export type Changeable = 'priority' | 'assignee' | 'service';

interface FactsScene extends Scene {
  change(what: Changeable): void;
  onCopied(): void;
}

function person({ customer }: DeskTicket): TemplateResult {
  const unproven = customer.email !== null && !customer.emailVerified;
  return html`<div class="person">
    <h3>${customerName(customer)}</h3>
    ${customer.email === null ? nothing : html`<p class="soft">${customer.email}</p>`}
    ${unproven ? html`<p class="soft">${msg('This address is not proven yet.')}</p>` : nothing}
  </div>`;
}

function facts(ticket: DeskTicket, { me, change, onCopied }: FactsScene): TemplateResult {
  const fact = (term: string, value: unknown) => (value ? html`<div><dt>${term}</dt><dd>${value}</dd></div>` : nothing);
  const changeable = (term: string, what: Changeable, value: unknown) =>
    html`<div>
      <dt>${term}</dt>
      <dd>${value}<button class="link" type="button" aria-label=${msg(str`Change: ${term}`, { id: 'desk-change-of' })} @click=${() => change(what)}>${msg('Change', { id: 'desk-change' })}</button></dd>
    </div>`;
  const { order, subscription, project } = ticket.links;
  return html`<dl class="facts">
    ${fact(msg('Status'), status(ticket.status))}
    ${ticket.status === 'CLOSED' ? fact(msg('Priority'), priority(ticket.priority)) : changeable(msg('Priority'), 'priority', priority(ticket.priority))}
    ${changeable(msg('Assigned to'), 'assignee', assigneeName(ticket.assignee, me))} ${changeable(msg('Service'), 'service', serviceLabel(me, ticket.service))}
    ${fact(msg('About'), categoryLabel(me, ticket.service, ticket.category))} ${fact(msg('Kind'), typeLabel(me, ticket.service, ticket.type))}
    ${fact(msg('Order'), order?.label ?? ticket.orderReference)} ${fact(msg('Subscription'), subscription?.label)} ${fact(msg('Project'), project?.label)}
    ${fact(msg('Tags'), ticket.tags.join(', '))} ${fact(msg('Number'), html`#${ticket.number}${copyButton(`#${ticket.number}`, onCopied)}`)}
  </dl>`;
}

/** At the side, where there is room. */
export const sideColumn = (ticket: DeskTicket, scene: FactsScene): TemplateResult =>
  html`<aside class="about at-side" aria-label=${msg('Facts')}>${person(ticket)}${facts(ticket, scene)}</aside>`;

/** Folded above the conversation, where there is not. */
export function foldedColumn(ticket: DeskTicket, scene: FactsScene): TemplateResult {
  return html`<details class="fold at-top">
    <summary>
      ${meter(ticket.status)}
      <span>${sayStatus(ticket.status)} <span class="soft">· ${sayPriority(ticket.priority)} · ${serviceLabel(scene.me, ticket.service)} · ${assigneeName(ticket.assignee, scene.me)}</span></span>
      ${icon('down')}
    </summary>
    <div class="small">${person(ticket)}${facts(ticket, scene)}</div>
  </details>`;
}
