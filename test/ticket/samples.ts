/** People, moments and tickets to try the law on; clocks and ids are in the test's hands. */
import { defaultHours, defaultResponseTimes } from '../../server/ticket/promise.ts';
import { create } from '../../server/ticket/rules.ts';
import type { Act, Draft, Policy } from '../../server/ticket/rules.ts';
import type { Actor, Instant, Ticket } from '../../server/ticket/model.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const customer = { kind: 'customer', name: 'Camille Roche' } as const satisfies Actor;
export const staff = { kind: 'staff', id: 'staff-1', name: 'Nadia' } as const satisfies Actor;

export const policy: Policy = { hours: defaultHours, responseTimes: defaultResponseTimes, reopenWindowDays: null, followUp: true };

/** A Tuesday, 10:00 in Paris. */
export const morning: Instant = '2026-03-10T09:00:00.000Z';

export const after = (from: Instant, milliseconds: number): Instant => new Date(Date.parse(from) + milliseconds).toISOString();

let lastId = 0;
const newId = (): string => `id-${++lastId}`;

export const act = (by: Actor, now: Instant = morning, under: Policy = policy): Act => ({ now, by, policy: under, newId });

export const draft = (over: Partial<Draft> = {}): Draft => ({
  number: 123,
  customerId: 'customer-1',
  service: 'technical',
  category: null,
  type: 'bug',
  links: { order: { id: 'order-1', label: 'Hosting, March' } },
  orderReference: null,
  fields: { domain: 'example.org' },
  title: 'The blog does not open',
  description: 'Error 500 since this morning.',
  priority: 'MEDIUM',
  attachments: [],
  context: { page: '/blog' },
  followUpOf: null,
  ...over,
});

/** Nothing may be written in place: a law that tries throws. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

export const newTicket = (over: Partial<Draft> = {}, now: Instant = morning, under: Policy = policy): Ticket =>
  freeze(create(draft(over), act(customer, now, under)).ticket);
