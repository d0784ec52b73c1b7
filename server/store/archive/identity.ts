/** How tickets and their requesters are told apart in the index: by hashes, so that an entry has a fixed size. */
import { emailKey } from '../../text/email-address.ts';
import { hash } from 'node:crypto';
import type { ArchivedRecord } from '../archive-store.ts';
import type { ArchivedTicket } from '../../ticket/archived.ts';

/** Bytes of a ticket's identity, and of a hash of its content or its requester. */
export const idBytes = 16;
export const hashBytes = 8;

const nobody = Buffer.alloc(hashBytes);

function digest(parts: readonly string[], length: number): Buffer {
  return Buffer.from(hash('sha256', JSON.stringify(parts), 'hex').slice(0, 2 * length), 'hex');
}

/** 128 bits of SHA-256: nobody finds two tickets with the same, even on purpose. */
export const identityOf = ({ brand, source, id }: Pick<ArchivedTicket, 'brand' | 'source' | 'id'>): Buffer =>
  digest([brand, source, id], idBytes);

export const idOf = (identity: Uint8Array): string => Buffer.from(identity).toString('base64url');

/** Null for what is no id of an archived ticket. */
export function identityIn(id: string): Buffer | null {
  if (!/^[\w-]{22}$/.test(id)) return null;
  const identity = Buffer.from(id, 'base64url');
  return identity.length === idBytes && idOf(identity) === id ? identity : null;
}

/** Changes with anything a customer could see of the ticket, its files included. */
export const contentOf = ({ ticket, files }: ArchivedRecord): Buffer => digest([JSON.stringify(ticket), JSON.stringify(files)], hashBytes);

/** Zeros for nobody: an empty address is no address. */
export function emailHash(email: string | undefined): Buffer {
  const key = emailKey(email ?? '');
  return key === '' ? nobody : digest(['email', key], hashBytes);
}

export function accountHash(brand: string, account: string | undefined): Buffer {
  return account === undefined ? nobody : digest(['account', brand, account], hashBytes);
}
