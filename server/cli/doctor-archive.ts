/** The doctor's findings about the archive: how many tickets, unreadable ones, and disk space. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { connectArchive, ControlError } from '../control/archive-client.ts';
import { archiveFolder, contentName, openArchiveStore } from '../store/archive.ts';
import type { ArchiveHealth, BatchState } from '../store/archive-store.ts';
import { JournalError } from '../store/journal/errors.ts';
import { megabytes } from './archive/megabytes.ts';
import type { Finding } from './doctor-mail.ts';

/** Reclaimable space that is worth a finding: bytes, and share of the total. */
const worthCompacting = { bytes: 16e6, share: 0.5 };

/** Asks a running server. */
export async function askAboutArchive(dataDir: string): Promise<Finding[]> {
  const remote = await connectArchive(dataDir).catch(() => null);
  if (!remote) return [];
  try {
    return await describe(dataDir, await remote.health(), await remote.batches());
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return [['look', 'archive', error.message]];
  } finally {
    remote.close();
  }
}

/** Reads the folder when no server runs; the caller holds its lock. */
export async function lookAtArchive(dataDir: string): Promise<Finding[]> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  try {
    const archive = await openArchiveStore({ dir: dataDir, log: silent });
    try {
      return await describe(dataDir, archive.health(), archive.batches());
    } finally {
      await archive.close();
    }
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    return [['bad', 'archive', error.message]];
  }
}

async function describe(dataDir: string, health: ArchiveHealth, batches: readonly BatchState[]): Promise<Finding[]> {
  const { tickets, damagedLines, fault, contentBytes, livingBytes, index } = health;
  if (contentBytes === 0) return [['ok', 'archive', 'nothing in it']];
  const folder = join(dataDir, archiveFolder);
  const files = await bytesOfFiles(join(folder, 'files'));
  const room = files === 0 ? megabytes(contentBytes) : `${megabytes(contentBytes)}, and ${megabytes(files)} of attachments`;
  const idle = contentBytes - livingBytes;
  return [
    ['ok', 'archive', `${count(tickets)} tickets of earlier systems${byBrand(batches)}; ${room}`],
    ...(index === 'made-anew' ? [['ok', 'archive', 'its index was not there, or not of this archive; it was made anew'] as const] : []),
    ...(fault === null ? [] : [['look', 'archive', fault] as const]),
    ...(damagedLines > 0
      ? [
          [
            'look',
            'archive',
            `${count(damagedLines)} lines cannot be read (${join(folder, contentName)}.damaged); the same import again brings their tickets back`,
          ] as const,
        ]
      : []),
    ...(idle > Math.max(worthCompacting.bytes, worthCompacting.share * livingBytes)
      ? [
          [
            'look',
            'archive',
            `${megabytes(idle)} are of tickets that were replaced or taken back: support-ticket archive compact gives the room back`,
          ] as const,
        ]
      : []),
  ];
}

function byBrand(batches: readonly BatchState[]): string {
  const counts = new Map<string, number>();
  for (const { brand, tickets } of batches) if (tickets > 0) counts.set(brand, (counts.get(brand) ?? 0) + tickets);
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([brand, tickets]) => `${brand} ${count(tickets)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

async function bytesOfFiles(top: string): Promise<number> {
  let bytes = 0;
  for (const folder of await readdir(top).catch(() => []))
    for (const name of await readdir(join(top, folder)).catch(() => []))
      bytes += (await stat(join(top, folder, name)).catch(() => null))?.size ?? 0;
  return bytes;
}

const count = (n: number): string => n.toLocaleString('en-GB');
