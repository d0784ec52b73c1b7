/** A new ticket while it is written, and what it still needs. Pure; `client/drafts.ts` stores it. */
import type { FieldView, ServiceView, SessionView } from '../../server/wire/session.ts';
import type { NewTicket } from '../../server/wire/tickets.ts';
import type { FieldCode } from '../../server/ticket/codes.ts';
import type { Instant, Priority } from '../../server/ticket/model.ts';
import { countCharacters, countVisible } from '../../server/ticket/characters.ts';
import { textLimits } from '../../server/ticket/limits.ts';
import { dueFromOpenDays } from '../../server/ticket/open-days.ts';
import type { PageFacts } from '../draw/context.ts';
import type { Prefill } from './prefill.ts';
import { hindrances, reaches, suggestPriority } from './impact.ts';
import type { Hindrance, Reach } from './impact.ts';

/** `subject`: the order, the category, or the subscription and the type; only where the service asks for any of them. */
export const steps = ['service', 'subject', 'write', 'check'] as const;
export type Step = (typeof steps)[number];

/** The answer "none in particular" for an order, a subscription or a type; `null` means not answered yet. */
export const none = '';

export interface Request {
  readonly step: Step;
  readonly service: string | null;
  readonly category: string | null;
  /** May be `none`, like the order and the subscription. */
  readonly type: string | null;
  readonly order: string | null;
  readonly orderReference: string;
  readonly subscription: string | null;
  readonly project: string | null;
  readonly title: string;
  readonly description: string;
  readonly priority: Priority;
  /** Answers to the two questions about the impact. */
  readonly reach: Reach | null;
  readonly hindrance: Hindrance | null;
  /** Whether the customer chose the priority; answers then no longer change it. */
  readonly ranked: boolean;
  /** Whether the form has asked back about urgent. */
  readonly urgentAsked: boolean;
  /** Answers to the site's own fields. */
  readonly fields: Readonly<Record<string, string | boolean>>;
  /** Texts that look like secrets and that the customer chose to keep. */
  readonly secretsKept: readonly string[];
  /** Facts of the page, collected with the customer's consent; `null` without it. */
  readonly facts: PageFacts | null;
  /** The id and label of the ticket that the new one follows up. */
  readonly followUpOf: string | null;
  readonly followUpLabel: string;
}

type Form = SessionView['form'];
/** The part of the form that the desk has too. */
type Asked = Pick<Form, 'services'>;

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
  reach: null,
  hindrance: null,
  ranked: false,
  urgentAsked: false,
  fields: {},
  secretsKept: [],
  facts: null,
  followUpOf: null,
  followUpLabel: '',
};

export const serviceOf = (request: Request, form: Asked): ServiceView | null =>
  form.services.find((service) => service.id === request.service) ?? null;

/** Whether the title, the description and all text answers are empty. */
export const isBlank = (request: Request): boolean =>
  !request.title.trim() &&
  !request.description.trim() &&
  !Object.values(request.fields).some((value) => typeof value === 'string' && value.trim());

/** The site's own fields for the chosen service, category and type. */
export function fieldsOf(request: Request, form: Asked): readonly FieldView[] {
  const applies = (wanted: readonly string[], chosen: string | null): boolean =>
    !wanted.length || (chosen !== null && wanted.includes(chosen));
  return (serviceOf(request, form)?.fields ?? []).filter(
    (field) => applies(field.categories, request.category) && applies(field.types, request.type),
  );
}

/** The answer to send; `undefined` for none. */
export function answerTo({ id, kind, options }: FieldView, request: Request): string | boolean | undefined {
  // A stored draft may be older than the form: answers of another kind or to options that no longer exist are dropped.
  const value = Object.hasOwn(request.fields, id) ? request.fields[id] : undefined;
  if (kind === 'checkbox') return value === true || undefined;
  const text = typeof value === 'string' ? value.trim() : '';
  return kind === 'choice' && !options.some((option) => option.id === text) ? undefined : text || undefined;
}

/** Whether the service asks for facts of the page. */
export const offersFacts = (request: Request, form: Asked): boolean => serviceOf(request, form)?.diagnostics ?? false;

/** The facts of the page to send; `null` for none. */
export const factsOf = (request: Request, form: Asked): PageFacts | null =>
  request.facts && Object.keys(request.facts).length && offersFacts(request, form) ? request.facts : null;

/** The priority that the answers about the impact suggest. */
export const suggestedFor = (request: Request): Priority | null => suggestPriority(request.reach, request.hindrance);

const known = (items: readonly { readonly id: string }[], id: string | null | undefined): string | null =>
  id && items.some((item) => item.id === id) ? id : null;

const knownOrNone = (items: readonly { readonly id: string }[], id: string | null | undefined): string | null =>
  id === none ? none : known(items, id);

