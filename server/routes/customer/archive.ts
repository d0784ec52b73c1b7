/** Tickets of earlier systems: there is no writing route, and there must be none. */
import { answerFile } from '../../http/route/file.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Archive } from '../../services/archive/archive.ts';
import type { FindCustomer } from '../../services/desk/find-customer.ts';
import { ArchivePage, ArchivedTicketView, ArchiveListQuery, DeskArchiveListQuery } from '../../wire/archive.ts';
import { DeskCustomerQuery } from '../../wire/customers.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths, paths } from '../../wire/paths.ts';

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

const ofCustomer = `${deskPaths.customers}/:customer/archive` as const;

/** The same for the team: exactly what the customer sees. Which customer is meant takes the query to say. */
export const deskArchiveRoutes = (archive: Archive, find: FindCustomer): readonly Route[] => [
  route({
    method: 'get',
    path: ofCustomer,
    summary: 'List a customer’s tickets of earlier systems',
    who: 'staff',
    rate: 'desk',
    query: DeskArchiveListQuery,
    answer: [200, ArchivePage],
    problems: ['not-found'],
    handle: async ({ params, query: { kind, ...query }, language }) => archive.list(await find(params.customer, kind), query, language),
  }),
  route({
    method: 'get',
    path: `${ofCustomer}/:id`,
    summary: 'Read one of them',
    who: 'staff',
    rate: 'desk',
    query: DeskCustomerQuery,
    answer: [200, ArchivedTicketView],
    problems: ['not-found'],
    handle: async ({ params, query, language }) => archive.read(await find(params.customer, query.kind), params.id, language),
  }),
  route({
    method: 'get',
    path: `${ofCustomer}/:id/attachments/:attachment`,
    summary: 'Download a file of it',
    who: 'staff',
    rate: 'desk',
    query: DeskCustomerQuery,
    answer: [200, 'Bytes'],
    problems: ['not-found', 'file-missing'],
    handle: async ({ c, params, query }) =>
      answerFile(c, await archive.file(await find(params.customer, query.kind), params.id, params.attachment)),
  }),
];
