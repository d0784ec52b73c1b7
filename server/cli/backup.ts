import { cp, open, mkdir, readdir, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readPlaces } from '../config.ts';
import { readEnvironment } from '../config/environment.ts';
import { checkAttachments } from '../store/attachments/check.ts';
import { copyAttachments } from '../store/attachments/copy.ts';
import { openAttachmentFolder } from '../store/attachments/disk.ts';
import { archiveFolder, contentName, openArchiveStore } from '../store/archive.ts';
import { openJournalStore } from '../store/journal.ts';
import { journalName } from '../store/journal/log.ts';
import { exit, parse, required, UsageError } from './command.ts';
import type { Command, Io } from './command.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'copy everything into a folder, while the server runs or not',
  help: `backup <dir>

Copies the data folder (SUPPORT_DATA_DIR) into <dir>/<date>, attachments included. The server may run: what it had
acknowledged when the copy began is in it.`,
  async run(args, io) {
    const target = required(parse(args, {}, 1).positionals[0], 'the folder to copy into');
    const { dataDir } = readPlaces(readEnvironment(io.variables()));
    const folder = join(resolve(target), new Date().toISOString().replace(/[:.]/g, '-'));
    const bytes = await copyFolder(dataDir, folder);
    io.out(folder);
    io.say(`${String(bytes)} bytes copied`);
    return exit.done;
  },
};

export const restore: Command = {
  name: 'restore',
  summary: 'bring a backup back into an empty data folder',
  help: `restore <dir>

Copies a backup into the data folder (SUPPORT_DATA_DIR), which must be empty or not there yet,
then opens it and says what it holds.`,
  async run(args, io) {
    const source = resolve(required(parse(args, {}, 1).positionals[0], 'the backup'));
    const { dataDir } = readPlaces(readEnvironment(io.variables()));
    if ((await readdir(dataDir).catch(() => [])).length > 0)
      throw new UsageError(`${dataDir} is not empty: a backup is never mixed with what is there`);
    await copyFolder(source, dataDir);
    return check(dataDir, io);
  },
};

async function check(dataDir: string, io: Io): Promise<number> {
  const log = { info: () => undefined, warn: (line: string) => io.say(line), error: (line: string) => io.say(line) };
  const store = await openJournalStore({ dir: dataDir, log });
  try {
    const { total } = await store.listTickets({ reader: 'staff', now: new Date().toISOString(), sort: 'number', limit: 1 });
    const attachments = await checkAttachments(store, await openAttachmentFolder(dataDir));
    const old = await openArchiveStore({ dir: dataDir, log });
    const earlier = old.size === 0 ? '' : `, ${String(old.size)} tickets of earlier systems`;
    await old.close();
    io.out(`${dataDir}: ${String(total)} tickets, ${String(attachments.total)} attachments${earlier}`);
    if (attachments.lost > 0) io.say(`the files of ${String(attachments.lost)} attachments are not in the backup`);
    return store.health().damagedLines > 0 || attachments.lost > 0 ? exit.rejects : exit.done;
  } finally {
    await store.close();
  }
}

/** Copies archived tickets and their files, if there are any. Their index is rebuilt from them. */
async function copyArchive(from: string, to: string): Promise<number> {
  const [source, target] = [join(from, archiveFolder), join(to, archiveFolder)];
  const content = await open(join(source, contentName), 'r').catch(() => null);
  if (!content) return 0;
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    const copy = await open(join(target, contentName), 'wx', 0o600);
    const bytes = await copyWholeLines(content, copy).finally(() => copy.close());
    // A file is stored before the line that names it, and never changes: the files of the copied lines all exist.
    await cp(join(source, 'files'), join(target, 'files'), { recursive: true, filter: (path) => !basename(path).startsWith('new-') }).catch(
      (error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      },
    );
    await syncFolder(target);
    return bytes;
  } finally {
    await content.close();
  }
}

/**
 * Copies the journal before the files: a file named by a copied row was on disk before that row, and still is. The journal is
 * renamed last, so that an interrupted copy is not taken for a complete one.
 */
async function copyFolder(from: string, to: string): Promise<number> {
  const source = await open(join(from, journalName), 'r').catch(() => null);
  if (!source) throw new UsageError(`there is nothing to copy in ${from} (${journalName} is not there)`);
  try {
    await mkdir(to, { recursive: true, mode: 0o700 });
    const part = join(to, `${journalName}.part`);
    const target = await open(part, 'wx', 0o600);
    // An append-only file is consistent up to the end of any line, so the copy is cut there.
    const lines = await copyWholeLines(source, target).finally(() => target.close());
    const bytes = lines + (await copyAttachments(from, to)) + (await copyArchive(from, to));
    await rename(part, join(to, journalName));
    await syncFolder(to);
    return bytes;
  } finally {
    await source.close();
  }
}

const chunkSize = 1024 * 1024;
const lineEnd = 0x0a;

async function copyWholeLines(source: FileHandle, target: FileHandle): Promise<number> {
  const buffer = Buffer.allocUnsafe(chunkSize);
  // Later appends may be incomplete lines: the copy ends where the file ends now.
  const { size } = await source.stat();
  let position = 0;
  let whole = 0;
  while (position < size) {
    const { bytesRead } = await source.read(buffer, 0, Math.min(chunkSize, size - position), position);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    await target.write(chunk, 0, bytesRead, position);
    const end = chunk.lastIndexOf(lineEnd);
    if (end >= 0) whole = position + end + 1;
    position += bytesRead;
  }
  await target.truncate(whole);
  await target.sync();
  return whole;
}

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  await folder.sync().finally(() => folder.close());
}
