/** Attaches a ticket's files to a mail, as far as they fit; the others are named in the text. */
import type { AttachmentFiles } from '../store/attachments.ts';
import type { Attachment } from '../ticket/model.ts';

/** A file as it goes out. */
export interface Enclosure {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The files in order, up to `most` bytes in all. Unreadable files are skipped. */
export async function enclose(
  attachments: readonly Attachment[],
  files: Pick<AttachmentFiles, 'open'>,
  most: number,
): Promise<readonly Enclosure[]> {
  const enclosed: Enclosure[] = [];
  let room = most;
  for (const { id, name, type, size } of attachments) {
    const bytes = size <= room ? await bytesOf(id, size, files) : null;
    if (bytes === null) continue;
    room -= size;
    enclosed.push({ id, name, type, bytes });
  }
  return enclosed;
}

/** Null when the file is missing or incomplete. */
async function bytesOf(id: string, size: number, files: Pick<AttachmentFiles, 'open'>): Promise<Uint8Array | null> {
  const file = await files.open(id).catch(() => undefined);
  if (!file) return null;
  if (file.size !== size) {
    await file.stream.cancel();
    return null;
  }
  const parts: Uint8Array[] = [];
  for await (const part of file.stream) parts.push(part);
  return Buffer.concat(parts);
}
