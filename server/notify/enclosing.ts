/** The files that go along with a mail: those that fit, whole; the others are named, and opened in the ticket. */
import type { AttachmentFiles } from '../store/attachments.ts';
import type { Attachment } from '../ticket/model.ts';

/** A file as it goes out. */
export interface Enclosure {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** In their order, as long as all of them together have at most so many bytes. A file that cannot be read is left out. */
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

/** Null: not there, or not whole. */
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