/** Drops choices that the form or the catalog no longer has, since a site may change while a draft is stored. */
export function fit(
  request: Request,
  { form, catalog }: Pick<SessionView, 'catalog'> & { readonly form: Pick<Form, 'services' | 'priorities'> },
): Request {
  const service = serviceOf(request, form);
  return {
    ...emptyRequest,
    ...request,
    step: service && steps.includes(request.step) ? request.step : 'service',
    service: service?.id ?? null,
    category: known(service?.categories ?? [], request.category),
    type: knownOrNone(service?.types ?? [], request.type),
    order: knownOrNone(catalog.orders, request.order),
    subscription: knownOrNone(catalog.subscriptions, request.subscription),
    secretsKept: Array.isArray(request.secretsKept) ? request.secretsKept.filter((text) => typeof text === 'string') : [],
    project: known(catalog.projects, request.project),
    priority: form.priorities.some((priority) => priority.id === request.priority) ? request.priority : 'MEDIUM',
    reach: reaches.find((known) => known === request.reach) ?? null,
    hindrance: hindrances.find((known) => known === request.hindrance) ?? null,
  };
}

/** A question of the second step. */
export type Question = 'order' | 'category' | 'subscription' | 'type';

/** The questions of the second step; empty when the service has no such step. Customers without subscriptions are not asked for one. */
export function questionsOf(
  request: Request,
  { form, catalog }: Pick<SessionView, 'catalog'> & { readonly form: Asked },
): readonly Question[] {
  const service = serviceOf(request, form);
  if (!service) return [];
  const asked: Question[] =
    service.asks === null || (service.asks === 'subscription' && !catalog.subscriptions.length) ? [] : [service.asks];
  return service.types.length ? [...asked, 'type'] : asked;
}

/** The unanswered questions of the second step. */
export function unansweredOf(request: Request, session: Pick<SessionView, 'catalog'> & { readonly form: Asked }): readonly Question[] {
  return questionsOf(request, session).filter(
    (question) => request[question] === null && !(question === 'order' && request.orderReference.trim()),
  );
}

/** Whether the service and all questions of the second step are answered. */
export const isPlaced = (request: Request, session: Pick<SessionView, 'catalog'> & { readonly form: Asked }): boolean =>
  serviceOf(request, session.form) !== null && !unansweredOf(request, session).length;

/** The first incomplete step, at most the wanted one, since the step in the URL may not fit the draft. */
export function reachable(wanted: Step, request: Request, session: SessionView): Step {
  if (!serviceOf(request, session.form)) return 'service';
  if (wanted === 'service') return wanted;
  if (wanted === 'subject' ? questionsOf(request, session).length : !isPlaced(request, session)) return 'subject';
  return wanted === 'check' && !problemsOf(request, session.form).length ? 'check' : 'write';
}

/** Merges prefilled values into a draft: choices are replaced, typed texts are not. */
export function withPrefill(draft: Request, prefill: Prefill, session: SessionView): Request {
  const { title, description, fields, ...place } = prefill;
  if (!Object.keys(prefill).length) return draft;
  const typed = {
    title: draft.title || (title ?? ''),
    description: draft.description || (description ?? ''),
    fields: { ...fields, ...draft.fields },
  };
  const request = fit({ ...draft, ...place, ...typed, ranked: draft.ranked || place.priority !== undefined }, session);
  // A draft with the same choices continues at its step.
  if (draft.step !== 'service' && Object.entries(place).every(([name, value]) => draft[name as keyof typeof place] === value))
    return request;
  return { ...request, step: reachable('write', request, session) };
}

export interface FieldProblem {
  readonly path: 'title' | 'description' | 'category' | 'service' | `fields.${string}`;
  readonly code: FieldCode;
  readonly count: number;
}

function measure(path: 'title' | 'description', text: string): FieldProblem[] {
  const seen = countVisible(text);
  const count = countCharacters(text.trim());
  const { min, max } = textLimits[path];
  if (seen === 0) return [{ path, code: 'required', count: seen }];
  if (seen < min) return [{ path, code: 'too-short', count: seen }];
  return count > max ? [{ path, code: 'too-long', count }] : [];
}

/** The errors that prevent sending. */
export const problemsOf = (request: Request, form: Asked): readonly FieldProblem[] => [
  ...measure('title', request.title),
  ...measure('description', request.description),
  ...fieldsOf(request, form)
    .filter((field) => field.required && answerTo(field, request) === undefined)
    .map((field): FieldProblem => ({ path: `fields.${field.id}`, code: 'required', count: 0 })),
];

export function toNewTicket(request: Request, form: Asked): NewTicket {
  const reference = request.orderReference.trim();
  const fields = fieldsOf(request, form).flatMap((field) => {
    const answer = answerTo(field, request);
    return answer === undefined ? [] : [[field.id, answer] as const];
  });
  const context = factsOf(request, form);
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
    ...(fields.length && { fields: Object.fromEntries(fields) }),
    ...(context && { context }),
    ...(request.followUpOf && { followUpOf: request.followUpOf }),
  };
}

/** All texts of the request, in which secrets are searched. */
export const textsOf = (request: Request, form: Asked): readonly string[] => [
  request.title,
  request.description,
  request.orderReference,
  ...fieldsOf(request, form)
    .map((field) => answerTo(field, request))
    .filter((answer) => typeof answer === 'string'),
  ...Object.values(factsOf(request, form) ?? {}).flat(),
];

/** The promised time of answer when the request is sent at `now`. */
export function promisedBy(priority: Priority, now: Instant, { openDays, priorities }: Form): Instant {
  const response = priorities.find(({ id }) => id === priority)?.response;
  return response ? new Date(dueFromOpenDays(response, Date.parse(now), openDays)).toISOString() : now;
}
