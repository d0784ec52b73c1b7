/** Uploads become part of a ticket: in the very commit of the version that names them, each one once, and for good. */
import type { AttachmentOwner, AttachmentRow, AttachmentStore, NewestAttachment } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldError } from '../../ticket/codes.ts';

/** Everything that is wrong with what a request names; said early, beside its other faults. */
export async function uploadErrors(
  ids: readonly string[],
  owner: AttachmentOwner,
  store: Pick<AttachmentStore, 'attachment'>,
): Promise<FieldError[]> {
  const rows = new Map(await Promise.all(ids.map(async (id) => [id, await store.attachment(id)] as const)));
  return errorsIn(ids, owner, (id) => rows.get(id));
}

/** The uploads, as they are at the moment of the commit. @throws InvalidInput unless all are the owner's own and free. */
export function takeUploads(ids: readonly string[], owner: AttachmentOwner, upload: NewestAttachment): AttachmentRow[] {
  const errors = errorsIn(ids, owner, upload);
  if (errors.length > 0) throw new InvalidInput(...errors);
  return ids.map(upload).filter((row) => row !== undefined);
}

/** What a note holds stays the team's for ever; what stands in a ticket or a reply is its customer's too. */
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
