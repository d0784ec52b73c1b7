/** Uploads are claimed by a ticket in the commit of the version that names them. An upload can be claimed once. */
import type { AttachmentOwner, AttachmentRow, AttachmentStore, NewestAttachment } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldError } from '../../ticket/codes.ts';

/** The errors of the upload ids of a request, checked before the commit so that they are reported with its other errors. */
export async function uploadErrors(
  ids: readonly string[],
  owner: AttachmentOwner,
  store: Pick<AttachmentStore, 'attachment'>,
): Promise<FieldError[]> {
  const rows = new Map(await Promise.all(ids.map(async (id) => [id, await store.attachment(id)] as const)));
  return errorsIn(ids, owner, (id) => rows.get(id));
}

/** The newest rows of the uploads, read within the commit. @throws InvalidInput unless all are the owner's and unclaimed. */
export function takeUploads(ids: readonly string[], owner: AttachmentOwner, upload: NewestAttachment): AttachmentRow[] {
  const errors = errorsIn(ids, owner, upload);
  if (errors.length > 0) throw new InvalidInput(...errors);
  return ids.map(upload).filter((row) => row !== undefined);
}

/** The rows of claimed uploads. `audience` is never changed afterwards: a note's file stays hidden from the customer. */
export function taken(uploads: readonly AttachmentRow[], ticketId: string, audience: AttachmentRow['audience']): AttachmentRow[] {
  return uploads.map((row) => ({ ...row, ticketId, audience }));
}

function errorsIn(ids: readonly string[], owner: AttachmentOwner, upload: NewestAttachment): FieldError[] {
  return ids.flatMap((id, index) =>
    isFree(upload(id), owner) && ids.indexOf(id) === index ? [] : [{ path: `attachments.${String(index)}`, code: 'not-in-list' as const }],
  );
}

function isFree(row: AttachmentRow | undefined, owner: AttachmentOwner): boolean {
  return row !== undefined && row.ticketId === null && row.owner.kind === owner.kind && row.owner.id === owner.id;
}
