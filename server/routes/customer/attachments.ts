/** Files in and out: one is uploaded as a form's only field, and handed out so that no browser opens it by itself. */
import type { Ctx } from '../../http/env.ts';
import { announcedBytes, readFile } from '../../http/input/multipart.ts';
import { answerFile } from '../../http/route/file.ts';
import { answer } from '../../http/route/row.ts';
import type { Answered, Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { Attachments, Kept } from '../../services/attachments/attachments.ts';
import type { Attempt } from '../../services/idempotency.ts';
import { limits } from '../../ticket/limits.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths, paths } from '../../wire/paths.ts';
import { Attachment } from '../../wire/tickets.ts';

type Owner = Parameters<Attachments['receive']>[0];
type Row = Awaited<ReturnType<Attachments['find']>>;

const uploading = {
  method: 'post',
  summary: 'Upload a file, to be named in a ticket or message within a day',
  rate: 'upload',
  query: LangQuery,
  body: 'file',
  answer: [201, Attachment],
  idempotent: true,
  problems: ['read-only'],
} as const;

export const attachmentRoutes = (attachments: Attachments): readonly Route[] => [
  route({
    ...uploading,
    path: paths.attachments,
    who: 'customer',
    handle: async ({ c, caller, attempt }) => {
      const kept = await receive(c, attachments, { kind: 'customer', id: caller.customer.id }, attempt);
      return created(kept, paths.attachment(kept.attachment.id));
    },
  }),
  route({
    method: 'get',
    path: `${paths.attachments}/:id`,
    summary: 'Download an attachment of a ticket of yours',
    who: 'customer-or-link',
    rate: 'read',
    find: ({ caller, params }) => attachments.findFor(caller, params.id),
    query: LangQuery,
    answer: [200, 'Bytes'],
    problems: ['file-missing'],
    handle: ({ c, found }) => download(c, attachments, found),
  }),
];

export const deskAttachmentRoutes = (attachments: Attachments): readonly Route[] => [
  route({
    ...uploading,
    path: deskPaths.attachments,
    who: 'staff',
    handle: async ({ c, staff, attempt }) => {
      const kept = await receive(c, attachments, { kind: 'staff', id: staff.id }, attempt);
      return created(kept, deskPaths.attachment(kept.attachment.id));
    },
  }),
  route({
    method: 'get',
    path: `${deskPaths.attachments}/:id`,
    summary: 'Download an attachment of any ticket or note',
    who: 'staff',
    rate: 'desk',
    find: ({ params }) => attachments.find(params.id),
    query: LangQuery,
    answer: [200, 'Bytes'],
    problems: ['file-missing'],
    handle: ({ c, found }) => download(c, attachments, found),
  }),
];

async function receive(c: Ctx, attachments: Attachments, owner: Owner, attempt: (content: unknown) => Attempt | null): Promise<Kept> {
  const most = limits.attachment.maxBytes;
  const receiving = await attachments.receive(owner, announcedBytes(c, most));
  try {
    const name = await readFile(c, most, (bytes) => receiving.take(bytes));
    return await receiving.keep(name, attempt);
  } finally {
    await receiving.end();
  }
}

const created = ({ attachment, replayed }: Kept, location: string): Answered<Kept['attachment']> =>
  answer(attachment, { replayed, location });

const download = (c: Ctx, attachments: Attachments, row: Row): Promise<Response> =>
  answerFile(c, { ...row, open: async () => (await attachments.open(row)).stream });
