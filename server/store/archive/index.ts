/**
 * What memory holds of the archive: 64 bytes a version of a ticket, and tables that find it by identity, old account and
 * address. A version that was replaced or undone stays in its place and counts no more, until it is needed again.
 */
import type { ArchiveEntry, BatchState, Batch } from '../archive-store.ts';
import { Heads } from './heads.ts';
import { accountHash, emailHash, hashBytes, idBytes, idOf } from './identity.ts';
import { PagedNumbers, PagedRows } from './paged.ts';
import { at, rowBytes } from './row.ts';
import type { LinePlace } from './row.ts';

const dead = 1;
const undone = 2;

export class ArchiveIndex {
  readonly #rows = new PagedRows(rowBytes);
  /** Row number + 1 of the version before this one, of the next with its address, and of the next with its account. */
  readonly #before = new PagedNumbers();
  readonly #nextByEmail = new PagedNumbers();
  readonly #nextByAccount = new PagedNumbers();
  readonly #state = new PagedNumbers();
  readonly #newest = new Heads(hashedAt(this.#rows, at.identity, idBytes));
  readonly #byEmail = new Heads(hashedAt(this.#rows, at.email, hashBytes));
  readonly #byAccount = new Heads(hashedAt(this.#rows, at.account, hashBytes));
  readonly #batches: (Batch & { tickets: number; undone: boolean })[] = [];
  #size = 0;
  #livingBytes = 0;

  /** Tickets that are there. */
  get size(): number {
    return this.#size;
  }

  /** Bytes of their lines. */
  get livingBytes(): number {
    return this.#livingBytes;
  }

  /** Versions, whether they count or not. */
  get rows(): number {
    return this.#rows.length;
  }

