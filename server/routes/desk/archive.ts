/** Tickets of earlier systems, as their customer sees them. */
import { answerFile } from '../../http/route/file.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Archive } from '../../services/archive/archive.ts';
import type { FindCustomer } from '../../services/desk/find-customer.ts';
import { ArchivePage, ArchivedTicketView, DeskArchiveListQuery } from '../../wire/archive.ts';
import { DeskCustomerQuery } from '../../wire/customers.ts';
import { deskPaths } from '../../wire/paths.ts';

const ofCustomer = `${deskPaths.customers}/:customer/archive` as const;

/** The customer is identified by the path and the query (`kind`), so the query is checked before the look-up. */
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
