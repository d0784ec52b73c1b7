import type { ArchivedTicket } from '../../ticket/archived.ts';
import type { ArchiveHealth, Batch } from '../archive-store.ts';
import { explainFault } from '../journal/errors.ts';
import type { StoreLog } from '../journal/options.ts';
import type { ContentFile, ScannedLine } from './content.ts';
import type { Block, IndexFile } from './index-file.ts';
import { ArchiveIndex } from './index.ts';
import { IndexedArchive } from './indexed.ts';
import { Mappings } from './mappings.ts';
import { place, rowBytes, rowOf } from './row.ts';

/** Rows of one block while an index is made anew. */
const blockRows = 50_000;

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

/** An index in memory that follows from a content file, and a file of its own that saves reading the content again. */
export abstract class KeptIndex extends IndexedArchive {
  protected readonly log: StoreLog;
  protected readonly indexFile: IndexFile;
  protected content: ContentFile;
  /** The name in the content's first line. */
  protected archive = '';
  protected indexWas: ArchiveHealth['index'] = 'read';

  constructor(content: ContentFile, indexFile: IndexFile, log: StoreLog) {
    super();
    this.content = content;
    this.indexFile = indexFile;
    this.log = log;
  }

  /** @throws JournalError when the content is not of this program or of a newer one */
  protected async readIndex(): Promise<void> {
    this.archive = await this.content.header();
    if (!(await this.#load())) await this.#startOver();
    await this.#catchUp();
  }

  /** Whether the index on disk speaks of this very content. */
  async #load(): Promise<boolean> {
    let last: Block | null = null;
    for await (const { block, rows } of this.indexFile.blocks()) {
      if (block.archive !== this.archive || this.archive === '') return false;
      this.#takeBlock(block, rows);
      last = block;
    }
    if (last === null) return false;
    if (!(await this.content.endsAt(last.end, last.sum))) return false;
    this.content.skipTo(last.end, last.sum);
    this.content.damagedLines = last.damaged;
    return true;
  }

  #takeBlock({ begins, maps, undos }: Block, rows: Buffer): void {
    for (const batch of begins) this.index.begin(batch);
    for (let from = 0; from < rows.length; from += rowBytes) this.index.add(rows.subarray(from, from + rowBytes));
    for (const { mappings, batch } of maps) this.mappings.add(mappings, batch);
    for (const batch of undos) this.takeBack(batch);
  }

  async #startOver(): Promise<void> {
    this.indexWas = 'made-anew';
    await this.indexFile.clear();
    this.index = new ArchiveIndex();
    this.mappings = new Mappings();
    this.content.skipTo(0, '');
    this.content.damagedLines = 0;
    this.log.info('the archive is read through, as its index is not there or not of this archive');
  }

  /** Takes in the content that the index on disk does not know yet, and writes it there. */
  async #catchUp(): Promise<void> {
    let fresh = newBlock();
    let rows: Buffer[] = [];
    let any = false;
    for await (const batch of this.content.scan()) {
      for (const scanned of batch) {
        any = true;
        const row = this.#takeLine(scanned, fresh);
        if (row) rows.push(row);
        // An undo must not come before the rows that follow it: it ends its block.
        if (rows.length < blockRows && fresh.undos.length === 0) continue;
        await this.#saveIndexUpTo(scanned, fresh, rows);
        fresh = newBlock();
        rows = [];
      }
    }
    if (any) await this.saveIndex(fresh, rows);
  }

  #saveIndexUpTo({ position, length }: ScannedLine, block: Partial<Block>, rows: readonly Buffer[]): Promise<void> {
    // The checksum is not kept of each line; a block without one cannot be the last, as one with it follows.
    return this.saveIndex({ ...block, end: position + length, sum: '' }, rows);
  }

  #takeLine({ line, position, length }: ScannedLine, block: Growing<Pick<Block, 'begins' | 'maps' | 'undos'>>): Buffer | null {
    if ('begin' in line) {
      this.index.begin(line.begin);
      block.begins.push(line.begin);
    } else if ('map' in line) {
      this.mappings.add(line.map, line.batch);
      block.maps.push({ mappings: line.map, batch: line.batch });
    } else if ('undo' in line) {
      this.takeBack(line.undo);
      block.undos.push(line.undo);
    } else if ('ticket' in line) {
      const row = rowOf({ ticket: line.ticket, files: line.files });
      place(row, { position, length }, this.#batchNumber(line.batch, line.ticket, block));
      this.index.add(row);
      return row;
    }
    return null;
  }

  /** The line that began a batch may be damaged; its tickets say enough of it. */
  #batchNumber(id: string, { brand, source }: ArchivedTicket, block: { begins: Batch[] }): number {
    const known = this.index.batches.findIndex((batch) => batch.id === id);
    if (known >= 0) return known;
    const batch = { id, brand, source, at: '' };
    block.begins.push(batch);
    return this.index.begin(batch);
  }

  protected takeBack(batch: string): number | undefined {
    this.mappings.undo(batch);
    return this.index.undo(batch);
  }

  /** The index follows from the content: when it cannot be written, the next start makes up for it. */
  protected async saveIndex(given: Partial<Block>, rows: readonly Buffer[]): Promise<void> {
    const { length, sum, damagedLines } = this.content;
    const block: Block = { archive: this.archive, end: length, sum, damaged: damagedLines, begins: [], maps: [], undos: [], ...given };
    try {
      await this.indexFile.append(block, rows);
    } catch (error) {
      this.log.warn(`${explainFault("writing the archive's index", error)}; the next start reads the archive instead`);
    }
  }

  /** Only its last block says how the content ends: an index that is cut short is not believed. */
  protected async writeIndexAnew(): Promise<void> {
    await this.indexFile.clear().catch(() => undefined);
    const { batches, rows } = this.index;
    let given: Partial<Block> = {
      begins: batches.map(({ tickets: _, undone: __, ...batch }) => batch),
      maps: [...this.mappings.said()],
      undos: batches.filter(({ undone }) => undone).map(({ id }) => id),
    };
    for (let from = 0; from < rows || from === 0; from += blockRows) {
      const block = Array.from({ length: Math.min(blockRows, rows - from) }, (_, i) => this.index.copy(from + i));
      await this.saveIndex({ ...given, ...(from + blockRows < rows && { sum: '' }) }, block);
      given = {};
    }
  }
}

const newBlock = (): Growing<Pick<Block, 'begins' | 'maps' | 'undos'>> => ({ begins: [], maps: [], undos: [] });
