import type { Ticket } from '../../ticket/model.ts';
import type { Commit, TableName, Tables } from '../store.ts';
import { tableNames } from '../tables.ts';
import type { Change, Entry, Ledger } from './ledger.ts';
import { encodeLine } from './line.ts';
import { diffTicket } from './patch.ts';

/** A commit ready to be written, and what it will do to the ledger once it is durable. */
export interface Prepared {
  readonly commit: Commit;
  readonly line: Buffer;
  readonly changes: readonly Change[];
}

/** Bytes. A ticket is written whole up to here: it costs no more than the fsync does, and needs no earlier line. */
const defaultWholeBelow = 8 * 1024;

/** Bytes of patches after which a ticket of `size` bytes is written whole again. See docs/decisions/0001-journal-format.md. */
function looseLimit(size: number): number {
  return Math.max(32 * 1024, size / 8);
}

/**
 * Turns commits into lines. Small tickets are written whole; a long thread as what changed, and whole again after a
 * stretch of patches, so that a damaged line costs that stretch at most.
 */
export class Encoder {
  readonly #ledger: Ledger;
  /** Tickets on their way to the disk: the next patch builds on these. */
  readonly #inFlight = new Map<string, Entry | null>();
  readonly #wholeBelow: number;
  #seq: number;

  constructor(ledger: Ledger, seq: number, wholeBelow = defaultWholeBelow) {
    this.#ledger = ledger;
    this.#seq = seq;
    this.#wholeBelow = wholeBelow;
  }

  /** The number of the newest commit taken. */
  get seq(): number {
    return this.#seq;
  }

  /** @throws TypeError or RangeError when the commit cannot be written; nothing has changed then */
  prepare(commit: Commit, lastNumber: number): Prepared {
    const seq = this.#seq + 1;
    const changes: Change[] = [];
    const put: string[] = [];
    const patches: string[] = [];
    for (const table of tableNames) {
      const texts: string[] = [];
      const rows: readonly Tables[TableName][] = commit.put?.[table] ?? [];
      for (const row of uniqueRows(rows)) {
        const patch = table === 'tickets' ? this.#patchOf(row as Ticket, seq) : null;
        if (patch !== null) patches.push(patch.text);
        const written = patch ?? wholeOf(row, seq);
        if (patch === null) texts.push(written.text);
        changes.push({ table, id: row.id, entry: written.entry });
      }
      if (texts.length > 0) put.push(`"${table}":[${texts.join(',')}]`);
      for (const id of commit.drop?.[table] ?? []) changes.push({ table, id, entry: null });
    }
    const last = Math.max(lastNumber, ...(commit.put?.tickets ?? []).map((ticket) => ticket.number));
    const line = encodeLine(lineText(seq, last, put, patches, commit.drop));
    this.#seq = seq;
    this.#take(changes);
    return { commit, line, changes };
  }

  /** Forgets a commit that has become durable. */
  settle(changes: readonly Change[]): void {
    for (const { table, id, entry } of changes) {
      if (table === 'tickets' && this.#inFlight.get(id) === entry) this.#inFlight.delete(id);
    }
  }

  #take(changes: readonly Change[]): void {
    for (const { table, id, entry } of changes) if (table === 'tickets') this.#inFlight.set(id, entry);
  }

  #patchOf(ticket: Ticket, seq: number): { text: string; entry: Entry } | null {
    const staged = this.#inFlight.get(ticket.id);
    const before = staged === undefined ? this.#ledger.get('tickets', ticket.id) : staged;
    if (!before || before.size < this.#wholeBelow || before.loose > looseLimit(before.size)) return null;
    const text = JSON.stringify(diffTicket(before.row as Ticket, ticket, before.seq));
    if (text.length > before.size / 2) return null;
    return {
      text,
      entry: { row: ticket, seq, size: before.size + text.length, loose: before.loose + text.length },
    };
  }
}

/** The line of one row as it stands in a compacted journal. */
export function wholeLine(table: TableName, entry: Entry, last: number): Buffer {
  return encodeLine(lineText(entry.seq, last, [`"${table}":[${JSON.stringify(entry.row)}]`], [], undefined));
}

function wholeOf(row: Tables[TableName], seq: number): { text: string; entry: Entry } {
  const text = JSON.stringify(row);
  return { text, entry: { row, seq, size: text.length, loose: 0 } };
}

function uniqueRows<T extends { readonly id: string }>(rows: readonly T[]): Iterable<T> {
  return rows.length < 2 ? rows : new Map(rows.map((row) => [row.id, row])).values();
}

function lineText(seq: number, last: number, put: readonly string[], patches: readonly string[], drop: Commit['drop']): string {
  const parts = [`"seq":${String(seq)},"last":${String(last)}`];
  if (put.length > 0) parts.push(`"put":{${put.join(',')}}`);
  if (patches.length > 0) parts.push(`"patch":[${patches.join(',')}]`);
  if (drop !== undefined) parts.push(`"drop":${JSON.stringify(drop)}`);
  return `{${parts.join(',')}}`;
}
