import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileId } from '../attachments.ts';
import { diskFiles } from '../journal/files.ts';
import { attachmentFolder } from './disk.ts';

/**
 * Copies attachments into another data folder, durably; links and other files are skipped. Attachments never change, so a server
 * may run meanwhile. Returns the bytes copied.
 */
export async function copyAttachments(from: string, to: string): Promise<number> {
  const source = join(from, attachmentFolder);
  const target = join(to, attachmentFolder);
  const entries = await readdir(source, { withFileTypes: true }).catch(() => []);
  await mkdir(target, { recursive: true, mode: 0o700 });
  let bytes = 0;
  for (const entry of entries) {
    if (entry.isFile() && isFileId(entry.name)) bytes += await copyOne(join(source, entry.name), join(target, entry.name));
  }
  await diskFiles.syncFolder(target);
  await diskFiles.syncFolder(to);
  return bytes;
}

async function copyOne(from: string, to: string): Promise<number> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } catch (error) {
    // Removed meanwhile: no ticket had taken it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  const file = await open(to, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}
