import type { AttachmentFiles } from '../attachments.ts';
import type { AttachmentStore } from '../store.ts';

export interface Checked {
  readonly total: number;
  /** Attachments of tickets whose file is missing or has another size. */
  readonly lost: number;
}

/** Whether every attachment of a ticket can be served. */
export async function checkAttachments(store: Pick<AttachmentStore, 'listAttachments'>, files: AttachmentFiles): Promise<Checked> {
  const rows = await store.listAttachments();
  let lost = 0;
  for (const { id, size, ticketId } of rows) {
    // Pending uploads may be removed while the folder is copied.
    if (ticketId !== null && (await files.look(id))?.size !== size) lost += 1;
  }
  return { total: rows.length, lost };
}
