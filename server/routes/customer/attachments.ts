import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Attachments } from '../../services/attachments/attachments.ts';
import { LangQuery } from '../../wire/parts.ts';
import { paths } from '../../wire/paths.ts';
import { created, download, receive, uploading } from '../files.ts';

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
