/**
 * Writes what counts into a content file of its own: batches, mappings, and the line of each ticket as it stands. Which batches
 * replaced a version that is left behind is said in their lines, because nobody could take them back as they were.
 */
import { DamageFile } from '../journal/damage.ts';
import type { FileOps } from '../journal/files.ts';
import { decodeLine } from '../journal/line.ts';
import { ContentFile } from './content.ts';
import { ArchiveIndex } from './index.ts';
import { encode, isContentLine } from './lines.ts';
import { Mappings } from './mappings.ts';
import { place } from './row.ts';

export interface Kept {
  readonly content: ContentFile;
  readonly index: ArchiveIndex;
  readonly mappings: Mappings;
}

export interface CompactionOptions extends Kept {
  readonly files: FileOps;
  /** Of the content; the new one is written beside it. */
  readonly path: string;
  /** The new archive's name: an index of the old one is not believed any more. */
  readonly archive: string;
}

export interface Compacted extends Kept {
  /** SHA-256 of the files that tickets have. */
  readonly fileSums: ReadonlySet<string>;
  readonly damaged: number;
}

/** Bytes of lines that are written in one go. */
const sliceBytes = 1024 * 1024;

const besideOf = (path: string): string => `${path}.compact`;

/** What a compaction left that came to no end. */
export const dropUnfinished = (files: FileOps, path: string): Promise<void> => files.remove(besideOf(path));

/**
 * Stands in the place of the old content when it resolves, and has that name for good once the folder is synced; on failure
 * nothing is left of it. @throws what the disk says
 */
export async function writeCompacted(options: CompactionOptions): Promise<Compacted> {
  const { files, path, archive } = options;
  const content = new ContentFile(files, besideOf(path));
  try {
    await content.create(archive);
    const kept = { content, index: new ArchiveIndex(), mappings: new Mappings() };
    await writeBatches(options, kept);
    const tickets = await writeTickets(options, kept);
    await content.sync();
    await content.moveTo(path);
    return { ...kept, ...tickets };
  } catch (error) {
    await content.close().catch(() => undefined);
    await dropUnfinished(files, path).catch(() => undefined);
    throw error;
  }
}

async function writeBatches({ index: old, mappings: said }: Kept, { content, index, mappings }: Kept): Promise<void> {
  const replaced = old.batchesThatReplaced();
  const lines: Buffer[] = [];
  old.batches.forEach(({ id, brand, source, at, undone, final }, number) => {
    const batch = { id, brand, source, at, ...((final === true || replaced.has(number)) && { final: true }) };
    index.begin(batch);
    lines.push(encode({ begin: batch }));
    if (!undone) return;
    index.undo(id);
    lines.push(encode({ undo: id }));
  });
  for (const { mappings: some, batch } of said.said()) {
    mappings.add(some, batch);
    lines.push(encode({ map: some, batch }));
  }
  await content.write(lines);
}

async function writeTickets(
  { files, path, content: from, index: old }: CompactionOptions,
  { content, index }: Kept,
): Promise<Pick<Compacted, 'fileSums' | 'damaged'>> {
  const damage = new DamageFile(files, `${path}.damaged`);
  const fileSums = new Set<string>();
  let damaged = 0;
  let slice: { readonly row: Buffer; readonly bytes: Buffer }[] = [];
  let size = 0;
  const write = async (): Promise<void> => {
    let position = content.length;
    await content.write(slice.map(({ bytes }) => bytes));
    for (const { row, bytes } of slice) {
      place(row, { position, length: bytes.length });
      index.add(row);
      position += bytes.length;
    }
    [slice, size] = [[], 0];
  };
  for (let number = 0; number < old.rows; number++) {
    if (!old.lives(number)) continue;
    const at = old.placeOf(number);
    const bytes = await from.readBytes(at);
    const line = bytes.length === at.length ? decodeLine(bytes) : null;
    if (!isContentLine(line) || !('ticket' in line)) {
      damaged++;
      await damage.keep(bytes);
      continue;
    }
    for (const { sha256 } of Object.values(line.files)) fileSums.add(sha256);
    slice.push({ row: old.copy(number), bytes });
    size += bytes.length;
    if (size >= sliceBytes) await write();
  }
  await write();
  await damage.close();
  return { fileSums, damaged };
}
