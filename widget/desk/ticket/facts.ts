import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { DeskCustomerCard } from '../../../server/wire/customers.ts';
import type { DeskTicket } from '../../../server/wire/desk.ts';
import { categoryLabel, meter, priority, sayPriority, sayStatus, serviceLabel, status, typeLabel } from '../../draw/facts.ts';
import { icon } from '../../draw/icon.ts';
import { copyButton } from '../../draw/ticket-facts.ts';
import { isolated } from '../../draw/isolate.ts';
import type { Amend } from './changes.ts';
import { customerCard, person } from '../customer/customer.ts';
import { assigneeName, shortName } from '../desk.ts';
import type { Desk, Scene } from '../desk.ts';
import './tags.ts';

export const deskFactsSheet = css`
  .about {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 20px;
    min-block-size: 0;
    overflow: auto;
    padding: 16px 20px;
    border-inline-start: 1px solid var(--line);
    font-size: var(--small);
    line-height: 1.43;
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
  .about .owned summary {
    padding-block: 4px;
  }
  .more {
    display: grid;
    justify-items: start;
  }
  .more .link {
    min-block-size: 32px;
  }
  .desk .fold .small {
    display: grid;
    gap: 16px;
    padding-block-end: 16px;
  }
  .desk .fold .person {
    padding-block: 4px;
  }
`;

export type Changeable = 'priority' | 'assignee' | 'service';

interface FactsScene extends Scene {
  readonly desk: Desk;
  readonly card: DeskCustomerCard | null;
  readonly amend: Amend;
  change(what: Changeable): void;
  closeAsDuplicate(): void;
  viewAsCustomer(): void;
  openArchive(): void;
  mailAgain(): void;
  onCopied(): void;
}

function facts(ticket: DeskTicket, { me, change, onCopied, desk, amend }: FactsScene): TemplateResult {
  const fact = (term: string, value: unknown) => (value ? html`<div><dt>${term}</dt><dd>${value}</dd></div>` : nothing);
  const changeable = (term: string, what: Changeable, value: unknown) =>
    html`<div>
      <dt>${term}</dt>
      <dd>${value}<button class="link" type="button" aria-label=${msg(str`Change: ${term}`, { id: 'desk-change-of' })} @click=${() => change(what)}>${msg('Change', { id: 'desk-change' })}</button></dd>
    </div>`;
  const { order, subscription, project } = ticket.links;
  const original = ticket.duplicateOf ?? ticket.otherDuplicateOf;
  const duplicates = [...ticket.duplicates, ...ticket.otherDuplicates];
  return html`<dl class="facts">
    ${fact(msg('Status'), status(ticket.status))}
    ${ticket.status === 'CLOSED' ? fact(msg('Priority'), priority(ticket.priority)) : changeable(msg('Priority'), 'priority', priority(ticket.priority))}
    ${changeable(msg('Assigned to'), 'assignee', assigneeName(ticket.assignee, me))} ${changeable(msg('Service'), 'service', serviceLabel(me, ticket.service))}
    ${fact(msg('About'), categoryLabel(me, ticket.service, ticket.category))} ${fact(msg('Type'), typeLabel(me, ticket.service, ticket.type))}
    ${fact(msg('Order'), order?.label ?? ticket.orderReference)} ${fact(msg('Subscription'), subscription?.label)} ${fact(msg('Project'), project?.label)}
    <div>
      <dt>${msg('Tags')}</dt>
      <dd><support-desk-tags .desk=${desk} .ticket=${ticket} .amend=${amend}></support-desk-tags></dd>
    </div>
    ${fact(msg('Duplicate of'), original ? ticketLinks([original]) : null)} ${fact(msg('Duplicates', { id: 'duplicates' }), duplicates.length ? ticketLinks(duplicates) : null)}
    ${fact(msg('Number'), html`#${ticket.number}${copyButton(`#${ticket.number}`, onCopied)}`)}
  </dl>`;
}

const ticketLinks = (tickets: readonly { readonly number: number }[]): TemplateResult =>
  html`<span>${tickets.map(({ number }, i) => html`${i ? ', ' : ''}<a href="#${number}">#${number}</a>`)}</span>`;

/** Infrequent acts, below the facts. */
const more = (ticket: DeskTicket, { viewAsCustomer, closeAsDuplicate }: FactsScene): TemplateResult =>
  html`<div class="more">
    <button class="link" type="button" @click=${viewAsCustomer}>${msg(str`View as ${isolated(shortName(ticket.customer))}`)}</button>
    ${ticket.status === 'CLOSED' ? nothing : html`<button class="link" type="button" @click=${closeAsDuplicate}>${msg('Close as a duplicate…')}</button>`}
  </div>`;

const everything = (ticket: DeskTicket, scene: FactsScene): TemplateResult =>
  html`${person(ticket.customer, scene)}${facts(ticket, scene)}${customerCard(ticket, scene.card, scene, scene)}${more(ticket, scene)}`;

/** The facts beside the conversation, for wide containers. */
export const sideColumn = (ticket: DeskTicket, scene: FactsScene): TemplateResult =>
  html`<aside class="about at-side" aria-label=${msg('Details')}>${everything(ticket, scene)}</aside>`;

/** The facts folded above the conversation, for narrow containers. */
export function foldedColumn(ticket: DeskTicket, scene: FactsScene): TemplateResult {
  return html`<details class="fold at-top">
    <summary>
      ${meter(ticket.status)}
      <span>${sayStatus(ticket.status)} <span class="soft">· ${sayPriority(ticket.priority)} · ${serviceLabel(scene.me, ticket.service)} · ${assigneeName(ticket.assignee, scene.me)}</span></span>
      ${icon('down')}
    </summary>
    <div class="small">${everything(ticket, scene)}</div>
  </details>`;
}
