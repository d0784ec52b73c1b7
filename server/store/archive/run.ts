import type { ArchivedRecord, ArchiveRun, Batch, Mapping, PutOutcome } from '../archive-store.ts';
import { idOf } from './identity.ts';
import { ArchiveIndex } from './index.ts';
import { PagedNumbers } from './paged.ts';
import { at, place, rowOf } from './row.ts';

/** What a run has put since its last commit. */
export interface Pending {
  readonly rows: readonly { readonly row: Buffer; readonly record: ArchivedRecord }[];
  readonly mappings: readonly Mapping[];
}

export interface RunOptions {
  readonly batch: Batch;
  readonly index: ArchiveIndex;
  /** Whether a row was put by this very run. */
  readonly isOwn: (row: number) => boolean;
  readonly isMapped: (mapping: Mapping) => boolean;
  readonly dryRun: boolean;
  readonly write: (pending: Pending) => Promise<void>;
  readonly onEnd: () => void;
}

/** One run of an import: finds out what is new, and hands it on by the batch. */
export class Run implements ArchiveRun {
  readonly #options: RunOptions;
  /** Rows met and found unchanged: a second ticket of the same identity is a conflict, not an update. */
  readonly #met = new PagedNumbers();
  /** What a dry run would have written. */
  readonly #imagined = new ArchiveIndex();
  #rows: { row: Buffer; record: ArchivedRecord }[] = [];
  #byId = new Map<string, Buffer>();
  #mappings: Mapping[] = [];

  constructor(options: RunOptions) {
    this.#options = options;
    this.#imagined.begin(options.batch);
  }

  put(record: ArchivedRecord): PutOutcome {
    const row = rowOf(record);
    const identity = row.subarray(0, at.content);
    const content = row.subarray(at.content, at.email);
    const pending = this.#byId.get(idOf(identity));
    if (pending) return pending.equals(content) ? 'unchanged' : 'conflict';
    const imagined = this.#imagined.find(identity);
    if (imagined >= 0) return this.#imagined.hasContent(imagined, content) ? 'unchanged' : 'conflict';
    return this.#compare(row, identity, content, record);
  }

  map(mappings: readonly Mapping[]): void {
    this.#mappings.push(...mappings.filter((mapping) => !this.#options.isMapped(mapping)));
  }

  async commit(): Promise<void> {
    const pending = { rows: this.#rows, mappings: this.#mappings };
    if (pending.rows.length === 0 && pending.mappings.length === 0) return;
    if (this.#options.dryRun) for (const { row } of pending.rows) this.#imagine(row);
    else await this.#options.write(pending);
    this.#forget();
  }

  end(): void {
    this.#forget();
    this.#options.onEnd();
  }

  #compare(row: Buffer, identity: Buffer, content: Buffer, record: ArchivedRecord): PutOutcome {
    const { index, isOwn } = this.#options;
    const there = index.find(identity);
    if (there >= 0 && index.hasContent(there, content)) {
      this.#met.set(there, 1);
      return 'unchanged';
    }
    if (there >= 0 && (this.#met.get(there) === 1 || isOwn(there))) return 'conflict';
    this.#rows.push({ row, record });
    this.#byId.set(idOf(identity), Buffer.from(content));
    return there >= 0 ? 'updated' : 'new';
  }

  #imagine(row: Buffer): void {
    place(row, { position: 0, length: 0 }, 0);
    this.#imagined.add(row);
  }

  #forget(): void {
    this.#rows = [];
    this.#byId = new Map();
    this.#mappings = [];
  }
}
