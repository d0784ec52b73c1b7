import { msg, str } from '@lit/localize';
import type { TeamWords } from '../../draw/promise-drawing.ts';

/** The promise line as the team reads it. */
export const teamWords: TeamWords = {
  closedByCustomer: (when) => msg(str`Closed by the customer ${when}`),
  withCustomer: () => msg('With the customer'),
  toGo: (left) => msg(str`${left} to go`),
};
