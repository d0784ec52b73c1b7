/** Reads a source to its end, checks every ticket, and stores valid ones in batches. Memory use does not grow with the source. */
import type { ArchivedFiles, ArchivedFile, ArchivedRecord, Batch, Mapping } from '../store/archive-store.ts';
import type { ArchivedTicket } from '../ticket/archived.ts';
import { readPlausible } from './plausible.ts';
import type { Place, Read, Reading, Reject } from './reader.ts';
import { Tally } from './report.ts';
import type { Target } from './target.ts';

export interface LoadOptions {
  readonly batch: Batch;
  readonly dryRun: boolean;
  readonly mappings: readonly Mapping[];
  /** The rejects after which an import stops: a count, or a share of all tickets. */
  readonly maxRejects: { readonly count: number } | { readonly share: number };
  /** Stores the file of an attachment; null when the file is missing. Undefined when files are not imported. */
  readonly keepFile: ((ref: string) => Promise<ArchivedFile | null>) | undefined;
  readonly onReject: (reject: Reject) => Promise<void>;
  /** Called after each batch. */
  readonly onProgress: (tally: Tally) => void;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** More tickets were rejected than `maxRejects` allows. Commits stay; the rest of the source was not read. */
export class TooManyRejectsError extends Error {
  override readonly name = 'TooManyRejectsError';
}

/** Tickets or characters after which a batch is committed. */
const commitAfter = { tickets: 500, weight: 8_000_000 };
const sliceAfter = { tickets: 50, weight: 400_000 };

interface Waiting {
  readonly record: ArchivedRecord;
  readonly at: Place;
  readonly rows: number;
}

/** @throws SourceError when the source breaks off, TooManyRejectsError; `tally` says which of the tickets before are committed */
export async function load(open: () => Promise<Reading>, target: Target, options: LoadOptions, tally = new Tally()): Promise<Tally> {
  const loader = new Loader(target, options, tally);
  await target.begin(options.batch, { dryRun: options.dryRun });
  try {
    await target.map(options.mappings);
    await loader.run(await open());
    return tally;
  } finally {
    await target.end();
  }
}

class Loader {
  readonly #target: Target;
  readonly #options: LoadOptions;
  readonly #tally: Tally;
  #slice: Waiting[] = [];
  #sliceWeight = 0;
  #uncommitted = 0;
  #uncommittedWeight = 0;

  constructor(target: Target, options: LoadOptions, tally: Tally) {
    this.#target = target;
    this.#options = options;
    this.#tally = tally;
  }

  async run(reading: Reading): Promise<void> {
    try {
      for await (const read of reading) await this.#take(read);
    } catch (error) {
      // The source ended too early: the tickets before that are good.
      if (!(error instanceof TooManyRejectsError)) await this.#commit();
      throw error;
    }
    await this.#commit();
    this.#checkRejects();
  }

  async #take(read: Read): Promise<void> {
    if ('reject' in read) {
      if (read.reject.strayRow !== true) this.#tally.tickets.read++;
      return this.#reject(read.reject);
    }
    this.#tally.tickets.read++;
    const { at = {}, rows = 1 } = read;
    const checked = this.#check(read.ticket);
    if ('code' in checked) return this.#reject({ ...at, rows, ...checked, record: read.ticket, ...legacyIdOf(read.ticket) });
    await this.#put(checked, at, rows);
  }

  #check(input: unknown): ArchivedTicket | { code: string; field: string } {
    const read = readPlausible(input, this.#options.now);
    if ('fault' in read) return read.fault;
    const { ticket } = read;
    if (ticket.brand !== this.#options.batch.brand) return { code: 'other-brand', field: 'brand' };
    return ticket;
  }

  async #put(ticket: ArchivedTicket, at: Place, rows: number): Promise<void> {
    const files = await this.#filesOf(ticket);
    this.#slice.push({ record: { ticket, files }, at, rows });
    this.#sliceWeight += weightOf(ticket);
    if (this.#slice.length >= sliceAfter.tickets || this.#sliceWeight >= sliceAfter.weight) await this.#hand();
    if (this.#uncommitted >= commitAfter.tickets || this.#uncommittedWeight >= commitAfter.weight) await this.#commit();
  }

  async #filesOf(ticket: ArchivedTicket): Promise<ArchivedFiles> {
    const files: Record<string, ArchivedFile> = Object.create(null) as Record<string, ArchivedFile>;
    for (const { ref, missing } of ticket.messages.flatMap((message) => message.attachments ?? [])) {
      const file = ref === undefined || missing === true ? null : ((await this.#options.keepFile?.(ref)) ?? null);
      if (file !== null && ref !== undefined) files[ref] = file;
      this.#tally.attachments[file === null ? 'missing' : 'kept']++;
    }
    return files;
  }

  async #hand(): Promise<void> {
    const slice = this.#slice;
    if (slice.length === 0) return;
    this.#slice = [];
    this.#uncommitted += slice.length;
    this.#uncommittedWeight += this.#sliceWeight;
    this.#sliceWeight = 0;
    const outcomes = await this.#target.put(slice.map(({ record }) => record));
    for (const [i, { record, at, rows }] of slice.entries()) {
      const outcome = outcomes[i];
      if (outcome === undefined) throw new Error('the archive has not said what became of a ticket');
      if (outcome === 'conflict')
        await this.#reject({ ...at, rows, code: 'duplicate-id', field: 'id', legacyId: record.ticket.id, record: record.ticket });
      else this.#tally.keep(record.ticket, rows, outcome);
    }
  }

  async #commit(): Promise<void> {
    await this.#hand();
    // A dry run stores nothing, so it reports every fault.
    if (!this.#options.dryRun) this.#checkRejects();
    await this.#target.commit();
    this.#tally.committed = this.#tally.tickets.new + this.#tally.tickets.updated;
    this.#uncommitted = 0;
    this.#uncommittedWeight = 0;
    this.#options.onProgress(this.#tally);
  }

  async #reject(reject: Reject): Promise<void> {
    this.#tally.reject(reject);
    await this.#options.onReject(reject);
    // A source of rejects only never fills a batch.
    if (!this.#options.dryRun && this.#tally.tickets.rejected % commitAfter.tickets === 0) this.#checkRejects();
  }

  /** @throws TooManyRejectsError */
  #checkRejects(): void {
    const { rejected, read } = this.#tally.tickets;
    const { maxRejects } = this.#options;
    const borne = 'count' in maxRejects ? maxRejects.count : Math.floor(maxRejects.share * read);
    if (rejected > borne)
      throw new TooManyRejectsError(`${String(rejected)} of ${String(read)} tickets were refused, and ${String(borne)} at most are borne`);
  }
}

function legacyIdOf(ticket: unknown): { legacyId?: string } {
  const id = typeof ticket === 'object' && ticket !== null && 'id' in ticket ? ticket.id : undefined;
  return typeof id === 'string' && id.length <= 200 ? { legacyId: id } : {};
}

function weightOf({ subject, messages }: ArchivedTicket): number {
  return messages.reduce((sum, { text }) => sum + text.length + 100, subject.length + 500);
}
