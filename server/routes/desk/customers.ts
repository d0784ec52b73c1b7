import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { DeskCustomers } from '../../services/desk/customers.ts';
import { CustomerMatches, CustomerSearchQuery, DeskCardQuery, DeskCustomerCard, DeskCustomerQuery } from '../../wire/customers.ts';
import { ReplayRequest } from '../../wire/mail.ts';
import { deskPaths } from '../../wire/paths.ts';

/** The customer is identified by the path and the query (`kind`), so the query is checked before the look-up. */
export const deskCustomerRoutes = (customers: DeskCustomers): readonly Route[] => [
  route({
    method: 'get',
    path: deskPaths.customers,
    summary: 'Customers whose name or address begins with these words',
    who: 'staff',
    rate: 'desk',
    query: CustomerSearchQuery,
    answer: [200, CustomerMatches],
    handle: ({ query }) => customers.search(query),
  }),
  route({
    method: 'get',
    path: `${deskPaths.customers}/:id`,
    summary: 'A customer: who they are, what they own, their tickets',
    who: 'staff',
    rate: 'desk',
    query: DeskCardQuery,
    answer: [200, DeskCustomerCard],
    problems: ['not-found'],
    handle: ({ params, query: { kind, catalog }, language }) => customers.read(params.id, kind, language, catalog === 'whole'),
  }),
  route({
    method: 'post',
    path: `${deskPaths.customers}/:id/mail-again`,
    summary: 'Have mails sent to a customer’s address again, after one came back',
    who: 'staff',
    rate: 'desk',
    query: DeskCustomerQuery,
    body: ReplayRequest,
    answer: [200, DeskCustomerCard],
    problems: ['not-found'],
    handle: async ({ staff, params, query: { kind }, language }) => {
      await customers.mailAgain(staff, params.id, kind);
      return customers.read(params.id, kind, language, false);
    },
  }),
];
