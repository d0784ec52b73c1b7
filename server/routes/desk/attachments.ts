import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Attachments } from '../../services/attachments/attachments.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';
import { created, download, receive, uploading } from '../files.ts';

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
