import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Target } from '../archive/target.ts';
import type { ArchiveHealth, BatchState, Compaction } from '../store/archive-store.ts';
import { answers, ArchiveAnswer } from './archive-protocol.ts';
import type { ArchiveRequest } from './archive-protocol.ts';
import { openSession } from './client.ts';

/** The archive of a running server. */
export interface RemoteArchive {
  readonly target: Target;
  undo(batch: string): Promise<number | undefined>;
  batches(): Promise<readonly BatchState[]>;
  health(): Promise<ArchiveHealth>;
  compact(): Promise<Compaction>;
  /** Lines of the archive format. */
  lines(brand: string | null): AsyncIterable<string>;
  close(): void;
}

/** The running server refused the request, or the connection was lost. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}

/** Null when no server runs on the folder. @throws ControlError */
export async function connectArchive(dir: string): Promise<RemoteArchive | null> {
  const call = await openSession(dir, { command: 'archive' });
  if (call === null) return null;
  const { socket, told } = call;
  if ('refused' in told) {
    socket.destroy();
    throw new ControlError(told.refused);
  }
  const lines = createInterface({ input: socket, crlfDelay: Infinity })[Symbol.asyncIterator]();
  socket.on('error', () => socket.destroy());

  async function next(): Promise<v.InferOutput<typeof ArchiveAnswer>> {
    const { value, done } = await lines.next();
    if (done === true)
      throw new ControlError('the running server hung up; what was committed is kept, and the same command goes on from there');
    const told = v.parse(ArchiveAnswer, JSON.parse(value));
    if ('fault' in told) throw new ControlError(`the running server: ${told.fault}`);
    return told;
  }

  const say = (ask: ArchiveRequest): void => void socket.write(`${JSON.stringify(ask)}\n`);

  async function ask<A extends Exclude<ArchiveRequest['ask'], 'all'>>(
    question: ArchiveRequest & { ask: A },
  ): Promise<v.InferOutput<(typeof answers)[A]>> {
    say(question);
    const told = await next();
    return v.parse(answers[question.ask], 'done' in told ? told.done : undefined) as v.InferOutput<(typeof answers)[A]>;
  }

  return {
    target: {
      begin: async (batch, { dryRun }) => void (await ask({ ask: 'begin', batch: { ...batch }, dryRun })),
      put: (records) => ask({ ask: 'put', records: records.map(({ ticket, files }) => ({ ticket, files: { ...files } })) }),
      map: async (mappings) => void (await ask({ ask: 'map', mappings: [...mappings] })),
      commit: async () => void (await ask({ ask: 'commit' })),
      async end() {
        // After a failure, the server itself discards what was not committed.
        if (!socket.destroyed) await ask({ ask: 'end' });
      },
      match: (brand) => ask({ ask: 'match', brand }),
    },
    undo: async (batch) => (await ask({ ask: 'undo', batch })) ?? undefined,
    batches: async () =>
      (await ask({ ask: 'batches' })).map(({ final, ...batch }) => ({ ...batch, ...(final !== undefined && { final }) })),
    health: () => ask({ ask: 'health' }),
    compact: () => ask({ ask: 'compact' }),
    async *lines(brand) {
      say({ ask: 'all', brand });
      for (let told = await next(); 'line' in told; told = await next()) yield told.line;
    },
    close: () => void socket.end(),
  };
}
