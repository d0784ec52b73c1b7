import type { ArchivedTicketView, ArchivePage, Article, AttachmentView, NewMessage, NewTicket, RatingRequest, SessionView, TicketPage, TicketView } from '../server/ticket/wire.ts';
import { paths } from '../server/ticket/paths.ts';
import type { TicketAct } from '../server/ticket/paths.ts';
import { Failure, answerOf, exchange } from './http.ts';
import type { Exchange } from './http.ts';

/** Where tokens come from; `renew` asks the site for a fresh one. */
export interface TokenSource {
  token(renew: boolean): Promise<string | null>;
  /** The site's token speaks for somebody else than before: whoever is there now has to be asked for. */
  replaced(): void;
}

/** Whom a token speaks for, as it says itself; the server alone knows whether that is true. */
function subjectOf(token: string): unknown {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return (JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0)))) as { sub?: unknown }).sub;
  } catch {
    return null;
  }
}

/** A way to the server that is not `fetch`: the one that tells how far it has come. */
export type Way = typeof exchange;

type Call = Pick<Exchange, 'method' | 'body' | 'key' | 'signal' | 'patience'> & { readonly way?: Way };

/** Milliseconds for a file of 10 MB on a slow line. */
const download = 300_000;

export type ListState = 'open' | 'closed';

export interface ListQuery {
  readonly state: ListState;
  readonly q?: string;
  readonly sort?: 'activity' | 'created' | 'priority' | 'number';
  readonly limit?: number;
  readonly cursor?: string | null;
}

/** Of the customer's archived tickets. */
export interface ArchiveQuery {
  readonly brand: string;
  readonly q: string;
  readonly sort: 'activity' | 'created' | 'oldest';
  readonly limit: number;
  readonly cursor?: string | null | undefined;
}

/** The only place that talks to the server. Throws `Failure` and nothing else, but for an aborted call. */
export class Api {
  readonly #server: string;
  readonly #lang: string;
  readonly #tokens: TokenSource;
  /** For whom the answers on the screen are; null until the server has said it. What one has typed is never sent as another. */
  owner: string | null = null;

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

  archive({ brand, q, sort, limit, cursor }: ArchiveQuery, signal?: AbortSignal): Promise<ArchivePage> {
    const query = new URLSearchParams({ brand, sort, limit: String(limit), ...(q && { q }), ...(cursor && { cursor }) });
    return this.#call(`${paths.archive}?${query}`, { signal });
  }

  archived(id: string, signal?: AbortSignal): Promise<ArchivedTicketView> {
    return this.#call(paths.archived(id), { signal });
  }

  /** Bytes to save, whatever they are. */
  async archivedFile(id: string, attachment: string): Promise<Blob> {
    return this.#call(paths.archivedFile(id, attachment), { patience: download }, (response) => response.blob());
  }

  articles(q: string, signal?: AbortSignal): Promise<readonly Article[]> {
    return this.#call(`${paths.articles}?${new URLSearchParams({ q })}`, { signal });
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

  /** The file goes by a way of its own (`upload.ts`). */
  upload(way: Way, signal: AbortSignal): Promise<AttachmentView> {
    return this.#call(paths.attachments, { method: 'POST', way, signal });
  }

  attachment(id: string, signal?: AbortSignal): Promise<Blob> {
    return this.#call(paths.attachment(id), { signal, patience: download }, (response) => response.blob());
  }

  #act(id: string, act: TicketAct, body: unknown, key: string): Promise<TicketView> {
    return this.#call(paths.act(id, act), { method: 'POST', body, key });
  }

  async #call<T>(path: string, call: Call, read?: (response: Response) => Promise<T>): Promise<T> {
    return answerOf<T>(await this.#ask(path, call), read);
  }

  /** A token lives an hour at most: a refused one is renewed once before anybody is told to sign in again. */
  async #ask(path: string, call: Call): Promise<Response> {
    const response = await this.#send(path, call, false);
    return response.status === 401 ? this.#send(path, call, true) : response;
  }

  async #send(path: string, { way = exchange, ...call }: Call, renew: boolean): Promise<Response> {
    const token = await this.#tokens.token(renew);
    if (!token) throw new Failure('unauthenticated');
    if (this.owner !== null && subjectOf(token) !== this.owner) {
      this.#tokens.replaced();
      throw new Failure('unreachable');
    }
    const headers = { authorization: `Bearer ${token}`, 'accept-language': this.#lang };
    return way(this.#server + path, { ...call, headers, credentials: 'omit' });
  }
}
