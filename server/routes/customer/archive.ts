/** Tickets of earlier systems. They are read-only: a route that writes must not be added. */
import { answerFile } from '../../http/route/file.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Archive } from '../../services/archive/archive.ts';
import { ArchivePage, ArchivedTicketView, ArchiveListQuery } from '../../wire/archive.ts';
import { LangQuery } from '../../wire/parts.ts';
import { paths } from '../../wire/paths.ts';

export const archiveRoutes = (archive: Archive): readonly Route[] => [
  route({
    method: 'get',
    path: paths.archive,
    summary: 'List your tickets of earlier systems',
    who: 'customer',
    rate: 'read',
    query: ArchiveListQuery,
    answer: [200, ArchivePage],
    problems: ['read-only'],
    handle: ({ caller, query, language }) => archive.list(caller.customer, query, language),
  }),
  route({
    method: 'get',
    path: `${paths.archive}/:id`,
    summary: 'Read one of them',
    who: 'customer',
    rate: 'read',
    find: ({ caller, params, language }) => archive.read(caller.customer, params.id, language),
    query: LangQuery,
    answer: [200, ArchivedTicketView],
    problems: ['read-only'],
    handle: ({ found }) => found,
  }),
  route({
    method: 'get',
    path: `${paths.archive}/:id/attachments/:attachment`,
    summary: 'Download a file of it',
    who: 'customer',
    rate: 'read',
    find: ({ caller, params }) => archive.file(caller.customer, params.id, params.attachment),
    query: LangQuery,
    answer: [200, 'Bytes'],
    problems: ['file-missing', 'read-only'],
    handle: ({ c, found }) => answerFile(c, found),
  }),
];
