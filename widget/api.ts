import type { NewMessage, NewTicket, Problem, RatingRequest, SessionView, TicketPage, TicketView } from '../server/ticket/wire.ts';
import type { FieldError, ProblemCode } from '../server/ticket/codes.ts';
import { paths } from '../server/ticket/paths.ts';
import type { TicketAct } from '../server/ticket/paths.ts';

/** Why an answer is not there: a word of the server, or ours when there was no answer at all. */
export type FailureCode = ProblemCode | 'offline' | 'unreachable';

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
export async function failureOf(response: Response): Promise<Failure> {
  const problem = (await response.json().catch(() => null)) as Problem | null;
  // A proxy in front of the server may answer in its own words.
  if (typeof problem?.code !== 'string') return new Failure(response.status >= 500 ? 'unreachable' : 'internal');
  const seconds = Number(response.headers.get('retry-after'));
  const later = seconds > 0 ? new Date(Date.now() + seconds * 1000).toISOString() : null;
  return new Failure(problem.code as ProblemCode, (problem.errors ?? []) as FieldError[], problem.retryAt ?? later);
}

/** Where tokens come from; `renew` asks the site for a fresh one. */
export interface TokenSource {
  token(renew: boolean): Promise<string | null>;
}

interface Call {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  /** One key per intent: sent again with every retry, so that nothing is done twice. */
  readonly key?: string;
  readonly signal?: AbortSignal | undefined;
}

export type ListState = 'open' | 'closed';

export interface ListQuery {
  readonly state: ListState;
  readonly q?: string;
  readonly sort?: 'activity' | 'created' | 'priority' | 'number';
  readonly limit?: number;
  readonly cursor?: string | null;
}

/** Longer than the server's own patience, so that its answer wins. */
const patience = 45_000;

/** The only place that talks to the server. Throws `Failure` and nothing else, but for an aborted call. */
export class Api {
  readonly #server: string;
  readonly #lang: string;
  readonly #tokens: TokenSource;

  constructor(server: string, lang: string, tokens: TokenSource) {
    this.#server = server.replace(/\/+$/, '');
    this.#lang = lang;
    this.#tokens = tokens;
  }

  session(signal?: AbortSignal): Promise<SessionView> {
    return this.#call(paths.session, { signal });
  }

  list({ state, q, sort, limit, cursor }: ListQuery, signal?: AbortSignal): Promise<TicketPage> {
    const query = new URLSearchParams({ state });
    if (q) query.set('q', q);
    if (sort) query.set('sort', sort);
    if (limit) query.set('limit', String(limit));
    if (cursor) query.set('cursor', cursor);
    return this.#call(`${paths.tickets}?${query}`, { signal });
  }

  ticket(id: string, signal?: AbortSignal): Promise<TicketView> {
    return this.#call(paths.ticket(id), { signal });
  }

  create(ticket: NewTicket, key: string): Promise<TicketView> {
    return this.#call(paths.tickets, { method: 'POST', body: ticket, key });
  }

  reply(id: string, message: NewMessage, key: string): Promise<TicketView> {
    return this.#act(id, 'messages', message, key);
  }

  close(id: string, key: string): Promise<TicketView> {
    return this.#act(id, 'close', {}, key);
  }

  reopen(id: string, reason: string, key: string): Promise<TicketView> {
    return this.#act(id, 'reopen', { reason }, key);
  }

  thank(id: string, body: string, key: string): Promise<TicketView> {
    return this.#act(id, 'thank', { body }, key);
  }

  nudge(id: string, key: string): Promise<TicketView> {
    return this.#act(id, 'nudge', {}, key);
  }

  rate(id: string, rating: RatingRequest, key: string): Promise<TicketView> {
    return this.#act(id, 'rating', rating, key);
  }

  async seen(id: string): Promise<void> {
    await this.#call(paths.act(id, 'seen'), { method: 'POST', body: {} });
  }

  #act(id: string, act: TicketAct, body: unknown, key: string): Promise<TicketView> {
    return this.#call(paths.act(id, act), { method: 'POST', body, key });
  }

  async #call<T>(path: string, call: Call): Promise<T> {
    let response = await this.#send(path, call, false);
    // A token lives an hour at most: a refused one is renewed once before anybody is told to sign in again.
    if (response.status === 401) response = await this.#send(path, call, true);
    if (response.ok) return (response.status === 204 ? undefined : await this.#read(response)) as T;
    throw await failureOf(response);
  }

  async #send(path: string, { method = 'GET', body, key, signal }: Call, renew: boolean): Promise<Response> {
    const token = await this.#tokens.token(renew);
    if (!token) throw new Failure('unauthenticated');
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'accept-language': this.#lang };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (key) headers['idempotency-key'] = key;
    const timeout = AbortSignal.timeout(patience);
    try {
      return await fetch(this.#server + path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Failure(navigator.onLine ? 'unreachable' : 'offline');
    }
  }

  async #read(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch {
      throw new Failure(navigator.onLine ? 'unreachable' : 'offline');
    }
  }
}
