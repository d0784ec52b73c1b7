import type { ArchivePage, ArchivedTicketView } from '../../server/wire/archive.ts';
import type { Article } from '../../server/wire/articles.ts';
import type { AttachmentView, NewMessage, NewTicket, RatingRequest, TicketPage, TicketView } from '../../server/wire/tickets.ts';
import { paths } from '../../server/wire/paths.ts';
import type { TicketAct } from '../../server/wire/paths.ts';
import { Failure } from '../client/http.ts';
import type { Call, Line, Way } from '../client/line.ts';
import { learnRare } from '../draw/states.ts';

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
  readonly brand?: string;
  readonly q: string;
  readonly sort?: 'activity' | 'created' | 'oldest';
  readonly limit: number;
  readonly cursor?: string | null | undefined;
}

/** What a customer can ask of the server. Throws `Failure` and nothing else, but for an aborted call. */
export class Api {
  readonly #line: Line;

  constructor(line: Line) {
    this.#line = line;
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
    const query = new URLSearchParams({
      limit: String(limit),
      ...(brand && { brand }),
      ...(sort && { sort }),
      ...(q && { q }),
      ...(cursor && { cursor }),
    });
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

  mailSolution(id: string, key: string): Promise<TicketView> {
    return this.#act(id, 'solution/mail', {}, key);
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

  /** With the words for it, should it fail. */
  async #call<T>(path: string, call: Call, read?: (response: Response) => Promise<T>): Promise<T> {
    try {
      return await this.#line.call(path, call, read);
    } catch (error) {
      if (error instanceof Failure) await learnRare(error.code);
      throw error;
    }
  }
}
