/** Answers every error as RFC 9457 problem details with a stable code, without rejected values or internals. */
import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Log } from '../log.ts';
import { FileMissing, Forbidden, InFlight, KeyReused, NotAccepted, NotFound, ReadOnlyError, Stale, TooLarge } from '../services/errors.ts';
import { InvalidInput, Refusal } from '../ticket/codes.ts';
import type { FieldError, ProblemCode } from '../ticket/codes.ts';
import type { Ctx, Env } from './env.ts';

const known: Readonly<Record<ProblemCode, readonly [status: ContentfulStatusCode, title: string]>> = {
  unauthenticated: [401, 'Sign in first'],
  forbidden: [403, 'Not allowed'],
  'code-required': [403, 'A link of a mail is for reading: type a code that was sent to the address first'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Not possible at this address'],
  'ticket-closed': [409, 'The ticket is closed'],
  'answered-meanwhile': [409, 'The customer has had another answer since'],
  'already-closed': [409, 'The ticket is closed already'],
  'not-closed': [409, 'The ticket is not closed'],
  'reopen-window-passed': [409, 'The ticket can no longer be reopened'],
  'already-thanked': [409, 'Thanks were given already'],
  'already-rated': [409, 'The ticket was rated already'],
  'too-soon': [409, 'Too soon to ask for news'],
  'bad-transition': [409, 'The ticket cannot go there from its status'],
  'already-sent': [409, 'The mail was sent already'],
  'nothing-to-acknowledge': [409, 'It is not the team’s turn'],
  'no-solution': [409, 'No message is marked as the solution'],
  'no-proven-address': [409, 'There is no e-mail address that is known to be yours'],
  'in-flight': [409, 'The same request is still being worked on'],
  stale: [412, 'The ticket has changed since'],
  'too-large': [413, 'The request is too large'],
  'unsupported-media-type': [415, 'Nothing of this type is taken here'],
  'malformed-json': [400, 'The request is not JSON'],
  'malformed-request': [400, 'The request cannot be read'],
  'invalid-input': [422, 'Some of the input is not valid'],
  'idempotency-key-reused': [422, 'The idempotency key was used for another request'],
  'precondition-required': [428, 'Say which version you change (If-Match)'],
  'too-many-requests': [429, 'Too many requests'],
  'too-many-streams': [503, 'As many streams are open as there may be: ask now and then instead'],
  internal: [500, 'Something went wrong here'],
  'file-missing': [503, 'The file cannot be read at the moment'],
  'read-only': [503, 'Nothing can be saved at the moment'],
  draining: [503, 'The server is about to stop'],
};

export interface Details {
  readonly errors?: readonly FieldError[];
  readonly retryAt?: string | null;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that is answered as a problem. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly details: Details;

  constructor(code: ProblemCode, details: Details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Headers that a handler may have set before it failed, and that are wrong for a problem. */
const ofTheAnswer = ['Content-Length', 'Content-Disposition', 'Content-Encoding', 'ETag', 'Last-Modified', 'Location'];

export function answerProblem(c: Ctx, code: ProblemCode, details: Details = {}): Response {
  const [status] = known[code];
  for (const name of ofTheAnswer) c.header(name, undefined);
  return c.body(problemText(code, c.get('requestId'), details), status, {
    ...details.headers,
    ...(details.retryAfter !== undefined && { 'Retry-After': String(details.retryAfter) }),
    ...(code === 'unauthenticated' && { 'WWW-Authenticate': 'Bearer error="invalid_token"' }),
    'Content-Type': 'application/problem+json',
  });
}

function problemText(code: ProblemCode, instance: string, { errors, retryAt }: Details = {}): string {
  const [status, title] = known[code];
  return JSON.stringify({
    type: `urn:support-ticket:problem:${code}`,
    title,
    status,
    instance,
    code,
    ...(errors && { errors: errors.map((error) => ({ path: error.path.slice(0, 200), code: error.code })) }),
    ...(retryAt !== undefined && { retryAt }),
  });
}

/** Values of Retry-After, in seconds. */
const soon = 1;
const later = 30;
/** For errors that last until the operator repairs them. */
const muchLater = 3_600;

function problemOf(error: Error): HttpProblem | null {
  if (error instanceof HttpProblem) return error;
  if (error instanceof InvalidInput) return new HttpProblem('invalid-input', { errors: error.errors });
  if (error instanceof Refusal) return new HttpProblem(error.code, error.code === 'too-soon' ? { retryAt: error.retryAt } : {});
  if (error instanceof NotFound) return new HttpProblem('not-found');
  if (error instanceof FileMissing) return new HttpProblem('file-missing', { retryAfter: muchLater });
  if (error instanceof Forbidden) return new HttpProblem('forbidden');
  if (error instanceof NotAccepted) return new HttpProblem('unsupported-media-type');
  // The error code tells a quota that is used up from a body that is too large.
  if (error instanceof TooLarge)
    return new HttpProblem('too-large', error.of === 'quota' ? { errors: [{ path: '', code: 'too-many' }] } : {});
  if (error instanceof Stale) return new HttpProblem('stale');
  if (error instanceof KeyReused) return new HttpProblem('idempotency-key-reused');
  if (error instanceof InFlight) return new HttpProblem('in-flight', { retryAfter: soon });
  if (error instanceof ReadOnlyError) return new HttpProblem('read-only', { retryAfter: later });
  if (error instanceof HTTPException && error.status === 404) return new HttpProblem('not-found');
  return null;
}

export function onError(log: Log): ErrorHandler<Env> {
  return (error, c) => {
    const problem = problemOf(error);
    if (error instanceof FileMissing) log.error('the bytes of a file are not there', { request: c.get('requestId'), ...error.facts });
    if (problem) return answerProblem(c, problem.code, problem.details);
    log.error('a request failed', { request: c.get('requestId'), method: c.req.method, fault: error.stack ?? String(error) });
    return answerProblem(c, 'internal');
  };
}

export const notFound: NotFoundHandler<Env> = (c) => answerProblem(c, 'not-found');
