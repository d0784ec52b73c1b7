import type { Batch } from '../../server/store/archive-store.ts';
import type { ArchivedMessage, ArchivedTicket } from '../../server/ticket/archived.ts';

/** A ticket of an old system; `change` replaces what a test is about. */
export function archived(change: Partial<ArchivedTicket> = {}): ArchivedTicket {
  return {
    v: 1,
    brand: 'nuxit',
    source: 'whmcs',
    id: '4711',
    number: 'NX-4711',
    subject: 'Site inaccessible',
    status: 'closed',
    createdAt: '2016-04-28T09:19:34.000Z',
    updatedAt: '2016-04-28T10:02:00.000Z',
    requester: { email: 'nadia@example.com', account: 'C-1042', name: 'Nadia Moreau' },
    messages: [said('m1', 'customer', 'Mon site affiche une page blanche.'), said('m2', 'staff', 'C’est rétabli.')],
    ...change,
  };
}

export function said(id: string, kind: ArchivedMessage['kind'], text: string): ArchivedMessage {
  return { id, kind, at: '2016-04-28T09:19:34.000Z', text };
}

export const batchOf = (id: string): Batch => ({ id, brand: 'nuxit', source: 'whmcs', at: '2026-11-25T10:00:00.000Z' });
