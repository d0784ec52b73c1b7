import type { Drafts } from '../../client/drafts.ts';
import type { Failure } from '../../client/http.ts';
import { heldFiles, holdFiles } from '../../upload/held-files.ts';

/** The server no longer has some files of a form: they are to be sent once more. `false` when the failure says something else. */
export function recallFiles(drafts: Drafts, form: string, { code, fields }: Failure): boolean {
  const gone = fields.flatMap(({ path, code }) =>
    code === 'not-in-list' && /^attachments\.\d+$/.test(path) ? Number(path.slice(12)) : [],
  );
  if (code !== 'invalid-input' || !gone.length) return false;
  holdFiles(
    drafts,
    form,
    heldFiles(drafts, form).map((file, index) => (gone.includes(index) ? { ...file, attachment: null } : file)),
  );
  return true;
}
