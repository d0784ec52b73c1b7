/** Uploads and downloads of files. An upload is the only field of a form; a download is never rendered by the browser. */
import type { Ctx } from '../http/env.ts';
import { announcedBytes, readFile } from '../http/input/multipart.ts';
import { answerFile } from '../http/route/file.ts';
import { answer } from '../http/route/row.ts';
import type { Answered } from '../http/route/row.ts';
import type { Attachments, Kept } from '../services/attachments/attachments.ts';
import type { Attempt } from '../services/idempotency.ts';
import { limits } from '../ticket/limits.ts';
import { LangQuery } from '../wire/parts.ts';
import { Attachment } from '../wire/tickets.ts';

type Owner = Parameters<Attachments['receive']>[0];
type Row = Awaited<ReturnType<Attachments['find']>>;

/** The common part of the rows of uploads. */
export const uploading = {
  method: 'post',
  summary: 'Upload a file, to be named in a ticket or message within a day',
  rate: 'upload',
  query: LangQuery,
  body: 'file',
  answer: [201, Attachment],
  idempotent: true,
  problems: ['read-only'],
} as const;

export async function receive(
  c: Ctx,
  attachments: Attachments,
  owner: Owner,
  attempt: (content: unknown) => Attempt | null,
): Promise<Kept> {
  const most = limits.attachment.maxBytes;
  const receiving = await attachments.receive(owner, announcedBytes(c, most));
  try {
    const name = await readFile(c, most, (bytes) => receiving.take(bytes));
    return await receiving.keep(name, attempt);
  } finally {
    await receiving.end();
  }
}

export const created = ({ attachment, replayed }: Kept, location: string): Answered<Kept['attachment']> =>
  answer(attachment, { replayed, location });

export const download = (c: Ctx, attachments: Attachments, row: Row): Promise<Response> =>
  answerFile(c, { ...row, open: async () => (await attachments.open(row)).stream });
