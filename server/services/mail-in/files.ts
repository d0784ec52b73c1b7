/** Attachments of a mail: checked like uploads; refused ones are listed by name. */
import type { KindName } from '../../config/file-kinds.ts';
import type { MailFile } from '../../inbound/open.ts';
import type { AttachmentFiles } from '../../store/attachments.ts';
import type { AttachmentOwner, AttachmentRow } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import type { MailFacts, RefusedFile } from '../../ticket/model.ts';
import { NotAccepted } from '../errors.ts';
import { inspect } from '../attachments/inspect.ts';
import { cleanName } from '../attachments/name.ts';

export interface KeepingDeps {
  readonly files: AttachmentFiles;
  readonly kinds: readonly KindName[];
  readonly newId: () => string;
}

export interface KeptFiles {
  /** Rows of files that are on disk; they have to be committed with the message. */
  readonly rows: readonly AttachmentRow[];
  readonly refused: MailFacts['refused'];
}

/** The columns of an attachment's row that do not depend on its content. */
export type Belonging = Pick<AttachmentRow, 'audience' | 'createdAt'> & { readonly owner: AttachmentOwner; readonly ticketId: string };

const { maxBytes, perMessage } = limits.attachment;

/** @throws ReadOnlyError when the disk refuses a file; the files stored before are removed */
export async function keepFiles(came: readonly MailFile[], belonging: Belonging, deps: KeepingDeps): Promise<KeptFiles> {
  const rows: AttachmentRow[] = [];
  const refused: { name: string; why: RefusedFile }[] = [];
  try {
    for (const file of came) {
      const result = rows.length >= perMessage ? 'too-many' : await keepOne(file, belonging, deps);
      if (typeof result !== 'string') rows.push(result);
      // Empty files are not listed as refused, nor are inline images beyond the number allowed.
      else if (file.content.length > 0 && !(file.inline && result === 'too-many'))
        refused.push({ name: cleanName(file.name).slice(0, 200) || file.type, why: result });
    }
  } catch (error) {
    await removeFiles(rows, deps.files);
    throw error;
  }
  return { rows, refused };
}

async function keepOne(
  { name, content }: MailFile,
  belonging: Belonging,
  { files, kinds, newId }: KeepingDeps,
): Promise<AttachmentRow | RefusedFile> {
  if (content.length > maxBytes) return 'too-large';
  const incoming = await files.receive(once(content), maxBytes);
  try {
    const kind = await inspect(incoming, name, kinds).catch(whyNot);
    if (typeof kind === 'string') return kind;
    const row: AttachmentRow = { id: newId(), ...belonging, ...kind, size: incoming.size, sha256: incoming.sha256 };
    await incoming.keep(row.id);
    return row;
  } finally {
    await incoming.discard();
  }
}

function whyNot(error: unknown): RefusedFile {
  if (error instanceof NotAccepted) return 'not-accepted';
  if (error instanceof InvalidInput) return 'broken';
  throw error;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Removes files whose commit failed. */
export async function removeFiles(rows: readonly Pick<AttachmentRow, 'id'>[], files: AttachmentFiles): Promise<void> {
  for (const { id } of rows) await files.remove(id).catch(() => undefined);
}
