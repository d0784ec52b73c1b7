import type { Amendment, DeskMe, DeskPage, DeskTicket } from '../../server/ticket/wire.ts';
import { paths } from '../../server/ticket/paths.ts';
import { Failure, failureOf } from '../api.ts';

interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly body?: unknown;
  /** One key per intent: sent again with every retry, so that nothing is done twice. */
  readonly key?: string;
  /** The version the reader has seen: a change is made to that one or not at all. */
  readonly rev?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface DeskQuery {
  readonly status?: DeskTicket['status'];
  readonly q?: string;
  readonly sort?: 'promise' | 'activity';
  readonly limit?: number;
  readonly cursor?: string | null;
}

/** Longer than the server's own patience, so that its answer wins. */
const patience = 45_000;

/**
 * The only place that talks to the server at the desk: same origin, with the session's cookie, which no script can
 * read. Throws `Failure` and nothing else, but for an aborted call.
 */
export class DeskApi {
  readonly #lang: string;

  constructor(lang: string) {
    this.#lang = lang;
  }

  me(signal?: AbortSignal): Promise<DeskMe> {
    return this.#call(`${paths.desk}/me`, { signal });
  }

  signIn(email: string, password: string): Promise<DeskMe> {
    return this.#call(`${paths.desk}/login`, { method: 'POST', body: { email, password } });
  }

  async signOut(): Promise<void> {
    await this.#call(`${paths.desk}/logout`, { method: 'POST', body: {} });
  }

  list(query: DeskQuery, signal?: AbortSignal): Promise<DeskPage> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value) search.set(name, String(value));
    return this.#call(`${paths.desk}/tickets?${search}`, { signal });
  }

  ticket(ref: string, signal?: AbortSignal): Promise<DeskTicket> {
    return this.#call(this.#path(ref), { signal });
  }

  /** What the customer reads. Two methods, so that no caller can pass the wrong word. */
  reply(id: string, body: string, key: string): Promise<DeskTicket> {
    return this.#call(`${this.#path(id)}/messages`, { method: 'POST', body: { body, visibility: 'public' }, key });
  }

  /** What only the team reads. */
  note(id: string, body: string, key: string): Promise<DeskTicket> {
    return this.#call(`${this.#path(id)}/messages`, { method: 'POST', body: { body, visibility: 'internal' }, key });
  }

  amend(id: string, rev: number, change: Amendment): Promise<DeskTicket> {
    return this.#call(this.#path(id), { method: 'PATCH', body: change, rev });
  }

  #path(ref: string): string {
    return `${paths.desk}/tickets/${encodeURIComponent(ref)}`;
  }

  async #call<T>(path: string, call: Call): Promise<T> {
    const response = await this.#send(path, call);
    if (!response.ok) throw await failureOf(response);
    return (response.status === 204 ? undefined : await this.#read(response)) as T;
  }

  async #send(path: string, { method = 'GET', body, key, rev, signal }: Call): Promise<Response> {
    const headers: Record<string, string> = { 'accept-language': this.#lang };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (key) headers['idempotency-key'] = key;
    if (rev !== undefined) headers['if-match'] = `"${rev}"`;
    const timeout = AbortSignal.timeout(patience);
    try {
      return await fetch(path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        credentials: 'same-origin',
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