  get bytes(): number {
    const numbers = [this.#before, this.#nextByEmail, this.#nextByAccount, this.#state, this.#newest, this.#byEmail, this.#byAccount];
    return numbers.reduce((sum, part) => sum + part.bytes, this.#rows.bytes);
  }

  get batches(): readonly BatchState[] {
    return this.#batches;
  }

  begin(batch: Batch): number {
    return this.#batches.push({ ...batch, tickets: 0, undone: false }) - 1;
  }

  add(row: Buffer): void {
    const next = this.#rows.push(row);
    const before = this.#newest.put(row.subarray(at.identity, at.identity + idBytes), next);
    this.#before.set(next, before + 1);
    if (before >= 0) this.#retire(before, dead);
    this.#count(next, 1);
    chain(row.subarray(at.email, at.email + hashBytes), next, this.#byEmail, this.#nextByEmail);
    chain(row.subarray(at.account, at.account + hashBytes), next, this.#byAccount, this.#nextByAccount);
  }

  /** The row of a ticket as it is now, or -1. */
  find(identity: Buffer): number {
    const row = this.#newest.get(identity);
    return row >= 0 && this.lives(row) ? row : -1;
  }

  lives(row: number): boolean {
    return this.#state.get(row) === 0;
  }

  hasContent(row: number, content: Uint8Array): boolean {
    return (
      this.#rows
        .page(row)
        .compare(content, 0, hashBytes, this.#rows.offset(row) + at.content, this.#rows.offset(row) + at.content + hashBytes) === 0
    );
  }

  placeOf(row: number): LinePlace {
    const page = this.#rows.page(row);
    const from = this.#rows.offset(row);
    return { position: page.readDoubleLE(from + at.position), length: page.readUInt32LE(from + at.length) };
  }

  copy(row: number): Buffer {
    return this.#rows.copy(row);
  }

  batchOf(row: number): number {
    return this.#rows.page(row).readUInt32LE(this.#rows.offset(row) + at.batch);
  }

  brandOf(row: number): string {
    return this.#batches[this.batchOf(row)]?.brand ?? '';
  }

  ofEmail(email: string): ArchiveEntry[] {
    return this.#entries(emailHash(email), this.#byEmail, this.#nextByEmail);
  }

  ofAccount(brand: string, account: string): ArchiveEntry[] {
    return this.#entries(accountHash(brand, account), this.#byAccount, this.#nextByAccount);
  }

  /** A hash of the row's address or account as one number of 53 bits, for tables that are thrown away; 0: it has none. */
  brief(row: number, field: 'email' | 'account'): number {
    return briefHash(this.#rows.page(row), this.#rows.offset(row) + at[field]);
  }

  /** Takes back a batch: what it added goes, what it replaced comes back. Returns how many tickets that concerned. */
  undo(id: string): number | undefined {
    const batch = this.#batches.findIndex((candidate) => candidate.id === id);
    const found = this.#batches[batch];
    if (!found) return undefined;
    if (found.undone) return 0;
    found.undone = true;
    let concerned = 0;
    for (let row = 0; row < this.#rows.length; row++) {
      if (this.batchOf(row) !== batch) continue;
      const lived = this.lives(row);
      this.#retire(row, undone);
      if (!lived) continue;
      concerned++;
      this.#revive(row);
    }
    return concerned;
  }

  /** The rows that count, in the order of their identities: the same for the same tickets, however they came. */
  sorted(): Uint32Array {
    const rows = new Uint32Array(this.#size);
    let count = 0;
    for (let row = 0; row < this.#rows.length; row++) if (this.lives(row)) rows[count++] = row;
    return rows.sort((a, b) => this.#compare(a, b));
  }

  #compare(a: number, b: number): number {
    const from = this.#rows.offset(b);
    const other = this.#rows.offset(a);
    return this.#rows.page(a).compare(this.#rows.page(b), from, from + idBytes, other, other + idBytes);
  }

  #retire(row: number, why: number): void {
    if (this.lives(row)) this.#count(row, -1);
    this.#state.set(row, this.#state.get(row) | why);
  }

  /** Batches that cannot be taken back once all is gone that does not count. */
  batchesThatReplaced(): ReadonlySet<number> {
    const batches = new Set<number>();
    for (let row = 0; row < this.#rows.length; row++) if (this.lives(row) && this.#versionBefore(row) >= 0) batches.add(this.batchOf(row));
    return batches;
  }

  /** The version that counts again when this one is taken back, unless it was taken back itself; or -1. */
  #versionBefore(row: number): number {
    let before = this.#before.get(row) - 1;
    while (before >= 0 && (this.#state.get(before) & undone) !== 0) before = this.#before.get(before) - 1;
    return before;
  }

  #revive(row: number): void {
    const before = this.#versionBefore(row);
    if (before < 0) return;
    this.#state.set(before, 0);
    this.#count(before, 1);
    this.#newest.put(this.#rows.copy(before).subarray(at.identity, at.identity + idBytes), before);
  }

  #count(row: number, by: 1 | -1): void {
    this.#size += by;
    this.#livingBytes += by * this.placeOf(row).length;
    const batch = this.#batches[this.batchOf(row)];
    if (batch) batch.tickets += by;
  }

  #entries(hash: Buffer, heads: Heads, next: PagedNumbers): ArchiveEntry[] {
    const entries: ArchiveEntry[] = [];
    if (isZero(hash, 0)) return entries;
    for (let row = heads.get(hash); row >= 0; row = next.get(row) - 1) if (this.lives(row)) entries.push(this.#entry(row));
    return entries;
  }

  #entry(row: number): ArchiveEntry {
    const page = this.#rows.page(row);
    const from = this.#rows.offset(row);
    return {
      id: idOf(page.subarray(from + at.identity, from + at.identity + idBytes)),
      brand: this.brandOf(row),
      requester: page.toString('base64url', from + at.email, from + at.account + hashBytes),
      createdAt: page.readUInt32LE(from + at.createdAt) * 1_000,
      updatedAt: page.readUInt32LE(from + at.updatedAt) * 1_000,
    };
  }
}

function chain(hash: Buffer, row: number, heads: Heads, next: PagedNumbers): void {
  if (!isZero(hash, 0)) next.set(row, heads.put(hash, row) + 1);
}

function isZero(bytes: Buffer, from: number): boolean {
  return bytes.readUInt32LE(from) === 0 && bytes.readUInt32LE(from + 4) === 0;
}

/** 53 bits of a hash. */
export function briefHash(bytes: Buffer, from = 0): number {
  return bytes.readUInt32LE(from) * 0x200000 + (bytes.readUInt32LE(from + 4) >>> 11);
}

function hashedAt(
  rows: PagedRows,
  field: number,
  length: number,
): { spread(row: number): number; matches(row: number, hash: Uint8Array): boolean } {
  return {
    spread: (row) => rows.page(row).readUInt32LE(rows.offset(row) + field),
    matches(row, hash) {
      const from = rows.offset(row) + field;
      return rows.page(row).compare(hash, 0, length, from, from + length) === 0;
    },
  };
}
