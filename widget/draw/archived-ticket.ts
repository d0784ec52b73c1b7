import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { ArchivedTicketView } from '../../server/wire/archive.ts';
import { sayDay, sayDays, sayExactly } from './dates.ts';
import { sayMoment } from './when.ts';
import { saySize } from './file-name.ts';
import { isolated, renderIsolated } from './isolate.ts';
import { meter } from './facts.ts';
import { icon } from './icon.ts';
import { plainText } from './text.ts';

type Status = ArchivedTicketView['status'];
type Message = ArchivedTicketView['messages'][number];
type Attachment = Message['attachments'][number];

function sayArchivedStatus(status: Exclude<Status, 'unknown'>): string {
  if (status === 'closed') return msg('Closed', { id: 'status-closed' });
  // Nobody works on it any more.
  return status === 'pending' ? msg('Left in progress') : msg('Left open');
}

/** The status in the earlier system. */
export const archivedStatus = (status: Status): TemplateResult =>
  status === 'unknown'
    ? html`<span>${msg('Status not recorded')}</span>`
    : html`<span>${meter(({ open: 'OPEN', pending: 'IN_PROGRESS', closed: 'CLOSED' } as const)[status])}${sayArchivedStatus(status)}</span>`;

/** A file that was imported with its ticket. */
export type ArchivedFile = Attachment & { readonly id: string };

export interface ArchivedScene {
  readonly now: string;
  readonly locale: string;
  /** The customer's name; without it, the reader is the customer. */
  readonly customer?: string | null;
  download(file: ArchivedFile): void;
  /** Starts a new ticket that follows this one up; for customers only. */
  followUp?(): void;
}

/** A ticket of an earlier system, read-only; a new ticket can follow it up. */
export function archivedTicket(ticket: ArchivedTicketView, scene: ArchivedScene): TemplateResult {
  const { brand, number, subject, status, createdAt, closedAt, messages } = ticket;
  const lacks = messages.some(({ attachments }) => attachments.some(({ id }) => id === null));
  return html`
    <header class="top">
      <h2 part="heading" tabindex="-1"><bdi>${subject || msg('No subject')}</bdi></h2>
      <p class="meta"><span>${brand.label}</span><span>${number}</span>${archivedStatus(status)}<span>${closedAt === null ? sayDay(createdAt, scene.now, scene.locale) : sayDays(createdAt, closedAt, scene.now, scene.locale)}</span></p>
    </header>
    <p class="copy small">
      ${icon('archive')}<span>
        ${renderIsolated(msg(str`A faithful copy from ${isolated(brand.label)}’s earlier system, read-only.`))}
        ${lacks ? msg('Some attachments were not carried over.') : nothing}
      </span>
    </p>
    <ol class="says" aria-label=${msg('Discussion')}>
      ${messages.map((message) => said(message, brand.label, scene))}
    </ol>
    ${
      scene.followUp
        ? html`<div class="section again">
          <p>${msg('Is the problem back?')}</p>
          <div class="bar"><button class="button primary" type="button" @click=${() => scene.followUp?.()}>${icon('plus')}${msg('Open a ticket about it')}</button></div>
        </div>`
        : nothing
    }
  `;
}

function said({ author, body, createdAt, approximate, attachments }: Message, brand: string, scene: ArchivedScene): TemplateResult {
  const { now, locale, customer } = scene;
  const when = sayMoment(createdAt, now, locale);
  const time = html`<time datetime=${createdAt} title=${sayExactly(createdAt, locale)}>${approximate ? msg(str`about ${when}`) : when}</time>`;
  if (author.kind === 'system') return html`<li class="event"><span>${plainText(body)} ${time}</span></li>`;
  const isTeam = author.kind === 'staff';
  return html`<li class=${isTeam ? 'team' : ''}>
    <p class="who"><b>${isTeam ? (author.name ?? msg(str`${isolated(brand)} support`)) : customer ? (author.name ?? customer) : msg('You')}</b>${time}</p>
    ${plainText(body)}
    ${
      attachments.length
        ? html`<ul class="chips">
          ${attachments.map((file) => html`<li>${chip(file, scene)}</li>`)}
        </ul>`
        : nothing
    }
  </li>`;
}

function chip(file: Attachment, { locale, download }: ArchivedScene): TemplateResult {
  const { id, name, size } = file;
  const label = html`${icon('file')}<bdi>${name}</bdi>${size === null ? nothing : html`<span class="soft">${saySize(size, locale)}</span>`}`;
  if (id === null) return html`<span class="chip soft">${label}<span>${msg('not kept')}</span></span>`;
  return html`<button class="button compact" type="button" @click=${() => download({ ...file, id })}><span class="unseen">${msg('Download')} </span>${label}</button>`;
}
