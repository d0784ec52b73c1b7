/** A ticket being written: what it needs, what it lacks. Pure; the screen shows it, `client/drafts.ts` keeps it. */
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

/** The answer "none in particular", for an order, a subscription or a type. Null means that nobody has answered yet. */
export const none = '';

export interface Request {
  readonly step: Step;
  readonly service: string | null;
  readonly category: string | null;
  /** May be `none`, as the order and the subscription may. */
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
  /** The priority was chosen by hand: answers no longer change it. */
  readonly ranked: boolean;
  /** Urgent was asked back once, whatever the answer was. */
  readonly urgentAsked: boolean;
  /** Answers to the site's own questions. */
  readonly fields: Readonly<Record<string, string | boolean>>;
  /** What looks like a secret and was left in on purpose, as it stands in the texts. */
  readonly secretsKept: readonly string[];
  /** Noted with the customer's consent; null without. */
  readonly facts: PageFacts | null;
  /** The ticket it goes on from, by its id, and what to call it. */
  readonly followUpOf: string | null;
  readonly followUpLabel: string;
}

type Form = SessionView['form'];
/** What is asked: the desk asks the same. */
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

/** Nothing typed that would be missed. */
export const isBlank = (request: Request): boolean =>
  !request.title.trim() &&
  !request.description.trim() &&
  !Object.values(request.fields).some((value) => typeof value === 'string' && value.trim());

/** The site's own questions that apply to what was chosen. */
export function fieldsOf(request: Request, form: Asked): readonly FieldView[] {
  const applies = (wanted: readonly string[], chosen: string | null): boolean =>
    !wanted.length || (chosen !== null && wanted.includes(chosen));
  return (serviceOf(request, form)?.fields ?? []).filter(
    (field) => applies(field.categories, request.category) && applies(field.types, request.type),
  );
}

/** The answer as it will be sent; undefined for none. */
export function answerTo({ id, kind, options }: FieldView, request: Request): string | boolean | undefined {
  // Whatever a kept draft holds: only its own answers count, and only as long as the form still asks like that.
  const value = Object.hasOwn(request.fields, id) ? request.fields[id] : undefined;
  if (kind === 'checkbox') return value === true || undefined;
  const text = typeof value === 'string' ? value.trim() : '';
  return kind === 'choice' && !options.some((option) => option.id === text) ? undefined : text || undefined;
}

/** Whether the page can matter to the service at all. */
export const offersFacts = (request: Request, form: Asked): boolean => serviceOf(request, form)?.diagnostics ?? false;

/** What will be sent of the page; null: nothing. */
export const factsOf = (request: Request, form: Asked): PageFacts | null =>
  request.facts && Object.keys(request.facts).length && offersFacts(request, form) ? request.facts : null;

/** The priority that the answers about the impact speak for. */
export const suggestedFor = (request: Request): Priority | null => suggestPriority(request.reach, request.hindrance);

const known = (items: readonly { readonly id: string }[], id: string | null | undefined): string | null =>
  id && items.some((item) => item.id === id) ? id : null;

const knownOrNone = (items: readonly { readonly id: string }[], id: string | null | undefined): string | null =>
  id === none ? none : known(items, id);

/** Drops what the form or the customer's catalog no longer has: a site may change while a draft lies here. */
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

/** What the second step asks for. */
export type Question = 'order' | 'category' | 'subscription' | 'type';

/** The questions of the second step; none: the service has no such step. Whoever has no subscription is not asked which. */
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

/** The questions of the second step that nobody has answered yet. */
export function unansweredOf(request: Request, session: Pick<SessionView, 'catalog'> & { readonly form: Asked }): readonly Question[] {
  return questionsOf(request, session).filter(
    (question) => request[question] === null && !(question === 'order' && request.orderReference.trim()),
  );
}

/** Whether the request has found its place, so that writing can begin. */
export const isPlaced = (request: Request, session: Pick<SessionView, 'catalog'> & { readonly form: Asked }): boolean =>
  serviceOf(request, session.form) !== null && !unansweredOf(request, session).length;

/** The first step that still lacks something, at most the wanted one: an address may be older than what the form knows. */
export function reachable(wanted: Step, request: Request, session: SessionView): Step {
  if (!serviceOf(request, session.form)) return 'service';
  if (wanted === 'service') return wanted;
  if (wanted === 'subject' ? questionsOf(request, session).length : !isPlaced(request, session)) return 'subject';
  return wanted === 'check' && !problemsOf(request, session.form).length ? 'check' : 'write';
}

/** What the page already knows, laid over a draft: places are taken over, typed words are never replaced. */
export function withPrefill(draft: Request, prefill: Prefill, session: SessionView): Request {
  const { title, description, fields, ...place } = prefill;
  if (!Object.keys(prefill).length) return draft;
  const typed = {
    title: draft.title || (title ?? ''),
    description: draft.description || (description ?? ''),
    fields: { ...fields, ...draft.fields },
  };
  const request = fit({ ...draft, ...place, ...typed, ranked: draft.ranked || place.priority !== undefined }, session);
  // A draft that is already about this goes on where it was left.
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

/** What has to be mended before sending. */
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

/** Everything that a customer types or lets go with it: where a secret may stand. */
export const textsOf = (request: Request, form: Asked): readonly string[] => [
  request.title,
  request.description,
  request.orderReference,
  ...fieldsOf(request, form)
    .map((field) => answerTo(field, request))
    .filter((answer) => typeof answer === 'string'),
  ...Object.values(factsOf(request, form) ?? {}).flat(),
];

/** By when the team answers if it is sent at `now`. */
export function promisedBy(priority: Priority, now: Instant, { openDays, priorities }: Form): Instant {
  const response = priorities.find(({ id }) => id === priority)?.response;
  return response ? new Date(dueFromOpenDays(response, Date.parse(now), openDays)).toISOString() : now;
}
