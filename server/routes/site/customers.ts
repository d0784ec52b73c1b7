/** The site's backend updates customers, with the operations token. */
import { answer } from '../../http/route/row.ts';
import type { Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { Customers } from '../../services/people/customers.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import { CustomerProfile, CustomerSummary } from '../../wire/customers.ts';
import { api } from '../../wire/paths.ts';

/** The maximum length of a token's `sub`. */
const longestId = 128;

function checkedId(id: string): string {
  if (id.length > longestId || !id.isWellFormed()) throw new InvalidInput({ path: 'id', code: 'invalid' });
  return id;
}

export const customerRoutes = (customers: Customers): readonly Route[] => [
  route({
    method: 'put',
    path: `${api}/customers/:id`,
    summary: 'Say what your site knows of a customer',
    who: 'operations',
    rate: null,
    body: CustomerProfile,
    mostBytes: limits.profile.jsonBody,
    answer: [200, CustomerSummary],
    handle: async ({ params, body }) => {
      const { created, customer } = await customers.put(checkedId(params.id), body);
      return answer(customer, { status: created ? 201 : 200 });
    },
  }),
];
