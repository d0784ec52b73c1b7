import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { SessionView } from '../../server/wire/session.ts';
import type { TicketItem } from '../../server/wire/tickets.ts';

type Form = Pick<SessionView['form'], 'services'>;

const levels = { OPEN: 1, IN_PROGRESS: 2, CLOSED: 3 } as const;

export function sayStatus(status: TicketItem['status']): string {
  if (status === 'OPEN') return msg('Open', { id: 'status-open' });
  return status === 'IN_PROGRESS' ? msg('The team is on it') : msg('Closed', { id: 'status-closed' });
}

/** Three bars, filled by the ticket's status. */
export function meter(status: TicketItem['status']): TemplateResult {
  const bars = [0, 1, 2].map((i) => {
    const height = 4 + i * 3.5;
    return svg`<rect class=${i < levels[status] ? 'on' : ''} x=${0.5 + i * 4.5} y=${11.5 - height} width="3" height=${height}/>`;
  });
  return html`<svg class="meter" viewBox="0 0 13 12" aria-hidden="true">${bars}</svg>`;
}

export const status = (value: TicketItem['status']): TemplateResult => html`<span>${meter(value)}${sayStatus(value)}</span>`;

export function sayPriority(priority: TicketItem['priority']): string {
  switch (priority) {
    case 'LOW':
      return msg('Low', { id: 'priority-low' });
    case 'MEDIUM':
      return msg('Normal', { id: 'priority-normal' });
    case 'HIGH':
      return msg('High', { id: 'priority-high' });
    case 'URGENT':
      return msg('Urgent', { id: 'priority-urgent' });
  }
}

/** One triangle for high, two for urgent. */
export function triangles(value: TicketItem['priority']): TemplateResult | typeof nothing {
  const count = value === 'URGENT' ? 2 : value === 'HIGH' ? 1 : 0;
  if (!count) return nothing;
  return html`<svg class="triangles" viewBox="0 0 ${count * 10} 9" aria-hidden="true">
    ${Array.from({ length: count }, (_, i) => svg`<path d="M${i * 10} 9l5-9 5 9z"/>`)}
  </svg>`;
}

/** The priority as triangles and a word. */
export const priority = (value: TicketItem['priority']): TemplateResult => html`<span>${triangles(value)}${sayPriority(value)}</span>`;

/** The label of a service; its id when the configuration no longer has the service. */
export const serviceLabel = (form: Form, id: string): string => form.services.find((service) => service.id === id)?.label ?? id;

export function categoryLabel(form: Form, service: string, id: string | null): string | null {
  if (id === null) return null;
  return form.services.find((s) => s.id === service)?.categories.find((c) => c.id === id)?.label ?? id;
}

export function typeLabel(form: Form, service: string, id: string | null): string | null {
  if (id === null) return null;
  return form.services.find((s) => s.id === service)?.types.find((t) => t.id === id)?.label ?? id;
}

/** The ids of what a request is about. */
export interface Subject {
  readonly service: string | null;
  readonly category: string | null;
  readonly type: string | null;
  readonly order: string | null;
  readonly orderReference: string;
  readonly subscription: string | null;
}

/** What a request is about, in one line: the service, then what was chosen in it. */
export function sayPlace(request: Subject, { form, catalog }: SessionView): string {
  const service = request.service ?? '';
  const labelOf = (items: readonly { readonly id: string; readonly label: string }[], id: string | null) =>
    id ? items.find((item) => item.id === id)?.label : null;
  const order = labelOf(catalog.orders, request.order);
  const parts = [
    serviceLabel(form, service),
    order ? `${order} (${request.order})` : request.orderReference.trim(),
    categoryLabel(form, service, request.category || null),
    labelOf(catalog.subscriptions, request.subscription),
    typeLabel(form, service, request.type || null),
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
