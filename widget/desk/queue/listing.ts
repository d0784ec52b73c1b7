import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DeskItem, QueueCounts } from '../../../server/wire/desk.ts';
import type { SavedView } from '../../../server/wire/views.ts';
import { asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import type { DeskApi, DeskQuery } from '../api.ts';

const pageSize = 50;
/** The page size of a refresh. */
const largePage = 100;
/** The most rows that are refreshed automatically. */
const mostRefreshed = 1_000;

export interface ListingAsks {
  readonly api: () => DeskApi;
  /** The current query. */
  readonly query: () => DeskQuery;
  readonly failed: (code: FailureCode) => void;
}

/**
 * Loads the queue page by page, and the counts. A new query aborts an earlier one; the shown rows stay until its result has
 * arrived.
 */
export class Listing implements ReactiveController {
  /** `null` until the first result. */
  items: readonly DeskItem[] | null = null;
  total = 0;
  counts: QueueCounts | null = null;
  saved: readonly SavedView[] = [];
  failure: FailureCode | null = null;
  /** Whether the rows are of an earlier query. */
  stale = false;

  readonly #host: ReactiveControllerHost;
  readonly #asks: ListingAsks;
  #cursor: string | null = null;
  #asking: AbortController | null = null;
  #counting: AbortController | null = null;
  #readingMore = false;

  constructor(host: ReactiveControllerHost, asks: ListingAsks) {
    this.#host = host;
    this.#asks = asks;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#asking?.abort();
    this.#counting?.abort();
  }

  get hasMore(): boolean {
    return this.#cursor !== null && !this.stale;
  }

  /** Loads the first page of a new query. `pause`: debounce in milliseconds. */
  async startOver(pause = 0): Promise<void> {
    this.stale = this.items !== null;
    this.failure = null;
    this.#host.requestUpdate();
    const { signal } = this.#begin();
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
    if (!signal.aborted) await this.#read(pageSize);
  }

  /** Loads the shown rows and the counts again. */
  async refresh(): Promise<void> {
    const shown = this.items?.length ?? 0;
    await Promise.all([this.#count(), shown > mostRefreshed ? undefined : this.#read(Math.max(shown, pageSize))]);
  }

  async readMore(): Promise<void> {
    if (!this.hasMore || this.#readingMore) return;
    this.#readingMore = true;
    const asking = this.#begin();
    try {
      const next = await this.#asks.api().list(this.#asks.query(), { limit: pageSize, cursor: this.#cursor }, asking.signal);
      const known = new Set(this.items?.map(({ id }) => id));
      this.#show([...(this.items ?? []), ...next.items.filter(({ id }) => !known.has(id))], next.total, next.nextCursor);
    } catch (error) {
      this.#fail(error, asking);
    } finally {
      this.#readingMore = false;
    }
  }

  async #read(count: number): Promise<void> {
    const asking = this.#begin();
    const query = this.#asks.query();
    try {
      const items: DeskItem[] = [];
      let cursor: string | null = null;
      let total: number;
      do {
        const page = await this.#asks.api().list(query, { limit: count > pageSize ? largePage : pageSize, cursor }, asking.signal);
        items.push(...page.items);
        ({ nextCursor: cursor, total } = page);
      } while (cursor !== null && items.length < count);
      if (asking.signal.aborted) return;
      // A row that moved down between two requests is in both pages.
      this.#show([...new Map(items.map((item) => [item.id, item])).values()], total, cursor);
    } catch (error) {
      this.#fail(error, asking);
    }
  }

  #begin(): AbortController {
    this.#asking?.abort();
    return (this.#asking = new AbortController());
  }

  #show(items: readonly DeskItem[], total: number, cursor: string | null): void {
    this.items = items;
    this.total = total;
    this.#cursor = cursor;
    this.stale = false;
    this.failure = null;
    this.#host.requestUpdate();
  }

  #fail(error: unknown, { signal }: AbortController): void {
    if (signal.aborted) return;
    this.failure = asFailure(error).code;
    this.#host.requestUpdate();
    this.#asks.failed(this.failure);
  }

  /** Loads the counts and saved views; failures are ignored. */
  async #count(): Promise<void> {
    this.#counting?.abort();
    const { signal } = (this.#counting = new AbortController());
    const api = this.#asks.api();
    const [counts, saved] = await Promise.all([api.counts(signal), api.savedViews(signal)]).catch(() => [null, null] as const);
    if (signal.aborted || !counts) return;
    this.counts = counts;
    this.saved = saved;
    this.#host.requestUpdate();
  }
}
