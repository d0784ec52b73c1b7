/** One exchange with the server, and what can come of it. Screens never get here: they ask an API. */
import type { Problem } from '../../server/wire/problem.ts';
import type { FieldError, ProblemCode } from '../../server/ticket/codes.ts';

/** Why an answer is not there: a word of the server, or ours when there was no answer at all, or of a file. */
export type FailureCode =
  | ProblemCode
  | 'offline'
  | 'unreachable'
  | 'token-unavailable'
  | 'file-lost'
  | 'no-room'
  | 'too-large-on-the-way'
  | 'refused-on-the-way'
  | 'outdated';

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly fields: readonly FieldError[];
  /** When trying again makes sense: an instant, or null. */
  readonly retryAt: string | null;

  constructor(code: FailureCode, fields: readonly FieldError[] = [], retryAt: string | null = null) {
    super(code);
    this.code = code;
    this.fields = fields;
    this.retryAt = retryAt;
  }
}

export const asFailure = (error: unknown): Failure => (error instanceof Failure ? error : new Failure('internal'));

/** Why the server refused, from its answer. */
async function failureOf(response: Response): Promise<Failure> {
  const problem = (await response.json().catch(() => null)) as Problem | null;
  const seconds = Number(response.headers.get('retry-after'));
  const later = seconds > 0 ? new Date(Date.now() + seconds * 1000).toISOString() : null;
  // A proxy in front of the server may answer in its own words.
  if (typeof problem?.code !== 'string') return new Failure(wordless(response.status), [], later);
  return new Failure(problem.code as ProblemCode, (problem.errors ?? []) as FieldError[], problem.retryAt ?? later);
}

/** What a status means where no problem of the server comes with it. A gateway (502 to 504) tells that the server does not answer. */
const wordless = (status: number): FailureCode =>
  status === 413
    ? 'too-large'
    : status === 429
      ? 'too-many-requests'
      : status === 500
        ? 'internal'
        : status > 500 || status === 408
          ? 'unreachable'
          : 'refused-on-the-way';

export interface Exchange {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  /** One key per intent: sent again with every retry, so that nothing is done twice. */
  readonly key?: string;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that all of it may take. */
  readonly patience?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: RequestCredentials;
}

/** Longer than the server's own patience, so that its answer wins. */
export const usualPatience = 45_000;

export const noAnswer = (): Failure => new Failure(navigator.onLine ? 'unreachable' : 'offline');

/** Throws `Failure` and nothing else, but for an aborted call. */
export async function exchange(
  url: string,
  { method = 'GET', body, key, signal, patience = usualPatience, headers, credentials }: Exchange,
): Promise<Response> {
  const timeout = AbortSignal.timeout(patience);
  try {
    return await fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) },
      body: body === undefined ? null : (await import('./body.ts')).bodyOf(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      credentials,
      referrerPolicy: 'no-referrer',
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw noAnswer();
  }
}

/** What the answer carries. Throws the `Failure` that it tells of, or that cut it off. */
export async function answerOf<T>(
  response: Response,
  read: (response: Response) => Promise<unknown> = (answer) => answer.json(),
): Promise<T> {
  if (!response.ok) throw await failureOf(response);
  if (response.status === 204) return undefined as T;
  try {
    return (await read(response)) as T;
  } catch {
    throw noAnswer();
  }
}
