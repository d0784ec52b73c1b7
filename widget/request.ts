/** A ticket being written: what it needs, what it lacks. Pure; the screen shows it, `controllers/drafts.ts` keeps it. */
import type { NewTicket, ServiceView, SessionView } from '../server/ticket/wire.ts';
import type { FieldCode } from '../server/ticket/codes.ts';
import type { Instant, Priority } from '../server/ticket/model.ts';
import { countCharacters, limits } from '../server/ticket/limits.ts';
import { dueAt } from '../server/ticket/promise.ts';
import type { ResponseTimes } from '../server/ticket/promise.ts';
import type { Prefill } from './app.ts';

export type Step = 'service' | 'write' | 'check';

export interface Request {
  readonly step: Step;
  readonly service: string | null;
  readonly category: string | null;
  readonly type: string | null;
  readonly order: string | null;
  readonly orderReference: string;
  readonly subscription: string | null;
  readonly project: string | null;
  readonly title: string;
  readonly description: string;
  readonly priority: Priority;
}

type Form = SessionView['form'];

export const emptyRequest: Request = {
  step: 'service',
  service: null,
  category: null,
  type: null,
  order: null,
  orderReference: '',
  subscription: null,
  project: null,
  title: '',
  description: '',
  priority: 'MEDIUM',
};

export const serviceOf = (request: Request, form: Form): ServiceView | null => form.services.find((service) => service.id === request.service) ?? null;

/** Nothing typed that would be missed. */
export const isBlank = (request: Request): boolean => !request.title.trim() && !request.description.trim();

const known = (items: readonly { readonly id: string }[], id: string | null | undefined): string | null =>
  id && items.some((item) => item.id === id) ? id : null;

/** Drops what the form or the customer's catalog no longer has: a site may change while a draft lies here. */
export function fit(request: Request, { form, catalog }: SessionView): Request {
  const service = serviceOf(request, form);
  return {
    ...emptyRequest,
    ...request,
    step: service ? request.step : 'service',
    service: service?.id ?? null,
    category: known(service?.categories ?? [], request.category),
    type: known(service?.types ?? [], request.type),
    order: known(catalog.orders, request.order),
    subscription: known(catalog.subscriptions, request.subscription),
    project: known(catalog.projects, request.project),
    priority: form.priorities.some((priority) => priority.id === request.priority) ? request.priority : 'MEDIUM',
  };
}

/** Whether the request has found its place, so that writing can begin. */
export function isPlaced(request: Request, { form, catalog }: SessionView): boolean {
  const service = serviceOf(request, form);
  if (!service) return false;
  if (service.asks === 'category') return request.category !== null;
  if (service.asks === 'order') return request.order !== null || request.orderReference !== '';
  if (service.asks === 'subscription') return request.subscription !== null || request.type !== null || (!catalog.subscriptions.length && !service.types.length);
  return true;
}

/** What the page already knows, laid over a draft: places are taken over, typed words are never replaced. */
export function withPrefill(draft: Request, prefill: Prefill, session: SessionView): Request {
  const { title, description, ...place } = prefill;
  if (!Object.keys(prefill).length) return draft;
  const request = fit({ ...draft, ...place, title: draft.title || (title ?? ''), description: draft.description || (description ?? '') }, session);
  // A draft that is already about this goes on where it was left.
  if (draft.step !== 'service' && Object.entries(place).every(([name, value]) => draft[name as keyof typeof place] === value)) return request;
  return { ...request, step: isPlaced(request, session) ? 'write' : 'service' };
}

export interface FieldProblem {
  readonly path: 'title' | 'description' | 'category' | 'service';
  readonly code: FieldCode;
  readonly count: number;
}

function measure(path: 'title' | 'description', text: string): FieldProblem[] {
  const count = countCharacters(text.trim());
  const { min, max } = limits[path];
  if (count === 0) return [{ path, code: 'required', count }];
  if (count < min) return [{ path, code: 'too-short', count }];
  return count > max ? [{ path, code: 'too-long', count }] : [];
}

/** What has to be mended before sending. */
export const problemsOf = (request: Request): readonly FieldProblem[] => [...measure('title', request.title), ...measure('description', request.description)];

export function toNewTicket(request: Request): NewTicket {
  const reference = request.orderReference.trim();
  return {
    service: request.service ?? '',
    title: request.title.trim(),
    description: request.description.trim(),
    priority: request.priority,
    ...(request.category && { category: request.category }),
    ...(request.type && { type: request.type }),
    ...(request.order && { order: request.order }),
    ...(!request.order && reference && { orderReference: reference }),
    ...(request.subscription && { subscription: request.subscription }),
    ...(request.project && { project: request.project }),
  };
}

/** By when the team answers if it is sent at `now`: the server reckons with the same function. */
export function promisedBy(priority: Priority, now: Instant, { hours, priorities }: Form): Instant {
  const responseTimes = Object.fromEntries(priorities.map(({ id, response }) => [id, response])) as unknown as ResponseTimes;
  return dueAt(priority, now, { hours, responseTimes });
}
