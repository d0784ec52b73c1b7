/** The server's side of an import: it checks and stores the tickets that the command reads, in slices, while requests go on. */
import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { readTicket, ticketLine } from '../ticket/archived.ts';
import type { Target } from '../archive/target.ts';
import type { ArchivedRecord, ArchiveStore } from '../store/archive-store.ts';
import { ArchiveRequest } from './archive-protocol.ts';

/** The archive that the session works on. The target belongs to this session alone. */
export interface ArchiveAccess {
  readonly archive: ArchiveStore;
  readonly target: Target;
}

/** Resolves when the connection closes; a run that has not ended by then is discarded from its last commit on. */
export async function serveArchive(socket: Socket, { archive, target }: ArchiveAccess): Promise<void> {
  // No timeout: an export may take long to read, and an import long to prepare.
  socket.setTimeout(0);
  try {
    for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
      for await (const told of answer(line)) {
        if (!socket.write(`${JSON.stringify(told)}\n`)) await drained(socket);
        if (socket.destroyed) return;
      }
    }
  } finally {
    await target.end();
  }

  async function* answer(line: string): AsyncGenerator<unknown> {
    try {
      const ask = v.parse(ArchiveRequest, JSON.parse(line));
      if (ask.ask === 'all') for await (const { ticket } of archive.all(ask.brand ?? undefined)) yield { line: ticketLine(ticket) };
      yield { done: ask.ask === 'all' ? null : ((await act(ask)) ?? null) };
    } catch (error) {
      yield { fault: error instanceof Error ? error.message : String(error) };
    }
  }

  function act(ask: Exclude<ArchiveRequest, { ask: 'all' }>): Promise<unknown> {
    switch (ask.ask) {
      case 'begin':
        return target.begin(ask.batch, ask);
      case 'put':
        return target.put(ask.records.map(checked));
      case 'map':
        return target.map(
          ask.mappings.map(({ brand, account, email, customer }) => ({
            brand,
            customer,
            ...(account !== undefined && { account }),
            ...(email !== undefined && { email }),
          })),
        );
      case 'commit':
        return target.commit();
      case 'end':
        return target.end();
      case 'match':
        return target.match(ask.brand);
      case 'undo':
        return archive.undo(ask.batch);
      case 'batches':
        return Promise.resolve(archive.batches());
      case 'health':
        return Promise.resolve(archive.health());
      case 'compact':
        return archive.compact();
    }
  }
}

function checked({ ticket, files }: { readonly ticket: unknown; readonly files: ArchivedRecord['files'] }): ArchivedRecord {
  const read = readTicket(ticket);
  if ('fault' in read) throw new Error(`a ticket is wrong in ${read.fault.field}; are the command and the server of the same version?`);
  return { ticket: read.ticket, files };
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.once('drain', done).once('close', done);
  });
}
