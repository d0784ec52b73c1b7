import { msg, str } from '@lit/localize';
import type { TeamWords } from '../../draw/promise-drawing.ts';

/** The team's texts of the promise line. */
export const teamWords: TeamWords = {
  closedByCustomer: (when) => msg(str`Closed by the customer ${when}`),
  withCustomer: () => msg('With the customer'),
  toGo: (left) => msg(str`${left} to go`),
};
