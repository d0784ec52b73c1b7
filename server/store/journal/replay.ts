import type { Ticket } from '../../ticket/model.ts';
import { Rows } from '../rows.ts';
import type { TableName, Tables } from '../store.ts';
import { tableNames } from '../tables.ts';
import { DamageFile } from './damage.ts';
import { JournalError } from './errors.ts';
import type { FileOps } from './files.ts';
import { Ledger, type Change, type Entry } from './ledger.ts';
import { decodeLine, formatVersion, isCommitLine, isHeader, type CommitLine } from './line.ts';
import { readLines, type RawLine } from './line-reader.ts';
import { applyPatch, type TicketPatch } from './patch.ts';

/** A journal read back into memory. */
export interface Replayed {
  readonly rows: Rows;
  readonly ledger: Ledger;
  readonly seq: number;
  /** Bytes up to the end of the last whole line. */
  readonly length: number;
  /** Bytes after it: a write that never finished. */
  readonly tornBytes: number;
  /** The last line lacks nothing but its newline. */
  readonly lacksNewline: boolean;
  readonly damagedLines: number;
  /** False when damaged lines could not be copied away, so that the journal is their only place. */
  readonly damageKept: boolean;
}

/**
 * Reads a journal from its first line to its last.
 * @throws JournalError when the file is not a journal, or one of a newer version
 */
export async function replay(files: FileOps, path: string, fd: number): Promise<Replayed> {
  const reading = new Replay(path, new DamageFile(files, `${path}.damaged`));
  for await (const lines of readLines(files, fd)) {
    for (const line of lines) {
      const work = reading.take(line);
      if (work !== undefined) await work;
    }
  }
  return reading.finish();
}

class Replay {
  readonly #path: string;
  readonly #damage: DamageFile;
  readonly #rows = new Rows();
  readonly #ledger = new Ledger();
  #seq = 0;
  #length = 0;
  #tornBytes = 0;
  #lacksNewline = false;
  #damagedLines = 0;
  #damagedSinceGood = 0;
  #damageKept = true;
  #goodLines = 0;

  constructor(path: string, damage: DamageFile) {
    this.#path = path;
    this.#damage = damage;
  }

  /** Waits only when a line is damaged: a promise per line would double the time of a start. */
  take(line: RawLine): Promise<void> | undefined {
    if (line.kind === 'tail') return this.#takeTail(line);
    this.#length = line.start + line.bytes.length;
    if (line.kind === 'piece' || !this.#accept(line)) return this.#setAside(line);
    return undefined;
  }

  async finish(): Promise<Replayed> {
    if (this.#goodLines === 0 && this.#length + this.#tornBytes > 0) {
      throw new JournalError(
        `${this.#path} holds no readable line; it is left as it is. Put back a backup, or move it away to start empty`,
      );
    }
    await this.#closeDamage();
    // A lost line may have given out a number; a number is never used twice.
    this.#rows.spendNumber(this.#rows.lastNumber + this.#damagedSinceGood);
    return {
      rows: this.#rows,
      ledger: this.#ledger,
      seq: this.#seq + this.#damagedSinceGood,
      length: this.#length,
      tornBytes: this.#tornBytes,
      lacksNewline: this.#lacksNewline,
      damagedLines: this.#damagedLines,
      damageKept: this.#damageKept,
    };
  }

  #accept(line: RawLine): boolean {
    const value = decodeLine(line.bytes);
    if (isHeader(value)) {
      if (value.version > formatVersion) {
        throw new JournalError(
          `${this.#path} was written by a newer version of this program (format ${String(value.version)}, this one reads ${String(formatVersion)}); it is left as it is`,
        );
      }
      this.#passed(value.seq, value.last);
      return true;
    }
    if (line.start === 0 && value !== null) {
      throw new JournalError(`${this.#path} is not a journal of this program; it is left as it is`);
    }
    if (!isCommitLine(value)) return false;
    // The number counts as given out even if the commit cannot be applied.
    this.#passed(value.seq, value.last);
    return this.#apply(value, line.bytes.length);
  }

  #passed(seq: number, last: number): void {
    this.#seq = Math.max(this.#seq, seq);
    this.#rows.spendNumber(last);
    this.#goodLines += 1;
    this.#damagedSinceGood = 0;
  }

  /** All of a commit, or nothing when one of its patches builds on a version that was lost. */
  #apply(line: CommitLine, bytes: number): boolean {
    const patched = (line.patch ?? []).map((patch) => this.#patched(patch, line.seq));
    if (patched.includes(null)) return false;
    for (const change of patched) if (change !== null && change !== 'older') this.#change(change);
    const sizes = sizesIn(line, bytes);
    for (const table of tableNames) {
      for (const row of line.put?.[table] ?? []) this.#put(table, row, line.seq, sizes(table));
      for (const id of line.drop?.[table] ?? []) this.#change({ table, id, entry: null });
    }
    return true;
  }

  #put(table: TableName, row: Tables[TableName], seq: number, size: number): void {
    const before = this.#ledger.get(table, row.id);
    if (before === undefined || before.seq < seq) {
      this.#change({ table, id: row.id, entry: { row, seq, size, loose: 0 } });
    }
  }

  #patched(patch: TicketPatch, seq: number): Change | 'older' | null {
    const before = this.#ledger.get('tickets', patch.id);
    if (before !== undefined && before.seq >= seq) return 'older';
    if (before?.seq !== patch.base) return null;
    const row = applyPatch(before.row as Ticket, patch);
    return row === null ? null : { table: 'tickets', id: patch.id, entry: patchedEntry(before, row, patch, seq) };
  }

  #change(change: Change): void {
    this.#ledger.change(change);
    if (change.entry === null) this.#rows.drop(change.table, change.id);
    else this.#rows.put(change.table, change.entry.row);
  }

  async #takeTail(line: RawLine): Promise<void> {
    // Cut off exactly before its newline, a commit is whole: keep it rather than lose it.
    if (decodeLine(line.bytes) !== null && this.#accept(line)) {
      this.#length = line.start + line.bytes.length;
      this.#lacksNewline = true;
    } else {
      this.#tornBytes = line.bytes.length;
    }
  }

  async #setAside(line: RawLine): Promise<void> {
    if (line.ends) {
      this.#damagedLines += 1;
      this.#damagedSinceGood += 1;
    }
    if (this.#damageKept) await this.#damage.keep(line.bytes).catch(this.#loseDamage);
  }

  async #closeDamage(): Promise<void> {
    await this.#damage.close().catch(this.#loseDamage);
  }

  readonly #loseDamage = (): void => {
    this.#damageKept = false;
  };
}

function patchedEntry(before: Entry, row: Ticket, patch: TicketPatch, seq: number): Entry {
  const length = JSON.stringify(patch).length;
  return { row, seq, size: before.size + length, loose: before.loose + length };
}

/** Bytes of a mail, a session, a record: small beside a ticket. */
const smallRow = 300;

/** About how many bytes each row of a line takes, without writing them out again. */
function sizesIn(line: CommitLine, bytes: number): (table: TableName) => number {
  const tickets = line.put?.tickets?.length ?? 0;
  const rows = tableNames.reduce((sum, table) => sum + (line.put?.[table]?.length ?? 0), 0);
  if (tickets === 0) return () => bytes / Math.max(rows, 1);
  const left = Math.max(bytes - (rows - tickets) * smallRow, tickets * smallRow);
  return (table) => (table === 'tickets' ? left / tickets : smallRow);
}
