/** One version of a ticket in the index: 64 bytes, the same in memory and in the index file. */
import type { ArchivedRecord } from '../archive-store.ts';
import { accountHash, contentOf, emailHash, hashBytes, idBytes, identityOf } from './identity.ts';

/** Where things stand in a row; times are seconds since the epoch. */
export const at = {
  identity: 0,
  content: idBytes,
  email: idBytes + hashBytes,
  account: idBytes + 2 * hashBytes,
  position: 40,
  length: 48,
  batch: 52,
  createdAt: 56,
  updatedAt: 60,
} as const;

export const rowBytes = 64;

/** Where a record's line stands in the content file. */
export interface LinePlace {
  readonly position: number;
  readonly length: number;
}

/** A row without its place and batch, which are known when its line is written. */
export function rowOf(record: ArchivedRecord): Buffer {
  const { ticket } = record;
  const row = Buffer.alloc(rowBytes);
  identityOf(ticket).copy(row, at.identity);
  contentOf(record).copy(row, at.content);
  emailHash(ticket.requester.email).copy(row, at.email);
  accountHash(ticket.brand, ticket.requester.account).copy(row, at.account);
  row.writeUInt32LE(seconds(ticket.createdAt), at.createdAt);
  row.writeUInt32LE(seconds(lastActivity(record)), at.updatedAt);
  return row;
}

/** Its batch stays as it is unless one is given. */
export function place(row: Buffer, { position, length }: LinePlace, batch?: number): void {
  row.writeDoubleLE(position, at.position);
  row.writeUInt32LE(length, at.length);
  if (batch !== undefined) row.writeUInt32LE(batch, at.batch);
}

const seconds = (instant: string): number => Math.min(0xffffffff, Math.max(0, Math.floor(Date.parse(instant) / 1_000)));

/** What customers would call the date of a ticket: the last thing said in it, or its closing. */
function lastActivity({ ticket }: ArchivedRecord): string {
  let latest = ticket.updatedAt ?? ticket.createdAt;
  for (const message of ticket.messages) if (message.at > latest) latest = message.at;
  return latest;
}
