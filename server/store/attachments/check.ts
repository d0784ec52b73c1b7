import type { AttachmentFiles } from '../attachments.ts';
import type { AttachmentStore } from '../store.ts';

export interface Checked {
  readonly total: number;
  /** Attachments of tickets whose bytes are not there, or not as many as there were. */
  readonly lost: number;
}

/** Whether every attachment that a ticket shows can be handed out. */
export async function checkAttachments(store: Pick<AttachmentStore, 'listAttachments'>, files: AttachmentFiles): Promise<Checked> {
  const rows = await store.listAttachments();
  let lost = 0;
  for (const { id, size, ticketId } of rows) {
    // What no ticket took yet may be swept while it is copied.
    if (ticketId !== null && (await files.look(id))?.size !== size) lost += 1;
  }
  return { total: rows.length, lost };
}
