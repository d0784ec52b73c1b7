/** Opens the archive for a command: through a running server, or in the folder itself. */
import { readPlaces } from '../../config.ts';
import { readEnvironment } from '../../config/environment.ts';
import { connectArchive } from '../../control/archive-client.ts';
import { ticketLine } from '../../ticket/archived.ts';
import { localTarget } from '../../archive/target.ts';
import type { Target } from '../../archive/target.ts';
import { claimantsOf } from '../../services/archive/ownership.ts';
import { archiveFolder, openArchiveStore } from '../../store/archive.ts';
import type { ArchiveHealth, ArchiveStore, BatchState, Compaction } from '../../store/archive-store.ts';
import { openJournalStore } from '../../store/journal.ts';
import { join } from 'node:path';
import { UsageError } from '../command.ts';
import type { Io } from '../command.ts';

export interface ArchivePlace {
  readonly target: Target;
  /** The archive's own folder. */
  readonly folder: string;
  undo(batch: string): Promise<number | undefined>;
  batches(): Promise<readonly BatchState[]>;
  health(): Promise<ArchiveHealth>;
  compact(): Promise<Compaction>;
  /** Lines of the archive format. */
  lines(brand: string | null): AsyncIterable<string>;
  close(): Promise<void>;
}

/** @throws UsageError, JournalError, ControlError */
export async function openPlace(io: Io): Promise<ArchivePlace> {
  const { environment, dataDir, site } = readPlaces(readEnvironment(io.variables()));
  if (environment.databaseUrl !== null) throw new UsageError('SUPPORT_DATABASE_URL: this version keeps everything in the data folder');
  const folder = join(dataDir, archiveFolder);
  const remote = await connectArchive(dataDir);
  if (remote)
    return {
      ...remote,
      folder,
      close: () => {
        remote.close();
        return Promise.resolve();
      },
    };
  return { ...(await openFolder(dataDir, site.archive.emailMatching, io)), folder };
}

/** Opens the folder directly and locks it, when no server runs on it. */
async function openFolder(dataDir: string, emailMatching: boolean, io: Io): Promise<Omit<ArchivePlace, 'folder'>> {
  const log = { info: () => undefined, warn: (line: string) => io.say(line), error: (line: string) => io.say(line) };
  const store = await openJournalStore({ dir: dataDir, log });
  let archive: ArchiveStore;
  try {
    archive = await openArchiveStore({ dir: dataDir, log });
  } catch (error) {
    await store.close();
    throw error;
  }
  const claimants = claimantsOf(() => store.everyCustomer(), emailMatching);
  return {
    target: localTarget(archive, (brand) => archive.match(brand, claimants)),
    undo: (batch) => archive.undo(batch),
    batches: () => Promise.resolve(archive.batches()),
    health: () => Promise.resolve(archive.health()),
    compact: () => archive.compact(),
    async *lines(brand) {
      for await (const { ticket } of archive.all(brand ?? undefined)) yield ticketLine(ticket);
    },
    async close() {
      await archive.close();
      await store.close();
    },
  };
}
