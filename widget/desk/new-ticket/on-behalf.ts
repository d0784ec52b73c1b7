/** The customer and the problems of a ticket on a customer's behalf. Pure. */
import type { DeskMe, DeskNewTicket } from '../../../server/wire/desk.ts';
import type { FieldError } from '../../../server/ticket/codes.ts';
import { msg, str } from '@lit/localize';
import { limits } from '../../../server/ticket/limits.ts';
import type { Instant, Priority } from '../../../server/ticket/model.ts';
import { dueAt } from '../../../server/ticket/promise.ts';
import type { ResponseTimes } from '../../../server/ticket/promise.ts';
import type { Failure } from '../../client/http.ts';
import { problemsOf, serviceOf, toNewTicket } from '../../form/request.ts';
import type { FieldProblem, Request } from '../../form/request.ts';
import type { Whom } from '../frame/place.ts';

/** The customer: a known or a new one. */
export type Person =
  | {
      readonly kind: 'known';
      readonly whom: Whom;
      readonly name: string | null;
      readonly email: string | null;
      readonly emailVerified: boolean;
    }
  | { readonly kind: 'new'; readonly name: string; readonly email: string };

/** The part of the site's settings that the form uses. */
export type Form = Pick<DeskMe, 'services' | 'priorities' | 'hours'>;

/** The field with a problem, and the text to show. */
export interface Problem {
  readonly field: string;
  readonly text: string;
}

/** A new customer from the text typed into the search: an address when it has `@`, else a name. */
export const somebodyNew = (typed: string): Person =>
  typed.includes('@') ? { kind: 'new', name: '', email: typed } : { kind: 'new', name: typed, email: '' };

/** How the request names the customer: a guest by address, others by id. */
function namedBy(person: Person): DeskNewTicket['customer'] {
  if (person.kind === 'new') return { email: person.email.trim(), ...(person.name.trim() && { name: person.name.trim() }) };
  return person.whom.kind === 'guest' ? { email: person.whom.id } : { id: person.whom.id };
}

export function toDeskTicket(person: Person, request: Request, form: Form, attachments: readonly string[]): DeskNewTicket {
  return { ...toNewTicket(request, form), ...(attachments.length && { attachments: [...attachments] }), customer: namedBy(person) };
}

export function problemsIn(person: Person | null, request: Request, form: Form): readonly Problem[] {
  const service = serviceOf(request, form);
  return [
    ...personProblems(person),
    ...(service ? [] : [{ field: 'service', text: msg('Choose the service that it is for.') }]),
    ...(service?.asks === 'category' && !request.category ? [{ field: 'category', text: msg('Choose what it is about.') }] : []),
    ...problemsOf(request, form).map((problem) => ({ field: problem.path, text: sayProblem(problem) })),
  ];
}

function personProblems(person: Person | null): readonly Problem[] {
  if (!person) return [{ field: 'person', text: msg('Say first whom the ticket is for.') }];
  if (person.kind === 'known') return [];
  const email = person.email.trim();
  if (!email) return [{ field: 'customer.email', text: msg('Ask for their address: the ticket is kept for it.') }];
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? [] : [{ field: 'customer.email', text: sayAddress() }];
}

const sayAddress = (): string => msg('This does not look like an e-mail address: check it with them.');

function sayProblem({ path, code, count }: FieldProblem): string {
  if (path !== 'title' && path !== 'description') return msg('The site asks for this one too.');
  const { min, max } = limits[path];
  if (code === 'too-long') return msg(str`This is too long, by ${count - max}: please shorten it.`);
  if (path === 'title')
    return code === 'required'
      ? msg('Give it a title: what does not work, and where?')
      : msg(str`A title takes at least ${min} characters.`);
  return code === 'required' ? msg('Write down what they tell you.') : msg(str`A few more words: at least ${min} characters.`);
}

/** The server's validation errors by field; empty when none is about the form. */
export function refusalsIn({ code, fields }: Failure): readonly Problem[] {
  if (code !== 'invalid-input') return [];
  return fields.filter(({ path }) => !path.startsWith('attachments')).map((error) => ({ field: error.path, text: sayRefusal(error) }));
}

function sayRefusal({ path, code }: FieldError): string {
  if (path === 'customer.email') return sayAddress();
  if (code === 'not-in-list') return msg('This can no longer be chosen. Choose again.');
  return code === 'too-long' ? msg('This is too long: please shorten it.') : msg('The server does not take this as it is: check it.');
}

/** By when the team answers if it is opened at `now`: the server reckons with the same function. */
export function promisedBy(priority: Priority, now: Instant, { hours, priorities }: Form): Instant {
  const responseTimes = Object.fromEntries(priorities.map(({ id, response }) => [id, response])) as unknown as ResponseTimes;
  return dueAt(priority, now, { hours, responseTimes });
}
